// The answer beside the map about one place: which cameras see it since when, what street and house it is at.
/** @import { Line } from "../core/geometry.js" */
/** @import { Street } from "../core/street.js" */
/** @import { View } from "../core/town.js" */
import { lineDistance_m, nearestLine } from "../core/geometry.js";
import { isGone, maskedFrom, standsIn, viewsOfPlace } from "../core/sight.js";
import { isWithinAny } from "../core/town.js";
import { shorten } from "../core/text.js";
import { chooseDistrict, chooseStreet } from "./actions.js";
import { DATA, isOutside, isPublished, TOWN } from "./data.js";
import { element, isolated, present } from "./dom.js";
import { houseAddresses, isHouse } from "./houses.js";
import { cameraItem, factList, itemList, panelHead, positionFacts, sinceText } from "./panel_parts.js";
import { outsideLinks } from "./outside.js";
import { houseAnswer } from "./privacy.js";
import { state } from "./state.js";
import { inViewText, streetTitle } from "./street_texts.js";
import { demandUnit, districtName, levelMeaning, phaseName, significant, translate } from "./words.js";

/** Beyond this no street is called the nearest one. */
const REACH_M = 60;

/** @param {View} view */
function viewItem(view) {
  const facts = [levelMeaning(TOWN.levels[view.level].name), sinceText(view.camera)];
  if (view.reachable) facts.push(translate("map.place.reachable"));
  return cameraItem(view.camera, facts);
}

/** @typedef {{ street: Street, line: Line, piece: number | null }} StreetLine */

/**
 * All pieces of streets; in the public edition, which has none, the lines of streets with a name.
 * @returns {StreetLine[]}
 */
function streetLines() {
  const { demand, streetsInView } = TOWN;
  if (!demand.count) return streetsInView.named.flatMap((street) => street.lines.map((line) => ({ street, line, piece: null })));
  return demand.rates.map((_, piece) => ({ street: streetsInView.ofPiece(piece), line: demand.line(piece), piece }));
}

/**
 * A street near a place, to be asked as a whole, and what is expected there.
 * @param {StreetLine} near
 * @param {string} title
 */
function streetText({ street, piece }, title) {
  const rate = piece === null ? "" : translate("map.place.street_rate", { expected: significant(TOWN.demand.rates[piece]), unit: demandUnit() });
  return element("p", {}, `${title} `,
    element("button", { type: "button", class: "link", onclick: () => chooseStreet(street) }, isolated(streetTitle(street))),
    ` – ${inViewText(street)} ${rate}`);
}

/**
 * The street nearest to a place, and if that has no name the nearest one that has.
 * @param {L.LatLng} place
 */
function streetTexts({ lat, lng }) {
  const near = streetLines().filter(({ line }) => lineDistance_m(line, lat, lng) < REACH_M);
  const nearest = (/** @type {StreetLine[]} */ some) => some[nearestLine(some.length, (index) => some[index].line, lat, lng, REACH_M)];
  const first = nearest(near), named = nearest(near.filter(({ street }) => street.name));
  if (first === undefined) return [];
  const texts = [streetText(first, translate("map.place.street"))];
  if (named !== undefined && named.street !== first.street) texts.push(streetText(named, translate("map.place.street_named")));
  return texts;
}

/**
 * The part of the town that a place lies in, to be asked as a whole.
 * @param {L.LatLng} place
 */
function districtText({ lat, lng }) {
  const district = TOWN.districts.findIndex(({ outline }) => isWithinAny([outline], lat, lng));
  if (district < 0) return null;
  return element("p", {}, `${translate("map.district.title")} `,
    element("button", { type: "button", class: "link", onclick: () => chooseDistrict(district) }, isolated(shorten(districtName(TOWN.districts[district].name)))));
}

/**
 * The addresses of a house, unless the one it was found by says it.
 * @param {L.LatLng} place
 * @param {string | null} name
 */
function addressesText({ lat, lng }, name) {
  const text = name === null ? houseAddresses(lat, lng) : null;
  return text === null ? null : element("p", {}, isolated(text));
}

/** Of a house only that it is none of the map's business what is in it, and where privacy is spoken of. */
function houseText() {
  return element("p", {}, `${translate(DATA.facade_levels === undefined ? "map.place.house" : "map.place.house_assessed")} `, element("a", { href: "#privacy" }, translate("map.place.house_privacy")));
}

/**
 * Since when the surroundings of a named place count as seen.
 * @param {L.LatLng} place
 * @param {string | null} name
 */
function surroundingsText({ lat, lng }, name) {
  const known = TOWN.places.find((each) => each.name === name && each.at[0] === lat && each.at[1] === lng);
  if (known === undefined || !isPublished("azimuth_deg")) return null;
  if (known.unseenPhases.includes(state.phase)) return element("p", {}, translate("map.place.around_lost"));
  if (known.seenPhase < 0) return element("p", {}, translate("map.place.around_never"));
  return element("p", {}, translate(known.seenPhase === 0 ? "map.place.around_today" : "map.place.around", { phase: phaseName(known.seenPhase) }));
}

/**
 * Which cameras see a place: in the phase shown, later, and in too little detail to count.
 * The public edition does not say so, for then it would say where nobody does.
 * @param {L.LatLng} place
 */
function camerasAnswer({ lat, lng }) {
  if (!isPublished("azimuth_deg")) return [element("p", {}, translate("map.place.withheld"))];
  const masked = maskedFrom(TOWN.masked, lat, lng), viewsFrom = (/** @type {number} */ leastLevel) => viewsOfPlace(TOWN.views, DATA.cameras, lat, lng, { leastLevel, masked });
  const views = viewsFrom(DATA.required);
  const counted = new Set(views.map((view) => view.camera));
  const coarse = viewsFrom(0).filter((view) => !counted.has(view.camera));
  const phaseOf = (/** @type {View} */ view) => DATA.cameras[view.camera].phase;
  const seenToday = views.some((view) => phaseOf(view) === 0);
  return [
    seenToday ? null : element("p", {}, translate(views.length ? "map.place.none_today" : "map.place.none")),
    itemList(translate("map.place.seen_now"), views.filter((view) => standsIn(DATA.cameras[view.camera], state.phase)).map(viewItem)),
    itemList(translate("map.place.seen_later"), views.filter((view) => phaseOf(view) > state.phase).map(viewItem)),
    itemList(translate("map.place.seen_before"), views.filter((view) => isGone(DATA.cameras[view.camera], state.phase)).map(viewItem)),
    itemList(translate("map.place.seen_coarse"), coarse.map(viewItem)),
    itemList(translate("map.place.masked"), [...masked].filter((camera) => standsIn(DATA.cameras[camera], state.phase)).map((camera) => cameraItem(camera, [])))];
}

/**
 * What is said of a place; `name` if it was found by its name.
 * @param {L.LatLng} place
 * @param {string | null} name
 */
export function placeAnswer(place, name) {
  const { lat, lng } = place, isInHouse = isHouse(lat, lng);
  return present([
    panelHead(translate("map.place.title"), name === null ? null : shorten(name, 200)),
    isOutside(lat, lng) ? element("p", {}, translate("map.place.outside")) : null,
    surroundingsText(place, name),
    ...(isInHouse ? [addressesText(place, name), houseText(), ...houseAnswer(lat, lng)] : camerasAnswer(place)),
    ...streetTexts(place),
    districtText(place),
    factList(positionFacts(lat, lng)), outsideLinks(lat, lng)]);
}
