// The search box, by mouse and by keyboard.
/** @import { SearchEntry } from "../core/search.js" */
import { parseCoordinates } from "../core/coordinates.js";
import { centreOf } from "../core/geometry.js";
import { formatNumber, formatPosition } from "../core/numbers.js";
import { leavesNumber, lookUp, searchEntries } from "../core/search.js";
import { shorten } from "../core/text.js";
import { chooseCamera, chooseDistrict, chooseStreet, goToPlace } from "./actions.js";
import { DATA, isPublished, TOWN } from "./data.js";
import { announce, byId, element, inputById, isolated } from "./dom.js";
import { state } from "./state.js";
import { translate, translateValue } from "./words.js";

const ENTRIES = searchEntries(TOWN, DATA.cameras);

/**
 * The entries offered, and the index of the one the arrows are at, or -1.
 * @type {{ entries: SearchEntry[], current: number }}
 */
const results = { entries: [], current: -1 };

/** @param {SearchEntry} entry */
function kindText(entry) {
  if (entry.type === "place") return translateValue("map.place_kind", entry.kind);
  if (entry.type === "street" && leavesNumber(entry, inputById("search").value)) return translate("map.search.whole_street");
  if (entry.type === "street" && entry.street.area_m2 > 0) return translate("map.search.space");
  if (entry.type === "camera") return `${translate("map.search.camera")} ${DATA.cameras[entry.camera].number}`;
  return translate(`map.search.${entry.type}`);
}

/**
 * @param {SearchEntry} entry
 * @param {number} index
 */
function resultItem(entry, index) {
  const item = element("li", { role: "option", id: `found-${index}`, "aria-selected": String(index === results.current) },
    isolated(shorten(entry.name, 60)), element("span", { class: "kind" }, kindText(entry)));
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
  inputById("search").value = shorten(entry.name, 60);
  closeSearch();
  if (entry.type === "camera") chooseCamera(entry.camera, { go: true, from: "search" });
  else if (entry.type === "street") chooseStreet(entry.street, { go: true });
  else if (entry.type === "district") chooseDistrict(entry.district);
  else goToPlace(entry.at, entry.name);
}

/**
 * What a query finds: coordinates, or else entries by their names.
 * @param {string} query
 * @returns {SearchEntry[]}
 */
function find(query) {
  const at = parseCoordinates(query.trim(), DATA.local.extent);
  return at ? [{ type: "coordinates", name: formatPosition(...at), at, words: [] }] : lookUp(ENTRIES, query);
}

/** What can be searched for here, each kind with an example of this very town. */
function searchableText() {
  const kinds = /** @type {const} */ (["street", "place", "district", "camera"]).flatMap((type) => {
    const entry = ENTRIES.find((each) => each.type === type);
    if (entry === undefined) return [];
    const example = entry.type === "camera" && isPublished("camera_id") ? DATA.cameras[entry.camera].id : entry.name;
    return [translate("map.search.example", { kind: translate(`map.search.any_${type}`), example: shorten(example, 40) })];
  });
  const [lat, lng] = centreOf({ south: DATA.bounds[0][0], west: DATA.bounds[0][1], north: DATA.bounds[1][0], east: DATA.bounds[1][1] });
  const example = [lat, lng].map((angle) => formatNumber(state.language, angle, 4)).join(state.language === "cs" ? "; " : ", ");
  const last = translate("map.search.nothing_coordinates", { example });
  return translate("map.search.nothing", { kinds: translate("map.search.or", { first: kinds.join(", "), last }) });
}

/** Say what can be searched for where a query found nothing. */
function showNothing() {
  const isNothing = inputById("search").value.trim().length > 1 && !results.entries.length, text = isNothing ? searchableText() : "";
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
