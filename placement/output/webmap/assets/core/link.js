// The address of what is shown, after #: view, phase, layers, choice, language. What does not fit is ignored.
/** @import { Language } from "../page_data.js" */
/** @import { Place } from "./geometry.js" */

const NUMBER = /^-?\d{1,3}(\.\d{1,8})?$/;
const LONGEST_LINK = 4000, LONGEST_ID = 200;

/**
 * What a page has that a link can name.
 * @typedef {{ phases: number, cameraIds: string[], layers: string[], languages: Language[], streets: string[],
 *   ways: number, districts: string[] }} LinkTargets
 */
/**
 * What a link names; `comparison` is where the dividing line stands, from 0 to 1. A street is named by `street`, one
 * without a name by its number, `way`; a district by its place in the list.
 * @typedef {{ view?: { zoom: number, at: Place }, phase?: number, layers?: string[], camera?: number, place?: Place,
 *   street?: string, way?: number, district?: number, comparison?: number, language?: Language }} Link
 */

/**
 * @param {{ view: { zoom: number, at: Place }, phase: number, layers: string[], cameraId: string | null, place: Place | null,
 *   street: { name: string, number: number } | null, district: string | null, comparison: number | null, language: Language }} shown
 */
export function formatLink({ view, phase, layers, cameraId, place, street, district, comparison, language }) {
  const parts = new URLSearchParams();
  parts.set("map", [Number(view.zoom.toFixed(2)), ...view.at.map((angle) => angle.toFixed(6))].join("/"));
  parts.set("phase", String(phase));
  parts.set("layers", layers.join(","));
  if (comparison !== null) parts.set("compare", String(Math.round(100 * comparison)));
  if (cameraId !== null) parts.set("camera", cameraId.slice(0, LONGEST_ID));
  if (place !== null) parts.set("place", place.map((angle) => angle.toFixed(6)).join("/"));
  if (street !== null) parts.set(street.name ? "street" : "way", street.name ? street.name.slice(0, LONGEST_ID) : String(street.number));
  if (district !== null) parts.set("district", district.slice(0, LONGEST_ID));
  parts.set("lang", language);
  return `#${parts.toString().replaceAll("%2F", "/").replaceAll("%2C", ",")}`;
}

/**
 * Numbers of a text, or null if there are not as many as there are limits or one is beyond its own.
 * @param {string | null} text
 * @param {number[]} least
 * @param {number[]} most
 */
function parseNumbers(text, least, most) {
  const parts = (text ?? "").split("/");
  if (parts.length !== least.length || !parts.every((part) => NUMBER.test(part))) return null;
  const values = parts.map(Number);
  return values.every((value, index) => value >= least[index] && value <= most[index]) ? values : null;
}

/**
 * What a link chooses: a camera, or else a street, a district or a place.
 * @param {URLSearchParams} parts
 * @param {LinkTargets} targets
 * @returns {Link}
 */
function parseChoice(parts, { cameraIds, streets, ways, districts }) {
  const camera = cameraIds.findIndex((id) => id.slice(0, LONGEST_ID) === parts.get("camera"));
  if (camera >= 0) return { camera };
  const street = streets.find((name) => name.slice(0, LONGEST_ID) === parts.get("street")), way = parts.get("way") ?? "";
  if (street !== undefined) return { street };
  if (/^\d{1,7}$/.test(way) && Number(way) < ways) return { way: Number(way) };
  const district = districts.findIndex((name) => name.slice(0, LONGEST_ID) === parts.get("district"));
  if (district >= 0) return { district };
  const place = parseNumbers(parts.get("place"), [-90, -180], [90, 180]);
  return place ? { place: [place[0], place[1]] } : {};
}

/**
 * The phase of a link, and where the dividing line of a comparison stands.
 * @param {URLSearchParams} parts
 * @param {number} phases
 * @returns {Link}
 */
function parsePhase(parts, phases) {
  /** @type {Link} */
  const link = {};
  const phase = parseNumbers(parts.get("phase"), [0], [phases - 1]);
  if (phase && Number.isInteger(phase[0])) [link.phase] = phase;
  const share_pct = parseNumbers(parts.get("compare"), [0], [100]);
  if (share_pct && phases > 1) link.comparison = share_pct[0] / 100;
  return link;
}

/**
 * What of a link this page has; everything else is left out.
 * @param {string} hash
 * @param {LinkTargets} targets
 * @returns {Link}
 */
export function parseLink(hash, targets) {
  const { phases, layers, languages } = targets;
  if (hash.length > LONGEST_LINK) return {};
  const parts = new URLSearchParams(hash.replace(/^#/, ""));
  const link = { ...parsePhase(parts, phases), ...parseChoice(parts, targets) };
  const view = parseNumbers(parts.get("map"), [1, -90, -180], [20, 90, 180]);
  if (view) link.view = { zoom: view[0], at: [view[1], view[2]] };
  const names = parts.get("layers")?.split(",");
  if (names) link.layers = names.filter((name) => layers.includes(name));
  const language = languages.find((each) => each === parts.get("lang"));
  if (language) link.language = language;
  return link;
}
