// What the reader's cameras are worth: how much demand they cover, what no plan with the changed ones can exceed, and the price.
/** @import { GroundData, LiveData, WorthData } from "../../page_data.js" */
/** @import { LiveCamera } from "./cameras.js" */
/** @import { DemandPoints } from "./demand_points.js" */
/** @import { Coverage, Sight } from "./sight.js" */
import { price_czk } from "./cameras.js";

/**
 * `value` is covered demand, `bound` what no plan of so many new cameras and so much money covers that has the changed ones, null
 * where nothing is known of other plans.
 * @typedef {{ value: number, bound: number | null, cost_czk: number, newCameras: number, money_czk: number | null }} Answer
 */

/** Counts by demand point how many cameras cover it, and keeps them in step with changing cameras. */
export class Tally {
  /** @param {{ sight: Sight, points: DemandPoints, live: LiveData, ground: GroundData }} town */
  constructor({ sight, points, live, ground }) {
    this.sight = sight;
    this.points = points;
    this.live = live;
    this.models = ground.models;
    /** @type {LiveCamera[]} */
    this.cameras = [];
    this.counts = points.times.map(() => new Int16Array(points.count));
    /** @type {WeakMap<object, Coverage>} By pose: what is undone is not judged again. */
    this.known = new WeakMap();
    /** What is said of the cameras as they are. @type {Answer | null} */
    this.said = null;
  }

  /**
   * What a camera covers: as planned, with its masks; changed or added, as if it had none.
   * @param {LiveCamera} camera
   */
  coverage(camera) {
    const coverage = this.known.get(camera.pose) ?? withMasks(this.sight.coverage(camera.pose), camera);
    this.known.set(camera.pose, coverage);
    return coverage;
  }

  /** @param {LiveCamera} camera @param {number} step */
  #count(camera, step) {
    const { day, night } = this.coverage(camera);
    for (const point of day) this.counts[0][point] += step;
    if (this.counts.length > 1) for (const point of night) this.counts[1][point] += step;
  }

  /** Have these cameras; only those that differ are judged. @param {LiveCamera[]} cameras */
  have(cameras) {
    const before = new Set(this.cameras.map((each) => each.pose)), after = new Set(cameras.map((each) => each.pose));
    for (const camera of this.cameras) if (!after.has(camera.pose)) this.#count(camera, -1);
    for (const camera of cameras) if (!before.has(camera.pose)) this.#count(camera, 1);
    this.cameras = cameras;
    this.said = null;
  }

  /** Demand that some camera covers. */
  get value() {
    let sum = 0;
    this.points.times.forEach(({ weight }, time) => {
      for (let i = 0; i < weight.length; i += 1) if (this.counts[time][i] > 0) sum += weight[i];
    });
    return sum;
  }

  /**
   * No plan covers more that has the changed cameras, as many new ones and as much money; the proof is in docs/methods.md.
   * @param {number | null} money_czk for all new cameras
   */
  bound(money_czk) {
    const changed = this.cameras.filter((each) => each.isChanged);
    const others = this.cameras.filter((each) => !each.isChanged && (!each.isStanding || each.mayGo)).length;
    const left_czk = money_czk === null ? null : money_czk - surePrice_czk(changed, this.models);
    const worths = this.live.worths.filter(({ money_price }) => left_czk !== null || money_price === 0);
    const best = Math.min(...worths.map((worth) => mostWorth(worth, others) + worth.money_price * (left_czk ?? 0)));
    return this.#priced(changed) + best + this.live.slack;
  }

  /** What is paid for no camera, and the prices of what some cameras cover, each once. @param {LiveCamera[]} changed */
  #priced(changed) {
    let sum = 0;
    this.points.times.forEach(({ weight, price }, time) => {
      for (let i = 0; i < weight.length; i += 1) sum += weight[i] - price[i];
      const covered = new Set(changed.flatMap((camera) => (time === 0 ? this.coverage(camera).day : this.coverage(camera).night)));
      for (const point of covered) sum += price[point];
    });
    return sum;
  }

  /** What taking cameras down costs: those of the plan, and those that the reader dropped or exchanged. [Kč] */
  #removals_czk() {
    const { cameras, removals_czk, removal_czk } = this.live, here = new Set(this.cameras.filter(({ isStanding }) => isStanding).map(({ listed }) => listed));
    return removals_czk + removal_czk * cameras.filter(({ camera, may_go }) => may_go && !here.has(camera)).length;
  }

  /** @returns {Answer} */
  answer() {
    this.said ??= this.#answer();
    return this.said;
  }

  /** @returns {Answer} */
  #answer() {
    const cost_czk = price_czk(this.cameras, this.models) + this.#removals_czk(), { budget_czk } = this.live;
    const money_czk = budget_czk === null ? null : Math.max(budget_czk, cost_czk), value = this.value;
    const bound = this.live.worths.length ? Math.max(this.bound(money_czk), value) : null;
    return { value, bound, cost_czk, newCameras: this.cameras.filter((each) => !each.isStanding).length, money_czk };
  }
}

/**
 * What masks leave of a coverage.
 * @param {Coverage} coverage @param {LiveCamera} camera
 * @returns {Coverage}
 */
function withMasks(coverage, { masked, isChanged }) {
  if (!masked || isChanged) return coverage;
  return { day: coverage.day.filter((point) => !masked.has(point)), night: coverage.night.filter((point) => !masked.has(point)) };
}

/**
 * The most that a number of cameras are worth; beyond those told, as the last one adds.
 * @param {WorthData} worth @param {number} cameras
 */
function mostWorth({ most }, cameras) {
  const last = most.length - 1;
  return most[Math.min(cameras, last)] + Math.max(cameras - last, 0) * (most[last] - most[last - 1]);
}

/**
 * What changed cameras cost for sure, whatever others hang beside them: their points only where the plan has none to choose.
 * @param {LiveCamera[]} changed @param {{ cost_czk: number }[]} models
 */
function surePrice_czk(changed, models) {
  return price_czk(changed.map((each) => (each.isSite ? { ...each, point_czk: 0 } : each)), models);
}
