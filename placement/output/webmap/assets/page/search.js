// The search box, by mouse and by keyboard.
/** @import { SearchEntry } from "../core/search.js" */
import { lookUp, searchEntries } from "../core/search.js";
import { shorten } from "../core/text.js";
import { chooseCamera, goToPlace } from "./actions.js";
import { DATA, TOWN } from "./data.js";
import { announce, byId, element, inputById, isolated } from "./dom.js";
import { translate, translateValue } from "./words.js";

const DISTRICT_ZOOM = 15.5;
const ENTRIES = searchEntries(TOWN, DATA.cameras);

/**
 * The entries offered, and the index of the one the arrows are at, or -1.
 * @type {{ entries: SearchEntry[], current: number }}
 */
const results = { entries: [], current: -1 };

/** @param {SearchEntry} entry */
function kindText(entry) {
  if (entry.kind !== undefined) return translateValue("map.place_kind", entry.kind);
  if (entry.camera !== undefined) return `${translate("map.search.camera")} ${DATA.cameras[entry.camera].rank}`;
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
}

/** @param {SearchEntry} entry */
function goToEntry(entry) {
  inputById("search").value = shorten(entry.name, 60);
  closeSearch();
  if (entry.camera !== undefined) chooseCamera(entry.camera, { go: true, from: "search" });
  else if (entry.type === "district") goToPlace(entry.at, entry.name, DISTRICT_ZOOM);
  else goToPlace(entry.at, entry.name);
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
    Object.assign(results, { entries: lookUp(ENTRIES, box.value), current: -1 });
    showResults();
    if (box.value.trim()) announce(translate("map.search.count", { n: results.entries.length }));
  });
  box.addEventListener("keydown", handleKey);
  box.addEventListener("blur", closeSearch);
}
