// Every layer the reader may switch, one entry each: in the legend, on the map, in the link and on paper.
import { BLIND, DAY_ONLY, DISTRICT, DOUBLE, FACADE, HEAT, HEAT_WIDTH, LADDER, LADDER_EDGE, MASKED, MASKED_LINE, REACHABLE } from "../core/palette.js";
import { DATA, requiredLevelName, TOWN } from "./data.js";
import { element, present } from "./dom.js";
import { drawBackdrop, drawBlind, drawDayOnly, drawDistricts, drawDouble, drawFacades, drawHeat, drawHot, drawLadder, drawMasked, drawPlaces, drawReachable, drawViews } from "./drawing.js";
import { MAP } from "./map.js";
import { drawRelief } from "./relief.js";
import { areaSign, backdropSign, hatchSign, hotSign, lineSign, placeSign, reliefSign, viewSign } from "./signs.js";
import { state, visibleLayers } from "./state.js";
import { demandUnit, densityText, levelMeaning, significant, translate, translateByUnit, translateValue } from "./words.js";

/**
 * `hasData` says whether there is anything to draw; a layer without is shown nowhere. `draw` fills its group anew for
 * what the page shows, or once where `still`; `withCamera` puts it on the map with a chosen camera, unasked; `moreRows`
 * adds rows to the legend; `on` is whether it is visible when the page opens.
 * @typedef {object} Layer
 * @property {string} name
 * @property {() => boolean} hasData
 * @property {(group: L.LayerGroup) => void} draw
 * @property {() => Element} sign
 * @property {() => string} text
 * @property {() => Element[]} [moreRows]
 * @property {boolean} [on]
 * @property {boolean} [still]
 * @property {boolean} [withCamera]
 */

function viewText() {
  return translate("map.legend.views", { meaning: levelMeaning(requiredLevelName()) });
}

// From which class on an unseen street counts as a blind spot, said where there are classes.
function blindText() {
  const blind = translateByUnit("map.blind");
  return DATA.heat.length < 2 ? blind : translate("map.legend.blind_from", { blind, low: significant(DATA.heat[1]) });
}

// The levels of detail, explained only while they are drawn.
function ladderRows() {
  if (!visibleLayers.ladder && state.camera === null) return [];
  return TOWN.levels.map(({ name, density_px_m }, level) => element("div", { class: "row sub" },
    areaSign({ fill: LADDER[level], stroke: LADDER_EDGE }),
    element("span", {}, `${translateValue("map.level", name)} (${densityText(density_px_m)})`)));
}

// All classes of streets in one line: from thin and light to thick and dark.
function heatRows() {
  if (!visibleLayers.heat) return [];
  const classes = DATA.heat.map((low, grade) => element("span", { class: "grade" },
    lineSign({ stroke: HEAT[grade], "stroke-width": HEAT_WIDTH[grade] * 1.6 }), translate("map.legend.heat_from", { low: significant(low) })));
  const squares = TOWN.demand.hasAreas ? element("div", { class: "row sub" }, hatchSign(HEAT[2]), element("span", {}, translate("map.legend.heat_squares"))) : null;
  return present([element("div", { class: "sub" }, translate("map.legend.heat_unit", { unit: demandUnit() })), element("div", { class: "sub grades" }, ...classes), squares]);
}

// The densities from which a home in the picture counts, each with its colour.
function facadeRows() {
  if (!visibleLayers.facades) return [];
  return (DATA.facade_levels ?? []).map((density_px_m, level) => element("div", { class: "row sub" },
    lineSign({ stroke: FACADE[level], "stroke-width": 4 }),
    element("span", {}, translate("map.legend.facades_from", { density: densityText(density_px_m) }))));
}

/** @type {Layer[]} */
const ALL_LAYERS = [
  { name: "views", on: true, hasData: () => TOWN.views.length > 0, draw: drawViews, sign: () => viewSign(DATA.phase_colours), text: viewText },
  { name: "ladder", hasData: () => TOWN.views.length > 0, draw: drawLadder, withCamera: true, moreRows: ladderRows,
    sign: () => areaSign({ fill: LADDER[2], stroke: LADDER_EDGE }), text: () => translate("map.legend.ladder") },
  { name: "reachable", hasData: () => TOWN.views.some((view) => view.reachable), draw: drawReachable, withCamera: true,
    sign: () => lineSign({ stroke: REACHABLE, "stroke-width": 2, "stroke-dasharray": "5 5" }), text: () => translate("map.legend.reachable") },
  { name: "masked", on: true, hasData: () => TOWN.masked.length > 0, draw: drawMasked, withCamera: true,
    sign: () => hatchSign(MASKED_LINE, MASKED), text: () => translate("map.legend.masked") },
  { name: "double", hasData: () => TOWN.doubleCover.length > 0, draw: drawDouble,
    sign: () => hatchSign(DOUBLE), text: () => translate("map.legend.double") },
  { name: "facades", hasData: () => TOWN.facades.length > 0, draw: drawFacades, moreRows: facadeRows,
    sign: () => lineSign({ stroke: FACADE[1], "stroke-width": 4 }), text: () => translate("map.legend.facades") },
  { name: "heat", on: true, still: true, hasData: () => DATA.heat.length > 1, draw: drawHeat, moreRows: heatRows,
    sign: () => lineSign({ stroke: HEAT[3], "stroke-width": 5 }), text: () => translateByUnit("map.heat") },
  { name: "hot", still: true, hasData: () => TOWN.demand.hot.length > 0, draw: drawHot, sign: hotSign, text: () => translate("map.legend.hot") },
  { name: "blind", hasData: () => TOWN.demand.count > 0, draw: drawBlind, text: blindText,
    sign: () => lineSign({ stroke: BLIND, "stroke-width": 4, "stroke-dasharray": "2 4" }) },
  { name: "day_only", hasData: () => TOWN.demand.hasNight, draw: drawDayOnly, text: () => translate("map.legend.day_only"),
    sign: () => lineSign({ stroke: DAY_ONLY, "stroke-width": 5 }) },
  { name: "places", hasData: () => TOWN.places.length > 0, draw: drawPlaces, sign: placeSign, text: () => translate("map.legend.places") },
  { name: "districts", still: true, hasData: () => TOWN.districts.length > 0, draw: drawDistricts,
    sign: () => lineSign({ stroke: DISTRICT, "stroke-width": 2, "stroke-dasharray": "2 5" }), text: () => translate("map.legend.districts") },
  { name: "backdrop", on: true, still: true, hasData: () => TOWN.backdrop.length > 0, draw: drawBackdrop, sign: backdropSign,
    text: () => translate("map.legend.backdrop") },
  { name: "relief", still: true, hasData: () => DATA.relief !== undefined, draw: (group) => { if (DATA.relief) drawRelief(group, DATA.relief); },
    sign: reliefSign, text: () => translate("map.legend.relief") },
];
export const LAYERS = ALL_LAYERS.filter((layer) => layer.hasData());
const groups = new Map(LAYERS.map((layer) => [layer, L.layerGroup()]));
for (const layer of LAYERS) visibleLayers[layer.name] = Boolean(layer.on);

/** Draw what is visible and nothing else: a large town has thousands of outlines. */
export function drawLayers() {
  for (const [layer, group] of groups) {
    const visible = visibleLayers[layer.name] || Boolean(layer.withCamera && state.camera !== null);
    if (!layer.still) group.clearLayers();
    if (visible && !(layer.still && group.getLayers().length)) layer.draw(group);
    if (visible) group.addTo(MAP);
    else group.remove();
  }
}
