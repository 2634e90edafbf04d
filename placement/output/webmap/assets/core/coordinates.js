// Coordinates as people write them: decimal degrees, with comma or point, degrees with minutes and seconds, with or without N and E.
/** @import { Place } from "./geometry.js" */
import { withinBounds } from "./geometry.js";

const NUMBER = /[-\u2212]?\d+(?:[.,]\d+)?/g;
const AROUND = /^[\s,;:()°º*'’′"”″NSEW]*$/i;
const HEMISPHERES = /[NSEW]/gi;
const CZECH = /** @type {const} */ ([[/s\.?\s*š\.?/gi, "N"], [/j\.?\s*š\.?/gi, "S"], [/v\.?\s*d\.?/gi, "E"], [/z\.?\s*d\.?/gi, "W"]]);
const LONGEST = 80;

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
 * The degrees on each axis of a text that is coordinates, and the letters of hemispheres; null if it is none.
 * @param {string} text
 */
function readNumbers(text) {
  const plain = CZECH.reduce((words, [pattern, letter]) => words.replace(pattern, letter), text);
  const numbers = plain.match(NUMBER) ?? [], around = plain.replace(NUMBER, " ");
  if (![2, 4, 6].includes(numbers.length) || !AROUND.test(around) || !meansDegrees(numbers, around)) return null;
  const values = numbers.map((number) => Number(number.replace("\u2212", "-").replace(",", "."))), half = values.length / 2;
  const first = degrees(values.slice(0, half)), second = degrees(values.slice(half));
  return first === null || second === null ? null : { first, second, letters: around.match(HEMISPHERES) ?? [] };
}

/**
 * The place that a text names by its coordinates, or null if it names none.
 * @param {string} text
 * @param {[west: number, south: number, east: number, north: number]} extent Longitude first is understood where only so it lies in here.
 * @returns {Place | null}
 */
export function parseCoordinates(text, [west, south, east, north]) {
  const numbers = text.length > LONGEST ? null : readNumbers(text);
  if (numbers === null) return null;
  const place = byHemispheres(numbers.first, numbers.second, numbers.letters);
  if (place === null) return null;
  const bounds = { west, south, east, north };
  const isTurned = !numbers.letters.length && !withinBounds(bounds, ...place) && withinBounds(bounds, place[1], place[0]);
  const [lat, lng] = isTurned ? [place[1], place[0]] : place;
  return Math.abs(lat) <= 90 && Math.abs(lng) <= 180 ? [lat, lng] : null;
}
