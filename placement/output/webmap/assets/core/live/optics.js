// Pixel density of a camera model on a ray, as `cameras.projection` and `cameras.model` have it.
/** @import { HeadData, ModelData } from "../../page_data.js" */

/** A ray this close outside the frame is in it. [°] */
const ROUNDING_DEG = 1e-9;
/** The same on a plane a focal length away. [-] */
const ROUNDING = 1e-12;

/** @typedef {{ azimuth_deg: number, depression_deg: number, distance_m: number }} Ray From grid north, below the horizon, along the ray. */

/** @param {number} deg */
export function radians(deg) {
  return (deg * Math.PI) / 180;
}

/** @param {number} rad */
export function degrees(rad) {
  return (rad * 180) / Math.PI;
}

/** An azimuth in [0, 360). @param {number} deg */
export function wrap_deg(deg) {
  if (deg >= 0 && deg < 360) return deg; // to the last bit
  const wrapped = ((deg % 360) + 360) % 360;
  return wrapped === 360 ? 0 : wrapped;
}

/** The shortest turn between two azimuths, in [-180, 180), positive clockwise. @param {number} from @param {number} to */
export function turn_deg(from, to) {
  return wrap_deg(to - from + 180) - 180;
}

/** @typedef {{ right: number, lower: number, depth: number }} Axes A unit ray in the camera's own axes. */

/**
 * How many pixels a radian across a ray has in each projection, against those on the axis, inverted; 0 outside the picture.
 * `across` and `down` are half the angles of view. [°]
 * @type {Record<Exclude<HeadData["projection"], "panoramic">, (axes: Axes, across: number, down: number) => number>}
 */
const SHRINKAGE = {
  "f-theta": ({ right, lower, depth }, across, down) => {
    const sideways = Math.hypot(right, lower), scale = sideways > 0 ? degrees(Math.atan2(sideways, depth)) / sideways : 0;
    return across + ROUNDING_DEG >= Math.abs(right * scale) && down + ROUNDING_DEG >= Math.abs(lower * scale) ? 1 : 0;
  },
  "equisolid": ({ right, lower, depth }, across, down) => {
    const half = Math.sqrt(Math.max((1 + depth) / 2, 1e-300));
    const inside = 2 * Math.sin(radians(across) / 2) + ROUNDING >= Math.abs(right / half) && 2 * Math.sin(radians(down) / 2) + ROUNDING >= Math.abs(lower / half);
    return inside ? 1 / half : 0;
  },
  "rectilinear": ({ right, lower, depth }, across, down) => {
    const inside = (Math.tan(radians(across)) + ROUNDING) * depth >= Math.abs(right) && (Math.tan(radians(down)) + ROUNDING) * depth >= Math.abs(lower);
    return inside && depth > 0 ? depth : 0;
  },
};

/**
 * The shrinkage of a head on a ray; 0 outside its picture.
 * @param {HeadData} head @param {number} off_deg azimuth from the axis @param {number} depression_deg @param {number} tilt_deg
 */
function shrinkage({ projection, hfov_deg, vfov_deg }, off_deg, depression_deg, tilt_deg) {
  const across = hfov_deg / 2, down = vfov_deg / 2;
  if (projection === "panoramic") {
    return across + ROUNDING_DEG >= Math.abs(turn_deg(0, off_deg)) && down + ROUNDING_DEG >= Math.abs(depression_deg - tilt_deg) ? 1 : 0;
  }
  const off = radians(off_deg), depression = radians(depression_deg), tilt = radians(tilt_deg);
  const level = Math.cos(depression), below = Math.sin(depression), forward = level * Math.cos(off);
  const axes = { right: level * Math.sin(off), lower: below * Math.cos(tilt) - forward * Math.sin(tilt), depth: forward * Math.cos(tilt) + below * Math.sin(tilt) };
  return SHRINKAGE[projection](axes, across, down);
}

/**
 * Pixels per metre that a head has on a target square to its ray; 0 outside its picture.
 * @param {HeadData} head @param {number} azimuth_deg of the camera @param {number} moreTilt_deg @param {Ray} ray
 */
function headDensity_px_m(head, azimuth_deg, moreTilt_deg, ray) {
  const off = turn_deg(head.azimuth_offset_deg, turn_deg(azimuth_deg, ray.azimuth_deg));
  const shrunk = shrinkage(head, off, ray.depression_deg, head.tilt_deg + moreTilt_deg);
  return shrunk > 0 ? head.axis_px_rad / (ray.distance_m * shrunk) : 0;
}

/** The angle between a ray and a lane, 0 to 90; 0 where the lane is not known. @param {ModelData} model @param {Ray} ray */
function laneAngle_deg(model, ray) {
  if (model.lane_azimuth_deg === null) return 0;
  const angle = Math.abs(turn_deg(model.lane_azimuth_deg, ray.azimuth_deg));
  return Math.min(angle, 180 - angle);
}

/**
 * Whether a ray counts at a pixel density, but for the range: fit for what the camera is for.
 * @param {ModelData} model @param {number} density @param {Ray} ray
 */
function isFit(model, density, ray) {
  const { purpose } = model;
  if (!purpose) return true;
  const away = laneAngle_deg(model, ray), narrower = Math.max(Math.cos(radians(away)), 1e-9);
  return density >= purpose.density_px_m / narrower && Math.abs(ray.depression_deg) <= purpose.vertical_deg && away <= purpose.horizontal_deg;
}

/**
 * The pixel density a camera always has on a ray in free sight, whatever its range; 0 for none.
 * @param {ModelData} model @param {{ azimuth_deg: number, tilt_deg: number }} pose @param {Ray} ray
 */
export function density_px_m(model, { azimuth_deg, tilt_deg }, ray) {
  const moreTilt_deg = model.presets ? 0 : tilt_deg - model.tilt_deg;
  let density = model.presets ? Infinity : 0;
  for (const head of model.heads) {
    const ofHead = headDensity_px_m(head, azimuth_deg, moreTilt_deg, ray);
    density = model.presets ? Math.min(density, ofHead) : Math.max(density, ofHead);
  }
  return isFit(model, density, ray) ? density : 0;
}
