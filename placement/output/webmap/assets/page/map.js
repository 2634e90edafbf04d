// The map itself. Quiet things (town, views, heat) go to canvases, cameras are buttons.
/** @import { Place } from "../core/geometry.js" */
import { planeDistance_m } from "../core/projection.js";
import { DATA } from "./data.js";
import { legendBox } from "./dom.js";

export const MAP = map_council;

/**
 * A pane of the map with a canvas of its own.
 * @param {string} name
 * @param {number} zIndex
 */
function pane(name, zIndex, opacity = 1) {
  const node = MAP.createPane(name);
  Object.assign(node.style, { zIndex, opacity, pointerEvents: "none" });
  return { pane: name, renderer: L.canvas({ pane: name, padding: 0.15 }), interactive: false };
}

export const PANES = {
  online: pane("online", 205),
  backdrop: pane("backdrop", 210),
  streets: pane("streets", 230),
  views: pane("views", 310),
  added: pane("added", 312),
  double: pane("double", 325),
  ladder: pane("ladder", 320, 0.6),
  outline: pane("outline", 330),
  hot: pane("hot", 338),
  heat: pane("heat", 340),
  blind: pane("blind", 345),
  blindToday: pane("blindToday", 345),
  dayOnly: pane("dayOnly", 347),
  places: pane("places", 350),
  names: pane("names", 380),
};
/** @typedef {keyof typeof PANES} PaneName */

/**
 * The element of a pane.
 * @param {string} name
 */
export function paneElement(name) {
  return /** @type {HTMLElement} */ (MAP.getPane(name));
}

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

/** Fit the planned area into what legend and buttons leave free: beside the legend where there is room for both. */
export function showWhole() {
  const legend = legendBox(), size = MAP.getSize();
  const beside = legend.open && size.x > 2 * legend.offsetWidth ? legend.offsetWidth + 10 : 0;
  const above = beside || legend.open ? 10 : legend.offsetHeight + 16;
  MAP.fitBounds(DATA.bounds, { paddingTopLeft: [beside + 10, Math.min(above, size.y / 4)], paddingBottomRight: [50, 34], animate: false });
}
