// The answers beside the map about a street, and about a part of the town, as a whole.
/** @import { Street } from "../core/street.js" */
/** @import { CameraData } from "../page_data.js" */
/** @import { Fact } from "./panel_parts.js" */
import { isGone, standsIn } from "../core/sight.js";
import { newCamerasPrice } from "../core/street.js";
import { shorten } from "../core/text.js";
import { DATA, isPublished, REMOVES, TOWN } from "./data.js";
import { element, isolated, present } from "./dom.js";
import { cameraItem, factList, itemList, panelHead, sinceText } from "./panel_parts.js";
import { state } from "./state.js";
import { districtCameras, districtFigures, districtText, inViewFacts, inViewText, streetKind } from "./street_texts.js";
import { districtName, metres, percent, phaseName, priceText, translate, translateByUnit } from "./words.js";

const LAST = DATA.phases.length - 1;

/** @param {number[]} indices */
function cameraItems(indices) {
  return indices.map((index) => cameraItem(index, [sinceText(index)]));
}

/**
 * The cameras of a street: those that see any of it, now and later; in the public edition those that stand in it.
 * @param {Street} street
 */
function streetCameras(street) {
  if (!isPublished("azimuth_deg")) {
    const standing = DATA.cameras.flatMap((camera, index) => (street.name && camera.street === street.name ? [index] : []));
    return [standing.length ? itemList(translate("map.street.standing"), cameraItems(standing)) : element("p", {}, translate("map.street.standing_none"))];
  }
  const some = (/** @type {(camera: CameraData) => boolean} */ test) => cameraItems(street.cameras.filter((index) => test(DATA.cameras[index])));
  return [itemList(translate("map.street.seen_now"), some((camera) => standsIn(camera, state.phase))),
    itemList(translate("map.street.seen_later"), some((camera) => camera.phase > state.phase)),
    itemList(translate("map.street.seen_before"), some((camera) => isGone(camera, state.phase)))];
}

/** @param {Street} street */
function streetPrice(street) {
  const price = isPublished("cost_czk") ? newCamerasPrice(street.cameras, DATA.cameras) : null;
  return price === null ? null : element("p", {}, translate("map.street.price", { cost: priceText(price.price_czk, price.isLeast) }));
}

/**
 * What a street gets.
 * @param {Street} street
 */
export function streetAnswer(street) {
  const byNight = street.seenByNight_m.length > 0 && isPublished("azimuth_deg");
  return present([
    panelHead(streetKind(street), street.name ? shorten(street.name, 200) : null),
    element("p", {}, inViewText(street)),
    byNight ? element("p", {}, translate("map.street.night",
      { today: metres(street.inViewByNight_m(0)), target: metres(street.inViewByNight_m(LAST)) })) : null,
    factList(inViewFacts(street).map(([title, value]) => /** @type {Fact} */ ([title, isolated(value)]))),
    street.cameras.length ? element("p", {}, translate("map.street.on_map")) : null,
    ...streetCameras(street),
    streetPrice(street),
  ]);
}

/**
 * What a part of the town gets.
 * @param {number} district
 */
export function districtAnswer(district) {
  const figures = districtFigures(district), { name } = TOWN.districts[district];
  const unpriced = districtCameras(district, LAST).some((index) => DATA.cameras[index].cost_unknown);
  /** @type {(Fact | null)[]} */
  const facts = figures === undefined ? [] : [
    figures.cost === null ? null : [translate(REMOVES ? "map.district.cost_removals" : "map.district.cost"), priceText(figures.cost, unpriced)],
    [translate("map.district.share", { demand: translateByUnit("map.demand") }),
      translate("map.district.share_value", { today: percent(figures.seen_before), target: percent(figures.seen_after) })],
    ...(figures.seen_length ?? []).map((seen_m, phase) => /** @type {Fact} */ ([translate("map.district.length", { phase: phaseName(phase) }),
      translate("map.district.length_value", { seen: metres(seen_m), all: metres(figures.length ?? 0) })])),
  ];
  const added = districtCameras(district, LAST).filter((index) => DATA.cameras[index].phase > 0);
  return present([
    panelHead(translate("map.district.title"), shorten(districtName(name), 200)),
    element("p", {}, districtText(district)),
    factList(facts),
    itemList(translate("map.district.new"), cameraItems(added)),
    itemList(translate("map.district.today"), cameraItems(districtCameras(district, 0))),
  ]);
}
