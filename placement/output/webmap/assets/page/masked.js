// What the masks in a camera's pictures hide of its view, as areas and in words.
import { shareOfDemand } from "./camera_texts.js";
import { DATA, TOWN } from "./data.js";
import { percent, squareMetres, translate, translateByUnit } from "./words.js";

/** Of each camera with masks what they hide at the coarsest level, and so at every one. */
export function coarsestMasked() {
  const coarsest = Math.min(...TOWN.masked.map(({ level }) => level));
  return TOWN.masked.filter(({ level }) => level === coarsest);
}

/**
 * What the masks in a camera's pictures hide of its view; null where it has none, or its edition does not tell.
 * @param {number} index
 */
export function maskedText(index) {
  const { mask_count, masked } = DATA.cameras[index], area = TOWN.masked.find(({ camera, level }) => camera === index && level === DATA.required);
  if (!mask_count) return null;
  if (area === undefined) return translate("map.camera.masked_none");
  const lost = masked ? translate("map.camera.masked_lost", { share: percent(shareOfDemand(masked), 2), demand: translateByUnit("map.demand") }) : "";
  return `${translate("map.camera.masked_value", { area: squareMetres(area.area_m2), share: percent(area.share, 0) })} ${lost}`.trim();
}
