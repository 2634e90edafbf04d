// Whole numbers from short text: zigzag, seven bits a byte, base64; `webmap/varints.py` writes them.
/** @import { PackedNumbers } from "../page_data.js" */

const BITS = 128;

/**
 * The whole numbers of a text, in their order.
 * @param {PackedNumbers} packed
 * @returns {number[]}
 */
export function unpackNumbers(packed) {
  const bytes = atob(packed);
  /** @type {number[]} */
  const numbers = [];
  let value = 0, place = 1;
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes.charCodeAt(i);
    value += (byte % BITS) * place;
    place *= BITS;
    if (byte < BITS) {
      numbers.push(value % 2 ? -(value + 1) / 2 : value / 2);
      [value, place] = [0, 1];
    }
  }
  return numbers;
}

/**
 * Numbers of their steps, in place; of steps between steps with order 2.
 * @template {number[] | Float64Array} Numbers
 * @param {Numbers} steps
 * @returns {Numbers}
 */
export function summed(steps, order = 1) {
  for (let time = 0; time < order; time += 1) {
    for (let i = 1; i < steps.length; i += 1) steps[i] += steps[i - 1];
  }
  return steps;
}
