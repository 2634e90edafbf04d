// The height of the ground, and whether it hides: rule R3 on the exact engine's own cells, with heights from a lattice.
/** @import { GroundData } from "../../page_data.js" */
/** @import { Point } from "./point.js" */
import { summed, unpackNumbers } from "../varints.js";
import { TOUCH_M } from "./point.js";

const UNITS_M = 100;

/** Ground over the base of its block; metres from its origin. */
export class Terrain {
  /** @param {Pick<GroundData, "terrain" | "cell_m" | "frame_m">} ground */
  constructor({ terrain, cell_m, frame_m }) {
    this.cell_m = cell_m;
    this.west_m = frame_m[0];
    this.north_m = frame_m[1];
    this.lattice = terrain;
    this.nodes = terrain ? nodesOf(terrain.nodes, terrain.rows, terrain.columns) : new Float32Array(0);
  }

  /**
   * Height of the cell that holds a place. [m]
   * @param {number} x_m
   * @param {number} y_m
   */
  heightAt(x_m, y_m) {
    return this.heightOf(Math.floor((this.north_m - y_m) / this.cell_m), Math.floor((x_m - this.west_m) / this.cell_m));
  }

  /**
   * Height of a cell of the exact engine, between the nodes around its middle. [m]
   * @param {number} row
   * @param {number} column
   */
  heightOf(row, column) {
    if (!this.lattice) return 0;
    const { step_m, rows, columns } = this.lattice;
    const across = clamp((this.west_m + (column + 0.5) * this.cell_m - this.lattice.west_m) / step_m, columns - 1);
    const down = clamp((this.lattice.north_m - this.north_m + (row + 0.5) * this.cell_m) / step_m, rows - 1);
    const j = Math.min(Math.floor(across), columns - 2), i = Math.min(Math.floor(down), rows - 2);
    const at = i * columns + j, u = across - j, v = down - i, nodes = this.nodes;
    const above = nodes[at] + u * (nodes[at + 1] - nodes[at]);
    const below = nodes[at + columns] + u * (nodes[at + columns + 1] - nodes[at + columns]);
    return above + v * (below - above);
  }

  /**
   * Whether the line between two points runs over the ground.
   * @param {Point} lens
   * @param {Point} target
   */
  isFree(lens, target) {
    if (!this.lattice) return true;
    const row = Math.floor((this.north_m - lens.y) / this.cell_m), column = Math.floor((lens.x - this.west_m) / this.cell_m);
    const down = Math.floor((this.north_m - target.y) / this.cell_m) - row, right = Math.floor((target.x - this.west_m) / this.cell_m) - column;
    return this.#freeAlong(row, column, down, right, lens.z, target.z, false) && this.#freeAlong(row, column, right, down, lens.z, target.z, true);
  }

  /**
   * Whether no crossing with the lines of one kind of cell middles stands above the line.
   * @param {number} row
   * @param {number} column
   * @param {number} ahead cells along
   * @param {number} aside cells across
   * @param {number} lens_m
   * @param {number} target_m
   * @param {boolean} byColumns
   */
  #freeAlong(row, column, ahead, aside, lens_m, target_m, byColumns) {
    const steps = Math.abs(ahead), way = Math.sign(ahead), rise = (target_m - lens_m) / steps;
    for (let step = steps - 1; step > 0; step -= 1) {
      const drift = (aside * step) / steps, low = Math.floor(drift), rest = drift - low;
      const [i, j] = byColumns ? [row + low, column + way * step] : [row + way * step, column + low];
      const near = this.heightOf(i, j);
      const far = rest > 0 ? (byColumns ? this.heightOf(i + 1, j) : this.heightOf(i, j + 1)) : near;
      if (near + rest * (far - near) > lens_m + rise * step + TOUCH_M) return false;
    }
    return true;
  }
}

/** @param {number} value @param {number} most */
function clamp(value, most) {
  return Math.min(Math.max(value, 0), most);
}

/**
 * Heights of a lattice, row by row; what no run holds has that of the node before it.
 * @param {string} packed
 * @param {number} rows
 * @param {number} columns
 */
function nodesOf(packed, rows, columns) {
  const numbers = unpackNumbers(packed), nodes = new Float32Array(rows * columns);
  let at = 0;
  for (let row = 0; row < rows; row += 1) {
    let column = 0;
    for (let runs = numbers[at++]; runs > 0; runs -= 1) {
      column += numbers[at++];
      const length = numbers[at++];
      const heights = summed(numbers.slice(at, at + length), 2);
      for (let k = 0; k < length; k += 1) nodes[row * columns + column + k] = heights[k] / UNITS_M;
      at += length;
      column += length;
    }
  }
  return nodes;
}
