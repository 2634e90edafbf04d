// The legend is the switchboard of the layers: what is drawn, in which sign, and what may be added.

function swatch(look) {
  return drawn("svg", { viewBox: "0 0 34 24", "aria-hidden": "true" }, drawn("rect", { x: 2, y: 5, width: 30, height: 14, ...look }));
}

function dash(look) {
  return drawn("svg", { viewBox: "0 0 34 24", "aria-hidden": "true" }, drawn("path", { d: "M2 12H32", fill: "none", ...look }));
}

function legendRow(picture, text, layer = null) {
  if (layer === null) return make("div", { class: "row" }, picture, make("span", {}, text));
  const box = make("input", { type: "checkbox", "data-layer": layer });
  box.checked = shown[layer];
  box.addEventListener("change", () => {
    shown[layer] = box.checked;
    drawLayers(state.phase, state.chosen, compare.on);
    showLegend();
    writeLink();
    el("legend").querySelector(`[data-layer="${layer}"]`).focus();
  });
  return make("label", {}, box, picture, make("span", {}, text));
}

function ladderRows() {
  if (!shown.ladder && state.chosen === null) return [];
  return DATA.levels.map(([name, density], level) => make("div", { class: "row sub" },
    swatch({ fill: LADDER[level], stroke: LADDER_EDGE }),
    make("span", {}, `${named("map.level", name)} (${say("map.legend.density", { density: number(density, density % 1 ? 1 : 0) })})`)));
}

// All classes of streets in one line: from thin and light to thick and dark.
function heatRows() {
  if (DATA.heat.length < 2) return [];
  const title = legendRow(dash({ stroke: HEAT[3], "stroke-width": 5 }), byUnit("map.heat"), "heat");
  if (!shown.heat) return [title];
  const classes = DATA.heat.map((low, grade) => make("span", { class: "grade" },
    dash({ stroke: HEAT[grade], "stroke-width": HEAT_WIDTH[grade] * 1.6 }), say("map.legend.heat_from", { low: amount(low) })));
  return [title, make("div", { class: "sub" }, say("map.legend.heat_unit", { unit: unit() })), make("div", { class: "sub grades" }, ...classes)];
}

function viewRows() {
  if (!VIEWS.length) return [];
  const level = named("map.level", DATA.levels[DATA.required]?.[0] ?? DATA.level);
  const picture = drawn("svg", { viewBox: "0 0 34 24", "aria-hidden": "true" },
    drawn("rect", { x: 2, y: 5, width: 15, height: 14, fill: VIEW, "fill-opacity": 0.4, stroke: VIEW }),
    drawn("rect", { x: 17, y: 5, width: 15, height: 14, fill: ADDED, "fill-opacity": 0.4, stroke: ADDED, "stroke-dasharray": "3 2" }));
  return [
    legendRow(picture, say("map.legend.views", { level }), "views"),
    legendRow(swatch({ fill: LADDER[2], stroke: LADDER_EDGE }), say("map.legend.ladder"), "ladder"),
    ...ladderRows(),
    VIEWS.some((view) => view.reachable) ? legendRow(dash({ stroke: REACHABLE, "stroke-width": 2, "stroke-dasharray": "5 5" }), say("map.legend.reachable"), "reachable") : null,
    DATA.double.length ? legendRow(swatch({ fill: DOUBLE, "fill-opacity": 0.55, stroke: DOUBLE, "stroke-width": 2 }), say("map.legend.double"), "double") : null,
    DATA.privacy.length ? legendRow(swatch({ fill: "none", stroke: PRIVACY, "stroke-width": 2, "stroke-dasharray": "1 3" }), say("map.legend.privacy"), "privacy") : null,
  ];
}

function cameraRows() {
  const has = (status) => DATA.cameras.some((camera) => camera.status === status);
  return [
    has("existing") ? legendRow(symbol("existing"), say("map.legend.existing")) : null,
    has("new") ? legendRow(symbol("new"), say("map.legend.new")) : null,
    has("out of service") ? legendRow(symbol("out of service"), say("map.legend.broken")) : null,
  ];
}

function townRows() {
  return [
    DATA.places.length ? legendRow(drawn("svg", { viewBox: "0 0 34 24", "aria-hidden": "true" }, drawn("circle", { cx: 17, cy: 12, r: 6, fill: "#fff", stroke: PLACE, "stroke-width": 3 })), say("map.legend.places"), "places") : null,
    DATA.districts.length ? legendRow(dash({ stroke: DISTRICT, "stroke-width": 2, "stroke-dasharray": "2 5" }), say("map.legend.districts"), "districts") : null,
    DATA.backdrop.length ? legendRow(swatch({ fill: BACKDROP.water }), say("map.legend.backdrop"), "backdrop") : null,
    DATA.area.length ? legendRow(dash({ stroke: "#333", "stroke-width": 2, "stroke-dasharray": "10 5" }), say("map.legend.area")) : null,
  ];
}

function onlineRow(name) {
  const choice = make("input", { type: "radio", name: "base", value: name ?? "", "data-base": name ?? "own" });
  choice.checked = online.name === name;
  choice.addEventListener("change", () => {
    switchOnline(name);
    el("legend").querySelector(`[data-base="${name ?? "own"}"]`).focus();
  });
  return make("label", {}, choice, make("span", {}, say(`map.online.${name ?? "own"}`)));
}

function onlineRows() {
  if (!ONLINE.size) return [];
  const hosts = [...new Set([...ONLINE.values()].map((layer) => layer.host))].join(", ");
  return [make("fieldset", {}, make("legend", {}, say("map.online.title")), onlineRow(null), ...[...ONLINE.keys()].map(onlineRow),
    make("p", { class: "note" }, online.failed ? say("map.online.failed", { host: hosts }) : say("map.online.note", { host: hosts })))];
}

function showLegend() {
  const blind = legendRow(dash({ stroke: BLIND, "stroke-width": 4, "stroke-dasharray": "2 4" }), byUnit("map.blind"), "blind");
  const rows = [...cameraRows(), ...viewRows(), ...heatRows(), DATA.demand.line.length ? blind : null, ...townRows(), ...onlineRows()];
  el("legend-rows").replaceChildren(...rows.filter((row) => row !== null));
}
