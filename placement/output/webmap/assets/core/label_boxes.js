// Names on the map that do not lie on one another.

/** @typedef {{ x: number, y: number, halfWidth: number, halfHeight: number }} Box Pixels. */

/** Shifts of a name from its place, tried one after the other. [px] */
const SHIFTS_PX = [[0, 0], [0, -20], [0, 20], [0, -36], [0, 36], [-45, -20], [45, -20], [-45, 20], [45, 20], [-70, 0], [70, 0], [0, -54], [0, 54]];
const LETTER_PX = 4, MARGIN_PX = 6, HALF_HEIGHT_PX = 11;

/**
 * Whether two boxes lie on one another.
 * @param {Box} box
 * @param {Box} other
 */
export function overlaps(box, other) {
  return Math.abs(box.x - other.x) < box.halfWidth + other.halfWidth && Math.abs(box.y - other.y) < box.halfHeight + other.halfHeight;
}

/**
 * Half of the width of a name.
 * @param {string} name
 */
export function roomOf(name) {
  return LETTER_PX * name.length + MARGIN_PX;
}

/**
 * The box of a name near its place that lies on no other name, its middle where it may be; undefined if there is none.
 * @param {string} name
 * @param {{ x: number, y: number }} at
 * @param {Box[]} names
 * @param {(box: Box) => boolean} mayBe
 * @returns {Box | undefined}
 */
export function boxAmong(name, at, names, mayBe) {
  return SHIFTS_PX.map(([dx, dy]) => ({ x: at.x + dx, y: at.y + dy, halfWidth: roomOf(name), halfHeight: HALF_HEIGHT_PX }))
    .find((box) => mayBe(box) && !names.some((other) => overlaps(box, other)));
}

/**
 * The least box around a name that is turned.
 * @param {string} name
 * @param {{ x: number, y: number }} at
 * @param {number} turn_deg
 * @returns {Box}
 */
export function turnedBox(name, at, turn_deg) {
  const turn = (turn_deg * Math.PI) / 180, long = 3.1 * name.length + 4, high = 8;
  return { x: at.x, y: at.y, halfWidth: Math.abs(long * Math.cos(turn)) + Math.abs(high * Math.sin(turn)),
    halfHeight: Math.abs(long * Math.sin(turn)) + Math.abs(high * Math.cos(turn)) };
}
