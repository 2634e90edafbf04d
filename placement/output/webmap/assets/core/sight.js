// Which cameras see a place.
/** @import { CameraData } from "../page_data.js" */
/** @import { MaskedArea, View } from "./town.js" */
import { containsPlace, withinBounds } from "./geometry.js";

/**
 * Whether a camera stands at the end of a phase: built by then and not yet taken down. The one answer to that on the page.
 * @param {CameraData} camera
 * @param {number} phase
 */
export function standsIn(camera, phase) {
  return camera.phase <= phase && !isGone(camera, phase);
}

/**
 * Whether a camera that stands today is taken down by the end of a phase.
 * @param {CameraData} camera
 * @param {number} phase
 */
export function isGone(camera, phase) {
  return camera.removed_in !== null && camera.removed_in <= phase;
}

/**
 * Whether a camera is there in a phase and works.
 * @param {CameraData} camera
 * @param {number} phase
 */
export function inService(camera, phase) {
  return standsIn(camera, phase) && camera.status !== "out of service";
}

/**
 * Whether one view of a camera says more than another: what it sees all the time before what it can turn to, then the finer level.
 * @param {View} view
 * @param {View} other
 */
function isBetter(view, other) {
  return view.reachable === other.reachable ? view.level > other.level : other.reachable;
}

/**
 * The cameras whose masks hide who stands at a place.
 * @param {MaskedArea[]} masked
 * @param {number} lat
 * @param {number} lng
 */
export function maskedFrom(masked, lat, lng) {
  return new Set(masked.filter(({ outline }) => withinBounds(outline.bounds, lat, lng) && containsPlace(outline.polygons, lat, lng)).map(({ camera }) => camera));
}

/**
 * The best view of each working camera that sees a place, by the numbers of the cameras.
 * Views below `leastLevel` do not count, but for those a camera can turn to; nor do the home views of `masked` cameras.
 * @param {View[]} views
 * @param {CameraData[]} cameras
 * @param {number} lat
 * @param {number} lng
 * @param {{ leastLevel: number, masked?: Set<number> }} options
 */
export function viewsOfPlace(views, cameras, lat, lng, { leastLevel, masked = new Set() }) {
  /** @type {Map<number, View>} */
  const best = new Map(), counts = (/** @type {View} */ view) => view.reachable || (view.level >= leastLevel && !masked.has(view.camera));
  for (const view of views) {
    if (cameras[view.camera].status === "out of service" || !counts(view)) continue;
    if (!withinBounds(view.outline.bounds, lat, lng) || !containsPlace(view.outline.polygons, lat, lng)) continue;
    const other = best.get(view.camera);
    if (!other || isBetter(view, other)) best.set(view.camera, view);
  }
  return [...best.values()].sort((a, b) => cameras[a.camera].number - cameras[b.camera].number);
}
