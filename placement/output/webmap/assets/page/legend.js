// The legend is the switchboard of the layers: what is drawn, in which sign, and what may be added.
/** @import { Layer } from "./layers.js" */
import { AREA } from "../core/palette.js";
import { shorten } from "../core/text.js";
import { DATA, TOWN } from "./data.js";
import { byId, element, focusWithin, present } from "./dom.js";
import { LAYERS } from "./layers.js";
import { online, ONLINE_LAYERS, switchOnline } from "./online.js";
import { cameraSymbol, lineSign } from "./signs.js";
import { publish, visibleLayers } from "./state.js";
import { phaseName, translate } from "./words.js";

/**
 * @param {Element} sign
 * @param {string} text
 */
function legendRow(sign, text) {
  return element("div", { class: "row" }, sign, element("span", {}, text));
}

/** @param {Layer} layer */
function layerRows(layer) {
  const box = element("input", { type: "checkbox", "data-layer": layer.name });
  box.checked = visibleLayers[layer.name];
  box.addEventListener("change", () => {
    visibleLayers[layer.name] = box.checked;
    publish("layers");
    focusWithin("legend", `[data-layer="${layer.name}"]`);
  });
  return [element("label", {}, box, layer.sign(), element("span", {}, layer.text())), ...(layer.moreRows?.() ?? [])];
}

function cameraRows() {
  const texts = /** @type {const} */ ([["existing", "map.legend.existing"], ["out of service", "map.legend.broken"],
    ["to be removed", "map.legend.removed"], ["to be replaced", "map.legend.replaced"]]);
  const [existing, broken, ...leaving] = texts.map(([status, key]) =>
    (DATA.cameras.some((camera) => camera.status === status) ? legendRow(cameraSymbol(status), translate(key)) : null));
  const building = DATA.phases.map((_, phase) => phase).filter((phase) => DATA.cameras.some((camera) => camera.status === "new" && camera.phase === phase));
  const added = building.map((phase) => legendRow(cameraSymbol("new", "", null, DATA.phase_colours[phase]),
    building.length > 1 ? translate("map.legend.new_in", { phase: shorten(phaseName(phase), 40) }) : translate("map.legend.new")));
  return present([existing, ...leaving, ...added, broken]);
}

/** @param {string | null} name */
function onlineRow(name) {
  const key = name ?? "own";
  const choice = element("input", { type: "radio", name: "base", value: name ?? "", "data-base": key });
  choice.checked = online.name === name;
  choice.addEventListener("change", () => {
    switchOnline(name);
    focusWithin("legend", `[data-base="${key}"]`);
  });
  return element("label", {}, choice, element("span", {}, translate(`map.online.${key}`)));
}

function onlineRows() {
  if (!ONLINE_LAYERS.size) return null;
  const host = [...new Set([...ONLINE_LAYERS.values()].map((layer) => layer.host))].join(", ");
  return element("fieldset", {}, element("legend", {}, translate("map.online.title")), onlineRow(null), ...[...ONLINE_LAYERS.keys()].map(onlineRow),
    element("p", { class: "note" }, translate(online.failed ? "map.online.failed" : "map.online.note", { host })));
}

function areaRow() {
  if (!TOWN.area.length) return null;
  return legendRow(lineSign({ stroke: AREA, "stroke-width": 2, "stroke-dasharray": "10 5" }), translate("map.legend.area"));
}

/** Show the rows of the legend for what is visible. */
export function showLegend() {
  byId("legend-rows").replaceChildren(...present([...cameraRows(), ...LAYERS.flatMap(layerRows), areaRow(), onlineRows()]));
}
