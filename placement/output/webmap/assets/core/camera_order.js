// The order of the list of cameras.
/** @import { CameraData, Language } from "../page_data.js" */
import { localeOf } from "./numbers.js";

/** @typedef {"number" | "name" | "street" | "phase" | "gain" | "cost"} SortKey */
/** @typedef {{ key: SortKey, descending: boolean }} SortOrder */
/** @typedef {{ of: (camera: CameraData) => string | number | null, number: boolean, largestFirst: boolean }} SortColumn */

/**
 * Columns of the list: what they sort by, whether they hold numbers, and whether the largest comes first.
 * @type {Record<SortKey, SortColumn>}
 */
export const SORT_COLUMNS = {
  number: { of: (camera) => camera.number, number: true, largestFirst: false },
  name: { of: (camera) => camera.name, number: false, largestFirst: false },
  street: { of: (camera) => camera.street, number: false, largestFirst: false },
  phase: { of: (camera) => camera.phase, number: false, largestFirst: false },
  gain: { of: (camera) => (camera.status === "new" ? camera.gain : -1), number: true, largestFirst: true },
  cost: { of: (camera) => camera.cost, number: true, largestFirst: true },
};

/**
 * Indices of the cameras in an order; equal ones by number, whichever way it goes.
 * @param {CameraData[]} cameras
 * @param {SortOrder} order
 * @param {Language} language
 */
export function sortedCameras(cameras, order, language) {
  const collator = new Intl.Collator(localeOf(language), { numeric: true });
  const { of } = SORT_COLUMNS[order.key], sign = order.descending ? -1 : 1;
  const compare = (/** @type {string | number | null} */ a, /** @type {string | number | null} */ b) =>
    (typeof a === "number" && typeof b === "number" ? a - b : collator.compare(String(a), String(b)));
  return cameras.map((_, index) => index)
    .sort((a, b) => sign * compare(of(cameras[a]), of(cameras[b])) || cameras[a].number - cameras[b].number);
}
