// How each layer is drawn into its group, for what the page shows.
/** @import { PaneName } from "./map.js" */
/** @import { View } from "../core/town.js" */
import { legs } from "../core/legs.js";
import { BACKDROP, BACKDROP_OTHER, BLIND, CASING, DAY_ONLY, DISTRICT, DOUBLE, FACADE, HEAT, HEAT_WIDTH, HOT, LADDER, LADDER_EDGE, MASKED, MASKED_LINE, PLACE, REACHABLE, NEW_DASH, VIEW_OPACITY } from "../core/palette.js";
import { isSeenIn, piecesSeenByDayOnly, rateClass, unseenPieces } from "../core/phases.js";
import { inService, standsIn } from "../core/sight.js";
import { DATA, TOWN } from "./data.js";
import { coarsestMasked } from "./masked.js";
import { forgetThinned, thinned, thinWithZoom } from "./ground.js";
import { fillStyle, lineStyle, PANES, THEMES_CANVAS } from "./map.js";
import { isFiltered, isShown } from "./shown.js";
import { comparison, state, visibleLayers } from "./state.js";

// Views of the required level are kept once drawn: they come back with every step of the phases.
/** @type {Map<View, L.LayerGroup>} */
const drawnViews = new Map();

// One camera's views, or those of all in service that pass the filter.
function visibleViews(phase = state.phase) {
  return TOWN.views.filter((view) =>
    (state.camera !== null ? view.camera === state.camera : isShown(view.camera) && inService(DATA.cameras[view.camera], phase)));
}

// A view with the lines from its camera to where it begins.
/** @param {View} view */
function viewShapes(view) {
  const { phase, lat, lon } = DATA.cameras[view.camera], color = DATA.phase_colours[phase], { polygons } = view.outline;
  const name = phase > 0 ? "added" : "views";
  const area = L.polygon(polygons, fillStyle(name, color,
    { fillOpacity: VIEW_OPACITY, stroke: true, color, weight: 1.6, casing: CASING, dashArray: phase > 0 ? NEW_DASH : undefined }));
  return L.layerGroup([L.polyline(legs([lat, lon], polygons), lineStyle(name, color, 1.6, { casing: CASING, smoothFactor: 0 })), area]);
}

/**
 * Draw what cameras see at the level that counts; what the plan adds lies in a pane of its own, so that it can be cut off.
 * @param {L.LayerGroup} group
 */
export function drawViews(group) {
  for (const view of visibleViews()) {
    if (view.reachable || view.level !== DATA.required) continue;
    const shapes = drawnViews.get(view) ?? viewShapes(view);
    drawnViews.set(view, shapes);
    shapes.addTo(group);
  }
}

/**
 * Draw what cameras see at every level of detail.
 * @param {L.LayerGroup} group
 */
export function drawLadder(group) {
  THEMES_CANVAS.opacities.set("ladder", state.camera === null ? 0.6 : 0.85);
  for (const view of visibleViews()) {
    if (view.reachable) continue;
    L.polygon(view.outline.polygons, fillStyle("ladder", LADDER[view.level], { stroke: true, color: LADDER_EDGE, weight: 0.8 })).addTo(group);
  }
}

/**
 * Draw what cameras could see if they were turned.
 * @param {L.LayerGroup} group
 */
export function drawReachable(group) {
  if (comparison.on) drawGone(group);
  for (const view of visibleViews()) {
    if (view.reachable) L.polygon(view.outline.polygons, lineStyle("outline", REACHABLE, 1.5, { dashArray: "5 5", casing: CASING })).addTo(group);
  }
}

/**
 * Draw in a comparison what cameras see today that the phase has taken down, in a pane of its own: it is cut off on the other side.
 * @param {L.LayerGroup} group
 */
function drawGone(group) {
  for (const view of visibleViews(0)) {
    if (view.reachable || view.level !== DATA.required || standsIn(DATA.cameras[view.camera], state.phase)) continue;
    const color = DATA.phase_colours[0];
    L.polygon(view.outline.polygons, fillStyle("gone", color, { fillOpacity: VIEW_OPACITY, stroke: true, color, weight: 1.6, casing: CASING })).addTo(group);
  }
}

/**
 * Draw what masks hide of views: grey and hatched, of one camera at all levels, or of all in service that pass the filter at the level that counts.
 * @param {L.LayerGroup} group
 */
export function drawMasked(group) {
  const visible = state.camera !== null || visibleLayers.ladder ? coarsestMasked() : TOWN.masked.filter(({ level }) => level === DATA.required);
  for (const { camera, outline: { polygons } } of visible) {
    if (state.camera !== null ? camera !== state.camera : !isShown(camera) || !inService(DATA.cameras[camera], state.phase)) continue;
    L.polygon(polygons, fillStyle("masked", MASKED, { fillOpacity: 0.75 })).addTo(group);
    L.polygon(polygons, fillStyle("masked", MASKED_LINE, { hatched: true, stroke: true, color: MASKED_LINE, weight: 1, casing: CASING })).addTo(group);
  }
}

/**
 * Draw what two cameras or more see in the phase.
 * @param {L.LayerGroup} group
 */
export function drawDouble(group) {
  for (const { sincePhase, untilPhase, outline } of TOWN.doubleCover) {
    if (sincePhase > state.phase || state.phase >= untilPhase || state.camera !== null || isFiltered()) continue;
    L.polygon(outline.polygons, fillStyle("double", DOUBLE, { hatched: true, fillOpacity: 0.9, stroke: true, color: DOUBLE, weight: 1.4, casing: CASING })).addTo(group);
  }
}

/**
 * Draw pieces of streets as lines that get thinner from afar.
 * @param {L.LayerGroup} group
 * @param {number[]} pieces
 * @param {PaneName} name
 * @param {string} colour
 * @param {number} weight
 * @param {L.PolylineOptions} more
 */
function drawPieceLines(group, pieces, name, colour, weight, more = {}) {
  const lines = pieces.filter((index) => !TOWN.demand.isArea(index)).map((index) => TOWN.demand.line(index));
  const line = L.polyline(lines, lineStyle(name, colour, thinned(weight), { lineCap: "butt", ...more })).addTo(group);
  thinWithZoom(line, weight);
}

/**
 * Draw pieces of squares and parks as areas: they lie side by side.
 * @param {L.LayerGroup} group
 * @param {number[]} pieces
 * @param {PaneName} name
 * @param {string} colour
 * @param {number} fillOpacity
 */
function drawPieceAreas(group, pieces, name, colour, fillOpacity) {
  const areas = pieces.filter((index) => TOWN.demand.isArea(index)).map((index) => [TOWN.demand.line(index)]);
  if (areas.length) L.polygon(areas, fillStyle(name, colour, { hatched: true, fillOpacity, smoothFactor: 0 })).addTo(group);
}

/**
 * Draw the classes of demand along streets and in squares.
 * @param {L.LayerGroup} group
 */
export function drawHeat(group) {
  /** @type {number[][]} */
  const classes = HEAT.map(() => []);
  TOWN.demand.rates.forEach((rate, index) => classes[rateClass(DATA.heat, rate)]?.push(index));
  classes.forEach((pieces, grade) => {
    drawPieceAreas(group, pieces, "heat", HEAT[grade], 0.75);
    drawPieceLines(group, pieces, "heat", HEAT[grade], HEAT_WIDTH[grade]);
  });
}

/**
 * Draw hot streets: a rim on both sides, so that what is expected there can still be read.
 * @param {L.LayerGroup} group
 */
export function drawHot(group) {
  drawPieceAreas(group, TOWN.demand.hot, "hot", HOT, 0.6);
  drawPieceLines(group, TOWN.demand.hot, "hot", HOT, 13);
  drawPieceLines(group, TOWN.demand.hot, "hot", "#ffffff", 9);
}

/**
 * Draw blind spots of the phase; in a comparison those of today as well, each on its own half.
 * @param {L.LayerGroup} group
 */
export function drawBlind(group) {
  forgetThinned(["blind", "blindToday"]);
  /** @type {{ name: PaneName, phase: number }[]} */
  const halves = [{ name: "blind", phase: state.phase }];
  if (comparison.on) halves.push({ name: "blindToday", phase: 0 });
  for (const { name, phase } of halves) {
    const unseen = unseenPieces(TOWN.demand, DATA.heat, phase);
    drawPieceAreas(group, unseen, name, BLIND, 0.8);
    drawPieceLines(group, unseen, name, "#ffffff", 7);
    drawPieceLines(group, unseen, name, BLIND, 4, { dashArray: "2 4" });
  }
}

/**
 * Draw what the phase sees by day and not by night.
 * @param {L.LayerGroup} group
 */
export function drawDayOnly(group) {
  forgetThinned(["dayOnly"]);
  const pieces = piecesSeenByDayOnly(TOWN.demand, state.phase);
  drawPieceAreas(group, pieces, "dayOnly", DAY_ONLY, 0.8);
  drawPieceLines(group, pieces, "dayOnly", "#ffffff", 8);
  drawPieceLines(group, pieces, "dayOnly", DAY_ONLY, 5);
}

/**
 * Draw places: filled where they are seen in the phase.
 * @param {L.LayerGroup} group
 */
export function drawPlaces(group) {
  for (const { at, seenPhase, unseenPhases } of TOWN.places) {
    const fillColor = isSeenIn(seenPhase, state.phase, unseenPhases) ? PLACE : "#fff";
    L.circleMarker(at, { ...PANES.places, radius: 5, weight: 2.5, color: PLACE, fillColor, fillOpacity: 1 }).addTo(group);
  }
}

/**
 * Draw the borders of districts.
 * @param {L.LayerGroup} group
 */
export function drawDistricts(group) {
  for (const { outline } of TOWN.districts) L.polygon(outline.polygons, lineStyle("outline", DISTRICT, 1.5, { dashArray: "2 5" })).addTo(group);
}

/**
 * Draw the walls of homes that cameras of the phase have in their picture, by the highest density.
 * @param {L.LayerGroup} group
 */
export function drawFacades(group) {
  const levels = DATA.facade_levels ?? [];
  const visible = TOWN.facades.filter(({ camera }) => standsIn(DATA.cameras[camera], state.phase)).sort((one, other) => one.density_px_m - other.density_px_m);
  for (const { density_px_m, line } of visible) {
    const level = levels.filter((least) => density_px_m >= least).length - 1;
    L.polyline(line, lineStyle("outline", FACADE[Math.max(level, 0)], 4)).addTo(group);
  }
}

/**
 * Draw water, woods, parks and railways.
 * @param {L.LayerGroup} group
 */
export function drawBackdrop(group) {
  for (const shape of TOWN.backdrop) {
    const colour = BACKDROP[shape.kind] ?? BACKDROP_OTHER;
    const path = shape.form === "area" ? L.polygon(shape.outline.polygons, fillStyle("backdrop", colour))
      : L.polyline(shape.lines, lineStyle("backdrop", colour, 1.5, { dashArray: shape.kind === "railway" ? "6 3" : undefined }));
    path.addTo(group);
  }
}
