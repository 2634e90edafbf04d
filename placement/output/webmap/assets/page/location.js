// My location: asked of the device when the button is pressed, shown with its accuracy, never put into the link.
/** @import { Reason } from "./position.js" */
import { choosePlace, clearChoice } from "./actions.js";
import { DATA } from "./data.js";
import { announce, byId } from "./dom.js";
import { lineStyle, MAP } from "./map.js";
import { askPosition } from "./position.js";
import { state } from "./state.js";
import { metres, translate } from "./words.js";

const CLOSE_ZOOM = 16.5, VIEW_DECIMALS = 3, COLOUR = "#6a1b9a"; // the view is in the link: it tells of a reader no more than 100 m

/** @type {{ place: L.LatLng | null, accuracy_m: number, circle: L.Circle | null, message: (() => string) | null, asking: boolean }} */
const own = { place: null, accuracy_m: 0, circle: null, message: null, asking: false };

/**
 * Whether a place is the reader's own.
 * @param {L.LatLng | null} place
 */
export function isOwnPlace(place) {
  return place !== null && place === own.place;
}

/** Show what is said of the location, in the language shown. */
export function showLocation() {
  const text = own.message?.() ?? "";
  byId("located").hidden = !text;
  byId("located-text").textContent = text;
  byId("located-end").textContent = translate("map.location.end");
  byId("locate").setAttribute("aria-pressed", String(own.place !== null || own.asking));
}

/** @param {() => string} message */
function say(message) {
  own.message = message;
  showLocation();
  announce(message());
}

function forget() {
  if (isOwnPlace(state.place)) clearChoice(); // or the link would name it
  own.circle?.remove();
  Object.assign(own, { place: null, circle: null, message: null, asking: false });
  showLocation();
}

/** @param {GeolocationPosition} position */
function showPosition({ coords }) {
  if (!own.asking) return; // ended meanwhile
  own.asking = false;
  const place = L.latLng(coords.latitude, coords.longitude), accuracy_m = coords.accuracy;
  const isNear = L.latLngBounds(DATA.bounds).intersects(place.toBounds(2 * accuracy_m));
  if (!isNear) { say(() => translate("map.location.away", { case: DATA.case })); return; }
  own.circle?.remove();
  Object.assign(own, { place, accuracy_m });
  own.circle = L.circle(place, { ...lineStyle("outline", COLOUR, 2), radius: accuracy_m, fill: true, fillColor: COLOUR, fillOpacity: 0.12 }).addTo(MAP);
  if (!MAP.getBounds().contains(place) || MAP.getZoom() < CLOSE_ZOOM) {
    const round = (/** @type {number} */ angle) => Number(angle.toFixed(VIEW_DECIMALS));
    MAP.setView([round(place.lat), round(place.lng)], Math.max(MAP.getZoom(), CLOSE_ZOOM), { animate: false });
  }
  choosePlace(place, translate("map.location.mine"));
  say(() => translate("map.location.accuracy", { accuracy: metres(Math.max(1, Math.round(accuracy_m))) }));
}

/** @param {Reason} reason */
function showFailure(reason) {
  own.asking = false;
  say(() => translate(reason === "denied" && location.protocol === "file:" ? "map.location.file" : `map.location.${reason}`));
}

/** Listen to the button that asks for the location, and to the one that forgets it. */
export function startLocation() {
  byId("locate").addEventListener("click", () => {
    if (own.place || own.asking) { forget(); return; }
    own.asking = true;
    say(() => translate("map.location.asking"));
    askPosition({ onPosition: showPosition, onFailure: showFailure });
  });
  byId("located-end").addEventListener("click", () => {
    forget();
    byId("locate").focus();
  });
}
