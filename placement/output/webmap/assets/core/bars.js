// Where bars and steps lie in a picture.

/**
 * Places and widths of bars, one beside another, between two ends.
 * @param {number} count
 * @param {{ left: number, right: number }} box
 * @param {number} filled The part of its room that a bar takes.
 */
export function barPlaces(count, { left, right }, filled = 0.7) {
  const room = (right - left) / Math.max(count, 1);
  return Array.from({ length: count }, (_, index) => ({ x: left + room * (index + (1 - filled) / 2), width: room * filled, middle: left + room * (index + 0.5) }));
}

/**
 * A path of steps, one a value, from the left edge of each to its right one.
 * @param {number[]} values
 * @param {{ x: (at: number) => number, y: (value: number) => number }} scale
 */
export function stepPath(values, { x, y }) {
  return values.map((value, index) => `${index ? "L" : "M"}${x(index).toFixed(1)} ${y(value).toFixed(1)}H${x(index + 1).toFixed(1)}`).join("");
}
