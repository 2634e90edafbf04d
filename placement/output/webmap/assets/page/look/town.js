// The ground that pictures of cameras are drawn from: the page's own, with its streets, squares, parks and water, read when first asked for.
/** @import { GroundData } from "../../page_data.js" */
/** @import { Place } from "../../core/geometry.js" */
/** @import { CoverArea, Spot, StreetLine } from "../../core/look/cover.js" */
/** @import { Pose } from "../../core/live/sight.js" */
import { COVER } from "../../core/look/cover.js";
import { Town } from "../../core/look/scene.js";
import { projected } from "../../core/projection.js";
import { DATA, TOWN } from "../data.js";

/** Of the backdrop. @type {Record<string, number>} */
const OF_BACKDROP = { park: COVER.green, woods: COVER.green, water: COVER.water };

/** @type {{ town: Town | null }} */
const made = { town: null };

/** Places as metres from the origin of the ground; those outside of its projection are left out. @param {GroundData} ground @param {Place[]} places @returns {Spot[]} */
function spots({ projection, origin_m }, places) {
  return places.flatMap(([lat, lng]) => {
    const xy = projected(projection, lat, lng);
    return xy ? [/** @type {Spot} */ ([xy[0] - origin_m[0], xy[1] - origin_m[1]])] : [];
  });
}

/** @param {GroundData} ground @returns {StreetLine[]} */
function streetLines(ground) {
  return TOWN.streets.flatMap((lines, grade) => lines.map((line, k) => ({ grade, name: DATA.names[DATA.street_names[grade][k]]?.[0] ?? "", line: spots(ground, line) })));
}

/** @param {GroundData} ground @returns {CoverArea[]} */
function coverAreas(ground) {
  const green = TOWN.backdrop.flatMap((each) => (each.form === "area" && each.kind in OF_BACKDROP
    ? each.outline.polygons.map((rings) => ({ cover: OF_BACKDROP[each.kind], rings: rings.map((ring) => spots(ground, ring)) })) : []));
  const squares = Array.from({ length: TOWN.demand.count }, (_, index) => index).filter((index) => TOWN.demand.isArea(index))
    .map((index) => ({ cover: COVER.square, rings: [spots(ground, TOWN.demand.line(index))] }));
  return [...green.sort((a, b) => a.cover - b.cover), ...squares];
}

/** The ground, or null in an edition without it. */
export function lookTown() {
  if (!made.town && DATA.ground && DATA.live) made.town = new Town(DATA.ground, streetLines(DATA.ground), coverAreas(DATA.ground));
  return made.town;
}

/** How a camera of the plan hangs; null where the page has no ground, or the camera no direction. @param {number} index @returns {Pose | null} */
export function poseOf(index) {
  const camera = DATA.live?.cameras.find((each) => each.camera === index);
  if (!camera || !DATA.ground) return null;
  return { x: camera.x_m, y: camera.y_m, ground_m: camera.ground_m, height_m: camera.height_m, azimuth_deg: camera.azimuth_deg, tilt_deg: camera.tilt_deg,
    facing_deg: camera.facing_deg, model: camera.model };
}

/** The masks of a camera of the plan. @param {number} index */
export function masksOf(index) {
  return DATA.live?.cameras.find((each) => each.camera === index)?.masks ?? [];
}
