// Measuring along a line of clicks; by keyboard the middle of the map is the pen.
import { choosePlace } from "./actions.js";
import { announce, byId } from "./dom.js";
import { distance_m, lineStyle, MAP, PANES } from "./map.js";
import { metres, translate } from "./words.js";

/** @type {{ on: boolean, points: L.LatLng[], line: L.Polyline | null, dots: L.LayerGroup | null }} */
export const measuring = { on: false, points: [], line: null, dots: null };

function length_m() {
  return measuring.points.slice(1).reduce((sum, point, before) => sum + distance_m(measuring.points[before], point), 0);
}

/** Show the measured line and its length, or take them away. */
export function showMeasure() {
  byId("measure").setAttribute("aria-pressed", String(measuring.on));
  byId("ruler").hidden = !measuring.on;
  MAP.getContainer().classList.toggle("measuring", measuring.on);
  measuring.line?.remove();
  measuring.dots?.remove();
  if (!measuring.on) return;
  measuring.line = L.polyline(measuring.points, lineStyle("outline", "#111", 3, { dashArray: "8 5" })).addTo(MAP);
  measuring.dots = L.layerGroup(measuring.points.map((point) =>
    L.circleMarker(point, { ...PANES.outline, radius: 4, color: "#111", fillColor: "#fff", fillOpacity: 1, weight: 2 }))).addTo(MAP);
  const text = measuring.points.length < 2 ? translate("map.measure.hint") : translate("map.measure.length", { length: metres(length_m()) });
  if (byId("ruler-text").textContent === text) return;
  byId("ruler-text").textContent = text;
  announce(text);
}

/**
 * Add a point to the measured line.
 * @param {L.LatLng} point
 */
export function addPoint(point) {
  measuring.points.push(point);
  showMeasure();
}

function removePoint() {
  measuring.points.pop();
  showMeasure();
}

/** Begin a new measurement, or end it. */
export function toggleMeasure(on = !measuring.on) {
  Object.assign(measuring, { on, points: [] });
  showMeasure();
  if (on) MAP.getContainer().focus({ preventScroll: true });
}

/**
 * Keys on the map itself: Enter asks about its middle or puts a point there.
 * @param {KeyboardEvent} event
 */
function handleKey(event) {
  if (event.target !== MAP.getContainer()) return;
  if (event.key === "Enter") {
    if (measuring.on) addPoint(MAP.getCenter());
    else choosePlace(MAP.getCenter());
  } else if (event.key === "Backspace" && measuring.on) removePoint();
  else return;
  event.preventDefault();
}

/** Listen to the buttons and keys of measuring. */
export function startMeasure() {
  byId("measure").addEventListener("click", () => toggleMeasure());
  byId("ruler-end").addEventListener("click", () => { toggleMeasure(false); byId("measure").focus(); });
  byId("ruler-back").addEventListener("click", removePoint);
  MAP.getContainer().addEventListener("keydown", handleKey);
}
