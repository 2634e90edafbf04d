// Distance and direction between two places on the ground.
/** @import { Place } from "./geometry.js" */

const EARTH_RADIUS_M = 6371008.8;

/** @param {number} angle_deg */
function radians(angle_deg) {
  return (angle_deg * Math.PI) / 180;
}

/**
 * An angle from 0 to less than 360.
 * @param {number} angle_deg
 */
export function wholeTurn_deg(angle_deg) {
  return ((angle_deg % 360) + 360) % 360;
}

/**
 * Metres between two places on the sphere.
 * @param {Place} from
 * @param {Place} to
 */
export function distanceOnSphere_m([lat1, lng1], [lat2, lng2]) {
  const a = Math.sin(radians(lat2 - lat1) / 2) ** 2
    + Math.cos(radians(lat1)) * Math.cos(radians(lat2)) * Math.sin(radians(lng2 - lng1) / 2) ** 2;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(a)));
}

/**
 * The azimuth, from true north, in which one place lies from another.
 * @param {Place} from
 * @param {Place} to
 */
export function bearing_deg([lat1, lng1], [lat2, lng2]) {
  const turn = radians(lng2 - lng1);
  const east = Math.sin(turn) * Math.cos(radians(lat2));
  const north = Math.cos(radians(lat1)) * Math.sin(radians(lat2)) - Math.sin(radians(lat1)) * Math.cos(radians(lat2)) * Math.cos(turn);
  return wholeTurn_deg((Math.atan2(east, north) * 180) / Math.PI);
}
