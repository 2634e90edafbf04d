// Crowns of trees: upright cylinders of leaves that a line may pass a few of, and the heights of a place that they hide.
/** @import { GroundData } from "../../page_data.js" */
/** @import { Point } from "./point.js" */
import { summed, unpackNumbers } from "../varints.js";

const UNITS_M = 100;
/** What crowns leave of a body may be this much less than required. [m] */
const HAIR_M = 1e-9;

/** @typedef {{ x: number, y: number, radius: number, base: number, top: number }} Crown */
/** @typedef {{ low: number, high: number }} Interval Heights that a crown hides, open. */

/**
 * The crowns of a block of ground.
 * @param {Pick<GroundData, "crowns">} ground
 * @returns {Crown[]}
 */
export function crownsOf({ crowns }) {
  const numbers = unpackNumbers(crowns), count = numbers.length / 5;
  const [x, y, radius, base, thick] = [0, 1, 2, 3, 4].map((column) => numbers.slice(column * count, (column + 1) * count));
  for (const column of [x, y, base]) summed(column);
  return x.map((_, k) => ({ x: x[k] / UNITS_M, y: y[k] / UNITS_M, radius: radius[k] / UNITS_M, base: base[k] / UNITS_M, top: (base[k] + thick[k]) / UNITS_M }));
}

/**
 * The shares of a line between which it runs over a crown; null where it misses it, or the lens hangs in it, which is trimmed.
 * @param {Point} lens @param {Point} target @param {Crown} crown
 */
function within(lens, target, { x, y, radius }) {
  const east = target.x - lens.x, north = target.y - lens.y, toX = x - lens.x, toY = y - lens.y;
  const away2 = toX * toX + toY * toY, length2 = east * east + north * north;
  if (away2 < radius * radius || length2 === 0) return null;
  const nearest = (toX * east + toY * north) / length2, off2 = away2 - nearest * nearest * length2;
  if (off2 >= radius * radius) return null;
  const half = Math.sqrt((radius * radius - off2) / length2);
  const first = Math.max(nearest - half, 0), last = Math.min(nearest + half, 1);
  return first < last ? { first, last } : null;
}

/**
 * Whether a line goes through a crown; touching its surface does not count.
 * @param {Point} lens @param {Point} target @param {Crown} crown
 */
function passes(lens, target, crown) {
  const over = within(lens, target, crown);
  if (!over) return false;
  const rise = target.z - lens.z, one = lens.z + over.first * rise, other = lens.z + over.last * rise;
  return Math.min(one, other) < crown.top && Math.max(one, other) > crown.base;
}

/**
 * Whether a line passes no more than some number of crowns.
 * @param {Crown[]} near @param {number} most @param {Point} lens @param {Point} target
 */
export function isFreeOfCrowns(near, most, lens, target) {
  let count = 0;
  for (const crown of near) {
    if (passes(lens, target, crown) && (count += 1) > most) return false;
  }
  return true;
}

/**
 * The heights of a place that a crown hides; null if none.
 * @param {Point} lens @param {Point} place @param {Crown} crown
 * @returns {Interval | null}
 */
function hiddenBy(lens, place, crown) {
  const over = within(lens, place, crown);
  if (!over) return null;
  const under = crown.base - lens.z, above = crown.top - lens.z;
  const low = under < 0 ? (over.first > 0 ? under / over.first : -Infinity) : under / over.last;
  const high = above > 0 ? (over.first > 0 ? above / over.first : Infinity) : above / over.last;
  return { low: lens.z + low, high: lens.z + high };
}

/**
 * The height above which crowns leave just so much of a body over its feet; NaN if they leave too little. [m]
 * @param {Crown[]} near @param {number} most @param {Point} lens @param {Point} feet
 * @param {{ low_m: number, high_m: number, share: number }} body
 */
export function decisiveHeight_m(near, most, lens, feet, { low_m, high_m, share }) {
  const needed_m = share * (high_m - low_m), low = feet.z + low_m, high = feet.z + high_m;
  const intervals = near.map((crown) => hiddenBy(lens, feet, crown)).filter((each) => each !== null && Math.max(each.low, low) < Math.min(each.high, high));
  if (intervals.length <= most) return high_m - needed_m;
  const cuts = [low, high, ...intervals.flatMap((each) => (each ? [each.low, each.high] : []))].map((cut) => Math.min(Math.max(cut, low), high)).sort((a, b) => a - b);
  let left_m = 0;
  for (let k = cuts.length - 1; k > 0; k -= 1) {
    const piece_m = cuts[k] - cuts[k - 1], middle = (cuts[k] + cuts[k - 1]) / 2;
    if (!(piece_m > 0) || intervals.filter((each) => each && each.low < middle && middle < each.high).length > most) continue;
    if (left_m + piece_m >= needed_m - HAIR_M) return Math.max(cuts[k] - (needed_m - left_m), cuts[k - 1]) - feet.z;
    left_m += piece_m;
  }
  return NaN;
}
