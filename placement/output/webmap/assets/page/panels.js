// What stands beside the map about what is chosen; here what is said of a camera.
/** @import { CameraData } from "../page_data.js" */
/** @import { Fact } from "./panel_parts.js" */
import { shorten } from "../core/text.js";
import { detailTexts, directionText, modelText, mountText, provenanceText, reasonTexts, shareOfDemand } from "./camera_texts.js";
import { DATA, isPublished } from "./data.js";
import { byId, element, isolated, present } from "./dom.js";
import { distance_m, MAP } from "./map.js";
import { maskedText } from "./masked.js";
import { factList, panelHead, positionFacts } from "./panel_parts.js";
import { outsideLinks } from "./outside.js";
import { placeAnswer } from "./place.js";
import { cameraSketch } from "./sketch.js";
import { isAnythingChosen, state } from "./state.js";
import { districtAnswer, streetAnswer } from "./street.js";
import { districtName, metres, number, percent, priceText, translate, translateByUnit, translateValue } from "./words.js";

/** The next best place farther than this is not said to stand "instead", but elsewhere in the town. */
const NEARBY_M = 1000;

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
  const away_m = distance_m(both.getSouthWest(), both.getNorthEast());
  const title = translate(away_m > NEARBY_M ? "map.camera.alternative_elsewhere" : "map.camera.alternative", { away: metres(away_m) });
  return [title, element("span", {},
    element("button", { type: "button", class: "link", onclick }, isolated(shorten(alternative.street || translate("map.camera.no_street")))),
    isolated(`, ${translateValue("lists.carrier", alternative.carrier)}: `),
    lostShare > 1e-9 ? translate("map.camera.alternative_loss", { points: number(100 * lostShare, 2) }) : translate("map.camera.alternative_none"))];
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
function priceFact({ cost, cost_unknown: isLeast, status, removed_in }) {
  if (!isPublished("cost_czk") || (status !== "new" && removed_in === null && !cost)) return null;
  return [translate(removed_in === null ? "map.camera.price" : "map.camera.price_removal"), priceText(cost ?? 0, isLeast ?? false)];
}

/**
 * @param {CameraData} camera
 * @returns {Fact | null}
 */
function registerFact({ state: registered }) {
  return registered === null ? null : [translate("map.camera.state"), translateValue("register.state", registered)];
}

/**
 * @param {number} index
 * @returns {Fact | null}
 */
function maskedFact(index) {
  const text = maskedText(index);
  return text === null ? null : [translate("map.camera.masked"), text];
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
    registerFact(camera),
    priceFact(camera),
    modelFact(camera),
    isPublished("carrier") && isPublished("height_m") ? [translate("map.camera.mount"), isolated(mountText(camera))] : null,
    showsDirection ? [translate("map.camera.direction"), directionText(camera)] : null,
    showsDirection ? [translate("map.camera.detail"), detailLines(index)] : null,
    maskedFact(index),
    camera.beyond_data ? [translate("map.camera.edge"), translate("map.camera.edge_value", { share: percent(camera.beyond_data, 0) })] : null,
    alternativeFact(camera),
    [translate("map.camera.where"), isolated([camera.street, districtName(camera.district ?? "")].filter(Boolean).join(", ") || "–")],
    ...positionFacts(camera.lat, camera.lon),
    camera.provenance === null ? null : [translate("map.camera.provenance"), provenanceText(camera.provenance)],
  ];
}

/** @param {number} index */
function showCamera(index) {
  const camera = DATA.cameras[index];
  byId("detail").replaceChildren(...present([
    panelHead(translate(camera.seen === null ? "map.camera.title_public" : "map.camera.title"), `${camera.number}. ${camera.name}`),
    element("p", {}, reasonTexts(camera).join(" ")),
    topPlaces(camera),
    isPublished("azimuth_deg") ? cameraSketch(index) : null,
    factList(cameraFacts(camera, index)),
    outsideLinks(camera.lat, camera.lon, camera.circle ? null : camera.azimuth)]));
}

/** Show what is chosen, or how to choose something. */
export function showDetail() {
  byId("detail").classList.toggle("hint", !isAnythingChosen());
  if (state.camera !== null) showCamera(state.camera);
  else if (state.street !== null) byId("detail").replaceChildren(...streetAnswer(state.street));
  else if (state.district !== null) byId("detail").replaceChildren(...districtAnswer(state.district));
  else if (state.place !== null) byId("detail").replaceChildren(...placeAnswer(state.place, state.placeName));
  else showHint();
}
