// Cameras on the map, where a chosen one could stand instead, and the mark of a chosen place.
/** @import { CameraData } from "../page_data.js" */
import { CASING } from "../core/palette.js";
import { standsIn } from "../core/sight.js";
import { chooseCamera } from "./actions.js";
import { hasBubble } from "./bubbles.js";
import { cameraLabel } from "./camera_texts.js";
import { DATA } from "./data.js";
import { isolated } from "./dom.js";
import { lineStyle, MAP, PANES } from "./map.js";
import { FlatMarker, iconElement, keepOneStop, onChoice } from "./markers.js";
import { isShown } from "./shown.js";
import { alternativeSymbol, cameraPicture, cameraSymbol } from "./signs.js";
import { paperMode, symbolSpots, SYMBOL_PX } from "./spots.js";
import { comparison, state } from "./state.js";

const PLACE_MARK_PX = 18, ABOVE_EXISTING = 500, LEAST_LEADER_PX = 9, LEADER = "#111";
const leaders = L.layerGroup();

/** @type {{ alternative: L.Marker | undefined, place: L.Marker | undefined }} */
const marks = { alternative: undefined, place: undefined };

/** How the symbol of a camera looks. @param {CameraData} camera @returns {Parameters<typeof cameraSymbol>} */
function lookOf({ status, number, circle, azimuth, phase }) {
  return [status, String(number), circle ? null : azimuth, DATA.phase_colours[phase]];
}

export const MARKERS = DATA.cameras.map((camera, index) => {
  const marker = new FlatMarker([camera.lat, camera.lon], {
    icon: L.divIcon({ className: "symbol", iconSize: [SYMBOL_PX, SYMBOL_PX], iconAnchor: [SYMBOL_PX / 2, SYMBOL_PX / 2],
      html: iconElement(cameraPicture(...lookOf(camera))) }),
    riseOnHover: true, bubblingMouseEvents: false, zIndexOffset: (camera.status === "new" ? ABOVE_EXISTING : 0) - camera.number,
  });
  marker.bindTooltip(() => isolated(cameraLabel(camera)), { direction: "top", className: "hint" });
  onChoice(marker, () => chooseCamera(index));
  return marker;
});

/**
 * Put a symbol beside the others, with a line to where its camera stands if that is not beneath it.
 * @param {number} index
 */
function placeSymbol(index) {
  const marker = MARKERS[index], node = marker.getElement(), { at, shift } = symbolSpots()[index];
  if (!node) return;
  node.style.margin = `${shift.y - SYMBOL_PX / 2}px 0 0 ${shift.x - SYMBOL_PX / 2}px`;
  if (Math.hypot(shift.x, shift.y) < LEAST_LEADER_PX) return;
  L.polyline([marker.getLatLng(), MAP.unproject(at.add(shift))], lineStyle("dots", LEADER, 1.2, { casing: CASING })).addTo(leaders);
  L.circleMarker(marker.getLatLng(), { ...PANES.dots, radius: 2, stroke: false, fillColor: LEADER, fillOpacity: 1 }).addTo(leaders);
}

/**
 * Draw a symbol as vectors and text on paper, where points would be coarse, and as a picture of points on the screen.
 * @param {HTMLElement} node
 * @param {CameraData} camera
 */
function drawFor(node, camera) {
  if ((node.firstElementChild instanceof SVGElement) === paperMode.on) return;
  node.replaceChildren(paperMode.on ? cameraSymbol(...lookOf(camera)) : cameraPicture(...lookOf(camera)));
}

/** @param {number} index */
function isDrawn(index) {
  const camera = DATA.cameras[index];
  if (index === state.camera) return true;
  return (standsIn(camera, state.phase) || (comparison.on && standsIn(camera, 0))) && isShown(index) && !hasBubble(camera);
}

/** Put the cameras of the phase on the map, and mark the chosen one. */
export function drawCameras() {
  leaders.clearLayers();
  DATA.cameras.forEach((camera, index) => {
    const marker = MARKERS[index];
    if (!isDrawn(index)) { marker.remove(); return; }
    if (!MAP.hasLayer(marker)) marker.addTo(MAP);
    const node = marker.getElement();
    if (!node) return;
    drawFor(node, camera);
    node.classList.toggle("chosen", index === state.camera);
    node.setAttribute("aria-label", cameraLabel(camera));
    node.setAttribute("data-camera", camera.id);
    node.setAttribute("data-stop", String(camera.number));
    placeSymbol(index);
  });
  keepOneStop();
}

/** Keep symbols apart at every zoom. */
export function startSymbols() {
  leaders.addTo(MAP);
  MAP.on("zoomend", drawCameras);
}

/** Draw where the chosen camera could stand instead. */
export function drawAlternative() {
  marks.alternative?.remove();
  const alternative = state.camera === null ? undefined : DATA.cameras[state.camera].alternative;
  if (alternative === undefined) return;
  marks.alternative = new FlatMarker([alternative.lat, alternative.lon], { interactive: false, keyboard: false, zIndexOffset: 2000,
    icon: L.divIcon({ className: "symbol instead", iconSize: [SYMBOL_PX, SYMBOL_PX], html: iconElement(alternativeSymbol()) }) }).addTo(MAP);
}

/** Mark the chosen place on the map. */
export function markPlace() {
  marks.place?.remove();
  if (state.place === null) return;
  marks.place = L.marker(state.place, { interactive: false, keyboard: false,
    icon: L.divIcon({ className: "place-mark", iconSize: [PLACE_MARK_PX, PLACE_MARK_PX] }) }).addTo(MAP);
}
