// Coordinates in metres as people write them: S-JTSK with either sign and in either order, other systems to the east and the north.
/** @import { ProjectionData } from "../page_data.js" */
/** @import { Place } from "./geometry.js" */
import { centreOf } from "./geometry.js";
import { isSJtsk, projected, unprojected } from "./projection.js";

/** A number of metres, in groups of three digits or not; a comma before more than four digits parts two numbers. */
const NUMBER = /(?<!\d)[-\u2212]?(?:1[ \u00a0\u202f]?\d{3}[ \u00a0\u202f]?\d{3}|\d{3}[ \u00a0\u202f]?\d{3}|\d{5,8})(?:\.\d+|,\d{1,4}(?!\d))?(?!\d)/g;
const SYSTEMS = /s-?jtsk|epsg:?\s*\d{4,5}|k[rř]ov[aá]k/gi, AROUND = /^[\s,;:()=xyenm]*$/i, LONGEST = 80;
/** Sizes of the two axes in Czechia and Slovakia, as in `crs/krovak.py`; they do not overlap, so tell the axes. [m] */
const WESTING_M = [160_000, 906_000], SOUTHING_M = [934_000, 1_340_000];

/**
 * The two numbers of a text that is coordinates in metres, or null.
 * @param {string} text
 * @returns {[first_m: number, second_m: number] | null}
 */
function readMetres(text) {
  if (text.length > LONGEST) return null;
  const plain = text.replace(SYSTEMS, " "), numbers = plain.match(NUMBER) ?? [];
  if (numbers.length !== 2 || !AROUND.test(plain.replace(NUMBER, " "))) return null;
  const [first, second] = numbers.map((number) => Number(number.replace("\u2212", "-").replace(",", ".").replace(/\s/g, "")));
  return [first, second];
}

/**
 * Easting and northing that two numbers may be: of S-JTSK by their size, of another system in both orders.
 * @param {ProjectionData} projection
 * @param {number} first_m
 * @param {number} second_m
 * @returns {[east_m: number, north_m: number][]}
 */
function eastNorth(projection, first_m, second_m) {
  /** @type {[number, number][]} */
  const orders = [[first_m, second_m], [second_m, first_m]];
  if (!isSJtsk(projection)) return orders;
  const isWithin = (/** @type {number} */ value_m, /** @type {number[]} */ [least_m, most_m]) => Math.abs(value_m) >= least_m && Math.abs(value_m) <= most_m;
  return orders.filter(([west_m, south_m]) => isWithin(west_m, WESTING_M) && isWithin(south_m, SOUTHING_M))
    .map(([west_m, south_m]) => [-Math.abs(west_m), -Math.abs(south_m)]);
}

/**
 * The place that a text names by metres, or how far from the middle of the map it lies; null if it names none.
 * @param {string} text
 * @param {ProjectionData} projection
 * @returns {{ at: Place | null, away_m: number | null } | null} `away_m` is null too where no system of the page has such numbers.
 */
export function parsePlane(text, projection) {
  const metres = readMetres(text);
  if (metres === null) return null;
  const candidates = eastNorth(projection, ...metres);
  const at = candidates.map(([east_m, north_m]) => unprojected(projection, east_m, north_m)).find((each) => each !== null);
  if (at) return { at, away_m: 0 };
  const [west, south, east, north] = projection.extent, middle = projected(projection, ...centreOf({ south, west, north, east }));
  const away_m = candidates.map(([east_m, north_m]) => Math.hypot(east_m - (middle?.[0] ?? NaN), north_m - (middle?.[1] ?? NaN)));
  return { at: null, away_m: isSJtsk(projection) && away_m.length ? away_m[0] : null };
}
