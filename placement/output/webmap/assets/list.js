// The list of cameras: sortable, linked both ways with the map, and the same facts without it.
const COLUMNS = {
  rank: { of: (camera) => camera.rank, number: true },
  name: { of: (camera) => camera.name },
  street: { of: (camera) => camera.street },
  phase: { of: (camera) => camera.phase },
  gain: { of: (camera) => (camera.status === "new" ? camera.gain : -1), number: true, down: true },
  cost: { of: (camera) => camera.cost, number: true, down: true },
};
const order = { by: "rank", down: false };

function compareBy(name) {
  const words = new Intl.Collator(locale(), { numeric: true });
  const value = COLUMNS[name].of;
  return (a, b) => {
    const left = value(DATA.cameras[a]), right = value(DATA.cameras[b]);
    return typeof left === "number" ? left - right : words.compare(left, right);
  };
}

// Indices of the cameras in the order asked; equal ones by rank, whichever way it goes.
function ordered() {
  const compare = compareBy(order.by), sign = order.down ? -1 : 1;
  return DATA.cameras.map((_, index) => index)
    .sort((a, b) => sign * compare(a, b) || DATA.cameras[a].rank - DATA.cameras[b].rank);
}

function sortBy(name) {
  order.down = order.by === name ? !order.down : Boolean(COLUMNS[name].down);
  order.by = name;
  buildList();
  showList(state.phase, state.chosen);
  el("cameras").querySelector(`[data-sort="${name}"]`).focus({ preventScroll: true });
  announce(say(order.down ? "map.list.sorted_down" : "map.list.sorted_up", { column: say(`map.list.${name}`) }));
}

function listHead(name) {
  const mine = order.by === name;
  const arrow = mine ? (order.down ? "▼" : "▲") : "";
  return make("th", { scope: "col", class: COLUMNS[name].number ? "number" : "",
    "aria-sort": mine ? (order.down ? "descending" : "ascending") : "none" },
  make("button", { type: "button", "data-sort": name, onclick: () => sortBy(name) }, say(`map.list.${name}`),
    make("span", { "aria-hidden": "true", class: "arrow" }, arrow)));
}

function builtIn(camera) {
  return camera.status === "out of service" ? named("lists.status", camera.status) : short(phaseName(camera.phase), 40);
}

function listRow(index) {
  const camera = DATA.cameras[index];
  const gain = camera.status === "new" ? percent(DATA.total ? camera.gain / DATA.total : 0, 2) : "–";
  const row = make("tr", { "data-camera": camera.id },
    make("td", { class: "number" }, number(camera.rank)),
    make("td", {}, make("div", { class: "what" }, symbol(camera.status),
      make("button", { type: "button", "data-choose": index,
        onclick: () => choose(index, { go: true, from: "list" }) }, given(camera.name)))),
    make("td", { class: "street" }, given(camera.street)),
    make("td", {}, given(builtIn(camera))),
    ...(published("gain") ? [make("td", { class: "number" }, gain)] : []),
    ...(published("cost_czk") ? [make("td", { class: "number" }, camera.cost > 0 ? number(camera.cost / 1000) : "–")] : []));
  for (const [event, on] of [["pointerenter", true], ["pointerleave", false], ["focusin", true], ["focusout", false]]) {
    row.addEventListener(event, () => markers[index].getElement()?.classList.toggle("hinted", on));
  }
  return row;
}

function buildList() {
  el("cameras").replaceChildren(make("caption", {}, say("map.list.caption")),
    make("thead", {}, make("tr", {}, ...Object.keys(COLUMNS).filter((name) => published(name === "cost" ? "cost_czk" : name)).map(listHead))),
    make("tbody", {}, ...ordered().map(listRow)));
}

// Which rows stand later than the phase, and which is the chosen one's.
function showList(phase, chosen) {
  for (const button of el("cameras").querySelectorAll("[data-choose]")) {
    const index = Number(button.dataset.choose), row = button.closest("tr");
    row.classList.toggle("later", DATA.cameras[index].phase > phase);
    row.classList.toggle("chosen", index === chosen);
    if (index === chosen) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
}
