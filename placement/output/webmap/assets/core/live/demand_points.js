// The demand points of a plan: where they are, what each weighs and asks for, and what it is worth to one more camera.
/** @import { LiveData } from "../../page_data.js" */
import { summed, unpackNumbers } from "../varints.js";

const UNITS_M = 100;

/**
 * By day, or by night: weights and prices. [unit of demand]
 * @typedef {{ weight: Float64Array, price: Float64Array }} TimeOfDay
 */

/** Demand points; their columns by day and, in a plan for day and night, by night. */
export class DemandPoints {
  /** @param {LiveData} live */
  constructor(live) {
    this.x = metres(live.x);
    this.y = metres(live.y);
    /** Height of the ground. [m] */
    this.z = metres(live.z);
    this.count = this.x.length;
    this.day = timeOfDay(live.weight, live.price, live);
    this.night = live.night ? timeOfDay(live.night.weight, live.night.price, live) : null;
    this.lit = flags(live.night?.lit ?? "", this.count);
    /** Least pixel density that counts. [px/m] */
    this.required = new Float64Array(this.count).fill(live.required_px_m);
    for (const [density_px_m, points] of live.denser) for (const point of summed(unpackNumbers(points))) this.required[point] = density_px_m;
    /** The piece of a street or square that is drawn for each, -1 for none. */
    this.piece = pieces(flags(live.left_out, this.count));
  }

  /** Columns of demand: one by day, two by day and night. */
  get times() {
    return this.night ? [this.day, this.night] : [this.day];
  }
}

/** @param {string} packed */
function metres(packed) {
  return Float64Array.from(summed(unpackNumbers(packed), 2), (whole) => whole / UNITS_M);
}

/**
 * @param {string} weight @param {string} price @param {LiveData} live
 * @returns {TimeOfDay}
 */
function timeOfDay(weight, price, { weight_unit, price_parts }) {
  const weights = Float64Array.from(unpackNumbers(weight), (parts) => parts * weight_unit);
  return { weight: weights, price: Float64Array.from(unpackNumbers(price), (parts, i) => (parts / price_parts) * weights[i]) };
}

/** @param {string} packed @param {number} count */
function flags(packed, count) {
  const set = new Uint8Array(count);
  for (const point of summed(unpackNumbers(packed))) set[point] = 1;
  return set;
}

/** @param {Uint8Array} leftOut */
function pieces(leftOut) {
  let next = 0;
  return Int32Array.from(leftOut, (out) => (out ? -1 : next++));
}
