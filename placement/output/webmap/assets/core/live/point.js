// A point in space, and how close is close: what all judges of sight share.

/** @typedef {{ x: number, y: number, z: number }} Point Metres from the origin and the base of a block of ground. */
/** @typedef {{ ax: number, ay: number, bx: number, by: number }} Edge A wall, its house on the left. */

/** A line this little below a height still touches it. [m] */
export const TOUCH_M = 1e-9;
/** What lies this close to a wall is on it. [m] */
export const ON_WALL_M = 0.01;

/**
 * Positive left of the line from a to b, 0 on it, negative on its right.
 * @param {number} ax @param {number} ay @param {number} bx @param {number} by @param {number} x @param {number} y
 */
export function sideOf(ax, ay, bx, by, x, y) {
  return (bx - ax) * (y - ay) - (by - ay) * (x - ax);
}

/**
 * How far a place lies from a wall. [m]
 * @param {number} x @param {number} y @param {number} ax @param {number} ay @param {number} bx @param {number} by
 */
export function distanceToWall_m(x, y, ax, ay, bx, by) {
  const east = bx - ax, north = by - ay;
  const along = Math.min(Math.max(((x - ax) * east + (y - ay) * north) / (east * east + north * north), 0), 1);
  return Math.hypot(ax + along * east - x, ay + along * north - y);
}
