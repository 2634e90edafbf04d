// What stands beside the map about one camera or one place.
/** @import { CameraData } from "../page_data.js" */
/** @import { View } from "../core/town.js" */
import { formatPosition } from "../core/numbers.js";
import { projected, systemName } from "../core/projection.js";
import { nearestLine } from "../core/geometry.js";
import { viewsOfPlace } from "../core/sight.js";
import { shorten } from "../core/text.js";
import { chooseCamera, clearChoice } from "./actions.js";
import { detailTexts, directionText, modelText, mountText, provenanceText, reasonTexts, shareOfDemand } from "./camera_texts.js";
import { DATA, isPublished, TOWN } from "./data.js";
import { byId, element, isolated, present } from "./dom.js";
import { MAP } from "./map.js";
import { cameraSketch } from "./sketch.js";
import { state } from "./state.js";
import { demandUnit, number, percent, phaseName, priceText, significant, translate, translateByUnit, translateValue } from "./words.js";

/** @typedef {[title: string, value: Node | string]} Fact */

/** @param {(Fact | null)[]} facts */
function factList(facts) {
  return element("dl", {}, ...present(facts).flatMap(([title, value]) => [element("dt", {}, title), element("dd", {}, value)]));
}

/**
 * @param {string} title
 * @param {string | null} name
 */
function panelHead(title, name) {
  return element("div", { class: "top" },
    element("h2", {}, title, ...(name === null ? [] : [": ", isolated(name)])),
    element("button", { type: "button", class: "small", onclick: clearChoice }, translate("map.camera.back")));
}

/**
 * A position in both systems.
 * @param {number} lat
 * @param {number} lng
 * @returns {Fact[]}
 */
function positionFacts(lat, lng) {
  /** @type {Fact[]} */
  const facts = [["WGS 84", formatPosition(lat, lng)]];
  const xy = projected(DATA.local, lat, lng);
  if (xy) facts.push([systemName(DATA.local), `x\u00a0=\u00a0${number(xy[0], 2)}, y\u00a0=\u00a0${number(xy[1], 2)}`]);
  return facts;
}

function showHint() {
  const hint = translate(isPublished("azimuth_deg") ? "map.camera.hint" : "map.camera.hint_public");
  if (byId("detail").textContent !== hint) byId("detail").replaceChildren(element("p", {}, hint)); // unless said already
}

/** @param {CameraData} camera */
function topPlaces(camera) {
  if (camera.top === null) return null;
  if (!camera.top.length) return element("p", {}, translateByUnit((camera.seen ?? 0) > 0 ? "map.nameless_places" : "map.no_places"));
  return element("div", {}, element("h3", {}, translateByUnit("map.places")),
    element("ol", {}, ...camera.top.map((place) => element("li", {}, isolated(place)))));
}

/** @param {number} index */
function detailLines(index) {
  return element("div", {}, ...detailTexts(index).map((text) => element("div", {}, text)));
}

/**
 * Where a camera could stand instead and what the target would lose by that; its name shows both on the map.
 * @param {CameraData} camera
 * @returns {Fact | null}
 */
function alternativeFact(camera) {
  const { alternative } = camera;
  if (alternative === undefined) return null;
  const lostShare = shareOfDemand(alternative.loss);
  const both = L.latLngBounds([[camera.lat, camera.lon], [alternative.lat, alternative.lon]]);
  const onclick = () => { MAP.fitBounds(both, { padding: [90, 90], maxZoom: 18, animate: false }); };
  return [translate("map.camera.alternative"), element("span", {},
    element("button", { type: "button", class: "link", onclick }, isolated(shorten(alternative.street || translate("map.camera.no_street")))),
    isolated(`, ${translateValue("lists.carrier", alternative.carrier)}: `),
    lostShare > 1e-9 ? translate("map.camera.alternative_loss", { share: percent(lostShare, 2) }) : translate("map.camera.alternative_none"))];
}

/**
 * @param {CameraData} camera
 * @returns {Fact | null}
 */
function modelFact(camera) {
  if (!isPublished("kind")) return null;
  const text = modelText(camera);
  return isPublished("model") ? [translate("map.camera.model"), isolated(text)] : [translate("map.camera.kind"), text];
}

/**
 * @param {CameraData} camera
 * @returns {Fact | null}
 */
function priceFact({ cost, cost_unknown: isLeast, status }) {
  if (!isPublished("cost_czk") || (status !== "new" && !cost)) return null;
  return [translate("map.camera.price"), priceText(cost ?? 0, isLeast ?? false)];
}

/**
 * @param {CameraData} camera
 * @param {number} index
 * @returns {(Fact | null)[]}
 */
function cameraFacts(camera, index) {
  const showsDirection = isPublished("azimuth_deg");
  return [
    isPublished("camera_id") ? [translate("map.camera.id"), isolated(camera.id)] : null,
    priceFact(camera),
    modelFact(camera),
    isPublished("carrier") && isPublished("height_m") ? [translate("map.camera.mount"), isolated(mountText(camera))] : null,
    showsDirection ? [translate("map.camera.direction"), directionText(camera)] : null,
    showsDirection ? [translate("map.camera.detail"), detailLines(index)] : null,
    camera.beyond_data ? [translate("map.camera.edge"), translate("map.camera.edge_value", { share: percent(camera.beyond_data, 0) })] : null,
    alternativeFact(camera),
    [translate("map.camera.where"), isolated([camera.street, camera.district].filter(Boolean).join(", ") || "–")],
    ...positionFacts(camera.lat, camera.lon),
    camera.provenance === null ? null : [translate("map.camera.provenance"), provenanceText(camera.provenance)],
  ];
}

/** @param {number} index */
function showCamera(index) {
  const camera = DATA.cameras[index];
  byId("detail").replaceChildren(...present([
    panelHead(translate("map.camera.title"), `${camera.rank}. ${camera.name}`),
    element("p", {}, reasonTexts(camera).join(" ")),
    topPlaces(camera),
    isPublished("azimuth_deg") ? cameraSketch(index) : null,
    factList(cameraFacts(camera, index))]));
}

/** @param {View} view */
function viewItem(view) {
  const camera = DATA.cameras[view.camera];
  const since = camera.phase === 0 ? translate("map.place.since_today") : translate("map.place.since", { phase: phaseName(camera.phase) });
  const facts = [translateValue("map.level", TOWN.levels[view.level].name), since];
  if (view.reachable) facts.push(translate("map.place.reachable"));
  return element("li", {},
    element("button", { type: "button", onclick: () => chooseCamera(view.camera, { from: "place" }) }, isolated(`${camera.rank}. ${camera.name}`)),
    " – ", isolated(facts.join(", ")));
}

/**
 * @param {string} title
 * @param {View[]} views
 */
function viewList(title, views) {
  if (!views.length) return null;
  return element("div", {}, element("h3", {}, title), element("ul", { class: "seers" }, ...views.map(viewItem)));
}

/**
 * What is expected at the street of a place, or null where there is no street near.
 * @param {number} lat
 * @param {number} lng
 */
function streetText(lat, lng) {
  const piece = nearestLine(TOWN.demand.count, (index) => TOWN.demand.line(index), lat, lng);
  if (piece < 0) return null;
  return translate("map.place.street", { street: TOWN.demand.streetName(piece) || translate("map.place.nameless"),
    expected: significant(TOWN.demand.rates[piece]), unit: demandUnit() });
}

/**
 * Which cameras see a place: in the phase shown, later, and in too little detail to count.
 * The public edition does not say so, for then it would say where nobody does.
 * @param {L.LatLng} place
 */
function placeAnswer({ lat, lng }) {
  if (!isPublished("azimuth_deg")) return [element("p", {}, translate("map.place.withheld"))];
  const views = viewsOfPlace(TOWN.views, DATA.cameras, lat, lng, { leastLevel: DATA.required });
  const counted = new Set(views.map((view) => view.camera));
  const coarse = viewsOfPlace(TOWN.views, DATA.cameras, lat, lng, { leastLevel: 0 }).filter((view) => !counted.has(view.camera));
  const phaseOf = (/** @type {View} */ view) => DATA.cameras[view.camera].phase;
  const seenToday = views.some((view) => phaseOf(view) === 0);
  const street = streetText(lat, lng);
  return present([
    seenToday ? null : element("p", {}, translate(views.length ? "map.place.none_today" : "map.place.none")),
    viewList(translate("map.place.seen_now"), views.filter((view) => phaseOf(view) <= state.phase)),
    viewList(translate("map.place.seen_later"), views.filter((view) => phaseOf(view) > state.phase)),
    viewList(translate("map.place.seen_coarse"), coarse),
    street === null ? null : element("p", {}, isolated(street))]);
}

/** @param {L.LatLng} place */
function showPlace(place) {
  const name = state.placeName === null ? null : shorten(state.placeName, 200);
  byId("detail").replaceChildren(panelHead(translate("map.place.title"), name), ...placeAnswer(place), factList(positionFacts(place.lat, place.lng)));
}

/** Show what is chosen, or how to choose something. */
export function showDetail() {
  byId("detail").classList.toggle("hint", state.camera === null && state.place === null);
  if (state.camera !== null) showCamera(state.camera);
  else if (state.place !== null) showPlace(state.place);
  else showHint();
}
