// Zooming by the wheel: as far as it is turned, without steps, with the spot under the pointer staying where it is.
import { MAP } from "./map.js";
import { endStretching, startStretching, stretch } from "./markers.js";
import { REDUCED_MOTION } from "./windows.js";

const NOTCH_LEVELS = 0.5, NOTCH_PX = 60, EASE = 0.25, NEAR_LEVELS = 0.004;

/**
 * The zoom that is sought, the pointer and what lies under it; `frame` while the map moves there.
 * @type {{ zoom: number, pointer: L.Point, at: L.LatLng, frame: number | null }}
 */
const goal = { zoom: 0, pointer: L.point(0, 0), at: L.latLng(0, 0), frame: null };

/** What Leaflet does for its own animations. @type {any} */
const inside = MAP;

/** @param {number} zoom */
function moveTo(zoom) {
  const offset = goal.pointer.subtract(MAP.getSize().divideBy(2));
  inside._move(MAP.unproject(MAP.project(goal.at, zoom).subtract(offset), zoom), zoom);
}

function step() {
  const rest = goal.zoom - MAP.getZoom();
  const isThere = Math.abs(rest) < NEAR_LEVELS || REDUCED_MOTION.matches;
  if (isThere) endStretching();
  moveTo(isThere ? goal.zoom : MAP.getZoom() + EASE * rest);
  if (stretch()) moveMarkers();
  goal.frame = isThere ? null : requestAnimationFrame(step);
  if (isThere) inside._moveEnd(true);
}

// Symbols are put where they belong on the way as well, before they are stretched out of shape.
function moveMarkers() {
  endStretching();
  MAP.fire("zoom");
  startStretching();
}

/** @param {WheelEvent} event */
function turn(event) {
  event.preventDefault();
  const levels = Math.max(-1, Math.min(1, L.DomEvent.getWheelDelta(event) / NOTCH_PX)) * NOTCH_LEVELS;
  if (goal.frame === null) goal.zoom = MAP.getZoom();
  goal.zoom = Math.max(MAP.getMinZoom(), Math.min(MAP.getMaxZoom(), goal.zoom + levels));
  goal.pointer = MAP.mouseEventToContainerPoint(event);
  goal.at = MAP.containerPointToLatLng(goal.pointer);
  if (goal.frame !== null) return;
  inside._stop(); // `stop` would draw everything anew
  inside._moveStart(true, false);
  startStretching();
  goal.frame = requestAnimationFrame(step);
}

/** Listen to the wheel over the map. */
export function startWheel() {
  MAP.getContainer().addEventListener("wheel", turn, { passive: false });
}
