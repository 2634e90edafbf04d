// What is said of one camera.
/** @import { CameraData } from "../page_data.js" */
import { shorten } from "../core/text.js";
import { DATA, isPublished, TOWN } from "./data.js";
import { demandUnit, number, percent, phaseName, significant, squareMetres, translate, translateByUnit, translateValue } from "./words.js";

/** A smaller share is not told: it would read 0.00 %. */
const NO_LOSS = 5e-5;

/**
 * Number, name, status and phase of a camera in one line.
 * @param {CameraData} camera
 */
export function cameraLabel(camera) {
  return `${camera.number}. ${shorten(camera.name)}, ${translateValue("lists.status", camera.status)}, ${shorten(phaseName(camera.phase), 40)}`;
}

/**
 * The share of all demand that a part of it is.
 * @param {number} part
 */
export function shareOfDemand(part) {
  return DATA.total ? part / DATA.total : 0;
}

/**
 * The wind an azimuth is nearest to, as a word.
 * @param {number} azimuth_deg
 */
export function compassText(azimuth_deg) {
  const winds = ["n", "ne", "e", "se", "s", "sw", "w", "nw"];
  return translate(`map.compass.${winds[Math.round(azimuth_deg / 45) % 8]}`);
}

/**
 * Where a camera looks, and whether that is assumed.
 * @param {CameraData} camera
 */
export function directionText(camera) {
  const azimuth = camera.azimuth ?? 0;
  const facts = { azimuth: `${number(azimuth)}°`, compass: compassText(azimuth), tilt: `${number(camera.tilt ?? 0)}°` };
  const key = camera.circle ? "direction_circle" : camera.half ? "direction_half" : "direction_value";
  const direction = translate(`map.camera.${key}`, facts);
  return camera.assumed ? `${direction}; ${translate("map.camera.direction_assumed")}` : direction;
}

/** @param {CameraData} camera */
function statusText(camera) {
  if (camera.removed_in !== null) {
    return translate(camera.status === "to be replaced" ? "map.camera.replaced" : "map.camera.removed", { phase: phaseName(camera.removed_in) });
  }
  if (camera.status === "existing") return translate("map.camera.existing");
  if (camera.status === "out of service") return translate("map.camera.broken");
  return translate("map.camera.built", { phase: phaseName(camera.phase) });
}

/** @param {CameraData} camera */
function gainTexts(camera) {
  if (camera.status !== "new" || camera.gain === null || camera.order === null) return [];
  const total = number(DATA.cameras.filter((other) => other.status === "new").length);
  return [translate("map.camera.gain", { share: percent(shareOfDemand(camera.gain), 2) }),
    translate("map.camera.gain_order", { rank: camera.order, total })];
}

/** What its failure would cost. @param {number} share */
function lostText(share) {
  if (share < NO_LOSS) return translate("map.camera.lost_none");
  return translate("map.camera.lost", { share: percent(share, 2), demand: translateByUnit("map.demand") });
}

/**
 * Why a camera stands where it does, as sentences.
 * @param {CameraData} camera
 */
export function reasonTexts(camera) {
  const reasons = [statusText(camera)];
  if (camera.seen !== null) {
    reasons.push(translate("map.camera.sees", { share: percent(shareOfDemand(camera.seen), 2), value: significant(camera.seen),
      unit: demandUnit(), demand: translateByUnit("map.demand") }));
  }
  if (camera.by_time) {
    reasons.push(translate("map.camera.by_time", { day: significant(camera.by_time.day), night: significant(camera.by_time.night), unit: demandUnit() }));
  }
  reasons.push(...gainTexts(camera));
  if (camera.lost !== undefined) reasons.push(lostText(shareOfDemand(camera.lost)));
  if (camera.confidence !== undefined) reasons.push(translate("map.camera.confidence", { share: percent(camera.confidence, 0) }));
  return reasons;
}

/**
 * What carries a camera and how high.
 * @param {CameraData} camera
 */
export function mountText(camera) {
  const assumed = camera.height_assumed ? ` (${translate("map.camera.assumed")})` : "";
  return translate("map.camera.mount_value", { carrier: translateValue("lists.carrier", camera.carrier ?? ""),
    height: `${number(camera.height ?? 0, 1)}\u00a0m${assumed}` });
}

/**
 * The kind of a camera, with its model where this edition tells it.
 * @param {CameraData} camera
 */
export function modelText(camera) {
  const kind = translateValue("lists.kind", camera.kind ?? "");
  if (!isPublished("model")) return kind;
  return `${camera.model} (${camera.model_assumed ? translate("map.camera.assumed") : kind})`;
}

/**
 * What a camera sees at each level of detail, as lines.
 * @param {number} index
 */
export function detailTexts(index) {
  return TOWN.views.filter((view) => view.camera === index).map((view) => translate(
    view.reachable ? "map.camera.detail_reachable" : "map.camera.detail_value",
    { level: translateValue("map.level", TOWN.levels[view.level].name), area: squareMetres(view.area_m2) }));
}

/**
 * Where data come from, as words.
 * @param {string} provenance
 */
export function provenanceText(provenance) {
  return provenance.split("; ").map((word) => translateValue("lists.provenance", word)).join(", ");
}
