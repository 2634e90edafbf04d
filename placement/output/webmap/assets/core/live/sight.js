// What a camera sees: the judgement of `visibility.sights` and `pipeline.coverage_by_time`, on the ground of the page.
/** @import { GroundData, ModelData, PersonData } from "../../page_data.js" */
/** @import { Crown } from "./crowns.js" */
/** @import { DemandPoints } from "./demand_points.js" */
/** @import { Point } from "./point.js" */
import { crownsOf, decisiveHeight_m, isFreeOfCrowns } from "./crowns.js";
import { isFreeOfHouses } from "./houses.js";
import { degrees, density_px_m, turn_deg, wrap_deg } from "./optics.js";
import { TOUCH_M } from "./point.js";
import { isFreeOfRaised } from "./raised.js";
import { Solids } from "./solids.js";
import { Terrain } from "./terrain.js";

/** A wall faces the half circle within this of its normal. [°] */
const HALF_CIRCLE_DEG = 90;
/** Into so many slices a body is cut where what floats has no closed form. */
const SLICES = 18;
/** A decisive height lower by more than this needs a line of its own. [m] */
const LOWER_M = 1e-6;

/**
 * A camera as it hangs; azimuths from grid north, `facing_deg` null where it hangs free.
 * @typedef {{ x: number, y: number, ground_m: number, height_m: number, azimuth_deg: number, tilt_deg: number,
 *   facing_deg: number | null, model: number }} Pose
 */
/**
 * What is near a lens.
 * @typedef {{ lens: Point, walls: Int32Array, raised: number[], crowns: Crown[] }} Surroundings
 */
/**
 * The demand points that a camera covers by day, and of them those by night, each ascending.
 * @typedef {{ day: number[], night: number[] }} Coverage
 */

export class Sight {
  /** @param {GroundData} ground @param {DemandPoints} points */
  constructor(ground, points) {
    this.models = ground.models;
    this.points = points;
    this.cell_m = ground.cell_m;
    this.target_m = ground.target_height_m;
    this.person = ground.person;
    this.terrain = new Terrain(ground);
    this.houses = new Solids(ground.houses).index();
    this.raised = new Solids(ground.raised).index();
    this.crowns = crownsOf(ground);
    this.crownsThrough = ground.crowns_through;
    /** Whether a roof covers the target at each point: 0 not asked yet, 1 no, 2 yes. */
    this.roofed = new Uint8Array(points.count);
    this.byEast = Int32Array.from(points.x.keys()).sort((a, b) => points.x[a] - points.x[b]);
    this.reach_m = Math.max(...ground.models.map((model) => model.range_m));
  }

  /**
   * Whether a camera at a place and height would be inside a house, under its roof.
   * @param {number} x @param {number} y @param {number} height_m above the ground
   */
  isInside(x, y, height_m) {
    const z = this.terrain.heightAt(x, y) + height_m;
    return this.houses.roofOver_m(x, y) > z + TOUCH_M
      || this.raised.solidsOver(x, y).some((solid) => this.raised.bases[solid] < z - TOUCH_M && z < this.raised.tops[solid] - TOUCH_M);
  }

  /**
   * What a camera covers: in free sight, in its picture, in range, dense enough.
   * @param {Pose} pose
   * @returns {Coverage}
   */
  coverage(pose) {
    /** @type {Coverage} */
    const coverage = { day: [], night: [] };
    const model = this.models[pose.model], lens = { x: pose.x, y: pose.y, z: pose.ground_m + pose.height_m };
    const near = this.#near(lens, model.range_m).filter((point) => this.#isInPicture(pose, model, lens, point));
    if (!near.length || this.houses.roofOver_m(lens.x, lens.y) > lens.z + TOUCH_M) return coverage;
    const around = this.#around(lens, model.range_m);
    for (const point of near) {
      if (!this.#isVisible(around, point)) continue;
      coverage.day.push(point);
      if (this.points.night && (this.points.lit[point] || this.#distance_m(lens, point) <= model.night_range_m)) coverage.night.push(point);
    }
    return coverage;
  }

  /**
   * The demand points within a reach of a lens along the ground, ascending.
   * @param {Point} lens @param {number} reach_m
   */
  #near(lens, reach_m) {
    const { x, y } = this.points, near = [];
    let low = 0, high = this.byEast.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (x[this.byEast[middle]] < lens.x - reach_m) low = middle + 1;
      else high = middle;
    }
    for (; low < this.byEast.length && x[this.byEast[low]] <= lens.x + reach_m; low += 1) {
      const point = this.byEast[low];
      if (Math.hypot(x[point] - lens.x, y[point] - lens.y) <= reach_m) near.push(point);
    }
    return near.sort((a, b) => a - b);
  }

  /** @param {Point} lens @param {number} point */
  #level_m(lens, point) {
    return Math.max(Math.hypot(this.points.x[point] - lens.x, this.points.y[point] - lens.y), this.cell_m / 4);
  }

  /** @param {Point} lens @param {number} point */
  #distance_m(lens, point) {
    return Math.hypot(this.#level_m(lens, point), lens.z - this.points.z[point] - this.target_m);
  }

  /** @param {Pose} pose @param {ModelData} model @param {Point} lens @param {number} point */
  #isInPicture(pose, model, lens, point) {
    const east = this.points.x[point] - lens.x, north = this.points.y[point] - lens.y;
    const azimuth_deg = wrap_deg(degrees(Math.atan2(east, north)));
    if (pose.facing_deg !== null && Math.abs(turn_deg(pose.facing_deg, azimuth_deg)) > HALF_CIRCLE_DEG) return false;
    const level = this.#level_m(lens, point), drop = lens.z - this.points.z[point] - this.target_m, distance_m = Math.hypot(level, drop);
    if (distance_m > model.range_m) return false;
    return density_px_m(model, pose, { azimuth_deg, depression_deg: degrees(Math.atan2(drop, level)), distance_m }) >= this.points.required[point];
  }

  /**
   * @param {Point} lens @param {number} reach_m
   * @returns {Surroundings}
   */
  #around(lens, reach_m) {
    const raisedWalls = this.raised.wallsNear(lens.x, lens.y, reach_m);
    return {
      lens,
      walls: this.houses.wallsNear(lens.x, lens.y, reach_m),
      raised: [...new Set(Array.from(raisedWalls, (wall) => this.raised.owners[wall]))],
      crowns: this.crowns.filter((crown) => Math.hypot(crown.x - lens.x, crown.y - lens.y) <= reach_m + crown.radius),
    };
  }

  /** @param {Surroundings} around @param {number} point */
  #isVisible(around, point) {
    if (this.person) return this.#isPersonVisible(around, point, this.person);
    const head = this.#above(point, this.target_m);
    return this.#isFreeOfGrounded(around, head, point) && this.#isFreeOfFloating(around, head);
  }

  /** A point so high above a demand point. @param {number} point @param {number} height_m */
  #above(point, height_m) {
    return { x: this.points.x[point], y: this.points.y[point], z: this.points.z[point] + height_m };
  }

  /** @param {Surroundings} around @param {Point} head @param {number} point */
  #isFreeOfGrounded({ lens, walls }, head, point) {
    return !this.#isRoofed(point, head) && isFreeOfHouses(this.houses, walls, lens, head) && this.terrain.isFree(lens, head);
  }

  /** @param {number} point @param {Point} head */
  #isRoofed(point, head) {
    if (!this.roofed[point]) this.roofed[point] = this.houses.solidsOver(head.x, head.y).length ? 2 : 1;
    return this.roofed[point] === 2 && this.houses.roofOver_m(head.x, head.y) > head.z + TOUCH_M;
  }

  /** @param {Surroundings} around @param {Point} head */
  #isFreeOfFloating({ lens, raised, crowns }, head) {
    return isFreeOfRaised(this.raised, raised, lens, head) && isFreeOfCrowns(crowns, this.crownsThrough, lens, head);
  }

  /**
   * Whether enough of a person is visible, decided by one line (`visibility.person_visibility`).
   * @param {Surroundings} around @param {number} point @param {PersonData} person
   */
  #isPersonVisible(around, point, person) {
    const decisive_m = person.low_m + (1 - person.share) * (person.high_m - person.low_m);
    if (!this.#isFreeOfGrounded(around, this.#above(point, decisive_m), point)) return false;
    if (!around.crowns.length && !around.raised.length) return true;
    const lower_m = this.raised.tops.length
      ? this.#sampledHeight_m(around, point, person, decisive_m)
      : decisiveHeight_m(around.crowns, this.crownsThrough, around.lens, this.#above(point, 0), person);
    if (Number.isNaN(lower_m)) return false;
    return lower_m >= decisive_m - LOWER_M || this.#isFreeOfGrounded(around, this.#above(point, lower_m), point);
  }

  /**
   * The decisive height by slices of the body; NaN if too little is left. [m]
   * @param {Surroundings} around @param {number} point @param {PersonData} person @param {number} whole_m
   */
  #sampledHeight_m(around, point, { low_m, high_m, share }, whole_m) {
    const needed = Math.ceil(share * SLICES - LOWER_M), slice_m = (high_m - low_m) / SLICES;
    let free = 0;
    for (let number = 0; number < SLICES; number += 1) {
      free += Number(this.#isFreeOfFloating(around, this.#above(point, high_m - (number + 0.5) * slice_m)));
      if (free < needed) continue;
      const height_m = Math.max(high_m - (number + 1) * slice_m, low_m);
      return height_m >= whole_m - slice_m - LOWER_M ? whole_m : height_m;
    }
    return NaN;
  }
}
