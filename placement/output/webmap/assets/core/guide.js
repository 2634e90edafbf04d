// The story of the plan as steps: today, each phase, finished.
/** @import { CameraData, PhaseData } from "../page_data.js" */
import { totalsOf } from "./filter.js";

/** @typedef {{ phase: number, kind: "today" | "phase" | "finished" }} GuideStep */

/**
 * The steps of the story; a plan without phases has today only.
 * @param {PhaseData[]} phases
 * @returns {GuideStep[]}
 */
export function guideSteps(phases) {
  const last = phases.length - 1;
  /** @type {GuideStep[]} */
  const steps = phases.map((_, phase) => ({ phase, kind: phase === 0 ? "today" : "phase" }));
  return last > 0 ? [...steps, { phase: last, kind: "finished" }] : steps;
}

/**
 * What a phase adds and takes down: how many cameras and points, in which districts most, and the camera that adds most, if that is told.
 * @param {CameraData[]} cameras
 * @param {number} phase
 */
export function additionsOf(cameras, phase) {
  const added = cameras.filter((camera) => camera.phase === phase && camera.status === "new");
  /** @type {Map<string, number>} */
  const districts = new Map();
  for (const { district } of added) if (district) districts.set(district, (districts.get(district) ?? 0) + 1);
  const best = added.reduce((/** @type {CameraData | null} */ most, camera) => ((camera.gain ?? 0) > (most?.gain ?? 0) ? camera : most), null);
  return { cameras: added, points: totalsOf(added).points, best, removed: cameras.filter((camera) => camera.removed_in === phase).length,
    districts: [...districts].sort((a, b) => b[1] - a[1]).map(([name, count]) => ({ name, count })) };
}
