// Names on the map that do not lie on one another.

/** @typedef {{ x: number, y: number, halfWidth: number, halfHeight: number }} Box Pixels. */

/** Shifts of a name from its place, tried one after the other. [px] */
const SHIFTS_PX = [[0, 0], [0, -20], [0, 20], [0, -36], [0, 36], [-45, -20], [45, -20], [-45, 20], [45, 20]];
const LETTER_PX = 4, MARGIN_PX = 6, HALF_HEIGHT_PX = 9;

/**
 * @param {Box} box
 * @param {Box} other
 */
function overlaps(box, other) {
  return Math.abs(box.x - other.x) < box.halfWidth + other.halfWidth && Math.abs(box.y - other.y) < box.halfHeight + other.halfHeight;
}

/**
 * The box of a name near its place that lies on no other name and on the fewest symbols; undefined if there is none.
 * @param {string} name
 * @param {{ x: number, y: number }} at
 * @param {Box[]} names
 * @param {Box[]} symbols
 * @returns {Box | undefined}
 */
export function freeBox(name, at, names, symbols) {
  const boxes = SHIFTS_PX.map(([dx, dy]) => ({ x: at.x + dx, y: at.y + dy, halfWidth: LETTER_PX * name.length + MARGIN_PX, halfHeight: HALF_HEIGHT_PX }))
    .filter((box) => !names.some((other) => overlaps(box, other)));
  const hiddenSymbols = boxes.map((box) => symbols.filter((symbol) => overlaps(box, symbol)).length);
  return boxes[hiddenSymbols.indexOf(Math.min(...hiddenSymbols))];
}
