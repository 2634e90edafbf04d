// What "what if" says, in the reader's language.
/** @import { LiveCamera } from "../../core/live/cameras.js" */
/** @import { Change } from "../../core/live/history.js" */
/** @import { LiveTown } from "./town.js" */
import { pointsBetween } from "../../core/numbers.js";
import { shorten } from "../../core/text.js";
import { DATA } from "../data.js";
import { crowns, number, percent, translate, translateByUnit, translateValue } from "../words.js";

/** A share of all demand. @param {number} demand */
function share(demand) {
  return DATA.total > 0 ? demand / DATA.total : 0;
}

/** More or less than before, in percentage points. @param {number} before @param {number} after demand */
function changeText(before, after) {
  const points = pointsBetween(share(before), share(after), 2);
  if (points === 0) return translate("live.same");
  return translate(points > 0 ? "live.more" : "live.less", { points: number(Math.abs(points), 2) });
}

/** The name of a camera, as on the map. @param {LiveCamera} camera */
export function cameraName(camera) {
  if (camera.listed === null) return translate("live.added_name", { number: camera.key.replace(/^\+/, "") });
  const { number: own, name } = DATA.cameras[camera.listed];
  return `${own}. ${shorten(name, 40)}`;
}

/** What the cameras are worth now, against the plan. @param {LiveTown} town */
export function figures({ tally, planAnswer, live }) {
  const now = tally.answer(), value = live.value + now.value - planAnswer.value;
  const bound = now.bound === null ? null : Math.max(now.bound + Math.abs(live.value - planAnswer.value), value);
  return { ...now, value, bound, more_czk: now.cost_czk - planAnswer.cost_czk };
}

/**
 * What no plan can exceed, where that is known.
 * @param {LiveTown} town @param {ReturnType<typeof figures>} figures @param {boolean} isChanged
 */
function boundTexts({ live }, { bound, newCameras, money_czk }, isChanged) {
  if (bound === null) return [];
  const limit = percent(share(isChanged ? bound : live.bound), 2), cameras = translate("live.new_cameras", { n: newCameras });
  return [translate(`live.bound${money_czk === null ? "" : "_money"}${isChanged ? "" : "_plan"}`, { limit, cameras, money: crowns(money_czk ?? 0) })];
}

/** Whether the price holds removals, of the plan or of the reader. @param {LiveTown} town */
function removes({ live }) {
  return live.gone.length > 0 || live.cameras.some((camera) => camera.may_go);
}

/** That changed cameras count without masks, and what masks take from the plan's own: of all they would see, and at most of one. */
function unmaskedText() {
  const masked = DATA.cameras.filter((camera) => camera.masked).map(({ seen, masked: lost }) => ({ lost: lost ?? 0, whole: (seen ?? 0) + (lost ?? 0) }));
  const sum = (/** @type {"lost" | "whole"} */ part) => masked.reduce((total, each) => total + each[part], 0);
  return translate("live.unmasked", { share: percent(sum("lost") / sum("whole"), 0), most: percent(Math.max(...masked.map(({ lost, whole }) => lost / whole)), 0) });
}

/** @param {LiveTown} town @param {boolean} isChanged */
export function answerTexts(town, isChanged) {
  const now = figures(town), { value, cost_czk, more_czk } = now, unit = translateByUnit("map.demand");
  return [
    translate("live.value", { share: percent(share(value), 2), unit, change: isChanged ? changeText(town.live.value, value) : translate("live.as_plan") }),
    ...boundTexts(town, now, isChanged),
    translate(removes(town) ? "live.price_removals" : "live.price", { cost: crowns(cost_czk), change: Math.abs(more_czk) < 0.5 ? translate("live.same_price")
      : translate(more_czk > 0 ? "live.dearer" : "live.cheaper", { cost: crowns(Math.abs(more_czk)) }) }),
    ...(isChanged && DATA.cameras.some((camera) => camera.masked) ? [unmaskedText()] : []),
  ];
}

/** The answer in one line, for over the map. @param {LiveTown} town @param {boolean} isChanged */
export function shortText(town, isChanged) {
  const { value, bound, cost_czk } = figures(town), limit = isChanged ? bound : bound && town.live.bound;
  const facts = { share: percent(share(value), 2), cost: crowns(cost_czk), limit: percent(share(limit ?? 0), 2) };
  return translate(limit === null ? "live.short_unbounded" : "live.short", facts);
}

/** Where a camera hangs and what its point costs. @param {LiveCamera} camera */
export function mountText({ isStanding, kind, point_czk }) {
  if (isStanding) return translate("live.standing");
  const cost = crowns(point_czk);
  return kind === null ? translate("live.own_pole", { cost }) : translate("live.on_carrier", { carrier: translateValue("lists.carrier", kind), cost });
}

/** What a camera alone sees. @param {LiveTown} town @param {LiveCamera} camera */
export function seenText({ tally, points }, camera) {
  const { day, night } = tally.coverage(camera), sum = (/** @type {Float64Array} */ weight, /** @type {number[]} */ seen) => seen.reduce((total, i) => total + weight[i], 0);
  const demand = sum(points.day.weight, day) + (points.night ? sum(points.night.weight, night) : 0);
  return translate("live.seen", { share: percent(share(demand), 2), unit: translateByUnit("map.demand") });
}

/** @param {Change} change */
export function changeLine({ kind, camera }) {
  return `${cameraName(camera)}: ${translate(`live.change.${kind}`)}`;
}

/** Why the shares are not that of the heading, where that one was tested on other events; nothing elsewhere. */
export function ownNumbersText() {
  const tested = DATA.phases[DATA.phases.length - 1].honest;
  return tested === undefined ? "" : translate("live.own_numbers", { share: percent(tested.share, 1) });
}

/** How far the page's answer is from the plan's, and how rough its ground is. @param {LiveTown} town */
export function exactnessText({ live, planAnswer, ground }) {
  const off = live.value > 0 ? Math.abs(planAnswer.value - live.value) / live.value : 0;
  const texts = [translate("live.exactness", { share: percent(off, 3) })];
  if (ground.terrain) texts.push(translate("live.terrain", { error: number(100 * ground.terrain.error_m), step: number(ground.terrain.step_m) }));
  return texts.join(" ");
}
