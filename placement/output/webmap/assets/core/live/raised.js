// Whether solids that one looks through below hide a line: bridges between houses, upper parts over a passage, roofs on posts.
/** @import { Point } from "./point.js" */
/** @import { Solids } from "./solids.js" */
import { crossing } from "./houses.js";
import { TOUCH_M } from "./point.js";

/** A line is tested this far to either side. [m] */
const HAIR_M = 1e-6;

/**
 * Between which shares of its way a line is at a solid's heights; null if nowhere.
 * @param {number} lens_m @param {number} target_m @param {number} base_m @param {number} top_m
 */
function stretch(lens_m, target_m, base_m, top_m) {
  const low_m = base_m + TOUCH_M, high_m = top_m - TOUCH_M;
  if (Math.max(lens_m, target_m) <= low_m || Math.min(lens_m, target_m) >= high_m) return null;
  if (lens_m === target_m) return { first: 0, last: 1 };
  const one = (low_m - lens_m) / (target_m - lens_m), two = (high_m - lens_m) / (target_m - lens_m);
  const first = Math.max(Math.min(one, two), 0), last = Math.min(Math.max(one, two), 1);
  return first < last ? { first, last } : null;
}

/**
 * Whether the outline of a solid crosses a stretch of a line a hair to its left and to its right, and hides it there.
 * @param {Solids} raised @param {number} solid @param {Point} lens @param {Point} target @param {{ first: number, last: number }} part
 */
function crossed(raised, solid, lens, target, { first, last }) {
  const hides = { left: false, right: false }, meets = { left: false, right: false };
  for (let wall = raised.starts[solid]; wall < raised.starts[solid + 1]; wall += 1) {
    const met = crossing(lens, target, raised.walls, 4 * wall);
    if (!met || !(first < met.share && met.share < last)) continue;
    const own = met.isOwn();
    for (const side of /** @type {const} */ (["left", "right"])) {
      meets[side] ||= met[side];
      hides[side] ||= met[side] && !own;
    }
  }
  return { hides, meets };
}

/**
 * Whether a stretch of a line is inside a solid, a hair to its left and to its right.
 * @param {Solids} raised @param {number} solid @param {Point} lens @param {Point} target @param {{ first: number, last: number }} part
 */
function hidden(raised, solid, lens, target, part) {
  const { hides, meets } = crossed(raised, solid, lens, target, part);
  const east = target.x - lens.x, north = target.y - lens.y, run = Math.hypot(east, north), middle = (part.first + part.last) / 2;
  const aside = run > 0 ? HAIR_M / run : 0, x = lens.x + middle * east, y = lens.y + middle * north;
  if (!meets.left) hides.left = raised.holds(solid, x - north * aside, y + east * aside);
  if (!meets.right) hides.right = raised.holds(solid, x + north * aside, y - east * aside);
  return hides;
}

/**
 * Whether the line between two points runs past, above or below some solids.
 * @param {Solids} raised @param {Iterable<number>} near solids @param {Point} lens @param {Point} target
 */
export function isFreeOfRaised(raised, near, lens, target) {
  let hiddenLeft = false, hiddenRight = false;
  for (const solid of near) {
    const part = stretch(lens.z, target.z, raised.bases[solid], raised.tops[solid]);
    if (!part) continue;
    const hides = hidden(raised, solid, lens, target, part);
    hiddenLeft ||= hides.left;
    hiddenRight ||= hides.right;
    if (hiddenLeft && hiddenRight) return false;
  }
  return true;
}
