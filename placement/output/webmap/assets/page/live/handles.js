// Handles of the chosen camera: one where it hangs, one where it looks; by mouse, finger and arrow keys.
/** @import { LiveCamera } from "../../core/live/cameras.js" */
/** @import { LiveTown } from "./town.js" */
import { movedTo, posedAs } from "../../core/live/cameras.js";
import { SNAP_M } from "../../core/live/carriers.js";
import { degrees, radians } from "../../core/live/optics.js";
import { metresOf, placeOf } from "../../core/live/position.js";
import { announce, element } from "../dom.js";
import { MAP } from "../map.js";
import { translate } from "../words.js";
import { answerTexts, cameraName, mountText } from "./texts.js";
import { camerasNow, chosenCamera, live, mount } from "./town.js";

/** How far ahead of the camera its direction is held. [px] */
const ARM_PX = 60;
/** So long after a drag may its own click still come, double clicks being waited for. [ms] */
const CLICK_AFTER_MS = 500;
/** Pane of what can be held and of changed cameras: above all symbols, which may be moved aside onto it. */
export const HELD = "held";
const ABOVE_SYMBOLS = 608;
const STEP_M = 1, FAR_STEP_M = 10, TURN_DEG = 5, KEY_SNAP_M = 0.4;
/** @type {Record<string, [east: number, north: number]>} */
const ARROWS = { ArrowUp: [0, 1], ArrowDown: [0, -1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

/** @typedef {(cameras: LiveCamera[], options: { isFinal: boolean }) => void} Change */
/** @type {{ position: L.Marker | null, direction: L.Marker | null, busy: boolean }} */
const handles = { position: null, direction: null, busy: false };

/** @param {LiveTown} town @param {LiveCamera} camera @param {LiveCamera} other */
export function exchanged(town, camera, other) {
  return town.history.cameras.map((each) => (each.key === camera.key ? other : each));
}

/**
 * The camera hung at a place; null, and said, inside a house.
 * @param {LiveTown} town @param {LiveCamera} camera @param {number} x @param {number} y @param {number} reach_m
 */
function hung(town, camera, x, y, reach_m) {
  const others = camerasNow(town).filter((each) => each.key !== camera.key);
  const place = mount(town, x, y, camera.pose.height_m, others, reach_m);
  if (!place) return null;
  return movedTo(camera, camera.isStanding ? { ...place, height_m: camera.pose.height_m } : place);
}

/** Where the handle of the direction lies. @param {LiveTown} town @param {LiveCamera} camera */
function directionPlace(town, { pose }) {
  const at = MAP.latLngToLayerPoint(placeOf(town.ground, pose.x, pose.y)), arm_m = 20;
  const ahead = MAP.latLngToLayerPoint(placeOf(town.ground, pose.x + arm_m * Math.sin(radians(pose.azimuth_deg)), pose.y + arm_m * Math.cos(radians(pose.azimuth_deg))));
  const away = at.distanceTo(ahead) || 1;
  return MAP.layerPointToLatLng(at.add(ahead.subtract(at).multiplyBy(ARM_PX / away)));
}

/** @param {string} className @param {string} name */
function handle(className, name) {
  return L.marker([0, 0], { pane: HELD, draggable: true, autoPan: true, bubblingMouseEvents: false, zIndexOffset: 100000,
    icon: L.divIcon({ className: `live-handle ${className}`, iconSize: [32, 32], html: element("span", { "aria-hidden": "true" }, name) }) });
}

/**
 * Put a handle at a place, unless it is being dragged there, and name it.
 * @param {L.Marker} marker @param {L.LatLngExpression} at @param {string} name
 */
function put(marker, at, name) {
  if (!handles.busy || !MAP.hasLayer(marker)) marker.setLatLng(at);
  if (!MAP.hasLayer(marker)) marker.addTo(MAP);
  marker.getElement()?.setAttribute("aria-label", name);
}

/** Put the handles where the chosen camera is, or take them away. @param {LiveTown} town */
export function placeHandles(town) {
  const camera = live.on ? chosenCamera(town) : null, { position, direction } = handles;
  if (!position || !direction) return;
  if (camera) put(position, placeOf(town.ground, camera.pose.x, camera.pose.y), translate("live.handle.position", { camera: cameraName(camera) }));
  else position.remove();
  if (camera && !town.ground.models[camera.pose.model].circle) {
    put(direction, directionPlace(town, camera), translate("live.handle.direction", { camera: cameraName(camera), azimuth: Math.round(camera.pose.azimuth_deg) }));
  } else direction.remove();
}

/** @param {LiveTown} town @param {L.LatLng} at @param {LiveCamera} camera @param {Change} change @param {boolean} isFinal */
function dragTo(town, at, camera, change, isFinal) {
  const xy = metresOf(town.ground, at.lat, at.lng), moved = xy && hung(town, camera, xy.x, xy.y, SNAP_M);
  if (moved) change(exchanged(town, camera, moved), { isFinal });
  else if (isFinal) {
    change(town.history.cameras, { isFinal: false });
    announce(translate("live.in_house"));
  }
}

/** @param {LiveTown} town @param {L.LatLng} at @param {LiveCamera} camera @param {Change} change @param {boolean} isFinal */
function turnTo(town, at, camera, change, isFinal) {
  const xy = metresOf(town.ground, at.lat, at.lng);
  if (!xy) return;
  const azimuth_deg = Math.round(degrees(Math.atan2(xy.x - camera.pose.x, xy.y - camera.pose.y)));
  change(exchanged(town, camera, posedAs(camera, { azimuth_deg })), { isFinal });
}

/**
 * @param {LiveTown} town @param {L.Marker} marker @param {Change} change
 * @param {(town: LiveTown, at: L.LatLng, camera: LiveCamera, change: Change, isFinal: boolean) => void} act
 */
function listenToDrags(town, marker, change, act) {
  /** @type {{ camera: LiveCamera | null, frame: number }} */
  const drag = { camera: null, frame: 0 };
  marker.on("dragstart", () => { drag.camera = chosenCamera(town); handles.busy = true; });
  marker.on("drag", () => {
    cancelAnimationFrame(drag.frame);
    drag.frame = requestAnimationFrame(() => { if (drag.camera && handles.busy) act(town, marker.getLatLng(), drag.camera, change, false); });
  });
  marker.on("dragend", () => {
    live.dragUntil_ms = performance.now() + CLICK_AFTER_MS;
    cancelAnimationFrame(drag.frame);
    handles.busy = false;
    if (drag.camera) act(town, marker.getLatLng(), drag.camera, change, true);
    drag.camera = null;
    const now = chosenCamera(town);
    if (now) announce(`${mountText(now)} ${answerTexts(town, true).join(" ")}`);
  });
}

/** @param {LiveTown} town @param {KeyboardEvent} event @param {Change} change */
function moveByKey(town, event, change) {
  const way = ARROWS[event.key], camera = chosenCamera(town);
  if (!way || !camera) return;
  event.preventDefault();
  event.stopPropagation();
  const step = event.shiftKey ? FAR_STEP_M : STEP_M;
  const moved = hung(town, camera, camera.pose.x + step * way[0], camera.pose.y + step * way[1], KEY_SNAP_M);
  if (!moved) { announce(translate("live.in_house")); return; }
  change(exchanged(town, camera, moved), { isFinal: true });
  announce(answerTexts(town, true).join(" "));
}

/** @param {LiveTown} town @param {KeyboardEvent} event @param {Change} change */
function turnByKey(town, event, change) {
  const way = ARROWS[event.key], camera = chosenCamera(town);
  if (!way || !camera) return;
  event.preventDefault();
  event.stopPropagation();
  const azimuth_deg = camera.pose.azimuth_deg + TURN_DEG * (way[0] + way[1]);
  change(exchanged(town, camera, posedAs(camera, { azimuth_deg })), { isFinal: true });
  announce(answerTexts(town, true).join(" "));
}

/** Make the handles. @param {LiveTown} town @param {Change} change */
export function startHandles(town, change) {
  if (handles.position) return;
  Object.assign(MAP.createPane(HELD).style, { zIndex: ABOVE_SYMBOLS });
  const position = handle("moves", "✥"), direction = handle("turns", "↻");
  Object.assign(handles, { position, direction });
  listenToDrags(town, position, change, dragTo);
  listenToDrags(town, direction, change, turnTo);
  position.on("add", () => position.getElement()?.addEventListener("keydown", (event) => moveByKey(town, event, change)));
  direction.on("add", () => direction.getElement()?.addEventListener("keydown", (event) => turnByKey(town, event, change)));
  MAP.on("zoomend", () => placeHandles(town));
}
