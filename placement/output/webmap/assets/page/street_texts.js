// What is said of a street or a part of the town as a whole: how much of it is in view, phase by phase.
/** @import { DistrictData } from "../page_data.js" */
/** @import { Street } from "../core/street.js" */
import { inService } from "../core/sight.js";
import { shorten } from "../core/text.js";
import { DATA, isPublic, isPublished, TOWN } from "./data.js";
import { metres, percent, phaseName, squareMetres, translate } from "./words.js";

const LAST = DATA.phases.length - 1;

/**
 * The kind of a street before its name: a square or park has areas, a way may have no name.
 * @param {Street} street
 */
export function streetKind(street) {
  if (!street.name) return translate("map.street.way");
  return translate(street.area_m2 > 0 ? "map.street.space" : "map.street.title");
}

/** @param {Street} street */
export function streetTitle(street) {
  return street.name ? shorten(street.name, 200) : translate("map.street.way");
}

/** @typedef {{ whole: number, at: (phase: number) => number, asText: (value: number) => string, key: string }} Extent */

/**
 * How a street is measured: by the metres of its lines, by the square metres of its areas, or both.
 * @param {Street} street
 * @returns {Extent[]}
 */
function extents(street) {
  /** @type {Extent[]} */
  const both = [{ whole: street.length_m, at: (phase) => street.inView_m(phase), asText: metres, key: "length" },
    { whole: street.area_m2, at: (phase) => street.inView_m2(phase), asText: squareMetres, key: "area" }];
  return both.filter(({ whole }) => whole > 0);
}

/** @param {Extent} extent */
function extentText({ whole, at, asText, key }) {
  const today = asText(at(0)), target = asText(at(LAST)), all = asText(whole);
  if (at(LAST) === 0) return translate(`map.street.${key}_none`, { all });
  return translate(LAST === 0 ? `map.street.${key}_still` : `map.street.${key}`, { today, target, all });
}

/**
 * How much of a street is in view, as sentences; the public edition does not say so, for then it would say where nobody looks.
 * @param {Street} street
 */
export function inViewText(street) {
  if (!isPublished("azimuth_deg")) return translate("map.street.withheld");
  if (!street.isJudged) return translate("map.street.not_judged");
  return extents(street).map(extentText).join(" ");
}

/**
 * What of a street is in view at the end of each phase, as title and value; nothing where the sentences say it all.
 * @param {Street} street
 * @returns {[title: string, value: string][]}
 */
export function inViewFacts(street) {
  if (LAST < 2 || !isPublished("azimuth_deg")) return [];
  const rows = extents(street).filter(({ at }) => at(LAST) > 0);
  if (!rows.length) return [];
  return DATA.phases.map((_, phase) => [phaseName(phase), rows.map(({ whole, at, asText }) =>
    `${asText(at(phase))} (${percent(at(phase) / whole, 0)})`).join(", ")]);
}

/**
 * The figures of a part of the town; nothing in the public edition.
 * @param {number} district
 * @returns {DistrictData | undefined}
 */
export function districtFigures(district) {
  return DATA.gains.find(({ name }) => name === TOWN.districts[district].name);
}

/**
 * Cameras in a part of the town that are in service at the end of a phase.
 * @param {number} district
 * @param {number} phase
 */
export function districtCameras(district, phase) {
  const { name } = TOWN.districts[district];
  return DATA.cameras.flatMap((camera, index) =>
    (camera.district === name && inService(camera, phase) ? [index] : []));
}

/**
 * How many cameras a part of the town has and will have, as a sentence; the public edition does not tell which of them work.
 * @param {number} district
 */
export function districtText(district) {
  const before = districtCameras(district, 0).length, after = districtCameras(district, LAST).length;
  return translate(isPublic() ? "map.district.standing" : "map.district.cameras", { before: translate("map.cameras", { n: before }), after: translate("map.cameras", { n: after }) });
}
