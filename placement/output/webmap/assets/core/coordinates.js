// Coordinates as people write them: decimal degrees, with comma or point, degrees with minutes and seconds, with or without N and E.
// Also as they stand in the link of a map.
/** @import { Place } from "./geometry.js" */
import { withinBounds } from "./geometry.js";

const NUMBER = /[-\u2212]?\d+(?:[.,]\d+)?/g;
const AROUND = /^[\s,;:()°º*'’′"”″NSEW]*$/i;
const HEMISPHERES = /[NSEW]/gi;
const CZECH = /** @type {const} */ ([[/s\.?\s*š\.?/gi, "N"], [/j\.?\s*š\.?/gi, "S"], [/v\.?\s*d\.?/gi, "E"], [/z\.?\s*d\.?/gi, "W"]]);
const LONGEST = 80, LONGEST_LINK = 2000;
/** Latitude and longitude in links of Mapy.com, Google and others, and in those of phones. */
const LINKS = /** @type {const} */ ([/[?&#]x=(?<lng>[-\d.]+)&y=(?<lat>[-\d.]+)/, /[?&#]y=(?<lat>[-\d.]+)&x=(?<lng>[-\d.]+)/,
  /!3d(?<lat>[-\d.]+)!4d(?<lng>[-\d.]+)/, /@(?<lat>[-\d.]+),(?<lng>[-\d.]+)/, /[?&](?:q|query|ll|destination)=(?:loc:)?(?<lat>[-\d.]+)(?:,|%2C)\+?(?<lng>[-\d.]+)/i,
  /^geo:(?<lat>[-\d.]+),(?<lng>[-\d.]+)/i, /[?&]mlat=(?<lat>[-\d.]+)&mlon=(?<lng>[-\d.]+)/, /#map=\d+\/(?<lat>[-\d.]+)\/(?<lng>[-\d.]+)/]);

/**
 * Degrees of one to three numbers: degrees, minutes, seconds; null where one is not what it must be.
 * @param {number[]} parts
 */
function degrees([whole, minutes = 0, seconds = 0]) {
  if (minutes < 0 || seconds < 0 || minutes >= 60 || seconds >= 60) return null;
  const size = Math.abs(whole) + minutes / 60 + seconds / 3600;
  return whole < 0 || Object.is(whole, -0) ? -size : size;
}

/**
 * Whether numbers are meant as coordinates: something says degrees, or both have a fraction.
 * @param {string[]} numbers
 * @param {string} around
 */
function meansDegrees(numbers, around) {
  return /[°º*NSEW]/i.test(around) || (numbers.length === 2 && numbers.every((number) => /[.,]\d{2,}$/.test(number)));
}

/**
 * Latitude and longitude by the letters of hemispheres; in the order written where there are none.
 * @param {number} first
 * @param {number} second
 * @param {string[]} letters
 * @returns {Place | null}
 */
function byHemispheres(first, second, letters) {
  if (!letters.length) return [first, second];
  if (letters.length !== 2) return null;
  const [a, b] = letters.map((letter) => letter.toUpperCase());
  const signed = (/** @type {number} */ value, /** @type {string} */ letter) => ("SW".includes(letter) ? -value : value);
  if ("NS".includes(a) && "EW".includes(b)) return [signed(first, a), signed(second, b)];
  if ("EW".includes(a) && "NS".includes(b)) return [signed(second, b), signed(first, a)];
  return null;
}

/**
 * The numbers of a text that is meant as coordinates in degrees, and what stands around them; null if it is not.
 * @param {string} text
 */
function readNumbers(text) {
  if (text.length > LONGEST) return null;
  const plain = CZECH.reduce((words, [pattern, letter]) => words.replace(pattern, letter), text);
  const numbers = plain.match(NUMBER) ?? [], around = plain.replace(NUMBER, " ");
  if (![2, 4, 6].includes(numbers.length) || !AROUND.test(around) || !meansDegrees(numbers, around)) return null;
  return { values: numbers.map((number) => Number(number.replace("\u2212", "-").replace(",", "."))), letters: around.match(HEMISPHERES) ?? [] };
}

/**
 * The text of a link's coordinates; the text itself if it is no link that has any.
 * @param {string} text
 */
function ofLink(text) {
  if (!/^(?:https?:\/\/|geo:)/i.test(text) || text.length > LONGEST_LINK) return text;
  const groups = LINKS.map((pattern) => pattern.exec(text)?.groups).find((each) => each !== undefined);
  return groups === undefined ? text : `${groups.lat}°, ${groups.lng}°`;
}

/**
 * The place of some numbers on earth, or null.
 * @param {number[]} values
 * @param {string[]} letters
 * @param {{ west: number, south: number, east: number, north: number }} bounds
 * @returns {Place | null}
 */
function placeOf(values, letters, bounds) {
  const half = values.length / 2, first = degrees(values.slice(0, half)), second = degrees(values.slice(half));
  const place = first === null || second === null ? null : byHemispheres(first, second, letters);
  if (place === null) return null;
  const isTurned = !letters.length && !withinBounds(bounds, ...place) && withinBounds(bounds, place[1], place[0]);
  const [lat, lng] = isTurned ? [place[1], place[0]] : place;
  return Math.abs(lat) <= 90 && Math.abs(lng) <= 180 ? [lat, lng] : null;
}

/**
 * The place that a text names by degrees; null within it where there is no such place, null itself if no degrees are meant.
 * @param {string} text
 * @param {[west: number, south: number, east: number, north: number]} extent Longitude first is understood where only so it lies in here.
 * @returns {{ at: Place | null } | null}
 */
export function parseDegrees(text, [west, south, east, north]) {
  const numbers = readNumbers(ofLink(text));
  return numbers === null ? null : { at: placeOf(numbers.values, numbers.letters, { west, south, east, north }) };
}
