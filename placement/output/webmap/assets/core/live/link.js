// The reader's cameras in the page's address: whole centimetres and tenths of a degree, the identifier last.
/** @import { Change } from "./history.js" */
/** @import { LiveCamera, Mount } from "./cameras.js" */
import { addedAt, movedTo, posedAs } from "./cameras.js";

const UNITS_M = 100, PER_DEGREE = 10, MOST_CHANGES = 60, FARTHEST = 1e7;
/** Cameras so near to where they were did not move: places are rounded. [m] */
const SAME_M = 0.02;
const NAME = "what";

/** @param {Change} change */
function changeText({ kind, camera: { key, listed, pose } }) {
  if (kind === "dropped") return `d,${key}`;
  const numbers = [pose.x * UNITS_M, pose.y * UNITS_M, pose.height_m * UNITS_M, pose.azimuth_deg * PER_DEGREE, pose.tilt_deg * PER_DEGREE, pose.model];
  return [listed === null ? "a" : "c", ...numbers.map(Math.round), key].join(",");
}

/** The part of a link that says what was changed; empty if nothing. @param {Change[]} changes */
export function formatChanges(changes) {
  return changes.length ? `&${NAME}=${changes.map(changeText).map(encodeURIComponent).join(";").replaceAll("%2C", ",")}` : "";
}

/**
 * The cameras that a link asks for; what does not fit is left out.
 * @param {string} hash @param {LiveCamera[]} planned
 * @param {{ models: number, mount: (x: number, y: number, height_m: number, cameras: LiveCamera[]) => Mount | null }} town
 * @returns {LiveCamera[]}
 */
export function parseChanges(hash, planned, { models, mount }) {
  const value = new RegExp(`[#&]${NAME}=([^&]*)`).exec(hash)?.[1] ?? "";
  let cameras = planned;
  for (const part of value.split(";").slice(0, MOST_CHANGES)) {
    const [sign, ...fields] = decoded(part).split(","), key = fields.slice(sign === "d" ? 0 : 6).join(",");
    if (sign === "d") cameras = cameras.filter((each) => each.key !== key);
    else cameras = withPosed(cameras, sign, fields.slice(0, 6).map(Number), key, { models, mount });
  }
  return cameras;
}

/** @param {string} text */
function decoded(text) {
  try { return decodeURIComponent(text); } catch { return ""; }
}

/** Whether numbers of a link can be those of a camera. @param {number[]} numbers @param {number} models */
function areUsable(numbers, models) {
  return numbers.length === 6 && numbers.every((each) => Number.isInteger(each) && Math.abs(each) < FARTHEST) && numbers[5] >= 0 && numbers[5] < models;
}

/**
 * @param {LiveCamera[]} cameras @param {string} sign @param {number[]} numbers @param {string} key
 * @param {Parameters<typeof parseChanges>[2]} town
 */
function withPosed(cameras, sign, numbers, key, { models, mount }) {
  const [x, y, height_m] = numbers.map((each) => each / UNITS_M), old = cameras.find((each) => each.key === key);
  if (!areUsable(numbers, models) || !key || sign !== (old ? "c" : "a")) return cameras;
  const view = { azimuth_deg: numbers[3] / PER_DEGREE, tilt_deg: numbers[4] / PER_DEGREE, model: numbers[5] };
  const replaced = (/** @type {LiveCamera} */ camera) => cameras.map((each) => (each === old ? posedAs(camera, view) : each));
  if (old && Math.hypot(old.pose.x - x, old.pose.y - y) < SAME_M) return replaced(old);
  const at = mount(x, y, height_m, cameras.filter((each) => each !== old));
  if (!at) return cameras;
  return old ? replaced(movedTo(old, { ...at, height_m })) : [...cameras, addedAt(key, { ...at, height_m }, view)];
}
