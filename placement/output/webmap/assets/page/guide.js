// The guided story: step by step from today to the finished network, in two sentences each, with the map that shows it.
import { additionsOf, guideSteps } from "../core/guide.js";
import { claimedShare } from "../core/phases.js";
import { shorten } from "../core/text.js";
import { setPhase } from "./actions.js";
import { DATA, REMOVES } from "./data.js";
import { announce, byId, element, focusWithin, isolated } from "./dom.js";
import { fitBounds, showWhole } from "./map.js";
import { select } from "./state.js";
import { NARROW, standBesideAnswer } from "./windows.js";
import { districtName, number, percent, phaseName, priceText, translate, translateByUnit } from "./words.js";

const STEPS = guideSteps(DATA.phases), CLOSEST_ZOOM = 16, MOST_DISTRICTS = 2;

/** The step shown, or null. @type {{ step: number | null }} */
export const guide = { step: null };

/** @param {number} phase */
function shareOf(phase) {
  return percent(claimedShare(DATA.phases[phase]));
}

function demandName() {
  return translateByUnit("map.demand");
}

function todayText() {
  return translate("map.guide.today_text", { cameras: translate("map.cameras", { n: DATA.phases[0].cameras }),
    points: translate("map.points", { n: DATA.phases[0].points }), share: shareOf(0), demand: demandName() });
}

/** @param {number} phase */
function phaseText(phase) {
  const { cameras, points, districts, best, removed } = additionsOf(DATA.cameras, phase), { spent, least } = DATA.phases[phase];
  const facts = [`${translate("map.guide.added", { n: cameras.length })} ${translate("map.points", { n: points })}`];
  if (removed) facts.push(translate("map.guide.removed", { n: removed }));
  if (spent !== null && cameras.length + removed) facts.push(translate("map.guide.cost", { cost: priceText(spent, least) }));
  if (districts.length > 1) {
    facts.push(translate("map.guide.districts", { names: districts.slice(0, MOST_DISTRICTS).map(({ name, count }) =>
      `${shorten(districtName(name), 40)} (${number(count)})`).join(", ") }));
  }
  const why = translate("map.guide.gained", { before: shareOf(phase - 1), after: shareOf(phase), demand: demandName() });
  return `${facts.join(", ")}. ${why}${best ? translate("map.guide.best", { number: best.number, name: shorten(best.name, 60) }) : ""}.`;
}

/** @param {number} phase */
function finishedText(phase) {
  const { cameras, cost, least } = DATA.phases[phase];
  const text = translate("map.guide.finished_text", { cameras: translate("map.cameras", { n: cameras }), share: shareOf(phase), before: shareOf(0), demand: demandName() });
  return `${text} ${cost === null ? translate("map.guide.rest") : translate(REMOVES ? "map.guide.whole_cost_removals" : "map.guide.whole_cost", { cost: priceText(cost, least) })}`;
}

/** @param {number} step */
function stepText(step) {
  const { kind, phase } = STEPS[step];
  if (kind === "today") return todayText();
  return kind === "phase" ? phaseText(phase) : finishedText(phase);
}

/** @param {number} step */
function stepTitle(step) {
  const { kind, phase } = STEPS[step];
  return translate("map.guide.step", { step: number(step + 1), all: number(STEPS.length), name: kind === "finished" ? translate("map.guide.finished") : shorten(phaseName(phase), 40) });
}

/** Look at what a step is about. @param {number} step */
function lookAt(step) {
  const { kind, phase } = STEPS[step];
  const cameras = kind === "finished" ? [] : DATA.cameras.filter((camera) => camera.phase === phase && (phase === 0 || camera.status === "new"));
  if (!cameras.length) { showWhole(); return; }
  fitBounds(L.latLngBounds(cameras.map((camera) => [camera.lat, camera.lon])).pad(0.05), CLOSEST_ZOOM);
}

/** @param {number} step */
function goTo(step) {
  guide.step = Math.max(0, Math.min(STEPS.length - 1, step));
  setPhase(STEPS[guide.step].phase);
  showGuide();
  lookAt(guide.step);
  announce(`${stepTitle(guide.step)}. ${stepText(guide.step)}`);
  if (NARROW.matches) byId("frame").scrollIntoView({ block: "start" });
}

/** End the story where it is. */
export function endGuide() {
  guide.step = null;
  showGuide();
  focusWithin("guide", "button", { preventScroll: true });
}

/**
 * @param {string} key
 * @param {() => void} onclick
 * @param {boolean} isOff
 */
function stepButton(key, onclick, isOff = false) {
  const button = element("button", { type: "button", class: "plain", "data-guide": key, onclick }, translate(`map.guide.${key}`));
  if (isOff) button.setAttribute("aria-disabled", "true"); // keeps the focus at either end
  return button;
}

/** @param {number} by */
function move(by) {
  const key = by < 0 ? "back" : "next";
  if (guide.step !== null) goTo(guide.step + by);
  focusWithin("guide", `[data-guide="${key}"]`, { preventScroll: true });
}

function begin() {
  select({});
  goTo(0);
  focusWithin("guide", '[data-guide="next"]', { preventScroll: true });
}

/** Show the step, or how to begin. */
export function showGuide() {
  const { step } = guide;
  standBesideAnswer("guide", step !== null);
  byId("guide").hidden = STEPS.length < 2;
  if (step === null) {
    byId("guide").replaceChildren(stepButton("begin", begin));
    return;
  }
  byId("guide").replaceChildren(element("h2", {}, isolated(stepTitle(step))), element("p", {}, isolated(stepText(step))),
    element("div", { class: "choices" }, stepButton("back", () => move(-1), step === 0),
      stepButton("next", () => move(1), step === STEPS.length - 1), stepButton("end", endGuide)));
}

/** Listen to the arrows within the story. */
export function startGuide() {
  byId("guide").addEventListener("keydown", (event) => {
    if (guide.step === null || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    event.preventDefault();
    move(event.key === "ArrowLeft" ? -1 : 1);
  });
}
