// Where the points of a curve lie in a picture.

/**
 * A round number that is at least this: 1, 2 or 5 and noughts.
 * @param {number} least
 */
export function roundTop(least) {
  if (!(least > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((step) => step * power).find((top) => top >= least * (1 - 1e-9)) ?? 10 * power;
}

/**
 * From values along and up to places in a box, whose y grows downwards.
 * @param {{ from: number, to: number, top: number }} values
 * @param {{ left: number, right: number, top: number, bottom: number }} box
 */
export function curveScale({ from, to, top }, box) {
  const wide = to - from || 1;
  return {
    x: (/** @type {number} */ value) => box.left + ((box.right - box.left) * (value - from)) / wide,
    y: (/** @type {number} */ value) => box.bottom - ((box.bottom - box.top) * value) / (top || 1),
  };
}

/**
 * A path through places.
 * @param {[number, number][]} places
 */
export function pathOf(places) {
  return places.map(([x, y], index) => `${index ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
}

/**
 * What each point has more than the one before it; the first has nothing.
 * @param {number[]} values
 */
export function gainsOf(values) {
  return values.map((value, index) => (index ? Math.max(0, value - values[index - 1]) : 0));
}
