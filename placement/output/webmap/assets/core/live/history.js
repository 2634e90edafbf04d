// What the reader did, one state after another: undone, done again, listed.
/** @import { LiveCamera } from "./cameras.js" */

/** @typedef {{ kind: "moved" | "turned" | "tilted" | "model" | "added" | "dropped", camera: LiveCamera }} Change */

export class History {
  /** @param {LiveCamera[]} planned */
  constructor(planned) {
    this.planned = planned;
    /** @type {LiveCamera[][]} */
    this.states = [planned];
    this.at = 0;
  }

  get cameras() {
    return this.states[this.at];
  }

  get canUndo() {
    return this.at > 0;
  }

  get canRedo() {
    return this.at < this.states.length - 1;
  }

  /** Go on from here with these cameras. @param {LiveCamera[]} cameras */
  add(cameras) {
    this.states.splice(this.at + 1, Infinity, cameras);
    this.at += 1;
  }

  /** @param {number} steps */
  go(steps) {
    this.at = Math.min(Math.max(this.at + steps, 0), this.states.length - 1);
  }

  /** Every camera that differs from the plan, with how. */
  get changes() {
    return changesOf(this.planned, this.cameras);
  }
}

/**
 * How one camera differs from the planned one, the most telling difference first.
 * @param {LiveCamera} before @param {LiveCamera} after
 * @returns {Change["kind"]}
 */
function difference({ pose: before }, { pose: after }) {
  if (Math.hypot(after.x - before.x, after.y - before.y) > 0.05) return "moved";
  if (after.model !== before.model) return "model";
  return after.azimuth_deg !== before.azimuth_deg ? "turned" : "tilted";
}

/**
 * @param {LiveCamera[]} planned @param {LiveCamera[]} cameras
 * @returns {Change[]}
 */
export function changesOf(planned, cameras) {
  const before = new Map(planned.map((each) => [each.key, each])), kept = new Set(cameras.map((each) => each.key));
  /** @type {Change[]} */
  const changed = cameras.filter((each) => each.isChanged).map((camera) => {
    const old = before.get(camera.key);
    return { kind: old ? difference(old, camera) : "added", camera };
  });
  return [...changed, ...planned.filter((each) => !kept.has(each.key)).map((camera) => ({ kind: /** @type {const} */ ("dropped"), camera }))];
}
