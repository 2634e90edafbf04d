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
  if (!shown.heat) return [];
  const classes = DATA.heat.map((low, grade) => make("span", { class: "grade" },
    dash({ stroke: HEAT[grade], "stroke-width": HEAT_WIDTH[grade] * 1.6 }), say("map.legend.heat_from", { low: amount(low) })));
  return [make("div", { class: "sub" }, say("map.legend.heat_unit", { unit: unit() })), make("div", { class: "sub grades" }, ...classes)];
}

function viewSign() {
  return drawn("svg", { viewBox: "0 0 34 24", "aria-hidden": "true" },
    drawn("rect", { x: 2, y: 5, width: 15, height: 14, fill: VIEW, "fill-opacity": 0.4, stroke: VIEW }),
    drawn("rect", { x: 17, y: 5, width: 15, height: 14, fill: ADDED, "fill-opacity": 0.4, stroke: ADDED, "stroke-dasharray": "3 2" }));
}

function viewText() {
  return say("map.legend.views", { level: named("map.level", DATA.levels[DATA.required]?.[0] ?? DATA.level) });
}

function hotSign() {
  return drawn("svg", { viewBox: "0 0 34 24", "aria-hidden": "true" },
    drawn("path", { d: "M2 7H32M2 17H32", fill: "none", stroke: HOT, "stroke-width": 2.5 }));
}

// From which class on an unseen street counts as a blind spot, said where there are classes.
function blindText() {
  return DATA.heat.length < 2 ? byUnit("map.blind") : say("map.legend.blind_from", { blind: byUnit("map.blind"), low: amount(DATA.heat[1]) });
}

function placeSign() {
  return drawn("svg", { viewBox: "0 0 34 24", "aria-hidden": "true" },
    drawn("circle", { cx: 9, cy: 12, r: 6, fill: PLACE, stroke: PLACE, "stroke-width": 3 }),
    drawn("circle", { cx: 25, cy: 12, r: 6, fill: "#fff", stroke: PLACE, "stroke-width": 3 }));
}

// Water, woods and parks side by side, the railway below.
function backdropSign() {
  return drawn("svg", { viewBox: "0 0 34 24", "aria-hidden": "true" },
    ...["water", "woods", "park"].map((kind, at) => drawn("rect", { x: 2 + 10 * at, y: 3, width: 10, height: 12, fill: BACKDROP[kind] })),
    drawn("path", { d: "M2 19.5H32", fill: "none", stroke: BACKDROP.railway, "stroke-width": 2.5, "stroke-dasharray": "6 3" }));
}

function layerRows(layer) {
  return [legendRow(layer.sign(), layer.text(), layer.name), ...(layer.more?.() ?? [])];
}

function cameraRows() {
  const has = (status) => DATA.cameras.some((camera) => camera.status === status);
  return [
    has("existing") ? legendRow(symbol("existing"), say("map.legend.existing")) : null,
    has("new") ? legendRow(symbol("new"), say("map.legend.new")) : null,
    has("out of service") ? legendRow(symbol("out of service"), say("map.legend.broken")) : null,
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
  const area = DATA.area.length ? legendRow(dash({ stroke: "#333", "stroke-width": 2, "stroke-dasharray": "10 5" }), say("map.legend.area")) : null;
  const rows = [...cameraRows(), ...LAYERS.flatMap(layerRows), area, ...onlineRows()];
  el("legend-rows").replaceChildren(...rows.filter((row) => row !== null));
}
