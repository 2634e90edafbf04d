// Search of streets, cameras, points, places, districts and coordinates, without case and diacritics.
/** @import { CameraData } from "../page_data.js" */
/** @import { Address } from "./addresses.js" */
/** @import { Place } from "./geometry.js" */
/** @import { Street } from "./street.js" */
/** @import { Town } from "./town.js" */
import { foldedWords, shorten } from "./text.js";

export const MOST_ENTRIES = 8;
const LONGEST_QUERY = 100, LONGEST_ENTRY = 300;
/** Words before a name that a name itself need not have, folded. */
const KIND_WORDS = new Set(["ul", "ulice", "ulici", "c", "cp", "cislo", "dum", "street", "st", "no", "kamera", "camera"]);

/**
 * What can be searched for; a street has no place of its own, it is answered as a whole.
 * @typedef {{ name: string, words: string[] } & ({ type: "street", street: Street }
 *   | { type: "camera", camera: number, number: number, at: Place } | { type: "place", kind: string, at: Place }
 *   | { type: "address", address: Address, at: Place } | { type: "district", district: number } | { type: "coordinates", system: "degrees" | "plane", at: Place })} SearchEntry
 */

/**
 * Everything that can be searched for by name: streets and squares, cameras (also by number, id and point), named places, districts.
 * @param {Town} town
 * @param {CameraData[]} cameras
 * @param {Record<string, string>} districtsEn English names of districts by their own.
 * @returns {SearchEntry[]}
 */
export function searchEntries(town, cameras, districtsEn = {}) {
  const words = (/** @type {string} */ text) => foldedWords(shorten(text, LONGEST_ENTRY));
  return [
    ...town.streetsInView.named.map((street) =>
      ({ type: /** @type {const} */ ("street"), name: street.name, street, words: words(street.name) })),
    ...town.districts.map(({ name }, district) => ({ type: /** @type {const} */ ("district"), name, district, words: words(`${name} ${districtsEn[name] ?? ""}`) })),
    ...cameras.map(({ name, id, point, number, lat, lon }, index) => ({ type: /** @type {const} */ ("camera"), name, camera: index, number,
      at: /** @type {Place} */ ([lat, lon]), words: words(`${name} ${id} ${point}`) })),
    ...town.places.filter((place) => place.name).map(({ kind, name, at }) =>
      ({ type: /** @type {const} */ ("place"), kind, name, at, words: words(name) })),
  ];
}

/**
 * Entries that have a word beginning with each word; those named just so come first, then those whose name begins with the first.
 * @param {SearchEntry[]} entries
 * @param {string[]} parts
 */
function matchesOf(entries, parts) {
  if (!parts.length) return [];
  const matches = entries.filter((entry) => parts.every((part) => entry.words.some((word) => word.startsWith(part))));
  const whole = parts.join(" ");
  const place = (/** @type {SearchEntry} */ entry) => (entry.words.join(" ") === whole ? 0 : entry.words[0]?.startsWith(parts[0]) ? 1 : 2);
  return matches.sort((a, b) => place(a) - place(b)).slice(0, MOST_ENTRIES);
}

/**
 * The camera of a number, with what else begins so after it.
 * @param {SearchEntry[]} entries
 * @param {string[]} parts
 */
function byNumber(entries, [number, ...others]) {
  if (others.length || !/^\d{1,4}$/.test(number ?? "")) return [];
  const cameras = entries.filter((entry) => entry.type === "camera" && entry.number === Number(number));
  return [...new Set([...cameras, ...matchesOf(entries, [number])])].slice(0, MOST_ENTRIES);
}

/**
 * Whether a query names a number, of a house, that an entry does not have.
 * @param {SearchEntry} entry
 * @param {string} query
 */
export function leavesNumber(entry, query) {
  return foldedWords(query.slice(0, LONGEST_QUERY)).some((part) => /^\d/.test(part) && !entry.words.some((word) => word.startsWith(part)));
}

/**
 * The entries of a query: of a camera's number or all its words, else without "ul." and the like, else without the number of a house.
 * @param {SearchEntry[]} entries
 * @param {string} query
 */
export function lookUp(entries, query) {
  const parts = foldedWords(query.slice(0, LONGEST_QUERY));
  const names = parts.filter((part) => !KIND_WORDS.has(part));
  const streets = entries.filter((entry) => entry.type === "street");
  const attempts = [() => byNumber(entries, names), () => matchesOf(entries, parts), () => matchesOf(entries, names),
    () => matchesOf(streets, names.filter((part) => !/^\d/.test(part)))];
  for (const attempt of attempts) {
    const matches = attempt();
    if (matches.length) return matches;
  }
  return [];
}
