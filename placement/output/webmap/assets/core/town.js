// The page's rows as values with named fields; nothing else knows the order of a row.
/** @import { PackedPolygon, PageData } from "../page_data.js" */
/** @import { Bounds, Line, Origin, Place, Polygon } from "./geometry.js" */
import { boundsOf, containsPlace, placeAtOffset, unpackLine, unpackPolygons, withinBounds } from "./geometry.js";
import { readAddresses } from "./addresses.js";
import { isSeenIn } from "./phases.js";
import { StreetsInView } from "./street.js";

/** Polygons that are unpacked when somebody asks for them: most are not drawn when the page opens. */
export class Outline {
  /** @type {PackedPolygon[]} */ #packed;
  /** @type {Origin} */ #origin;
  /** @type {Polygon[] | undefined} */ #polygons;
  /** @type {Bounds | undefined} */ #bounds;

  /**
   * @param {PackedPolygon[]} packed
   * @param {Origin} origin
   */
  constructor(packed, origin) {
    this.#packed = packed;
    this.#origin = origin;
  }

  get polygons() {
    return (this.#polygons ??= unpackPolygons(this.#packed, this.#origin));
  }

  get bounds() {
    return (this.#bounds ??= boundsOf(this.polygons));
  }
}

/**
 * Whether a place lies in one of some outlines.
 * @param {Outline[]} outlines
 * @param {number} lat
 * @param {number} lng
 */
export function isWithinAny(outlines, lat, lng) {
  return outlines.some(({ bounds, polygons }) => withinBounds(bounds, lat, lng) && containsPlace(polygons, lat, lng));
}

/** @typedef {{ name: string, density_px_m: number }} Level */
/** @typedef {{ camera: number, level: number, reachable: boolean, area_m2: number, outline: Outline }} View */
/** @typedef {{ sincePhase: number, untilPhase: number, outline: Outline }} DoubleCover Seen twice from a phase on, and before another. */
/** @typedef {{ kind: string, name: string, at: Place, seenPhase: number, unseenPhases: number[] }} PlaceOfInterest */
/** @typedef {{ name: string, at: Place, turn_deg: number }} StreetName */
/** @typedef {ReturnType<typeof readDistrict>} District */
/** @typedef {{ kind: string, form: "area", outline: Outline } | { kind: string, form: "line", lines: Line[] }} Backdrop */

/**
 * Later phases in which pieces are unseen again, by piece.
 * @param {number[][]} rows
 * @returns {Map<number, number[]>}
 */
function phasesByPiece(rows = []) {
  return new Map(rows.map(([piece, ...phases]) => [piece, phases]));
}

/** Pieces of streets and squares with what is expected there, by index. */
export class Demand {
  /** @type {PageData["demand"]} */ #data;
  /** @type {Origin} */ #origin;
  /** @type {Line[]} */ #lines = [];
  /** @type {Set<number>} */ #areas;
  /** Later phases in which a piece is unseen again. @type {Map<number, number[]>} */ #unseen;
  /** @type {Map<number, number[]>} */ #unseenByNight;

  /**
   * @param {PageData["demand"]} data
   * @param {Origin} origin
   */
  constructor(data, origin) {
    this.#data = data;
    this.#origin = origin;
    this.#areas = new Set(data.cells);
    this.#unseen = phasesByPiece(data.unseen);
    this.#unseenByNight = phasesByPiece(data.unseen_night);
  }

  get count() {
    return this.#data.line.length;
  }

  /** Expected a year on 100 m, piece by piece. */
  get rates() {
    return this.#data.rate;
  }

  /** Whether the plan tells day and night apart. */
  get hasNight() {
    return this.#data.seen_night !== undefined;
  }

  /**
   * Whether a piece is seen at the end of a phase, by day where that is told apart.
   * @param {number} index
   * @param {number} phase
   */
  isSeen(index, phase) {
    return isSeenIn(this.#data.seen[index], phase, this.#unseen.get(index));
  }

  /**
   * Whether a piece is seen by night at the end of a phase.
   * @param {number} index
   * @param {number} phase
   */
  isSeenByNight(index, phase) {
    return isSeenIn(this.#data.seen_night?.[index] ?? -1, phase, this.#unseenByNight.get(index));
  }

  /** Indices of the hot pieces. */
  get hot() {
    return this.#data.hot;
  }

  /** Whether there are squares or parks among the pieces. */
  get hasAreas() {
    return this.#areas.size > 0;
  }

  /**
   * Whether a piece is an area of a square or park, not a line.
   * @param {number} index
   */
  isArea(index) {
    return this.#areas.has(index);
  }

  /** @param {number} index */
  line(index) {
    return (this.#lines[index] ??= unpackLine(this.#data.line[index], this.#origin));
  }
}

/**
 * A part of the town, with the place of its name.
 * @param {string} name
 * @param {Place} at
 * @param {Outline} outline
 */
function readDistrict(name, at, outline) {
  return { name, at, outline, contains: (/** @type {{ lat: number, lng: number }} */ { lat, lng }) => containsPlace(outline.polygons, lat, lng) };
}

/** @typedef {ReturnType<typeof readTown>} Town */
/** @typedef {Town["facades"][number]} Facade */
/** @typedef {Town["masked"][number]} MaskedArea */

/**
 * The page's data with named fields.
 * @param {PageData} data
 */
export function readTown(data) {
  const { origin } = data;
  const outline = (/** @type {PackedPolygon[]} */ packed) => new Outline(packed, origin);
  const demand = new Demand(data.demand, origin);
  const streets = data.streets.map((lines) => lines.map((line) => unpackLine(line, origin)));
  return {
    levels: data.levels.map(([name, density_px_m]) => ({ name, density_px_m })),
    views: data.views.map(([camera, level, reachable, area_m2, polygons]) =>
      ({ camera, level, reachable: reachable === 1, area_m2, outline: outline(polygons) })),
    doubleCover: data.double.map(([sincePhase, polygons, untilPhase]) => ({ sincePhase, untilPhase: untilPhase ?? Infinity, outline: outline(polygons) })),
    places: data.places.map(([kind, name, east, north, seenPhase, unseenPhases]) =>
      ({ kind, name, at: placeAtOffset(origin, east, north), seenPhase, unseenPhases })),
    streetNames: data.names.map(([name, east, north, turn_deg]) => ({ name, at: placeAtOffset(origin, east, north), turn_deg })),
    districts: data.districts.map(([name, polygons, east, north]) => readDistrict(name, placeAtOffset(origin, east, north), outline(polygons))),
    backdrop: data.backdrop.map((row) => /** @type {Backdrop} */ (row[1] === "area"
      ? { kind: row[0], form: row[1], outline: outline(row[2]) }
      : { kind: row[0], form: row[1], lines: row[2].map((line) => unpackLine(line, origin)) })),
    buildings: data.buildings.map((rings) => outline([rings])),
    addresses: readAddresses(data.addresses, origin),
    streets,
    area: data.area.map(outline),
    facades: data.facades.map(([camera, density_px_m, line]) => ({ camera, density_px_m, line: unpackLine(line, origin) })),
    masked: data.masked.map(([camera, level, area_m2, share, polygons]) => ({ camera, level, area_m2, share, outline: outline(polygons) })),
    demand,
    streetsInView: new StreetsInView(data, demand, streets),
  };
}
