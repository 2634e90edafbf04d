// The data of this page, read once.
/** @import { PageData } from "../page_data.js" */
import { isWithinAny, readTown } from "../core/town.js";

/** @type {PageData} */
export const DATA = JSON.parse(document.getElementById("data")?.textContent ?? "");
export const TOWN = readTown(DATA);

/**
 * Whether this edition of the page holds a column of the lists; the public one leaves some out.
 * @param {string} column
 */
export function isPublished(column) {
  return !DATA.withheld.includes(column);
}

/** Whether this is the edition that may be published. */
export function isPublic() {
  return DATA.withheld.length > 0;
}

/** Whether the plan takes standing cameras down. */
export const REMOVES = DATA.cameras.some((camera) => camera.removed_in !== null);

/**
 * Whether a place lies outside the planned area, where there is one.
 * @param {number} lat
 * @param {number} lng
 */
export function isOutside(lat, lng) {
  return TOWN.area.length > 0 && !isWithinAny(TOWN.area, lat, lng);
}

/** The name of the level of detail at which a place counts as seen. */
export function requiredLevelName() {
  return TOWN.levels[DATA.required]?.name ?? DATA.level;
}
