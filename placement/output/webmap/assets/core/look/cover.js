// What the ground around a lens is covered with, as `look.ground_cover` has it: streets as wide as their class, squares, parks, water.

const HALF_M = 200, CELL_M = 0.5, OUTSIDE_M = -1;
/** Half of the drawn width of main roads, of the next, of other streets and of paths. [m] */
const STREET_HALF_M = [5, 4, 3, 1.25];
export const COVER = { other: 0, green: 1, water: 2, square: 3, street: 4 };
const SIDE = (2 * HALF_M) / CELL_M;

/** @typedef {[x: number, y: number]} Spot Metres from the origin of the ground. */
/** @typedef {{ grade: number, name: string, line: Spot[] }} StreetLine */
/** @typedef {{ cover: number, rings: Spot[][] }} CoverArea */

export class GroundCover {
  /** @param {number} x @param {number} y @param {StreetLine[]} streets @param {CoverArea[]} areas what lies above comes last */
  constructor(x, y, streets, areas) {
    this.west = x - HALF_M;
    this.north = y + HALF_M;
    this.streets = streets.filter(({ line }) => line.some((spot, k) => this.#isNear(spot) || (k > 0 && this.#isNear(middle(spot, line[k - 1])))));
    this.cells = new Uint8Array(SIDE * SIDE);
    this.inStreet_m = new Float32Array(SIDE * SIDE).fill(OUTSIDE_M);
    for (const { cover, rings } of areas) if (rings.flat().some((spot) => this.#isNear(spot))) this.#fill(cover, rings);
    for (const { grade, line } of this.streets) {
      for (let k = 1; k < line.length; k += 1) this.#widen(this.#local(line[k - 1]), this.#local(line[k]), STREET_HALF_M[grade]);
    }
  }

  /** @param {Spot} spot */
  #isNear([x, y]) {
    return Math.abs(x - this.west - HALF_M) < HALF_M && Math.abs(y - this.north + HALF_M) < HALF_M;
  }

  /** Column and row of a place, from the middle of the north-western cell. @param {Spot} spot @returns {Spot} */
  #local([x, y]) {
    return [(x - this.west) / CELL_M - 0.5, (this.north - y) / CELL_M - 0.5];
  }

  /** Cover cells whose middle rings hold. @param {number} cover @param {Spot[][]} rings */
  #fill(cover, rings) {
    const edges = rings.flatMap((ring) => ring.map((spot, k) => [this.#local(spot), this.#local(ring[(k + 1) % ring.length])]));
    for (let row = 0; row < SIDE; row += 1) {
      const cuts = edges.filter(([a, b]) => a[1] > row !== b[1] > row).map(([a, b]) => a[0] + ((row - a[1]) / (b[1] - a[1])) * (b[0] - a[0])).sort((a, b) => a - b);
      for (let k = 0; k + 1 < cuts.length; k += 2) {
        const first = Math.max(Math.ceil(cuts[k]), 0), last = Math.min(Math.floor(cuts[k + 1]), SIDE - 1);
        if (last >= first) this.cells.fill(cover, row * SIDE + first, row * SIDE + last + 1);
      }
    }
  }

  /** Note how deep in a street the middles of cells lie. @param {Spot} start @param {Spot} end @param {number} half_m */
  #widen(start, end, half_m) {
    const reach = (half_m - OUTSIDE_M) / CELL_M, wayX = end[0] - start[0], wayY = end[1] - start[1], length2 = Math.max(wayX * wayX + wayY * wayY, 1e-12);
    const [firstX, lastX, firstY, lastY] = [0, 1].flatMap((axis) => [Math.max(Math.floor(Math.min(start[axis], end[axis]) - reach), 0), Math.min(Math.ceil(Math.max(start[axis], end[axis]) + reach), SIDE - 1)]);
    for (let row = firstY; row <= lastY; row += 1) {
      for (let column = firstX; column <= lastX; column += 1) {
        const x = column - start[0], y = row - start[1], along = Math.min(Math.max((x * wayX + y * wayY) / length2, 0), 1);
        const deep_m = half_m - Math.hypot(x - along * wayX, y - along * wayY) * CELL_M, at = row * SIDE + column;
        if (deep_m > this.inStreet_m[at]) this.inStreet_m[at] = deep_m;
      }
    }
  }

  /** The cover at a place; the edges of streets are smooth. @param {number} x @param {number} y */
  at(x, y) {
    const column = (x - this.west) / CELL_M - 0.5, row = (this.north - y) / CELL_M - 0.5;
    if (!(row >= 0 && row < SIDE - 1 && column >= 0 && column < SIDE - 1)) return COVER.other;
    const top = Math.floor(row), first = Math.floor(column), at = top * SIDE + first, down = row - top, across = column - first, deep = this.inStreet_m;
    const upper = deep[at] + across * (deep[at + 1] - deep[at]), lower = deep[at + SIDE] + across * (deep[at + SIDE + 1] - deep[at + SIDE]);
    if (upper + down * (lower - upper) > 0) return COVER.street;
    return this.cells[at + (down >= 0.5 ? SIDE : 0) + (across >= 0.5 ? 1 : 0)];
  }
}

/** @param {Spot} a @param {Spot} b @returns {Spot} */
function middle(a, b) {
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
}
