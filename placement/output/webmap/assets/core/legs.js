// Lines from a camera to where its view begins: below its picture it sees nothing, and the view would float.
/** @import { Line, Place, Polygon } from "./geometry.js" */
import { METRES_PER_DEGREE } from "./geometry.js";

/** A corner this near the outermost direction ends the leg. [rad] */
const NEAR_RAD = 0.03;
/** A view that begins nearer needs no legs; one wider than that is around its camera. [m], [rad] */
const LEAST_M = 1, WIDEST_RAD = 5.2;

/** @typedef {{ from: number, to: number, near_m: number, ends: [Place, Place] }} Part Directions from `from` to `to`, clockwise from north. [rad] */

/**
 * What a camera sees of one part of its view; null where that is around it.
 * @param {Place} camera
 * @param {Line} ring
 * @returns {Part | null}
 */
function partOf([lat, lng], ring) {
  const shrink = Math.cos((lat * Math.PI) / 180);
  const corners = ring.map((place) => {
    const east = (place[1] - lng) * shrink, north = place[0] - lat;
    return { place, angle: Math.atan2(east, north), away_m: METRES_PER_DEGREE * Math.hypot(east, north) };
  });
  let turned = corners[0].angle;
  const turns = corners.map(({ angle }) => {
    turned += Math.atan2(Math.sin(angle - turned), Math.cos(angle - turned));
    return turned;
  });
  const from = Math.min(...turns), to = Math.max(...turns);
  if (to - from > WIDEST_RAD) return null;
  const nearest = (/** @type {(turn: number) => boolean} */ isEnd) =>
    corners.filter((_, index) => isEnd(turns[index])).reduce((one, other) => (other.away_m < one.away_m ? other : one));
  const ends = [nearest((turn) => turn < from + NEAR_RAD), nearest((turn) => turn > to - NEAR_RAD)];
  return { from, to, near_m: Math.min(...corners.map(({ away_m }) => away_m)), ends: [ends[0].place, ends[1].place] };
}

/**
 * Whether a part lies behind another one, as what a house or tree cuts off from it does.
 * @param {Part} part
 * @param {Part} other
 */
function isBehind(part, other) {
  const middle = (part.from + part.to) / 2, round = 2 * Math.PI;
  const beyond = (((middle - other.from) % round) + round) % round;
  return beyond <= other.to - other.from;
}

/**
 * Legs from a camera to both sides of each part of its view, without those of parts behind others.
 * @param {Place} camera
 * @param {Polygon[]} polygons
 * @returns {Line[]}
 */
export function legs(camera, polygons) {
  /** @type {Part[]} */
  const front = [];
  const parts = polygons.map(([outer]) => partOf(camera, outer));
  if (parts.includes(null)) return [];
  for (const part of /** @type {Part[]} */ (parts).sort((one, other) => one.near_m - other.near_m)) {
    if (!front.some((other) => isBehind(part, other))) front.push(part);
  }
  return front.filter(({ near_m }) => near_m > LEAST_M).flatMap(({ ends }) => ends.map((end) => [camera, end]));
}
