// Search of streets, cameras, points, places and districts, without case and diacritics.
/** @import { CameraData } from "../page_data.js" */
/** @import { Place } from "./geometry.js" */
/** @import { Town } from "./town.js" */
import { centreOf } from "./geometry.js";
import { foldedWords, shorten } from "./text.js";

const MOST_ENTRIES = 8, LONGEST_QUERY = 100, LONGEST_ENTRY = 300;

/** @typedef {{ type: "street" | "camera" | "place" | "district", name: string, at: Place, kind?: string, camera?: number, words: string[] }} SearchEntry */

/**
 * Everything that can be searched for: streets, cameras (by name, id and point), named places, districts.
 * @param {Town} town
 * @param {CameraData[]} cameras
 * @returns {SearchEntry[]}
 */
export function searchEntries(town, cameras) {
  /** @type {(Omit<SearchEntry, "words"> & { ids?: string })[]} */
  const entries = [
    ...town.streetNames.map(({ name, at }) => ({ type: /** @type {const} */ ("street"), name, at })),
    ...cameras.map((camera, index) => ({ type: /** @type {const} */ ("camera"), name: camera.name, camera: index,
      at: /** @type {Place} */ ([camera.lat, camera.lon]), ids: `${camera.id} ${camera.point}` })),
    ...town.places.filter((place) => place.name).map(({ kind, name, at }) => ({ type: /** @type {const} */ ("place"), kind, name, at })),
    ...town.districts.map(({ name, outline }) => ({ type: /** @type {const} */ ("district"), name, at: centreOf(outline.bounds) })),
  ];
  return entries.map(({ ids, ...entry }) => ({ ...entry, words: foldedWords(shorten(`${entry.name} ${ids ?? ""}`, LONGEST_ENTRY)) }));
}

/**
 * Entries that have a word beginning with each word of a query; those whose name begins with the first come first.
 * @param {SearchEntry[]} entries
 * @param {string} query
 */
export function lookUp(entries, query) {
  const parts = foldedWords(query.slice(0, LONGEST_QUERY));
  if (!parts.length) return [];
  const matches = entries.filter((entry) => parts.every((part) => entry.words.some((word) => word.startsWith(part))));
  const place = (/** @type {SearchEntry} */ entry) => (entry.words[0]?.startsWith(parts[0]) ? 0 : 1);
  return matches.sort((a, b) => place(a) - place(b)).slice(0, MOST_ENTRIES);
}
