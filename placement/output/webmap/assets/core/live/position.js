// Between places on the map and metres on the block of ground, and between true north and grid north.
/** @import { GroundData } from "../../page_data.js" */
/** @import { Place } from "../geometry.js" */
import { projected } from "../projection.js";
import { degrees, wrap_deg } from "./optics.js";

/** A step to either side that tells how the system lies. [°] */
const STEP_DEG = 1e-4;
const ROUNDS = 6;

/** @typedef {Pick<GroundData, "projection" | "origin_m">} Frame */

/**
 * Metres from the origin of a place; null beyond the fit.
 * @param {Frame} frame @param {number} lat @param {number} lng
 * @returns {{ x: number, y: number } | null}
 */
export function metresOf({ projection, origin_m }, lat, lng) {
  const at = projected(projection, lat, lng);
  return at && { x: at[0] - origin_m[0], y: at[1] - origin_m[1] };
}

/**
 * How easting and northing change with latitude and longitude at a place.
 * @param {Frame} frame @param {number} lat @param {number} lng
 */
function slopes(frame, lat, lng) {
  const ends = [[lat + STEP_DEG, lng], [lat - STEP_DEG, lng], [lat, lng + STEP_DEG], [lat, lng - STEP_DEG]].map(([a, b]) => metresOf(frame, a, b));
  const [north, south, east, west] = ends;
  if (!north || !south || !east || !west) return null;
  const run = 2 * STEP_DEG;
  return { xLat: (north.x - south.x) / run, yLat: (north.y - south.y) / run, xLng: (east.x - west.x) / run, yLng: (east.y - west.y) / run };
}

/**
 * The place of metres from the origin, by Newton's steps from the middle of the fit.
 * @param {Frame} frame @param {number} x @param {number} y
 * @returns {Place}
 */
export function placeOf(frame, x, y) {
  const [west, south, east, north] = frame.projection.extent;
  let lat = (south + north) / 2, lng = (west + east) / 2;
  for (let round = 0; round < ROUNDS; round += 1) {
    const at = metresOf(frame, lat, lng), slope = slopes(frame, lat, lng);
    if (!at || !slope) break;
    const det = slope.xLat * slope.yLng - slope.xLng * slope.yLat, offX = x - at.x, offY = y - at.y;
    lat = Math.min(Math.max(lat + (offX * slope.yLng - offY * slope.xLng) / det, south), north);
    lng = Math.min(Math.max(lng + (offY * slope.xLat - offX * slope.yLat) / det, west), east);
  }
  return [lat, lng];
}

/**
 * Places of metres near a place: on so short a way the system is even, to a millimetre in a hundred metres.
 * @param {Frame} frame @param {number} x @param {number} y
 * @returns {(x: number, y: number) => Place}
 */
export function placesNear(frame, x, y) {
  const [lat, lng] = placeOf(frame, x, y), slope = slopes(frame, lat, lng) ?? { xLat: 0, yLat: 1, xLng: 1, yLng: 0 };
  const det = slope.xLat * slope.yLng - slope.xLng * slope.yLat;
  return (east, north) => [lat + ((east - x) * slope.yLng - (north - y) * slope.xLng) / det, lng + ((north - y) * slope.xLat - (east - x) * slope.yLat) / det];
}

/**
 * Azimuth of true north from grid north at a place. [°]
 * @param {Frame} frame @param {Place} place
 */
function northTurn_deg(frame, [lat, lng]) {
  const slope = slopes(frame, lat, lng);
  return slope ? degrees(Math.atan2(slope.xLat, slope.yLat)) : 0;
}

/**
 * @param {Frame} frame @param {Place} place @param {number} true_deg
 */
export function gridAzimuth_deg(frame, place, true_deg) {
  return wrap_deg(true_deg + northTurn_deg(frame, place));
}

/**
 * @param {Frame} frame @param {Place} place @param {number} grid_deg
 */
export function trueAzimuth_deg(frame, place, grid_deg) {
  return wrap_deg(grid_deg - northTurn_deg(frame, place));
}
