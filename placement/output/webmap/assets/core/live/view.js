// The outline of what a camera sees of even ground around it, for drawing: rays cut by houses, in its picture, dense enough.
/** @import { ModelData } from "../../page_data.js" */
/** @import { Pose, Sight } from "./sight.js" */
import { density_px_m, radians, turn_deg, wrap_deg } from "./optics.js";
import { sideOf } from "./point.js";

/** Between two rays, and between two places along one. [°], [m] */
const STEP_DEG = 2, STEP_M = 1.5;
const HALF_CIRCLE_DEG = 90;
/** So far beside the picture on the horizon may it reach below: tilted pictures are wider there. [°] */
const WIDER_DEG = 25;

/** @typedef {[x: number, y: number][]} Outline Metres. */

/**
 * Wedges of ground that a camera sees; together they are its view. Crowns and hills are left aside: they tell on the demand.
 * @param {Sight} sight @param {Pose} pose @param {number} required_px_m
 * @returns {Outline[]}
 */
export function viewOutlines(sight, pose, required_px_m) {
  const model = sight.models[pose.model], walls = sight.houses.wallsNear(pose.x, pose.y, model.range_m);
  /** @type {Outline[]} */
  const outlines = [];
  for (let azimuth_deg = 0; azimuth_deg < 360; azimuth_deg += STEP_DEG) {
    if (!mayLook(pose, model, azimuth_deg)) continue;
    const dense = denseStretch(sight, pose, azimuth_deg, required_px_m);
    if (!dense) continue;
    for (const [near_m, far_m] of freeStretches(sight, pose, azimuth_deg, walls, dense)) outlines.push(wedge(pose, azimuth_deg, near_m, far_m));
  }
  return outlines;
}

/**
 * Whether a camera may look along an azimuth: before its wall, and not far beside the picture of every head.
 * @param {Pose} pose @param {ModelData} model @param {number} azimuth_deg
 */
function mayLook(pose, model, azimuth_deg) {
  if (pose.facing_deg !== null && Math.abs(turn_deg(pose.facing_deg, azimuth_deg)) > HALF_CIRCLE_DEG) return false;
  const off_deg = turn_deg(pose.azimuth_deg, azimuth_deg);
  return model.heads.some((head) => Math.abs(turn_deg(head.azimuth_offset_deg, off_deg)) <= head.hfov_deg / 2 + WIDER_DEG);
}

/**
 * Between which distances a ray along the ground is in the picture and dense enough; null if nowhere.
 * @param {Sight} sight @param {Pose} pose @param {number} azimuth_deg @param {number} required_px_m
 * @returns {[number, number] | null}
 */
function denseStretch(sight, pose, azimuth_deg, required_px_m) {
  const model = sight.models[pose.model], drop = pose.height_m - sight.target_m;
  let near_m = NaN, far_m = NaN;
  for (let level = STEP_M; level <= model.range_m; level += STEP_M) {
    const distance_m = Math.hypot(level, drop);
    const ray = { azimuth_deg, depression_deg: (Math.atan2(drop, level) * 180) / Math.PI, distance_m };
    if (distance_m > model.range_m || density_px_m(model, pose, ray) < required_px_m) continue;
    if (Number.isNaN(near_m)) near_m = level;
    far_m = level;
  }
  return Number.isNaN(near_m) ? null : [near_m, far_m];
}

/**
 * From where to where a house hides even ground beyond one of its walls along a ray; null where the ray misses it.
 * @param {Sight} sight @param {Pose} pose @param {[east: number, north: number]} way @param {number} wall
 * @returns {[number, number] | null}
 */
function shadow({ houses, target_m }, pose, [east, north], wall) {
  const [ax, ay, bx, by] = houses.walls.subarray(4 * wall, 4 * wall + 4);
  const a = sideOf(pose.x, pose.y, pose.x + east, pose.y + north, ax, ay), b = sideOf(pose.x, pose.y, pose.x + east, pose.y + north, bx, by);
  if (a > 0 === b > 0) return null;
  const share = a / (a - b), at_m = (ax + share * (bx - ax) - pose.x) * east + (ay + share * (by - ay) - pose.y) * north;
  if (at_m <= 0) return null;
  const over_m = pose.ground_m + pose.height_m - houses.tops[houses.owners[wall]], drop = pose.height_m - target_m;
  if (over_m <= 0) return [at_m, Infinity];
  return [at_m, Math.max((at_m * drop) / over_m, at_m)];
}

/**
 * The stretches of a ray that no house hides.
 * @param {Sight} sight @param {Pose} pose @param {number} azimuth_deg @param {Int32Array} near @param {[number, number]} dense
 * @returns {[number, number][]}
 */
function freeStretches(sight, pose, azimuth_deg, near, [from_m, to_m]) {
  /** @type {[number, number]} */
  const way = [Math.sin(radians(azimuth_deg)), Math.cos(radians(azimuth_deg))];
  const shadows = [...near].map((wall) => shadow(sight, pose, way, wall)).filter((each) => each !== null);
  /** @type {[number, number][]} */
  const free = [];
  let at = from_m;
  for (const [first, last] of shadows.sort((one, other) => one[0] - other[0])) {
    if (first > to_m) break;
    if (first > at) free.push([at, first]);
    at = Math.max(at, last);
  }
  if (at < to_m) free.push([at, to_m]);
  return free;
}

/**
 * @param {Pose} pose @param {number} azimuth_deg @param {number} near_m @param {number} far_m
 * @returns {Outline}
 */
function wedge({ x, y }, azimuth_deg, near_m, far_m) {
  /** @type {(level: number, turn: number) => [number, number]} */
  const at = (level, turn) => {
    const angle = radians(wrap_deg(azimuth_deg + turn));
    return [x + level * Math.sin(angle), y + level * Math.cos(angle)];
  };
  return [at(near_m, -STEP_DEG / 2), at(far_m, -STEP_DEG / 2), at(far_m, STEP_DEG / 2), at(near_m, STEP_DEG / 2)];
}
