// Coordinates of the reader's own country, by the polynomial that travels with the page.
/** @import { ProjectionData } from "../page_data.js" */
/** @import { Place } from "./geometry.js" */

const STEPS = 12, CLOSE_M = 1e-4, NEARBY = 1.5;

/**
 * Easting and northing of a place, or null where the polynomial does not hold.
 * @param {ProjectionData} projection
 * @param {number} lat
 * @param {number} lng
 * @returns {[east_m: number, north_m: number] | null}
 */
export function projected(projection, lat, lng) {
  const [west, south, east, north] = projection.extent;
  const u = (2 * lng - west - east) / (east - west), v = (2 * lat - south - north) / (north - south);
  return Math.abs(u) <= 1 && Math.abs(v) <= 1 ? planeAt(projection, u, v) : null;
}

/**
 * The polynomial at scaled longitude and latitude.
 * @param {ProjectionData} projection
 * @param {number} u
 * @param {number} v
 * @returns {[east_m: number, north_m: number]}
 */
function planeAt({ powers, east, north }, u, v) {
  const sum = (/** @type {number[]} */ factors) => powers.reduce((total, [i, j], term) => total + factors[term] * u ** i * v ** j, 0);
  return [sum(east), sum(north)];
}

/**
 * The place of an easting and northing by Newton's steps on the polynomial, or null where that does not hold.
 * @param {ProjectionData} projection
 * @param {number} east_m
 * @param {number} north_m
 * @returns {Place | null}
 */
export function unprojected(projection, east_m, north_m) {
  const [west, south, east, north] = projection.extent, h = 1e-4;
  let u = 0, v = 0;
  for (let step = 0; step < STEPS; step += 1) {
    const here = planeAt(projection, u, v), offEast = east_m - here[0], offNorth = north_m - here[1];
    if (Math.hypot(offEast, offNorth) < CLOSE_M) {
      return Math.abs(u) <= 1 && Math.abs(v) <= 1 ? [(v * (north - south) + south + north) / 2, (u * (east - west) + west + east) / 2] : null;
    }
    const [alongU, alongV] = [planeAt(projection, u + h, v), planeAt(projection, u, v + h)].map(([e, n]) => [(e - here[0]) / h, (n - here[1]) / h]);
    const determinant = alongU[0] * alongV[1] - alongV[0] * alongU[1];
    u += (offEast * alongV[1] - offNorth * alongV[0]) / determinant;
    v += (offNorth * alongU[0] - offEast * alongU[1]) / determinant;
    if (!(Math.abs(u) <= NEARBY && Math.abs(v) <= NEARBY)) return null;
  }
  return null;
}

/**
 * Metres between two places in the plane of the system, or null where the polynomial does not hold.
 * @param {ProjectionData} projection
 * @param {{ lat: number, lng: number }} from
 * @param {{ lat: number, lng: number }} to
 */
export function planeDistance_m(projection, from, to) {
  const a = projected(projection, from.lat, from.lng), b = projected(projection, to.lat, to.lng);
  return a && b ? Math.hypot(b[0] - a[0], b[1] - a[1]) : null;
}

/**
 * Whether the system is the Czech one.
 * @param {ProjectionData} projection
 */
export function isSJtsk(projection) {
  return projection.crs === "EPSG:5514";
}

/**
 * The name of the system as a reader knows it.
 * @param {ProjectionData} projection
 */
export function systemName(projection) {
  return isSJtsk(projection) ? "S-JTSK (EPSG:5514)" : projection.crs;
}
