// The site visit: leads from camera to camera, keeps what is noted in this browser, and saves it as one file.
/** @import { Heading } from "./compass.js" */
/** @import { CameraNote, Notes } from "../core/visit.js" */
/** @import { Place } from "../core/geometry.js" */
import { bearing_deg, distanceOnSphere_m } from "../core/bearing.js";
import { fileName } from "../core/camera_list.js";
import { changedNote, nextCamera, roundsOf, visitFile } from "../core/visit.js";
import { chooseCamera } from "./actions.js";
import { compassText, detailTexts, directionText, mountText } from "./camera_texts.js";
import { followCompass } from "./compass.js";
import { DATA } from "./data.js";
import { announce, byId, element, focusWithin, isolated, present } from "./dom.js";
import { saveFile } from "./download.js";
import { MAP } from "./map.js";
import { needle } from "./needle.js";
import { followPosition } from "./position.js";
import { isShown } from "./shown.js";
import { state, subscribe } from "./state.js";
import { visitForm } from "./visit_form.js";
import { isKept, storedNotes, storeNote } from "./visit_store.js";
import { NARROW, standBesideAnswer } from "./windows.js";
import { metres, number, translate } from "./words.js";

/** Slower than that the direction of a movement says nothing. */
const WALKING_M_S = 0.5;

/**
 * `here` is where the reader is, null until that is known; `end` ends what is followed.
 * @type {{ on: boolean, notes: Notes, here: Place | null, heading: Heading, end: (() => void)[], shownKey: string, isErasing: boolean }}
 */
const visit = { on: false, notes: {}, here: null, heading: null, end: [], shownKey: "", isErasing: false };

function candidates() {
  return DATA.cameras.flatMap((_, index) => (isShown(index) ? [index] : []));
}

/** @param {number} index @returns {Place} */
function placeOf(index) {
  return [DATA.cameras[index].lat, DATA.cameras[index].lon];
}

/** @param {number} index */
function wayText(index) {
  if (visit.here === null) return translate("map.visit.no_position");
  const away = metres(Math.round(distanceOnSphere_m(visit.here, placeOf(index)))), azimuth = bearing_deg(visit.here, placeOf(index));
  return translate("map.visit.way", { away, azimuth: `${number(azimuth)}°`, compass: compassText(azimuth) });
}

function headText() {
  const indices = candidates(), n = indices.filter((index) => Object.hasOwn(visit.notes, DATA.cameras[index].id)).length;
  return translate("map.visit.visited", { n, all: number(indices.length) });
}

/** Show distance, needle and count; the form beside them is left alone. */
function showWay() {
  if (!visit.on) return;
  byId("visit-head").textContent = headText();
  byId("visit-kept").textContent = translate(isKept() ? "map.visit.kept" : "map.visit.memory");
  const index = state.camera, camera = index === null ? null : DATA.cameras[index];
  byId("visit-way").replaceChildren(...(index === null || camera === null ? [] : [
    needle({ bearing_deg: visit.here && bearing_deg(visit.here, placeOf(index)), azimuth_deg: camera.circle ? null : camera.azimuth, heading: visit.heading }),
    element("p", {}, wayText(index), " ", translate(`map.visit.needle_${visit.heading?.source ?? "north"}`))]));
}

/**
 * @param {string} cameraId
 * @param {Partial<CameraNote>} change
 */
function noteChange(cameraId, change) {
  visit.notes[cameraId] = changedNote(visit.notes[cameraId], cameraId, change, new Date());
  storeNote(cameraId, visit.notes[cameraId]).then(showWay);
  showWay();
}

/** What the plan expects of a camera, to be looked at on the spot. @param {number} index */
function expectation(index) {
  const camera = DATA.cameras[index];
  const places = camera.top?.length ? element("p", {}, translate("map.visit.must_see", { places: camera.top.join(", ") })) : null;
  return element("div", {}, ...present([element("p", {}, isolated(mountText(camera))), element("p", {}, directionText(camera)), places,
    element("ul", {}, ...detailTexts(index).map((text) => element("li", {}, text)))]));
}

/** @param {number} index */
function cameraPart(index) {
  const { id, number: label, name } = DATA.cameras[index];
  return element("div", {}, element("h3", {}, isolated(`${label}. ${name}`)), expectation(index),
    visitForm(id, { note: visit.notes[id], change: (change) => noteChange(id, change) }));
}

function goToNext() {
  const centre = MAP.getCenter();
  const here = visit.here ?? (state.camera === null ? /** @type {Place} */ ([centre.lat, centre.lng]) : placeOf(state.camera));
  const indices = candidates(), rounds = roundsOf(DATA.cameras, indices, DATA.walks ?? []);
  const next = nextCamera(DATA.cameras, indices, visit.notes, { here, last: state.camera, rounds });
  if (next === null) { announce(translate("map.visit.all_done")); return; }
  chooseCamera(next, { go: true, from: "search" });
  focusWithin("visit", '[data-do="next"]', { preventScroll: true });
  if (NARROW.matches) byId("visit").scrollIntoView({ block: "start" }); // the map stands above it
}

function save() {
  saveFile(`${fileName(`${DATA.case} ${translate("map.visit.file")}`)}.json`, "application/json", visitFile(DATA.case, visit.notes, new Date()));
}

/** Forget everything, at the second press. */
function erase() {
  if (visit.isErasing) {
    for (const id of Object.keys(visit.notes)) storeNote(id, null);
    visit.notes = {};
  }
  visit.isErasing = !visit.isErasing;
  visit.shownKey = "";
  showVisit();
  focusWithin("visit", '[data-do="erase"]', { preventScroll: true });
}

function endVisit() {
  for (const end of visit.end) end();
  Object.assign(visit, { on: false, here: null, heading: null, end: [], isErasing: false });
  showVisit();
  focusWithin("visit", "button", { preventScroll: true });
}

function follow() {
  const endPosition = followPosition({
    onPosition: ({ coords }) => {
      visit.here = [coords.latitude, coords.longitude];
      const isMoving = coords.heading !== null && !Number.isNaN(coords.heading) && (coords.speed ?? 0) >= WALKING_M_S;
      if (isMoving && visit.heading?.source !== "compass") visit.heading = { heading_deg: coords.heading ?? 0, source: "movement" };
      showWay();
    },
    onFailure: () => { visit.here = null; showWay(); },
  });
  const endCompass = followCompass((heading_deg) => { visit.heading = { heading_deg, source: "compass" }; showWay(); });
  visit.end = [endPosition, endCompass];
}

async function begin() {
  follow(); // at once: a browser asks only where a hand has pressed a button
  visit.notes = { ...await storedNotes(), ...visit.notes };
  visit.on = true;
  showVisit();
  focusWithin("visit", '[data-do="next"]', { preventScroll: true });
}

/**
 * @param {string} key
 * @param {() => void} onclick
 */
function visitButton(key, onclick, text = translate(`map.visit.${key}`)) {
  return element("button", { type: "button", class: "plain", "data-do": key, onclick }, text);
}

// The visit for the chosen camera, or how to begin one.
function showVisit() {
  const box = byId("visit"), shownKey = `${visit.on} ${state.camera} ${state.language}`;
  if (shownKey === visit.shownKey) { showWay(); return; } // what is being typed stays
  visit.shownKey = shownKey;
  standBesideAnswer("visit", visit.on);
  if (!visit.on) { box.replaceChildren(visitButton("begin", begin)); return; }
  const n = Object.keys(visit.notes).length;
  box.replaceChildren(...present([
    element("h2", { id: "visit-head" }), element("p", { id: "visit-kept", class: "note" }), element("div", { id: "visit-way" }),
    state.camera === null ? element("p", {}, translate("map.visit.choose")) : cameraPart(state.camera),
    element("div", { class: "choices" }, visitButton("next", goToNext), visitButton("save", save),
      visitButton("erase", erase, visit.isErasing ? translate("map.visit.erase_sure", { n }) : undefined), visitButton("end", endVisit))]));
  showWay();
}

/** Offer a visit, and keep it in step with the page. */
export function startVisit() {
  byId("visit").hidden = false;
  subscribe("state", showVisit);
  showVisit();
}
