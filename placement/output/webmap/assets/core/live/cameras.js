// Cameras as the reader has them: those of the plan, moved, turned, exchanged, added or dropped. Values; a change makes new ones.
/** @import { CameraData, LiveData } from "../../page_data.js" */
/** @import { Carriers } from "./carriers.js" */
/** @import { Pose, Sight } from "./sight.js" */
import { summed, unpackNumbers } from "../varints.js";
import { wrap_deg } from "./optics.js";

/** Cameras so near to each other hang on one point. [m] */
const SAME_POINT_M = 0.5;

/**
 * `listed` is its place in the page's list, null for one that the reader added; `isStanding` means that it hangs already and
 * costs nothing; `masked` are the demand points that its masks take from it as planned; `mayGo` that the plan may take it down; `isSite` that the plan had its point to choose; `kind` is its carrier, null on a pole of its own.
 * @typedef {{ key: string, listed: number | null, pose: Pose, isStanding: boolean, mayGo: boolean, isChanged: boolean, kind: string | null,
 *   isSite: boolean, point: string, point_czk: number, masked?: Set<number> }} LiveCamera
 */

/**
 * The plan's cameras in service when all is built.
 * @param {LiveData} live @param {CameraData[]} facts @param {Carriers} carriers
 * @returns {LiveCamera[]}
 */
export function plannedCameras(live, facts, carriers) {
  return camerasOf(live.cameras, facts, carriers);
}

/**
 * Cameras of the page's data as they hang.
 * @param {LiveData["cameras"]} rows @param {CameraData[]} facts @param {Carriers} carriers
 * @returns {LiveCamera[]}
 */
export function camerasOf(rows, facts, carriers) {
  return rows.map(({ camera, x_m, y_m, ground_m, height_m, azimuth_deg, tilt_deg, facing_deg, model, may_go: mayGo = false, masked = "" }) => {
    const { id, point, phase, carrier } = facts[camera], isStanding = phase === 0;
    return { key: id, listed: camera, isStanding, mayGo, isChanged: false, kind: carrier, isSite: true, point,
      point_czk: isStanding ? 0 : carriers.pointPrice_czk(carrier),
      ...(masked ? { masked: new Set(summed(unpackNumbers(masked))) } : {}),
      pose: { x: x_m, y: y_m, ground_m, height_m, azimuth_deg, tilt_deg, facing_deg, model } };
  });
}

/**
 * @typedef {{ x: number, y: number, height_m: number, facing_deg: number | null, ground_m: number } &
 *   Pick<LiveCamera, "kind" | "isSite" | "point" | "point_czk">} Mount
 */

/**
 * Where a camera would hang at a place: on the carrier there, else on a pole of its own; null inside a house.
 * @param {number} x @param {number} y @param {number} height_m on a pole of its own
 * @param {{ sight: Sight, carriers: Carriers, cameras: LiveCamera[], reach_m?: number }} town
 * @returns {Mount | null}
 */
export function mountAt(x, y, height_m, { sight, carriers, cameras, reach_m }) {
  const pole = { x, y, height_m, facing_deg: null, kind: null, isSite: false, point_czk: carriers.default_czk };
  const place = carriers.nearest(x, y, reach_m) ?? pole;
  if (sight.isInside(place.x, place.y, place.height_m)) return null;
  const host = cameras.find((each) => Math.hypot(each.pose.x - place.x, each.pose.y - place.y) <= SAME_POINT_M);
  const point = host ?? { isSite: place.isSite, point: `${place.x.toFixed(1)} ${place.y.toFixed(1)}`, point_czk: place.point_czk };
  return { x: place.x, y: place.y, height_m: place.height_m, facing_deg: place.facing_deg, kind: place.kind,
    ground_m: sight.terrain.heightAt(place.x, place.y), isSite: point.isSite, point: point.point, point_czk: point.point_czk };
}


/**
 * A camera hung elsewhere. A standing one is moved at no cost, so its point never costs.
 * @param {LiveCamera} camera @param {Mount} mount
 * @returns {LiveCamera}
 */
export function movedTo(camera, mount) {
  const { kind, isSite, point, point_czk, ...place } = mount;
  return { ...camera, kind, isSite, point, point_czk: camera.isStanding ? 0 : point_czk, isChanged: true, pose: { ...camera.pose, ...place } };
}

/**
 * A camera with another direction, tilt, height or model. One that stands and gets another model is a new camera in its place, on its point.
 * @param {LiveCamera} camera @param {Partial<Pick<Pose, "azimuth_deg" | "tilt_deg" | "height_m" | "model">>} more
 * @returns {LiveCamera}
 */
export function posedAs(camera, more) {
  const pose = { ...camera.pose, ...more }, isStanding = camera.isStanding && pose.model === camera.pose.model;
  return { ...camera, isStanding, isChanged: true, pose: { ...pose, azimuth_deg: wrap_deg(pose.azimuth_deg) } };
}

/**
 * A new camera at a mount.
 * @param {string} key @param {Mount} mount @param {{ model: number, tilt_deg: number, azimuth_deg: number }} view
 * @returns {LiveCamera}
 */
export function addedAt(key, mount, view) {
  const { kind, isSite, point, point_czk, ...place } = mount;
  return { key, listed: null, isStanding: false, mayGo: false, isChanged: true, kind, isSite, point, point_czk, pose: { ...place, ...view } };
}

/**
 * What new cameras cost with the points they open. [Kč]
 * @param {LiveCamera[]} cameras @param {{ cost_czk: number }[]} models
 */
export function price_czk(cameras, models) {
  const standing = new Set(cameras.filter((each) => each.isStanding && !each.isChanged).map((each) => each.point));
  /** @type {Map<string, number>} */
  const points = new Map();
  let cost_czk = 0;
  for (const { isStanding, pose, point, point_czk } of cameras) {
    if (isStanding) continue;
    cost_czk += models[pose.model].cost_czk;
    if (!standing.has(point)) points.set(point, point_czk);
  }
  return [...points.values()].reduce((sum, price) => sum + price, cost_czk);
}
