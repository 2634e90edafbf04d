// Where a camera can hang: points that stand, sites the plan had to choose from, carriers beside them.
/** @import { LiveData } from "../../page_data.js" */
import { summed, unpackNumbers } from "../varints.js";

const UNITS_M = 100, PER_DEGREE = 10;
const STANDING = "existing";
/** A click so near to a carrier means it. [m] */
export const SNAP_M = 4;

/** `point_czk` is what it costs where no camera hangs, also where one did.
 * @typedef {{ x: number, y: number, kind: string, isSite: boolean, height_m: number, facing_deg: number | null, point_czk: number }} Carrier */

export class Carriers {
  /** @param {LiveData} live */
  constructor(live) {
    const numbers = unpackNumbers(live.carriers), count = numbers.length / 5;
    const [x, y, kind, height, facing] = [0, 1, 2, 3, 4].map((column) => numbers.slice(column * count, (column + 1) * count));
    summed(x);
    summed(y);
    /** From west to east. @type {Carrier[]} */
    this.all = x.map((_, k) => {
      const [name, point_czk] = live.kinds[Math.floor(kind[k] / 2)];
      return { x: x[k] / UNITS_M, y: y[k] / UNITS_M, kind: name, isSite: kind[k] % 2 === 1, height_m: height[k] / UNITS_M,
        facing_deg: facing[k] < 0 ? null : facing[k] / PER_DEGREE, point_czk };
    });
    this.prices = new Map(live.kinds);
    this.default_czk = live.point_czk;
  }

  /** What the plan pays for a point on a kind of carrier; nothing where one stands. [Kč] @param {string | null} kind */
  pointPrice_czk(kind) {
    return kind === STANDING ? 0 : this.prices.get(kind ?? "") ?? this.default_czk;
  }

  /**
   * The nearest carrier within reach of a place; null if there is none.
   * @param {number} x @param {number} y
   * @returns {Carrier | null}
   */
  nearest(x, y, reach_m = SNAP_M) {
    let best = null, least_m = reach_m, low = 0, high = this.all.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.all[middle].x < x - reach_m) low = middle + 1;
      else high = middle;
    }
    for (; low < this.all.length && this.all[low].x <= x + reach_m; low += 1) {
      const away_m = Math.hypot(this.all[low].x - x, this.all[low].y - y);
      if (away_m <= least_m) [best, least_m] = [this.all[low], away_m];
    }
    return best;
  }
}
