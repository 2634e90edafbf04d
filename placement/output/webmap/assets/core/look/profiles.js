// Along every ray around a lens what it meets first at each rise: a running maximum over ground, walls and roofs, as `look.profiles` has it.
/** @import { Crossing, Fan } from "./fan.js" */
import { radians } from "../live/optics.js";

export const FAR_M = 400;
const NEAREST_M = 0.25, GROWTH = 0.015, HORIZON_M = 100_000;

/** What a ray meets. */
export const KIND = { sky: 0, ground: 1, wall: 2, roof: 3, ownWall: 4, crown: 5, trunk: 6, underside: 7 };

/** @typedef {{ x: number, y: number, z: number }} Eye The lens: metres from the origin and the base of the ground. */
/** @typedef {{ kind: number, distance_m: number, wall: number }} Hit Along the ground; Infinity in the sky. */

/** Distances at which the ground is sampled, the last one at the horizon. [m] */
function samples_m() {
  const even = Array.from({ length: Math.ceil(1 / GROWTH) - 1 }, (_, k) => NEAREST_M * (k + 1)), last = even[even.length - 1];
  const count = Math.ceil(Math.log(FAR_M / last) / Math.log1p(GROWTH));
  return Float64Array.from([...even, ...Array.from({ length: count - 1 }, (_, k) => last * (1 + GROWTH) ** (k + 1)), FAR_M, HORIZON_M]);
}

const SAMPLES_M = samples_m();

/** The pieces of all rays in one row, ray by ray and by rising distance. */
export class Profiles {
  /**
   * @param {Fan} fan @param {Eye} eye @param {number} foot_m height of the ground below it
   * @param {(x: number, y: number) => number} ground_m @param {Crossing[][]} inside @param {Float64Array} tops
   */
  constructor(fan, eye, foot_m, ground_m, inside, tops) {
    const size = inside.reduce((sum, list) => sum + 3 * list.length, fan.count * SAMPLES_M.length);
    this.fan = fan;
    this.eye_m = eye.z;
    this.start = new Int32Array(fan.count + 1);
    this.kind = new Uint8Array(size);
    this.wall = new Int32Array(size).fill(-1);
    this.near_m = new Float64Array(size);
    this.far_m = new Float64Array(size);
    this.low_m = new Float64Array(size);
    this.high_m = new Float64Array(size);
    this.rising = new Float64Array(size);
    this.size = 0;
    for (let ray = 0; ray < fan.count; ray += 1) {
      this.start[ray] = this.size;
      this.#addRay(radians(fan.first_deg + ray * fan.step_deg), eye, foot_m, ground_m, inside[ray], tops);
    }
    this.start[fan.count] = this.size;
  }

  /**
   * @param {number} turned @param {Eye} eye @param {number} foot_m @param {(x: number, y: number) => number} ground_m
   * @param {Crossing[]} inside @param {Float64Array} tops
   */
  #addRay(turned, eye, foot_m, ground_m, inside, tops) {
    const sine = Math.sin(turned), cosine = Math.cos(turned);
    let next = 0, before_m = 0, height_m = foot_m, most = -Infinity;
    const add = (/** @type {number} */ kind, /** @type {number} */ wall, /** @type {number} */ far_m, /** @type {number} */ high_m, /** @type {number} */ end_m) => {
      const at = this.size++, rise = high_m - eye.z;
      this.kind[at] = kind;
      this.wall[at] = wall;
      this.near_m[at] = before_m;
      this.far_m[at] = far_m;
      this.low_m[at] = kind === KIND.ground ? height_m : high_m;
      this.high_m[at] = high_m;
      most = Math.max(most, end_m > 0 ? rise / end_m : Math.sign(rise) * Infinity || 0);
      this.rising[at] = most;
    };
    const addGround = (/** @type {number} */ far_m) => {
      const reach = Math.min(far_m, FAR_M), height = ground_m(eye.x + reach * sine, eye.y + reach * cosine);
      add(KIND.ground, -1, far_m, height, far_m);
      before_m = far_m;
      height_m = height;
    };
    for (const sample of SAMPLES_M) {
      for (; next < inside.length && inside[next].enter_m < sample; next += 1) {
        const { solid, wall, enter_m, leave_m } = inside[next], top = tops[solid];
        addGround(enter_m);
        add(KIND.wall, wall, enter_m, top, enter_m);
        add(KIND.roof, wall, leave_m, top, top > eye.z ? enter_m : leave_m);
      }
      addGround(sample);
    }
  }

  /**
   * The piece that a ray meets at a rise; -1 in the sky.
   * @param {number} ray @param {number} slope rise for each metre along the ground
   */
  pieceAt(ray, slope) {
    let low = this.start[ray], high = this.start[ray + 1];
    const end = high;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.rising[middle] < slope) low = middle + 1;
      else high = middle;
    }
    return low < end ? low : -1;
  }

  /** How far along the ground a ray meets a piece. [m] @param {number} piece @param {number} slope */
  distanceTo_m(piece, slope) {
    const near = this.near_m[piece], length = this.far_m[piece] - near, low = this.low_m[piece] - this.eye_m;
    const fall = slope * length - (this.high_m[piece] - this.low_m[piece]);
    const share = fall === 0 ? 1 : (low - slope * near) / fall;
    return near + Math.min(Math.max(share, 0), 1) * length;
  }
}
