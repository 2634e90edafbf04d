// Cameras on the map, where a chosen one could stand instead, and the mark of a chosen place.
import { symbolAnchor } from "../core/symbol_anchor.js";
import { chooseCamera } from "./actions.js";
import { cameraLabel } from "./camera_texts.js";
import { DATA } from "./data.js";
import { MAP } from "./map.js";
import { isShown } from "./shown.js";
import { alternativeSymbol, cameraSymbol } from "./signs.js";
import { state } from "./state.js";

const SYMBOL_PX = 28, PLACE_MARK_PX = 18;

/** @type {{ alternative: L.Marker | undefined, place: L.Marker | undefined }} */
const marks = { alternative: undefined, place: undefined };

/**
 * Leaflet takes any element for an icon, though its types know those of HTML only.
 * @param {Element} picture
 */
function iconElement(picture) {
  return /** @type {HTMLElement} */ (picture);
}

export const MARKERS = DATA.cameras.map((camera, index) => {
  const azimuth = camera.circle ? null : camera.azimuth;
  const marker = L.marker([camera.lat, camera.lon], {
    icon: L.divIcon({ className: "symbol", iconSize: [SYMBOL_PX, SYMBOL_PX], iconAnchor: symbolAnchor(camera, DATA.cameras),
      html: iconElement(cameraSymbol(camera.status, String(camera.rank), azimuth)) }),
    riseOnHover: true, bubblingMouseEvents: false, zIndexOffset: 1000 - camera.rank,
  });
  marker.on("click", () => chooseCamera(index));
  marker.on("keydown", (event) => {
    if (![" ", "Enter"].includes(event.originalEvent.key)) return;
    event.originalEvent.preventDefault();
    chooseCamera(index);
  });
  return marker;
});

/** Put the cameras of the phase on the map, and mark the chosen one. */
export function drawCameras() {
  DATA.cameras.forEach((camera, index) => {
    const marker = MARKERS[index], isChosen = index === state.camera;
    if ((camera.phase > state.phase || !isShown(index)) && !isChosen) { marker.remove(); return; }
    if (!MAP.hasLayer(marker)) marker.addTo(MAP);
    const node = marker.getElement();
    node?.classList.toggle("chosen", isChosen);
    node?.setAttribute("aria-label", cameraLabel(camera));
    node?.setAttribute("data-camera", camera.id);
  });
}

/** Draw where the chosen camera could stand instead. */
export function drawAlternative() {
  marks.alternative?.remove();
  const alternative = state.camera === null ? undefined : DATA.cameras[state.camera].alternative;
  if (alternative === undefined) return;
  marks.alternative = L.marker([alternative.lat, alternative.lon], { interactive: false, keyboard: false, zIndexOffset: 2000,
    icon: L.divIcon({ className: "symbol instead", iconSize: [SYMBOL_PX, SYMBOL_PX], html: iconElement(alternativeSymbol()) }) }).addTo(MAP);
}

/** Mark the chosen place on the map. */
export function markPlace() {
  marks.place?.remove();
  if (state.place === null) return;
  marks.place = L.marker(state.place, { interactive: false, keyboard: false,
    icon: L.divIcon({ className: "place-mark", iconSize: [PLACE_MARK_PX, PLACE_MARK_PX] }) }).addTo(MAP);
}
