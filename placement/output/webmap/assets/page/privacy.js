// What the plan says of people's privacy: homes in the picture, who answers for the recordings, and for how long they are kept.
/** @import { Facade } from "../core/town.js" */
import { lineDistance_m, METRES_PER_DEGREE } from "../core/geometry.js";
import { standsIn } from "../core/sight.js";
import { isWithinAny } from "../core/town.js";
import { DATA, TOWN } from "./data.js";
import { byId, element, present } from "./dom.js";
import { cameraItem, itemList } from "./panel_parts.js";
import { state } from "./state.js";
import { densityText, translate } from "./words.js";

/** So far from a house's outline its walls may be drawn. */
const ON_OUTLINE_M = 0.5;

export function showPrivacy() {
  const paragraphs = (/** @type {string[]} */ sentences) => sentences.map((sentence) => element("p", {}, sentence));
  byId("homes").replaceChildren(...paragraphs(DATA.privacy[state.language]));
  byId("controller").replaceChildren(...paragraphs(DATA.controller[state.language]));
}

/**
 * The walls in the picture of cameras of the phase that belong to the house at a place.
 * @param {number} lat
 * @param {number} lng
 */
function facadesAt(lat, lng) {
  const rings = TOWN.buildings.filter((outline) => isWithinAny([outline], lat, lng)).flatMap(({ polygons }) => polygons.flat());
  const isOfHouse = (/** @type {Facade} */ { line }) => {
    const [first, last] = [line[0], line[line.length - 1]];
    return rings.some((ring) => lineDistance_m(ring, (first[0] + last[0]) / 2, (first[1] + last[1]) / 2) < ON_OUTLINE_M);
  };
  const near = (/** @type {Facade} */ { line }) => METRES_PER_DEGREE * Math.abs(line[0][0] - lat) < 200;
  return TOWN.facades.filter((facade) => standsIn(DATA.cameras[facade.camera], state.phase) && near(facade) && isOfHouse(facade));
}

/**
 * Which cameras have façades of the house at a place in their picture, and how dense; nothing where the plan does not say it.
 * @param {number} lat
 * @param {number} lng
 */
export function houseAnswer(lat, lng) {
  if (DATA.facade_levels === undefined) return [];
  /** @type {Map<number, number>} */
  const densest = new Map();
  for (const { camera, density_px_m } of facadesAt(lat, lng)) densest.set(camera, Math.max(densest.get(camera) ?? 0, density_px_m));
  const rows = [...densest].sort(([, one], [, other]) => other - one);
  const turning = DATA.cameras.some((camera) => camera.kind === "turning" && standsIn(camera, state.phase));
  return present([
    rows.length ? null : element("p", {}, translate("map.place.house_unseen")),
    rows.length ? itemList(translate("map.place.house_seen"), rows.map(([camera, density_px_m]) => cameraItem(camera, present([
      translate("map.place.house_density", { density: densityText(Math.round(density_px_m)) }),
      DATA.cameras[camera].mask_count ? translate("map.place.house_masked") : null])))) : null,
    turning ? element("p", {}, translate("map.place.house_turning")) : null]);
}
