// What a text says of a place by its coordinates: where it is, that it lies beside the map, or that they cannot be.
/** @import { ProjectionData } from "../page_data.js" */
/** @import { Place } from "./geometry.js" */
import { parseDegrees } from "./coordinates.js";
import { centreOf, METRES_PER_DEGREE, withinBounds } from "./geometry.js";
import { parsePlane } from "./plane_coordinates.js";

/**
 * @typedef {{ type: "place", at: Place, system: "degrees" | "plane" } | { type: "away", away_m: number }
 *   | { type: "unreadable", system: "degrees" | "plane" }} WrittenPlace
 */

/**
 * Metres from the middle of the map to a place, on a sphere.
 * @param {{ south: number, west: number, north: number, east: number }} bounds
 * @param {Place} place
 */
function away_m(bounds, [lat, lng]) {
  const radians = (/** @type {number} */ angle) => (angle * Math.PI) / 180, [midLat, midLng] = centreOf(bounds);
  const chord = Math.sin(radians(lat - midLat) / 2) ** 2 + Math.cos(radians(lat)) * Math.cos(radians(midLat)) * Math.sin(radians(lng - midLng) / 2) ** 2;
  return ((2 * 180) / Math.PI) * METRES_PER_DEGREE * Math.asin(Math.sqrt(Math.min(1, chord)));
}

/**
 * What a text says of a place by coordinates in degrees or metres; null if it names none.
 * @param {string} text
 * @param {ProjectionData} projection Its extent is what the map knows.
 * @returns {WrittenPlace | null}
 */
export function readPlace(text, projection) {
  const [west, south, east, north] = projection.extent, bounds = { west, south, east, north };
  const inDegrees = parseDegrees(text, projection.extent);
  if (inDegrees?.at) {
    const { at } = inDegrees;
    return withinBounds(bounds, ...at) ? { type: "place", at, system: "degrees" } : { type: "away", away_m: away_m(bounds, at) };
  }
  const inMetres = parsePlane(text, projection);
  if (inMetres?.at) return { type: "place", at: inMetres.at, system: "plane" };
  if (inMetres !== null) return inMetres.away_m === null ? { type: "unreadable", system: "plane" } : { type: "away", away_m: inMetres.away_m };
  return inDegrees === null ? null : { type: "unreadable", system: "degrees" };
}
