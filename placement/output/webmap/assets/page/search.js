// The search box, by mouse and by keyboard.
/** @import { SearchEntry } from "../core/search.js" */
/** @import { WrittenPlace } from "../core/written_place.js" */
import { centreOf } from "../core/geometry.js";
import { formatNumber, formatPosition } from "../core/numbers.js";
import { isSJtsk, systemName } from "../core/projection.js";
import { leavesNumber, lookUp, MOST_ENTRIES, searchEntries } from "../core/search.js";
import { shorten } from "../core/text.js";
import { readPlace } from "../core/written_place.js";
import { chooseCamera, chooseDistrict, chooseStreet, goToPlace } from "./actions.js";
import { DATA, isPublished, TOWN } from "./data.js";
import { announce, byId, element, inputById, isolated } from "./dom.js";
import { addressKind, addressText, findHouses } from "./houses.js";
import { state } from "./state.js";
import { districtName, number, translate, translateValue } from "./words.js";

const ENTRIES = searchEntries(TOWN, DATA.cameras, DATA.districts_en);

/**
 * The entries offered, and the index of the one the arrows are at, or -1.
 * @type {{ entries: SearchEntry[], current: number }}
 */
const results = { entries: [], current: -1 };

/** @param {Extract<SearchEntry, { type: "street" }>} entry */
function streetKind(entry) {
  if (results.entries.some(({ type }) => type === "address")) return translate("map.search.all_street");
  if (leavesNumber(entry, inputById("search").value)) return translate(TOWN.addresses.length ? "map.search.no_number" : "map.search.whole_street");
  return translate(entry.street.area_m2 > 0 ? "map.search.space" : "map.search.street");
}

/** @param {SearchEntry} entry */
function kindText(entry) {
  if (entry.type === "place") return translateValue("map.place_kind", entry.kind);
  if (entry.type === "address") return addressKind(entry.address);
  if (entry.type === "street") return streetKind(entry);
  if (entry.type === "camera") return `${translate("map.search.camera")} ${DATA.cameras[entry.camera].number}`;
  if (entry.type === "coordinates" && entry.system === "plane") return translate("map.search.plane", { system: systemName(DATA.local) });
  return translate(`map.search.${entry.type}`);
}

/** @param {SearchEntry} entry */
function shownName(entry) {
  return entry.type === "district" ? districtName(entry.name) : entry.name;
}

/**
 * @param {SearchEntry} entry
 * @param {number} index
 */
function resultItem(entry, index) {
  const item = element("li", { role: "option", id: `found-${index}`, "aria-selected": String(index === results.current) },
    isolated(shorten(shownName(entry), 60)), element("span", { class: "kind" }, kindText(entry)));
  item.addEventListener("mousedown", (event) => event.preventDefault());
  item.addEventListener("click", () => goToEntry(entry));
  return item;
}

function showResults() {
  const isOpen = results.entries.length > 0, box = byId("search");
  byId("found").hidden = !isOpen;
  box.setAttribute("aria-expanded", String(isOpen));
  byId("found").replaceChildren(...results.entries.map(resultItem));
  if (results.current >= 0) box.setAttribute("aria-activedescendant", `found-${results.current}`);
  else box.removeAttribute("aria-activedescendant");
}

function closeSearch() {
  Object.assign(results, { entries: [], current: -1 });
  showResults();
  byId("found-nothing").hidden = true;
}

/** @param {SearchEntry} entry */
function goToEntry(entry) {
  inputById("search").value = shorten(shownName(entry), 60);
  closeSearch();
  if (entry.type === "camera") chooseCamera(entry.camera, { go: true, from: "search" });
  else if (entry.type === "street") chooseStreet(entry.street, { go: true });
  else if (entry.type === "district") chooseDistrict(entry.district);
  else goToPlace(entry.at, entry.name);
}

/**
 * Houses and other entries by their names; a number alone is a camera's first.
 * @param {string} query
 */
function byName(query) {
  const houses = findHouses(query), others = lookUp(ENTRIES, query);
  return (/^\s*\d+\s*$/.test(query) ? [...others, ...houses] : [...houses, ...others]).slice(0, MOST_ENTRIES);
}

/**
 * What a query finds: coordinates, or else entries by their names.
 * @param {string} query
 * @returns {SearchEntry[]}
 */
function find(query) {
  const written = readPlace(query.trim(), DATA.local);
  if (written === null) return byName(query);
  return written.type === "place" ? [{ ...written, type: "coordinates", name: formatPosition(...written.at), words: [] }] : [];
}

/** Coordinates of the middle of the map, as an example. */
function exampleText() {
  const [[south, west], [north, east]] = DATA.bounds, isCzech = state.language === "cs";
  return centreOf({ south, west, north, east }).map((angle) => formatNumber(state.language, angle, 4)).join(isCzech ? "; " : ", ");
}

/**
 * Why coordinates name no place of the map.
 * @param {Exclude<WrittenPlace, { type: "place" }>} written
 */
function coordinatesText(written) {
  if (written.type === "away") return translate("map.search.away", { distance: number(Math.max(1, written.away_m / 1000)) });
  if (written.system === "degrees") return translate("map.search.no_degrees", { example: exampleText() });
  return translate(isSJtsk(DATA.local) ? "map.search.no_sjtsk" : "map.search.no_plane", { system: systemName(DATA.local) });
}

/** What can be searched for here, each kind with an example of this very town. */
function searchableText() {
  const house = TOWN.addresses.find(({ street }) => street);
  const kinds = /** @type {const} */ (["street", "address", "place", "district", "camera"]).flatMap((type) => {
    if (type === "address") return house === undefined ? [] : [translate("map.search.example", { kind: translate("map.search.any_address"), example: shorten(addressText(house), 40) })];
    const entry = ENTRIES.find((each) => each.type === type);
    if (entry === undefined) return [];
    const example = entry.type === "camera" && isPublished("camera_id") ? DATA.cameras[entry.camera].id : entry.name;
    return [translate("map.search.example", { kind: translate(`map.search.any_${type}`), example: shorten(example, 40) })];
  });
  const last = translate("map.search.nothing_coordinates", { example: exampleText() });
  return translate("map.search.nothing", { kinds: translate("map.search.or", { first: kinds.join(", "), last }) });
}

/** Say what can be searched for where a query found nothing. */
function showNothing() {
  const query = inputById("search").value.trim(), isNothing = query.length > 1 && !results.entries.length;
  const written = isNothing ? readPlace(query, DATA.local) : null;
  const text = !isNothing ? "" : written === null || written.type === "place" ? searchableText() : coordinatesText(written);
  byId("found-nothing").hidden = !isNothing;
  byId("found-nothing").textContent = text;
  return text;
}

/** @param {KeyboardEvent} event */
function handleKey(event) {
  const count = results.entries.length;
  if (event.key === "Escape") { inputById("search").value = ""; closeSearch(); }
  else if (event.key === "Enter" && count) goToEntry(results.entries[Math.max(0, results.current)]);
  else if (event.key === "ArrowDown" && count) results.current = (results.current + 1) % count;
  else if (event.key === "ArrowUp" && count) results.current = (results.current + count - (results.current < 0 ? 0 : 1)) % count;
  else return;
  event.preventDefault();
  showResults();
}

/** Listen to the search box. */
export function startSearch() {
  const box = inputById("search");
  box.addEventListener("input", () => {
    Object.assign(results, { entries: find(box.value), current: -1 });
    showResults();
    const nothing = showNothing();
    if (box.value.trim()) announce(nothing || translate("map.search.count", { n: results.entries.length }));
  });
  box.addEventListener("keydown", handleKey);
  box.addEventListener("blur", closeSearch);
}
