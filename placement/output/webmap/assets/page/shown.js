// Which cameras list and map show: those that pass the filter.
/** @import { Filter } from "../core/filter.js" */
import { passes } from "../core/filter.js";
import { DATA } from "./data.js";

/** What the reader wants to see of the cameras. @type {{ wanted: Filter }} */
export const filter = { wanted: {} };

/** Whether some cameras may be left out. */
export function isFiltered() {
  return Object.keys(filter.wanted).length > 0;
}

/**
 * Whether a camera passes the filter.
 * @param {number} index
 */
export function isShown(index) {
  return passes(DATA.cameras[index], filter.wanted);
}
