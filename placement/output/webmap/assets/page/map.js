// The map itself. Quiet things (town, views, heat) go to canvases, cameras are buttons.
/** @import { Place } from "../core/geometry.js" */
import { planeDistance_m } from "../core/projection.js";
import { GroupedCanvas } from "./canvas.js";
import { DATA } from "./data.js";
import { legendBox } from "./dom.js";

const DOUBLE_CLICK_MS = 220;
/** Room right of the town for the buttons and for half of a bubble. */
export const BUBBLE_PX = 84;

export const MAP = map_council;

/** Layers from the lowest: the quiet town on one canvas, all that is said about it on another. */
const GROUND = /** @type {const} */ (["backdrop", "relief", "streets"]);
const THEMES = /** @type {const} */ (["views", "gone", "added", "ladder", "masked", "double", "outline", "hot", "heat", "blind", "blindToday", "dayOnly", "choice", "places", "dots", "goneDots", "newDots"]);

/**
 * A pane of the map that lets clicks through.
 * @param {string} name
 * @param {number} zIndex
 */
function pane(name, zIndex) {
  Object.assign(MAP.createPane(name).style, { zIndex, pointerEvents: "none" });
  return name;
}

/**
 * Options of shapes by the group they lie in, all on one canvas.
 * @template {string} Name
 * @param {string} name
 * @param {number} zIndex
 * @param {readonly Name[]} groups
 */
function canvas(name, zIndex, groups) {
  const renderer = new GroupedCanvas({ pane: pane(name, zIndex) }, groups);
  const options = groups.map((group) => [group, { pane: name, group, renderer, interactive: false }]);
  return /** @type {Record<Name, { pane: string, group: string, renderer: GroupedCanvas, interactive: false }>} */ (Object.fromEntries(options));
}

pane("online", 205);
pane("names", 380);
export const PANES = { ...canvas("ground", 210, GROUND), ...canvas("themes", 310, THEMES) };
/** The canvas of all that is said about the town. */
export const THEMES_CANVAS = PANES.views.renderer;
/** @typedef {keyof typeof PANES} PaneName */

/**
 * The style of an area in a pane.
 * @param {PaneName} name
 * @param {string} colour
 * @param {L.PolylineOptions} more
 * @returns {L.PolylineOptions}
 */
export function fillStyle(name, colour, more = {}) {
  return { ...PANES[name], stroke: false, fill: true, fillColor: colour, fillOpacity: 1, smoothFactor: 0.5, ...more };
}

/**
 * The style of a line in a pane.
 * @param {PaneName} name
 * @param {string} colour
 * @param {number} weight
 * @param {L.PolylineOptions} more
 * @returns {L.PolylineOptions}
 */
export function lineStyle(name, colour, weight, more = {}) {
  return { ...PANES[name], fill: false, color: colour, weight, opacity: 1, smoothFactor: 0.5, ...more };
}

/**
 * Metres between two places: in the plane of the local system, on the sphere outside it.
 * @param {L.LatLng} a
 * @param {L.LatLng} b
 */
export function distance_m(a, b) {
  return planeDistance_m(DATA.local, a, b) ?? MAP.distance(a, b);
}

/** Move the map, without an animation. @param {Place | L.LatLng} at @param {number} zoom */
export function jumpTo(at, zoom) {
  MAP.setView(at, zoom, { animate: false });
}

/** Whether everything the map opens on is in view. */
export function showsWhole() {
  return MAP.getBounds().contains(DATA.bounds);
}

/**
 * Fit a rectangle into what legend and buttons leave free: beside the legend where there is room for both.
 * @param {L.LatLngBoundsExpression} bounds
 * @param {number} [maxZoom]
 */
export function fitBounds(bounds, maxZoom) {
  const legend = legendBox(), size = MAP.getSize();
  const beside = legend.open && size.x > 2 * legend.offsetWidth ? legend.offsetWidth + 10 : 0;
  const above = beside || legend.open ? 10 : legend.offsetHeight + 16;
  MAP.fitBounds(bounds, { paddingTopLeft: [beside + 10, Math.min(above, size.y / 4)], paddingBottomRight: [BUBBLE_PX, 34], maxZoom, animate: false });
}

/** Fit the planned area. */
export function showWhole() {
  fitBounds(DATA.bounds);
}

/**
 * Call a function where the map is clicked once; a double click zooms and asks nothing.
 * @param {(at: L.LatLng) => void} answer
 */
export function onSingleClick(answer) {
  let waiting = 0;
  MAP.on("click", ({ latlng, originalEvent }) => {
    clearTimeout(waiting);
    if (originalEvent === undefined || MAP.getContainer().classList.contains("measuring")) answer(latlng);
    else if (originalEvent.detail < 2) waiting = window.setTimeout(() => answer(latlng), DOUBLE_CLICK_MS);
  });
}
