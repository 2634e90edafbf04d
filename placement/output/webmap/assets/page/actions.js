// What a reader does, wherever on the page: set the phase, choose a camera or a place, change the language.
/** @import { Language } from "../page_data.js" */
/** @import { Place } from "../core/geometry.js" */
import { claimedShare } from "../core/phases.js";
import { viewsOfPlace } from "../core/sight.js";
import { shorten } from "../core/text.js";
import { cameraLabel } from "./camera_texts.js";
import { DATA, isPublished, TOWN } from "./data.js";
import { announce, byId, focusWithin } from "./dom.js";
import { jumpTo, MAP } from "./map.js";
import { publish, state } from "./state.js";
import { REDUCED_MOTION, revealAnswer } from "./windows.js";
import { percent, phaseName, translate } from "./words.js";

const CLOSE_ZOOM = 17.5;

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
  Object.assign(state, { camera: index, place: null });
  if (camera.phase > state.phase) state.phase = camera.phase;
  publish("state");
  if (go) MAP.setView([camera.lat, camera.lon], Math.max(MAP.getZoom(), 17), { animate: !REDUCED_MOTION.matches });
  if (from === "list") focusWithin("cameras", `[data-choose="${index}"]`, { preventScroll: true });
  if (from === "place") byId("detail").focus({ preventScroll: true });
  revealAnswer();
  announce(cameraLabel(camera));
}

/**
 * Choose a place, and say how many cameras see it; `name` if it was found by its name.
 * @param {L.LatLng} place
 * @param {string | null} name
 */
export function choosePlace(place, name = null) {
  Object.assign(state, { camera: null, place, placeName: name });
  publish("state");
  const views = viewsOfPlace(TOWN.views, DATA.cameras, place.lat, place.lng, { leastLevel: DATA.required });
  const n = views.filter((view) => DATA.cameras[view.camera].phase <= state.phase).length;
  const answer = isPublished("azimuth_deg") ? translate("map.place.count", { n }) : translate("map.place.withheld");
  revealAnswer();
  announce(`${name === null ? translate("map.place.title") : shorten(name)}: ${answer}`);
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

/** Choose nothing, and give the focus to the map. */
export function clearChoice() {
  Object.assign(state, { camera: null, place: null });
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
