// Rays around a lens at equal angles, and where each runs through upright solids, as `look.crossings` has it.
/** @import { Solids } from "../live/solids.js" */
import { degrees, radians } from "../live/optics.js";
import { distanceToWall_m, ON_WALL_M } from "../live/point.js";

/** Where a ray runs inside a solid. @typedef {{ solid: number, wall: number, enter_m: number, leave_m: number }} Crossing */

/** Rays clockwise from `first_deg`: `count` of the `circle` that would go all around. */
export class Fan {
  /** @param {number} first_deg from grid north @param {number} count @param {number} circle */
  constructor(first_deg, count, circle) {
    this.first_deg = first_deg;
    this.count = count;
    this.circle = circle;
    this.step_deg = 360 / circle;
  }

  /** An azimuth as the number of a ray, in [0, circle), with its fraction. @param {number} azimuth_deg */
  place(azimuth_deg) {
    const turn = (azimuth_deg - this.first_deg) % 360, place = (turn < 0 ? turn + 360 : turn) / this.step_deg;
    return place >= this.circle ? 0 : place;
  }

  /** The ray nearest to an azimuth inside the fan. @param {number} azimuth_deg */
  nearest(azimuth_deg) {
    const ray = Math.round(this.place(azimuth_deg)) % this.circle;
    if (ray < this.count) return ray;
    return ray > this.circle - 2 ? 0 : this.count - 1;
  }
}

/**
 * The crossings of every ray with solids, by rising distance; a lens on a wall is inside for rays that look into it.
 * @param {Fan} fan @param {Solids} solids @param {Iterable<number>} near solids @param {number} x_m @param {number} y_m
 * @returns {Crossing[][]}
 */
export function crossings(fan, solids, near, x_m, y_m) {
  /** @type {Crossing[][]} */
  const byRay = Array.from({ length: fan.count }, () => []);
  /** @type {Map<number, number[]>} */
  const met = new Map();
  for (const solid of near) {
    met.clear();
    for (let wall = solids.starts[solid]; wall < solids.starts[solid + 1]; wall += 1) meet(fan, solids.walls, wall, x_m, y_m, met);
    for (const [ray, hits] of met) pair(byRay[ray], solid, hits);
  }
  for (const list of byRay) list.sort((a, b) => a.enter_m - b.enter_m);
  return byRay;
}

/**
 * Note for every ray that crosses a wall the wall and how far it is.
 * @param {Fan} fan @param {Float64Array} walls @param {number} wall @param {number} x_m @param {number} y_m @param {Map<number, number[]>} met
 */
function meet(fan, walls, wall, x_m, y_m, met) {
  const at = 4 * wall;
  if (distanceToWall_m(x_m, y_m, walls[at], walls[at + 1], walls[at + 2], walls[at + 3]) <= ON_WALL_M) return;
  const x = walls[at] - x_m, y = walls[at + 1] - y_m, alongX = walls[at + 2] - walls[at], alongY = walls[at + 3] - walls[at + 1];
  const one = fan.place(degrees(Math.atan2(x, y))), other = fan.place(degrees(Math.atan2(walls[at + 2] - x_m, walls[at + 3] - y_m)));
  const low = Math.min(one, other), high = Math.max(one, other);
  const ranges = high - low > fan.circle / 2 ? [[0, low], [high, fan.circle]] : [[low, high]]; // the short way may lead across ray 0
  for (const [first, last] of ranges) {
    for (let ray = Math.ceil(first); ray < Math.min(Math.ceil(last), fan.count); ray += 1) {
      const turned = radians(fan.first_deg + ray * fan.step_deg);
      const away = (x * alongY - y * alongX) / (Math.sin(turned) * alongY - Math.cos(turned) * alongX);
      const distance_m = Number.isFinite(away) ? Math.max(away, 0) : Math.min(Math.hypot(x, y), Math.hypot(x + alongX, y + alongY));
      const hits = met.get(ray);
      if (hits) hits.push(distance_m, wall);
      else met.set(ray, [distance_m, wall]);
    }
  }
}

/**
 * Add ways in with their ways out; of an odd number the ray begins inside.
 * @param {Crossing[]} list @param {number} solid @param {number[]} hits distances and walls by turns
 */
function pair(list, solid, hits) {
  /** @type {[number, number][]} */
  const sorted = hits.length % 4 ? [[0, -1]] : [];
  for (let k = 0; k < hits.length; k += 2) sorted.push([hits[k], hits[k + 1]]);
  sorted.sort((a, b) => a[0] - b[0]);
  for (let k = 0; k < sorted.length; k += 2) list.push({ solid, wall: sorted[k][1], enter_m: sorted[k][0], leave_m: sorted[k + 1][0] });
}
