// What a reader does, wherever on the page: set the phase, choose a camera, a place, a street or a district, change the language.
/** @import { Language } from "../page_data.js" */
/** @import { Place } from "../core/geometry.js" */
/** @import { Street } from "../core/street.js" */
import { claimedShare } from "../core/phases.js";
import { standsIn, viewsOfPlace } from "../core/sight.js";
import { shorten } from "../core/text.js";
import { cameraLabel } from "./camera_texts.js";
import { DATA, isOutside, isPublished, TOWN } from "./data.js";
import { announce, byId, focusWithin } from "./dom.js";
import { isHouse } from "./houses.js";
import { fitBounds, jumpTo, MAP } from "./map.js";
import { clicks, publish, select, state } from "./state.js";
import { districtText, inViewText, streetTitle } from "./street_texts.js";
import { REDUCED_MOTION, revealAnswer } from "./windows.js";
import { districtName, percent, phaseName, translate } from "./words.js";

export const CLOSE_ZOOM = 17.5;

/**
 * Show a phase, the nearest there is, and announce what it brings.
 * @param {number} phase
 */
export function setPhase(phase) {
  state.phase = Math.max(0, Math.min(DATA.phases.length - 1, phase));
  publish("state");
  const { cameras } = DATA.phases[state.phase], share = percent(claimedShare(DATA.phases[state.phase]));
  announce(`${translate("map.compare.state", { name: shorten(phaseName(state.phase), 40), share })}, ${translate("map.cameras", { n: cameras })}`);
}

/**
 * Choose a camera; with `go` the map moves to it. The focus stays where the choice came from.
 * @param {number} index
 * @param {{ go?: boolean, from?: "map" | "list" | "place" | "search" }} options
 */
export function chooseCamera(index, { go = false, from = "map" } = {}) {
  const camera = DATA.cameras[index];
  select({ camera: index });
  if (!standsIn(camera, state.phase)) state.phase = camera.removed_in === null ? camera.phase : camera.removed_in - 1;
  publish("state");
  if (go) MAP.setView([camera.lat, camera.lon], Math.max(MAP.getZoom(), 17), { animate: !REDUCED_MOTION.matches });
  if (from === "list") focusWithin("cameras", `[data-choose="${index}"]`, { preventScroll: true });
  if (from === "place") byId("detail").focus({ preventScroll: true });
  revealAnswer();
  announce(cameraLabel(camera));
}

/**
 * What is heard of a place: that it is a house, that it lies outside, or how many cameras see it.
 * @param {L.LatLng} place
 */
function placeText({ lat, lng }) {
  if (isHouse(lat, lng)) return translate("map.place.house");
  if (isOutside(lat, lng)) return translate("map.place.outside");
  if (!isPublished("azimuth_deg")) return translate("map.place.withheld");
  const views = viewsOfPlace(TOWN.views, DATA.cameras, lat, lng, { leastLevel: DATA.required });
  return translate("map.place.count", { n: views.filter((view) => standsIn(DATA.cameras[view.camera], state.phase)).length });
}

/**
 * Choose a place, and say how many cameras see it; `name` if it was found by its name.
 * @param {L.LatLng} place
 * @param {string | null} name
 */
export function choosePlace(place, name = null) {
  if (name === null && clicks.take?.(place)) return;
  select({ place, placeName: name });
  publish("state");
  revealAnswer();
  announce(`${name === null ? translate("map.place.title") : shorten(name)}: ${placeText(place)}`);
}

/**
 * Look at a place and choose it.
 * @param {Place} at
 * @param {string} name
 */
export function goToPlace(at, name, zoom = CLOSE_ZOOM) {
  jumpTo(at, zoom);
  choosePlace(L.latLng(at), name);
}

/** Look at the street or the part of the town that is chosen. */
export function showChoice() {
  const shape = state.street === null ? [] : [...state.street.lines, ...state.street.areas];
  if (shape.length) fitBounds(L.latLngBounds(shape.flat()), CLOSE_ZOOM);
  if (state.district === null) return;
  const { south, west, north, east } = TOWN.districts[state.district].outline.bounds;
  fitBounds([[south, west], [north, east]]);
}

/**
 * Choose a street as a whole, say how much of it is in view, and with `go` look at it.
 * @param {Street} street
 * @param {{ go?: boolean }} options
 */
export function chooseStreet(street, { go = false } = {}) {
  select({ street });
  publish("state");
  if (go) showChoice();
  revealAnswer();
  announce(`${streetTitle(street)}: ${inViewText(street)}`);
}

/**
 * Choose a part of the town, and look at it.
 * @param {number} district
 */
export function chooseDistrict(district) {
  select({ district });
  publish("state");
  showChoice();
  revealAnswer();
  announce(`${translate("map.district.title")}: ${shorten(districtName(TOWN.districts[district].name))}. ${districtText(district)}`);
}

/** Choose nothing, and give the focus to the map. */
export function clearChoice() {
  select({});
  publish("state");
  MAP.getContainer().focus({ preventScroll: true });
}

/**
 * Show everything in a language.
 * @param {Language} language
 */
export function setLanguage(language) {
  state.language = language;
  publish("language");
  publish("state");
}
