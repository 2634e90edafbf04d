// Packed lines back to degrees, and the question "is this place inside".
/** @import { PackedLine, PackedPolygon } from "../page_data.js" */

/** @typedef {[lat: number, lng: number]} Place Degrees. */
/** @typedef {Place[]} Line */
/** @typedef {Line[]} Polygon Rings, the outer one first. */
/** @typedef {{ south: number, west: number, north: number, east: number }} Bounds Degrees. */
/** @typedef {[east: number, north: number]} Origin Millionths of a degree. */

const PER_DEGREE = 1e6;
export const METRES_PER_DEGREE = 111195;

/**
 * The vertices of a packed line, in degrees.
 * @param {PackedLine} packed
 * @param {Origin} origin
 * @returns {Line}
 */
export function unpackLine(packed, origin) {
  /** @type {Line} */
  const line = [];
  let [x, y] = origin;
  for (let i = 0; i < packed.length; i += 2) {
    x += packed[i];
    y += packed[i + 1];
    line.push([y / PER_DEGREE, x / PER_DEGREE]);
  }
  return line;
}

/**
 * Packed polygons with their rings in degrees.
 * @param {PackedPolygon[]} packed
 * @param {Origin} origin
 * @returns {Polygon[]}
 */
export function unpackPolygons(packed, origin) {
  return packed.map((rings) => rings.map((ring) => unpackLine(ring, origin)));
}

/**
 * The place of an offset from the origin.
 * @param {Origin} origin
 * @param {number} east
 * @param {number} north
 * @returns {Place}
 */
export function placeAtOffset(origin, east, north) {
  return [(origin[1] + north) / PER_DEGREE, (origin[0] + east) / PER_DEGREE];
}

/**
 * The rectangle around polygons; one that holds nothing if there are none.
 * @param {Polygon[]} polygons
 * @returns {Bounds}
 */
export function boundsOf(polygons) {
  const bounds = { south: Infinity, west: Infinity, north: -Infinity, east: -Infinity };
  for (const [outer] of polygons) {
    for (const [lat, lng] of outer) {
      bounds.south = Math.min(bounds.south, lat);
      bounds.north = Math.max(bounds.north, lat);
      bounds.west = Math.min(bounds.west, lng);
      bounds.east = Math.max(bounds.east, lng);
    }
  }
  return bounds;
}

/**
 * The middle of a rectangle.
 * @param {Bounds} bounds
 * @returns {Place}
 */
export function centreOf({ south, west, north, east }) {
  return [(south + north) / 2, (west + east) / 2];
}

/**
 * Whether a place lies in a rectangle or on its edge.
 * @param {Bounds} bounds
 * @param {number} lat
 * @param {number} lng
 */
export function withinBounds(bounds, lat, lng) {
  return lat >= bounds.south && lat <= bounds.north && lng >= bounds.west && lng <= bounds.east;
}

/**
 * Whether two rectangles overlap or touch.
 * @param {Bounds} bounds
 * @param {Bounds} other
 */
export function boundsIntersect(bounds, other) {
  return other.north >= bounds.south && other.south <= bounds.north && other.east >= bounds.west && other.west <= bounds.east;
}

/**
 * Whether a place lies in one of the polygons, by the even-odd rule over all rings (holes count as outside).
 * @param {Polygon[]} polygons
 * @param {number} lat
 * @param {number} lng
 */
export function containsPlace(polygons, lat, lng) {
  return polygons.some((rings) => {
    let odd = false;
    for (const ring of rings) {
      for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
        const [yi, xi] = ring[i], [yj, xj] = ring[j];
        if (yi > lat !== yj > lat && lng < ((xj - xi) * (lat - yi)) / (yj - yi) + xi) odd = !odd;
      }
    }
    return odd;
  });
}

/**
 * Metres from a place to a segment, on a plane that touches the earth at the place.
 * @param {Place} from
 * @param {Place} to
 * @param {number} lat
 * @param {number} lng
 */
function segmentDistance_m([fromLat, fromLng], [toLat, toLng], lat, lng) {
  const shrink = Math.cos((lat * Math.PI) / 180);
  const east = (fromLng - lng) * shrink, north = fromLat - lat;
  const alongEast = (toLng - fromLng) * shrink, alongNorth = toLat - fromLat;
  const squared = alongEast ** 2 + alongNorth ** 2;
  const share = squared ? Math.max(0, Math.min(1, -(east * alongEast + north * alongNorth) / squared)) : 0;
  return METRES_PER_DEGREE * Math.hypot(east + share * alongEast, north + share * alongNorth);
}

/**
 * Metres from a place to a line, wherever on it the nearest point lies.
 * @param {Line} line
 * @param {number} lat
 * @param {number} lng
 */
export function lineDistance_m(line, lat, lng) {
  let least_m = Infinity;
  for (let i = 0; i < line.length; i += 1) least_m = Math.min(least_m, segmentDistance_m(line[Math.max(0, i - 1)], line[i], lat, lng));
  return least_m;
}

/**
 * The index of the line nearest to a place, or -1 if none lies within the reach.
 * @param {number} count
 * @param {(index: number) => Line} lineAt
 * @param {number} lat
 * @param {number} lng
 */
export function nearestLine(count, lineAt, lat, lng, reach_m = 25) {
  let nearest = -1, least_m = reach_m;
  for (let index = 0; index < count; index += 1) {
    const distance_m = lineDistance_m(lineAt(index), lat, lng);
    if (distance_m < least_m) [nearest, least_m] = [index, distance_m];
  }
  return nearest;
}
