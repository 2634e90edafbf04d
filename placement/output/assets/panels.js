// What stands beside the map: the state of a phase, one camera, one place, the list, the sources.

function el(id) {
  return document.getElementById(id);
}

function figure(title, big, more, share = null) {
  const bar = share === null ? null : make("div", { class: "bar" }, make("i"));
  if (bar) bar.firstChild.style.width = `${Math.min(100, 100 * share)}%`;
  return make("div", {}, make("dt", {}, title),
    make("dd", {}, make("span", { class: "big" }, big), bar, make("span", { class: "more" }, more)));
}

function showState(phase) {
  const state = DATA.phases[phase];
  el("state-title").replaceChildren(say("map.phase.shown", { name: "" }), given(phaseName(phase)));
  const counts = [say("map.points", { n: state.points })];
  if (phase > 0) counts.push(say("map.added", { n: state.added }));
  const seen = { value: amount(state.value), total: amount(DATA.total), unit: unit() };
  el("figures").replaceChildren(
    figure(say("map.state.cameras"), number(state.cameras), counts.join(", ")),
    figure(say("map.state.share", { demand: byUnit("map.demand") }), percent(state.share), say("map.state.share_more", seen), state.share),
    figure(say("map.state.cost"), crowns(state.cost),
      phase > 0 ? say("map.state.cost_more", { cost: crowns(state.spent) }) : say("map.state.cost_none")));
  el("gap").textContent = [gapText(phase, state.gap),
    DATA.interrupted && phase > 0 && state.gap >= 5e-6 ? say("map.state.gap_interrupted") : ""].join(" ").trim();
  el("reach").textContent = [state.reachable > 0
    ? say("map.state.reachable", { share: percent(state.reachable), demand: byUnit("map.demand") }) : "",
    "alike" in state ? say("map.state.alike", { share: percent(state.alike) }) : ""].join(" ").trim();
}

function gapText(phase, gap) {
  if (phase === 0) return say("map.state.gap_today");
  if (gap < 5e-6) return say("map.state.gap_none");
  return say("map.state.gap", { gap: percent(Math.max(gap, 0.0001), gap < 0.001 ? 2 : 1) });
}

function compass(azimuth) {
  const winds = ["n", "ne", "e", "se", "s", "sw", "w", "nw"];
  return say(`map.compass.${winds[Math.round(azimuth / 45) % 8]}`);
}

function rows(...pairs) {
  return make("dl", {}, ...pairs.filter((pair) => pair !== null)
    .flatMap(([title, value]) => [make("dt", {}, title), make("dd", {}, value)]));
}

function top_(title, name) {
  return make("div", { class: "top" },
    make("h2", {}, title, ...(name === null ? [] : [": ", given(name)])),
    make("button", { type: "button", class: "small", onclick: () => clearChoice() }, say("map.camera.back")));
}

function showHint() {
  if (el("detail").textContent === say("map.camera.title") + say("map.camera.hint")) return; // said already
  el("detail").replaceChildren(make("h2", {}, say("map.camera.title")), make("p", {}, say("map.camera.hint")));
}

function fate(camera) {
  if (camera.status === "existing") return say("map.camera.existing");
  if (camera.status === "out of service") return say("map.camera.broken");
  return say("map.camera.built", { phase: phaseName(camera.phase) });
}

function placeList(camera) {
  if (!camera.top.length) return make("p", {}, byUnit("map.no_places"));
  return make("div", {}, make("h3", {}, byUnit("map.places")),
    make("ol", {}, ...camera.top.map((place) => make("li", {}, given(place)))));
}

function detailText(index) {
  const own = VIEWS.filter((view) => view.camera === index);
  return make("div", {}, ...own.map((view) => make("div", {}, say(
    view.reachable ? "map.camera.detail_reachable" : "map.camera.detail_value",
    { level: named("map.level", DATA.levels[view.level][0]), area: squareMetres(view.area) }))));
}

function directionText(camera) {
  const facts = { azimuth: `${number(camera.azimuth)}°`, compass: compass(camera.azimuth), tilt: `${number(camera.tilt)}°` };
  const where = camera.circle ? say("map.camera.direction_circle") : say("map.camera.direction_value", facts);
  return camera.assumed ? `${where}; ${say("map.camera.direction_assumed")}` : where;
}

function showCamera(index) {
  const camera = DATA.cameras[index];
  const share = (part) => percent(DATA.total ? part / DATA.total : 0, 2);
  const new_ = camera.status === "new";
  const reasons = [fate(camera), say("map.camera.sees", { share: share(camera.seen), value: amount(camera.seen), unit: unit(), demand: byUnit("map.demand") })];
  if (new_) {
    reasons.push(say("map.camera.gain", { share: share(camera.gain) }));
    reasons.push(say("map.camera.gain_order", { rank: camera.order, total: number(DATA.cameras.filter((c) => c.status === "new").length) }));
  }
  const mount = say("map.camera.mount_value", { carrier: named("lists.carrier", camera.carrier), height: `${number(camera.height, 1)}\u00a0m` });
  el("detail").replaceChildren(
    top_(say("map.camera.title"), `${camera.rank}. ${camera.name}`),
    make("p", {}, reasons.join(" ")),
    placeList(camera),
    rows(
      new_ || camera.cost > 0 ? [say("map.camera.price"), crowns(camera.cost)] : null,
      [say("map.camera.model"), given(`${camera.model} (${named("lists.kind", camera.kind)})`)],
      [say("map.camera.mount"), given(mount)],
      [say("map.camera.direction"), directionText(camera)],
      [say("map.camera.detail"), detailText(index)],
      [say("map.camera.where"), given([camera.street, camera.district, position(camera.lat, camera.lon)].filter(Boolean).join(", "))],
      [say("map.camera.provenance"), originOf(camera.provenance)]));
}

function position(lat, lon) {
  return `${lat.toFixed(5)} N, ${lon.toFixed(5)} E`;
}

function seerList(title, views) {
  if (!views.length) return null;
  const items = views.map((view) => {
    const camera = DATA.cameras[view.camera];
    const since = camera.phase === 0 ? say("map.place.since_today") : say("map.place.since", { phase: phaseName(camera.phase) });
    const facts = [named("map.level", DATA.levels[view.level][0]), since];
    if (view.reachable) facts.push(say("map.place.reachable"));
    return make("li", {},
      make("button", { type: "button", onclick: () => choose(view.camera) }, given(`${camera.rank}. ${camera.name}`)),
      " – ", given(facts.join(", ")));
  });
  return make("div", {}, make("h3", {}, title), make("ul", { class: "seers" }, ...items));
}

function showPlace(lat, lng, phase) {
  const all = seers(lat, lng);
  const now = all.filter((view) => DATA.cameras[view.camera].phase <= phase);
  const later = all.filter((view) => DATA.cameras[view.camera].phase > phase);
  const piece = nearestPiece(lat, lng);
  const today = all.some((view) => DATA.cameras[view.camera].phase === 0);
  const street = piece < 0 ? null : say("map.place.street", {
    street: DATA.demand.names[DATA.demand.street[piece]] || "–", expected: amount(DATA.demand.rate[piece]), unit: unit() });
  el("detail").replaceChildren(
    ...[top_(say("map.place.title"), null),
      all.length ? (today ? null : make("p", {}, say("map.place.none_today"))) : make("p", {}, say("map.place.none")),
      seerList(say("map.place.seen_now"), now),
      seerList(say("map.place.seen_later"), later),
      street === null ? null : make("p", {}, given(street)),
      rows([say("map.place.where"), position(lat, lng)])].filter((node) => node !== null));
}

function showList(phase, chosen) {
  const heads = ["rank", "name", "gain", "cost"].map((name) => make("th", {
    scope: "col", class: name === "name" ? "" : "number" }, say(`map.list.${name}`)));
  const lines = DATA.cameras.map((camera, index) => {
    const gain = camera.status === "new" ? percent(DATA.total ? camera.gain / DATA.total : 0, 2) : "–";
    const built = camera.status === "new" ? phaseName(camera.phase) : named("lists.status", camera.status);
    const where = [built, camera.street].filter(Boolean).join(" · ");
    const classes = `${camera.phase > phase ? "later" : ""} ${index === chosen ? "chosen" : ""}`;
    return make("tr", { class: classes.trim(), "data-camera": camera.id },
      make("td", { class: "number" }, number(camera.rank)),
      make("td", {}, make("div", { class: "what" }, symbol(camera.status),
        make("div", {}, make("button", { type: "button", onclick: () => choose(index, true) }, given(camera.name)),
          make("span", { class: "where" }, given(where))))),
      make("td", { class: "number" }, gain),
      make("td", { class: "number" }, camera.cost > 0 ? crowns(camera.cost) : "–"));
  });
  el("cameras").replaceChildren(make("caption", {}, say("map.list.caption")),
    make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...lines));
}

function originOf(provenance) {
  return provenance.split("; ").map((word) => named("lists.provenance", word)).join(", ");
}

function showQuality() {
  const level = named("map.level", DATA.levels[DATA.required]?.[0] ?? DATA.level);
  el("method").textContent = say("map.quality.method", { level, density: number(DATA.density, 1) });
  const heads = ["input", "provenance", "source"].map((name) => make("th", { scope: "col" }, say(`map.quality.${name}`)));
  const names = [...new Set([...Object.keys(DATA.provenance), ...Object.keys(DATA.sources)])];
  const lines = names.map((name) => make("tr", {}, make("td", {}, given(named("map.input", name))),
    make("td", {}, DATA.provenance[name] ? originOf(DATA.provenance[name]) : "–"),
    make("td", {}, given(DATA.sources[name] ?? "–"))));
  el("inputs").replaceChildren(make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...lines));
  const assumed = DATA.assumptions.map((key) => make("li", {}, named("assumption", key)));
  el("assumptions").replaceChildren(...(assumed.length ? assumed : [make("li", {}, say("map.quality.no_assumptions"))]));
}
