// Upright solids in exact outlines, with the walls near a place from a grid.
/** @import { PackedNumbers } from "../../page_data.js" */
import { unpackNumbers } from "../varints.js";
import { distanceToWall_m, ON_WALL_M } from "./point.js";

const UNITS_M = 100;
/** Side of a cell of the grid of walls. [m] */
const CELL_M = 40;

/**
 * Walls and solids; walls of one solid follow each other, the solid on their left.
 */
export class Solids {
  /** @param {PackedNumbers} packed */
  constructor(packed) {
    const numbers = unpackNumbers(packed);
    /** @type {number[]} */
    const walls = [], tops = [], bases = [], starts = [0], owners = [];
    let at = 0, x = 0, y = 0, top = 0;
    while (at < numbers.length) {
      top += numbers[at];
      const thick = numbers[at + 1], rings = numbers[at + 2];
      at += 3;
      for (let ring = 0; ring < rings; ring += 1) {
        const corners = numbers[at++], first = walls.length;
        for (let k = 0; k < corners; k += 1, at += 2) {
          x += numbers[at];
          y += numbers[at + 1];
          if (k > 0) walls.push(x / UNITS_M, y / UNITS_M);
          walls.push(x / UNITS_M, y / UNITS_M);
        }
        walls.push(walls[first], walls[first + 1]);
        for (let k = 0; k < corners; k += 1) owners.push(tops.length);
      }
      tops.push(top / UNITS_M);
      bases.push(thick ? (top - thick) / UNITS_M : -Infinity);
      starts.push(walls.length / 4);
    }
    /** Four numbers a wall: from x, y to x, y. [m] */
    this.walls = Float64Array.from(walls);
    this.tops = Float64Array.from(tops);
    /** Undersides; -Infinity of what stands on the ground. [m] */
    this.bases = Float64Array.from(bases);
    /** Where the walls of each solid begin, and one more. */
    this.starts = Int32Array.from(starts);
    /** The solid of each wall. */
    this.owners = Int32Array.from(owners);
    this.grid = gridOf(this.walls);
  }

  /**
   * The walls of which some part may be within a reach of a place, ascending.
   * @param {number} x @param {number} y @param {number} reach_m
   */
  wallsNear(x, y, reach_m) {
    const { west, south, rows, columns, cells } = this.grid;
    /** @type {Set<number>} */
    const near = new Set();
    for (let row = Math.max(band(y - reach_m, south), 0); row <= Math.min(band(y + reach_m, south), rows - 1); row += 1) {
      for (let column = Math.max(band(x - reach_m, west), 0); column <= Math.min(band(x + reach_m, west), columns - 1); column += 1) {
        for (const wall of cells[row * columns + column]) near.add(wall);
      }
    }
    const { walls } = this;
    return Int32Array.from([...near].filter((wall) =>
      Math.min(walls[4 * wall], walls[4 * wall + 2]) <= x + reach_m && Math.max(walls[4 * wall], walls[4 * wall + 2]) >= x - reach_m
      && Math.min(walls[4 * wall + 1], walls[4 * wall + 3]) <= y + reach_m && Math.max(walls[4 * wall + 1], walls[4 * wall + 3]) >= y - reach_m)).sort();
  }

  /**
   * Whether a place is inside the outline of a solid, and in no courtyard.
   * @param {number} solid @param {number} x @param {number} y
   */
  holds(solid, x, y) {
    let inside = false;
    for (let at = 4 * this.starts[solid]; at < 4 * this.starts[solid + 1]; at += 4) {
      const ay = this.walls[at + 1], by = this.walls[at + 3];
      if (ay > y !== by > y && x < this.walls[at] + ((y - ay) / (by - ay)) * (this.walls[at + 2] - this.walls[at])) inside = !inside;
    }
    return inside;
  }

  /**
   * The solids that hold a place deeper than a wall is thick.
   * @param {number} x @param {number} y
   */
  solidsOver(x, y) {
    const column = band(x, this.grid.west), row = band(y, this.grid.south);
    if (column < 0 || row < 0 || column >= this.grid.columns || row >= this.grid.rows) return [];
    return this.grid.inside[row * this.grid.columns + column].filter((solid) => this.holds(solid, x, y) && this.#isDeep(solid, x, y));
  }

  /** @param {number} solid @param {number} x @param {number} y */
  #isDeep(solid, x, y) {
    for (let at = 4 * this.starts[solid]; at < 4 * this.starts[solid + 1]; at += 4) {
      if (distanceToWall_m(x, y, this.walls[at], this.walls[at + 1], this.walls[at + 2], this.walls[at + 3]) <= ON_WALL_M) return false;
    }
    return true;
  }

  /**
   * The highest roof over a place inside a solid, -Infinity outside. [m]
   * @param {number} x @param {number} y
   */
  roofOver_m(x, y) {
    return this.solidsOver(x, y).reduce((highest, solid) => Math.max(highest, this.tops[solid]), -Infinity);
  }

  /** Note which cells the boxes of solids touch, so that `solidsOver` looks at few. */
  index() {
    const { west, south, rows, columns, inside } = this.grid;
    for (let solid = 0; solid < this.tops.length; solid += 1) {
      let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
      for (let at = 4 * this.starts[solid]; at < 4 * this.starts[solid + 1]; at += 4) {
        minX = Math.min(minX, this.walls[at]);
        maxX = Math.max(maxX, this.walls[at]);
        minY = Math.min(minY, this.walls[at + 1]);
        maxY = Math.max(maxY, this.walls[at + 1]);
      }
      for (let row = band(minY, south); row <= Math.min(band(maxY, south), rows - 1); row += 1) {
        for (let column = band(minX, west); column <= Math.min(band(maxX, west), columns - 1); column += 1) inside[row * columns + column].push(solid);
      }
    }
    return this;
  }
}

/** @param {number} at_m @param {number} from_m */
function band(at_m, from_m) {
  return Math.floor((at_m - from_m) / CELL_M);
}

/**
 * Walls by the cells that their boxes touch.
 * @param {Float64Array} walls
 */
function gridOf(walls) {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let at = 0; at < walls.length; at += 2) {
    west = Math.min(west, walls[at]);
    east = Math.max(east, walls[at]);
    south = Math.min(south, walls[at + 1]);
    north = Math.max(north, walls[at + 1]);
  }
  const columns = walls.length ? band(east, west) + 1 : 0, rows = walls.length ? band(north, south) + 1 : 0;
  /** @type {number[][]} */
  const cells = Array.from({ length: rows * columns }, () => []);
  /** @type {number[][]} */
  const inside = Array.from({ length: rows * columns }, () => []);
  for (let at = 0; at < walls.length; at += 4) {
    const low = band(Math.min(walls[at + 1], walls[at + 3]), south), high = band(Math.max(walls[at + 1], walls[at + 3]), south);
    const first = band(Math.min(walls[at], walls[at + 2]), west), last = band(Math.max(walls[at], walls[at + 2]), west);
    for (let row = low; row <= high; row += 1) for (let column = first; column <= last; column += 1) cells[row * columns + column].push(at / 4);
  }
  return { west, south, rows, columns, cells, inside };
}
