// A street as a whole: its lines, its pieces, how much of it is in view in each phase and by which cameras.
/** @import { CameraData, PageData, StreetRow } from "../page_data.js" */
/** @import { Line } from "./geometry.js" */
/** @import { Demand } from "./town.js" */

/** One street, square or nameless way. Metres and square metres are sums that the plan made, not the page. */
export class Street {
  /** @type {number[]} */ #pieces = [];
  /** @type {Line[]} */ #named = [];
  /** @type {Demand} */ #demand;

  /**
   * @param {StreetRow} row
   * @param {number} number Its place among the rows; -1 for a street that the plan does not judge.
   * @param {Demand} demand
   */
  constructor([name, length_m, seen_m, cameras, area_m2, seen_m2, seenByNight_m], number, demand) {
    /** Empty for a way without a name. @readonly */ this.name = name;
    /** @readonly */ this.number = number;
    /** @readonly */ this.length_m = length_m;
    /** @readonly */ this.area_m2 = area_m2;
    /** Indices of the cameras that see any of it, in the order of building. @readonly */ this.cameras = cameras;
    this.seen_m = seen_m;
    this.seen_m2 = seen_m2;
    this.seenByNight_m = seenByNight_m;
    this.#demand = demand;
  }

  /** Whether the plan judges it: streets beyond the planned area it does not. */
  get isJudged() {
    return this.number >= 0;
  }

  /**
   * Metres in view at the end of a phase.
   * @param {number} phase
   */
  inView_m(phase) {
    return this.seen_m[phase] ?? 0;
  }

  /**
   * Square metres in view at the end of a phase.
   * @param {number} phase
   */
  inView_m2(phase) {
    return this.seen_m2[phase] ?? 0;
  }

  /**
   * Metres in view by night at the end of a phase.
   * @param {number} phase
   */
  inViewByNight_m(phase) {
    return this.seenByNight_m[phase] ?? 0;
  }

  /** Indices of its pieces in the demand. */
  get pieces() {
    return this.#pieces;
  }

  /** What to draw of it as lines: its own ones, or those of its pieces where it has no name. */
  get lines() {
    if (this.#named.length) return this.#named;
    return this.#pieces.filter((piece) => !this.#demand.isArea(piece)).map((piece) => this.#demand.line(piece));
  }

  /** Outlines of its pieces that are areas. */
  get areas() {
    return this.#pieces.filter((piece) => this.#demand.isArea(piece)).map((piece) => this.#demand.line(piece));
  }

  /** @param {number} piece */
  addPiece(piece) {
    this.#pieces.push(piece);
  }

  /** @param {Line} line */
  addLine(line) {
    this.#named.push(line);
  }
}

/** All streets, by name and by piece. */
export class StreetsInView {
  /** @type {Street[]} */ #streets;
  /** @type {Map<string, Street>} */ #byName;
  /** @type {number[]} */ #ofPiece;

  /**
   * @param {PageData} data
   * @param {Demand} demand
   * @param {Line[][]} lines By grade, as in the data.
   */
  constructor(data, demand, lines) {
    this.#streets = data.demand.streets.map((row, number) => new Street(row, number, demand));
    this.#byName = new Map(this.#streets.filter(({ name }) => name).map((street) => [street.name, street]));
    for (const [name] of data.names) {
      if (!this.#byName.has(name)) this.#byName.set(name, new Street([name, 0, [], [], 0, [], []], -1, demand));
    }
    this.#ofPiece = data.demand.street;
    this.#ofPiece.forEach((number, piece) => this.#streets[number].addPiece(piece));
    data.street_names.forEach((names, grade) => names.forEach((name, line) => {
      if (name >= 0) this.#byName.get(data.names[name][0])?.addLine(lines[grade][line]);
    }));
  }

  /** All that the plan judges, ways without a name included. */
  get all() {
    return this.#streets;
  }

  /** Streets and squares with a name, those that the plan does not judge too. */
  get named() {
    return [...this.#byName.values()];
  }

  /** @param {string} name */
  byName(name) {
    return this.#byName.get(name) ?? null;
  }

  /** @param {number} number */
  byNumber(number) {
    return this.#streets[number] ?? null;
  }

  /** @param {number} piece */
  ofPiece(piece) {
    return this.#streets[this.#ofPiece[piece]];
  }
}

/**
 * The price of the new ones among some cameras, and whether it is only a lower bound; null if none of them is new.
 * @param {number[]} indices
 * @param {CameraData[]} cameras
 */
export function newCamerasPrice(indices, cameras) {
  const added = indices.map((index) => cameras[index]).filter((camera) => camera.status === "new");
  if (!added.length) return null;
  return { price_czk: added.reduce((sum, camera) => sum + (camera.cost ?? 0), 0), isLeast: added.some((camera) => camera.cost_unknown) };
}
