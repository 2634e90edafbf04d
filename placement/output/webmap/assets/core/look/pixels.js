// Where a ray lies in the picture of a head, to the pixel, and which ray a pixel sees, as `cameras.pixels` has it.
/** @import { HeadData } from "../../page_data.js" */
import { degrees, radians, turn_deg } from "../live/optics.js";

/** @typedef {{ head: HeadData, tilt_deg: number, px_rad: number, width: number, height: number }} Optics A head in a pose; `px_rad`: drawn pixels per radian on the axis. */
/** @typedef {[across: number, down: number]} Pair */

/** From half an angle of view to focal lengths on the sensor. @type {Record<HeadData["projection"], (angle: number) => number>} */
const ON_SENSOR = { "rectilinear": Math.tan, "f-theta": (angle) => angle, "equisolid": (angle) => 2 * Math.sin(angle / 2), "panoramic": (angle) => angle };

/**
 * A head drawn so many pixels wide.
 * @param {HeadData} head @param {number} tilt_deg @param {number} width
 * @returns {Optics}
 */
export function opticsOf(head, tilt_deg, width) {
  const px_rad = (head.axis_px_rad * width) / head.width_px;
  return { head, tilt_deg, px_rad, width, height: 2 * ON_SENSOR[head.projection](radians(head.vfov_deg) / 2) * px_rad };
}

/** Focal lengths across and down of a unit ray in the camera's axes; NaN behind a pinhole. @type {Record<Exclude<HeadData["projection"], "panoramic">, (right: number, lower: number, depth: number) => Pair>} */
const ON_PLANE = {
  "rectilinear": (right, lower, depth) => (depth > 0 ? [right / depth, lower / depth] : [NaN, NaN]),
  "f-theta": (right, lower, depth) => {
    const away = Math.hypot(right, lower), scale = away > 0 ? Math.atan2(away, depth) / away : 0;
    return [right * scale, lower * scale];
  },
  "equisolid": (right, lower, depth) => {
    const half = Math.sqrt(Math.max((1 + depth) / 2, 1e-300));
    return [right / half, lower / half];
  },
};

/**
 * Column and row of a ray; NaN where the lens draws nothing of it.
 * @param {Optics} optics @param {number} off_deg azimuth from the axis @param {number} above_deg over the horizon
 * @returns {Pair}
 */
export function pixelOfRay({ head, tilt_deg, px_rad, width, height }, off_deg, above_deg) {
  if (head.projection === "panoramic") {
    return [width / 2 + px_rad * radians(turn_deg(0, off_deg)), height / 2 + px_rad * radians(-above_deg - tilt_deg)];
  }
  const off = radians(off_deg), depression = radians(-above_deg), tilt = radians(tilt_deg);
  const level = Math.cos(depression), below = Math.sin(depression), forward = level * Math.cos(off);
  const [across, down] = ON_PLANE[head.projection](level * Math.sin(off), below * Math.cos(tilt) - forward * Math.sin(tilt),
    forward * Math.cos(tilt) + below * Math.sin(tilt));
  return [width / 2 + px_rad * across, height / 2 + px_rad * down];
}

/** How far sideways a unit ray goes for each focal length from the middle, and its depth. @param {HeadData["projection"]} projection @param {number} radius */
function sideways(projection, radius) {
  if (projection === "rectilinear") return 1 / Math.sqrt(1 + radius * radius);
  if (projection === "equisolid") return radius > 2 ? NaN : Math.sqrt(1 - (radius * radius) / 4);
  if (radius > Math.PI) return NaN;
  return radius > 0 ? Math.sin(radius) / radius : 1;
}

/** @param {HeadData["projection"]} projection @param {number} radius */
function depthAt(projection, radius) {
  if (projection === "rectilinear") return 1 / Math.sqrt(1 + radius * radius);
  return projection === "equisolid" ? 1 - (radius * radius) / 2 : Math.cos(radius);
}

/**
 * Put into `ray` the azimuth off the axis [°] and the rise over the horizon for each metre along the ground of a pixel; NaN where none falls.
 * @param {Optics} optics @param {number} column @param {number} row @param {Float64Array} ray
 */
export function rayOfPixel({ head, tilt_deg, px_rad, width, height }, column, row, ray) {
  const across = (column - width / 2) / px_rad, down = (row - height / 2) / px_rad, tilt = radians(tilt_deg);
  if (head.projection === "panoramic") {
    const isRay = Math.abs(across) <= Math.PI && Math.abs(tilt + down) <= Math.PI / 2;
    ray[0] = isRay ? degrees(across) : NaN;
    ray[1] = isRay ? -Math.tan(tilt + down) : NaN;
    return;
  }
  const radius = Math.sqrt(across * across + down * down), aside = sideways(head.projection, radius), depth = depthAt(head.projection, radius);
  const right = across * aside, lower = down * aside;
  const forward = depth * Math.cos(tilt) - lower * Math.sin(tilt), sunk = lower * Math.cos(tilt) + depth * Math.sin(tilt);
  ray[0] = degrees(Math.atan2(right, forward));
  ray[1] = -sunk / Math.sqrt(right * right + forward * forward);
}
