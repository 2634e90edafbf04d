// Which cameras a reader wants to see, what they come to together, and how a link says so.
/** @import { CameraData } from "../page_data.js" */

/** @typedef {"phase" | "status" | "kind" | "district" | "street"} FilterKey */
/** @typedef {Partial<Record<FilterKey, string>>} Filter The value wanted of each key; a key without one lets all pass. */

/** @type {Record<FilterKey, (camera: CameraData) => string | null>} */
const VALUE_OF = {
  phase: (camera) => String(camera.phase),
  status: (camera) => camera.status,
  kind: (camera) => camera.kind,
  district: (camera) => camera.district,
  street: (camera) => camera.street,
};
export const FILTER_KEYS = /** @type {FilterKey[]} */ (Object.keys(VALUE_OF));
const LONGEST_LINK = 4000, LONGEST_VALUE = 200;

/**
 * Whether a camera passes a filter; `but` is a key that is not asked.
 * @param {CameraData} camera
 * @param {Filter} filter
 * @param {FilterKey | null} but
 */
export function passes(camera, filter, but = null) {
  return FILTER_KEYS.every((key) => key === but || filter[key] === undefined || filter[key] === VALUE_OF[key](camera));
}

/**
 * The values of a key, each with how many cameras have it that pass the other keys; nameless ones are left out.
 * @param {CameraData[]} cameras
 * @param {Filter} filter
 * @param {FilterKey} key
 * @returns {Map<string, number>}
 */
export function valuesOf(cameras, filter, key) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const camera of cameras) {
    const value = VALUE_OF[key](camera);
    if (value) counts.set(value, (counts.get(value) ?? 0) + (passes(camera, filter, key) ? 1 : 0));
  }
  return counts;
}

/**
 * What cameras come to: points, and of the new ones price and gain; null for what this edition does not tell.
 * @param {CameraData[]} cameras
 */
export function totalsOf(cameras) {
  const isNew = cameras.filter((camera) => camera.status === "new");
  const sum = (/** @type {(number | null)[]} */ values) =>
    (values.every((value) => value === null) && values.length ? null : values.reduce((/** @type {number} */ total, value) => total + (value ?? 0), 0));
  return {
    cameras: cameras.length,
    added: isNew.length,
    removed: cameras.filter((camera) => camera.removed_in !== null).length,
    outOfService: cameras.filter((camera) => camera.status === "out of service").length,
    points: new Set(cameras.map((camera) => camera.point)).size,
    cost_czk: sum(isNew.map((camera) => camera.cost)),
    isLeast: isNew.some((camera) => camera.cost_unknown),
    gain: sum(isNew.map((camera) => camera.gain)),
  };
}

/**
 * What a link says of a filter; nothing of one that lets all pass.
 * @param {Filter} filter
 */
export function formatFilter(filter) {
  const parts = new URLSearchParams();
  for (const key of FILTER_KEYS) if (filter[key] !== undefined) parts.set(`only-${key}`, filter[key].slice(0, LONGEST_VALUE));
  return parts.size ? `&${parts}` : "";
}

/**
 * The filter of a link; what no camera has is left out.
 * @param {string} hash
 * @param {CameraData[]} cameras
 */
export function parseFilter(hash, cameras) {
  /** @type {Filter} */
  const filter = {};
  const parts = new URLSearchParams(hash.length > LONGEST_LINK ? "" : hash.replace(/^#/, ""));
  for (const key of FILTER_KEYS) {
    const wanted = parts.get(`only-${key}`);
    const value = wanted === null ? undefined : [...valuesOf(cameras, {}, key).keys()].find((each) => each.slice(0, LONGEST_VALUE) === wanted);
    if (value !== undefined) filter[key] = value;
  }
  return filter;
}
