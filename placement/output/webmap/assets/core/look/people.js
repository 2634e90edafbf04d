// A standing person where the picture of a camera has just the detail of a level, as `look.people` has it.
/** @import { Level } from "../town.js" */
/** @import { Picture } from "./picture.js" */
/** @typedef {{ level: Level, x: number, y: number, ground_m: number, distance_m: number, slant_m: number, outline: { column: number, row: number }[] }} Figure */
import { degrees } from "../live/optics.js";
import { density_px_m } from "../live/optics.js";
import { COVER } from "./cover.js";
import { pixelOfPoint } from "./picture.js";
import { KIND } from "./profiles.js";

/** Right half of a person of 1.75 m: to the right of the middle, and above ground. [m] */
const HALF_M = [
  [0.05, 0], [0.17, 0], [0.16, 0.45], [0.18, 0.9], [0.24, 0.86], [0.27, 1.2], [0.24, 1.4], [0.14, 1.47], [0.06, 1.5], [0.06, 1.53], [0.1, 1.58],
  [0.11, 1.65], [0.08, 1.72], [0, 1.75],
];
const OUTLINE_M = [...HALF_M, ...HALF_M.slice(0, -1).reverse().map(([aside, up]) => [-aside, up])];
const STEP_PX = 2, NEAR_DENSITY = 0.03, MOST_TRIED = 200, CLEARANCE_M = 0.4;
/** How far beside the middle each level's person is preferred, of the picture's width. [-] */
const ASIDE = [0, -0.12, 0.12, -0.2, 0.2, 0.06, -0.06];

/** The outline of a person at a place. @param {Picture} picture @param {number} x @param {number} y @param {number} ground_m */
function outlineAt({ frame, scene }, x, y, ground_m) {
  const { eye } = scene, away = Math.hypot(x - eye.x, y - eye.y), east = (x - eye.x) / away, north = (y - eye.y) / away;
  return OUTLINE_M.map(([aside, up]) => pixelOfPoint(frame, scene, x + aside * north, y - aside * east, ground_m + up));
}

/** Ground of streets and squares within the range, with the density at a target's height. @param {Picture} picture @param {number} target_m */
function standing(picture, target_m) {
  const { frame, scene } = picture, { eye, town, cover } = scene, spots = [];
  const model = { ...town.ground.models[scene.pose.model], heads: [frame.optics.head], presets: false, purpose: null, tilt_deg: frame.optics.head.tilt_deg };
  const pose = { azimuth_deg: frame.azimuth_deg - frame.optics.head.azimuth_offset_deg, tilt_deg: frame.optics.tilt_deg };
  for (let row = 0; row < frame.rows; row += STEP_PX) {
    for (let column = 0; column < frame.columns; column += STEP_PX) {
      const at = row * frame.columns + column;
      if (picture.kind[at] !== KIND.ground || picture.distance_m[at] > scene.range_m) continue;
      const [x, y] = picture.placeOf(at);
      if (cover.at(x, y) < COVER.square) continue;
      const away = picture.distance_m[at], drop = eye.z - town.ground_m(x, y) - target_m;
      const ray = { azimuth_deg: picture.azimuth_deg[at], depression_deg: degrees(Math.atan2(drop, away)), distance_m: Math.hypot(drop, away) };
      spots.push({ x, y, share: column / frame.columns, density: density_px_m(model, pose, ray) });
    }
  }
  return spots;
}

/** Whether a person is whole in the picture and before all that stands there. @param {Picture} picture @param {Figure} figure */
function isFree({ frame, distance_m, leaf_m }, figure) {
  return figure.outline.every(({ column, row }, k) => {
    if (!(column >= 1 && row >= 1 && column < frame.columns - 1 && row < frame.rows - 1)) return false;
    const at = Math.floor(row) * frame.columns + Math.floor(column);
    return OUTLINE_M[k][1] <= CLEARANCE_M || Math.min(distance_m[at], leaf_m[at]) > figure.distance_m;
  });
}

/**
 * A person for every level that some street or square in view shows at its density.
 * @param {Picture} picture @param {Level[]} levels coarsest first
 * @returns {Figure[]}
 */
export function figuresIn(picture, levels) {
  const { scene } = picture, { eye, town } = scene, target_m = town.ground.target_height_m, spots = standing(picture, target_m);
  return levels.flatMap((level, place) => {
    const preferred = 0.5 + ASIDE[place % ASIDE.length], off = (/** @type {typeof spots[number]} */ spot) => Math.abs(spot.share - preferred) + 3 * Math.abs(spot.density / level.density_px_m - 1);
    const fits = spots.filter(({ density }) => Math.abs(density / level.density_px_m - 1) <= NEAR_DENSITY).map((spot) => ({ spot, off: off(spot) })).sort((a, b) => a.off - b.off);
    for (const { spot } of fits.slice(0, MOST_TRIED)) {
      const stretch = spot.density / level.density_px_m, x = eye.x + (spot.x - eye.x) * stretch, y = eye.y + (spot.y - eye.y) * stretch;
      const ground_m = town.ground_m(x, y), away = Math.hypot(x - eye.x, y - eye.y);
      const figure = { level, x, y, ground_m, distance_m: away, slant_m: Math.hypot(away, eye.z - ground_m - target_m), outline: outlineAt(picture, x, y, ground_m) };
      if (isFree(picture, figure)) return [figure];
    }
    return [];
  });
}
