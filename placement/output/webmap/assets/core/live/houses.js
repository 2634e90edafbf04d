// Whether houses hide a line: at some crossing of an outline it runs below the roof. It is tried a hair to its left and to its
// right and sees if either is free, so that a line that only touches a corner or runs along a wall sees.
/** @import { Point } from "./point.js" */
/** @import { Solids } from "./solids.js" */
import { distanceToWall_m, ON_WALL_M, sideOf, TOUCH_M } from "./point.js";

/**
 * Where the line a hair to the left, and to the right, crosses a wall; null where neither does.
 * @param {Point} lens @param {Point} target @param {Float64Array} walls @param {number} at
 */
export function crossing(lens, target, walls, at) {
  const ax = walls[at], ay = walls[at + 1], bx = walls[at + 2], by = walls[at + 3];
  const a = sideOf(lens.x, lens.y, target.x, target.y, ax, ay), b = sideOf(lens.x, lens.y, target.x, target.y, bx, by);
  const left = a > 0 !== b > 0, right = a >= 0 !== b >= 0;
  if (!left && !right) return null;
  const before = sideOf(ax, ay, bx, by, lens.x, lens.y), behind = sideOf(ax, ay, bx, by, target.x, target.y);
  if (before === behind || (before > 0 && behind > 0) || (before < 0 && behind < 0)) return null;
  const leaves = before > behind, end = leaves ? lens : target;
  // Where the line leaves the house, a lens on this very wall looks away; where it enters, a target.
  return { left, right, share: before / (before - behind), isOwn: () => distanceToWall_m(end.x, end.y, ax, ay, bx, by) <= ON_WALL_M };
}

/**
 * Whether a wall lies beside the box around a line along one axis, wholly below or above it.
 * @param {number} a @param {number} b @param {number} one @param {number} other
 */
function isBeside(a, b, one, other) {
  return one < other ? (a < one && b < one) || (a > other && b > other) : (a < other && b < other) || (a > one && b > one);
}

/**
 * Where a wall hides a line a hair to its left, and to its right; null where it hides neither.
 * @param {Solids} houses @param {number} wall @param {Point} lens @param {Point} target
 */
function hidingAt({ walls, tops, owners }, wall, lens, target) {
  const at = 4 * wall;
  if (isBeside(walls[at], walls[at + 2], lens.x, target.x) || isBeside(walls[at + 1], walls[at + 3], lens.y, target.y)) return null;
  const met = crossing(lens, target, walls, at);
  return !met || lens.z + met.share * (target.z - lens.z) >= tops[owners[wall]] - TOUCH_M || met.isOwn() ? null : met;
}

/**
 * Whether the line between two points runs past or above some walls; its ends are outside of houses.
 * @param {Solids} houses @param {Int32Array} near @param {Point} lens @param {Point} target
 */
export function isFreeOfHouses(houses, near, lens, target) {
  let hiddenLeft = false, hiddenRight = false;
  for (const wall of near) {
    const met = hidingAt(houses, wall, lens, target);
    if (!met) continue;
    hiddenLeft ||= met.left;
    hiddenRight ||= met.right;
    if (hiddenLeft && hiddenRight) return false;
  }
  return true;
}
