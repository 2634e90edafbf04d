// Coordinates of the reader's own country, by the polynomial that travels with the page.
/** @import { ProjectionData } from "../page_data.js" */

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
  if (!(Math.abs(u) <= 1 && Math.abs(v) <= 1)) return null;
  const sum = (/** @type {number[]} */ factors) =>
    projection.powers.reduce((total, [i, j], term) => total + factors[term] * u ** i * v ** j, 0);
  return [sum(projection.east), sum(projection.north)];
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
 * The name of the system as a reader knows it.
 * @param {ProjectionData} projection
 */
export function systemName(projection) {
  return projection.crs === "EPSG:5514" ? "S-JTSK (EPSG:5514)" : projection.crs;
}
