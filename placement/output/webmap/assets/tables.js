// Tables beside the map: places by kind and one by one, and what each part of the town gets.

// Places by kind, the most numerous kind first.
function placeKinds() {
  const kinds = new Map();
  for (const place of DATA.places) kinds.set(place[0], [...(kinds.get(place[0]) ?? []), place]);
  return [...kinds].sort((a, b) => b[1].length - a[1].length);
}

function head(text, number = true) {
  return make("th", { scope: "col", class: number ? "number" : "" }, given(text));
}

function cell(text, marked = false) {
  return make("td", { class: marked ? "number now" : "number" }, text);
}

// How many of each kind are seen in each phase.
function showKinds(phase) {
  const seen = (places, until) => places.filter(([, , , , since]) => since >= 0 && since <= until).length;
  const heads = [head(say("map.kinds.kind"), false), head(say("map.kinds.all")), ...DATA.phases.map((_, at) => head(short(phaseName(at), 24)))];
  heads[2 + phase].classList.add("now");
  const line = (name, places) => make("tr", {}, make("th", { scope: "row" }, name), cell(number(places.length)),
    ...DATA.phases.map((_, at) => cell(number(seen(places, at)), at === phase)));
  el("kinds").replaceChildren(make("caption", {}, say("map.kinds.caption", { demand: byUnit("map.demand") })), make("thead", {}, make("tr", {}, ...heads)),
    make("tbody", {}, ...placeKinds().map(([kind, places]) => line(named("map.place_kinds", kind), places)), line(say("map.kinds.sum"), DATA.places)));
}

function sinceText(since) {
  return since < 0 ? say("map.kinds.never") : since === 0 ? say("map.place.since_today") : short(phaseName(since), 40);
}

// Every place by name, kind after kind; its name shows it on the map and who sees it.
function showEach() {
  const line = ([kind, name, lng, lat, since]) => make("tr", {},
    make("th", { scope: "row" }, make("button", { type: "button", class: "link", onclick: () => goPlace(offsetAt(lng, lat), name || named("map.place_kind", kind)) },
      given(short(name || named("map.place_kind", kind), 60)))),
    make("td", {}, named("map.place_kind", kind)), make("td", {}, given(sinceText(since))));
  const heads = ["name", "kind", "since"].map((name) => head(say(`map.kinds.${name}`), false));
  el("each").replaceChildren(make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...placeKinds().flatMap(([, places]) => places.map(line))));
}

function showPlaces(phase) {
  el("places").hidden = DATA.places.length === 0;
  if (DATA.places.length) showKinds(phase);
}

// Cameras and what is seen in each part of the town, today and in the end.
function showDistricts() {
  el("gains").hidden = DATA.gains.length === 0;
  const heads = [head(say("map.gains.name"), false), ...["before", "after", "seen_before", "seen_after"].map((name) => head(say(`map.gains.${name}`)))];
  const lines = DATA.gains.map((told) => make("tr", {}, make("th", { scope: "row" }, given(told.name || say("map.gains.none"))),
    cell(number(told.before)), cell(number(told.after)), cell(percent(told.seen_before)), cell(percent(told.seen_after))));
  el("parts").replaceChildren(make("caption", {}, say("map.gains.caption", { demand: byUnit("map.demand") })), make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...lines));
}
