// The story beside the map: what a phase brings, all phases at a glance, and where the data come from.
/** @import { PhaseData } from "../page_data.js" */
import { localeOf, pointsBetween } from "../core/numbers.js";
import { claimedShare, countSeen, placesByKind, roundedPrice_czk } from "../core/phases.js";
import { shorten } from "../core/text.js";
import { setPhase } from "./actions.js";
import { provenanceText } from "./camera_texts.js";
import { DATA, REMOVES, requiredLevelName, TOWN } from "./data.js";
import { byId, element, focusWithin, isolated } from "./dom.js";
import { state } from "./state.js";
import { crowns, demandUnit, densityText, levelMeaning, number, percent, phaseName, phaseTitle, priceText, significant, translate, translateByUnit, translateValue } from "./words.js";

/** How many kinds of places the facts of a phase name; the table has them all. */
const MOST_KINDS = 3;
/** A smaller gap is none. */
const NO_GAP = 5e-6;

/**
 * One big figure with its title, what more there is to say, and a bar for a share.
 * @param {string} title
 * @param {string} value
 * @param {string} more
 * @param {number | null} share
 */
function figure(title, value, more, share = null) {
  const bar = share === null ? null : element("div", { class: "bar" }, element("i"));
  /** @type {HTMLElement | null | undefined} */ (bar?.querySelector("i"))?.style.setProperty("width", `${Math.min(100, 100 * (share ?? 0))}%`);
  return element("div", {}, element("dt", {}, title),
    element("dd", {}, element("span", { class: "big" }, value), bar, element("span", { class: "more" }, more)));
}

/** @param {PhaseData} phase */
function coveredText(phase) {
  return translate("map.state.share_more", { value: significant(claimedShare(phase) * DATA.total), total: significant(DATA.total), unit: demandUnit() });
}

/**
 * @param {number} index
 * @param {PhaseData} phase
 */
function showFigures(index, phase) {
  const counts = [translate("map.points", { n: phase.points })];
  if (index > 0) counts.push(translate("map.added", { n: phase.added }));
  if (phase.removed) counts.push(translate("map.removed", { n: phase.removed }));
  const spent = index > 0 ? translate("map.state.cost_more", { cost: priceText(phase.spent ?? 0, phase.least) }) : translate("map.state.cost_none");
  byId("figures").replaceChildren(
    figure(translate("map.state.cameras"), number(phase.cameras), counts.join(", ")),
    figure(translateByUnit("map.in_view"), percent(claimedShare(phase)), coveredText(phase), claimedShare(phase)),
    ...(phase.cost === null ? [] : [figure(translate(REMOVES ? "map.state.cost_removals" : "map.state.cost"), priceText(phase.cost, phase.least), spent)]));
}

// Among which plans the best possible one is meant: the bound says nothing of places that were not offered.
function amongText() {
  if (DATA.step === null) return translate("map.state.among");
  return DATA.step > 0 ? translate("map.state.among_steps", { step: number(DATA.step, DATA.step % 1 ? 1 : 0) }) : translate("map.state.among_all");
}

/**
 * @param {number} index
 * @param {PhaseData} phase
 */
function gapText(index, phase) {
  if (DATA.evaluated) return translate("map.state.gap_given");
  if (index === 0) return "";
  if (phase.gap < NO_GAP) return `${translate("map.state.gap_none")} ${amongText()}`;
  const gap = percent(Math.max(phase.gap, 0.0001), phase.gap < 0.001 ? 2 : 1);
  const figures = { value: significant(phase.value, 4), bound: significant(phase.bound, 4), unit: demandUnit() };
  const bound = translate(phase.honest ? "map.state.bound_own" : "map.state.bound", figures);
  const interruption = DATA.interrupted ? translate("map.state.gap_interrupted") : "";
  return [translate("map.state.gap", { gap }), amongText(), bound, interruption].join(" ").trim();
}

// How many places are seen in a phase, all and of the kinds there are most of.
/** @param {number} index */
function placesText(index) {
  const kinds = placesByKind(TOWN.places).slice(0, MOST_KINDS).map(([kind, places]) => translate("map.state.place_kind", {
    kind: translateValue("map.place_kinds", kind).toLocaleLowerCase(localeOf(state.language)),
    seen: number(countSeen(places, index)), all: number(places.length) }));
  return translate("map.state.places", { seen: number(countSeen(TOWN.places, index)), all: number(TOWN.places.length), kinds: kinds.join(", ") });
}

/**
 * @param {number} index
 * @param {PhaseData} phase
 */
function gainTexts(index, phase) {
  if (index === 0) return [];
  const added = translate("map.proposal.added", { n: phase.added });
  const texts = [translate("map.state.gained", { share: number(pointsBetween(claimedShare(DATA.phases[index - 1]), claimedShare(phase)), 1), added, before: phaseName(index - 1) })];
  if (phase.per_point !== null) texts.push(translate("map.state.per_point", { cost: crowns(roundedPrice_czk(phase.per_point)) }));
  return texts;
}

/** @param {PhaseData} phase */
function hotTexts(phase) {
  if (!DATA.hot) return [];
  if (phase.hot === null) return [translate("map.state.hot_none")];
  const shares = { length: percent(DATA.hot.share, 0), share: percent(phase.hot, 0) };
  return [DATA.hot.tested ? translate("map.state.hot", shares) : translateByUnit("map.busiest", shares)];
}

/**
 * @param {number} index
 * @param {PhaseData} phase
 */
function factTexts(index, phase) {
  const facts = index === 0 && !DATA.evaluated && DATA.phases.length > 1 ? [translate("map.state.gap_today")] : [];
  facts.push(...gainTexts(index, phase));
  if (phase.by_time) facts.push(translate("map.state.by_time", { day: percent(phase.by_time.day), night: percent(phase.by_time.night) }));
  if (TOWN.places.length) facts.push(placesText(index));
  return facts;
}

/**
 * What says how sure the figures of a phase are, for who asks.
 * @param {PhaseData} phase
 */
function expertTexts(phase) {
  const { honest, robust } = phase, facts = [];
  const isChosen = !DATA.evaluated || DATA.evaluated === "plan";
  if (honest) {
    facts.push(translate(isChosen ? "map.state.honest" : "map.state.honest_given", { claim: percent(claimedShare(phase)),
      low: number(100 * honest.low, 1), high: percent(honest.high), share: percent(phase.share) }));
  }
  if (phase.alike !== null) facts.push(translate("map.state.alike", { share: percent(phase.alike) }));
  facts.push(...hotTexts(phase));
  if (phase.reachable > 0) facts.push(translate("map.state.reachable", { share: percent(phase.reachable), demand: translateByUnit("map.demand") }));
  if (robust) facts.push(translate("map.state.robust", { n: robust.plans, loss: number(100 * robust.loss, 1), share: percent(robust.back, 0) }));
  if (phase === DATA.phases[DATA.phases.length - 1]) facts.push(...DATA.dispensable[state.language]);
  return facts;
}

/** Show what the phase brings. */
export function showPhase() {
  const index = state.phase, phase = DATA.phases[index];
  byId("state-title").replaceChildren(translate("map.phase.shown", { name: "" }), isolated(phaseTitle(index)));
  showFigures(index, phase);
  const items = (/** @type {string[]} */ texts) => texts.map((fact) => element("li", {}, isolated(fact)));
  byId("facts").replaceChildren(...items(factTexts(index, phase)));
  byId("expert-phase").textContent = phaseName(index);
  byId("expert-facts").replaceChildren(...items(expertTexts(phase)));
  byId("gap").textContent = gapText(index, phase);
}

/** @param {number | null} price_czk */
function thousandsText(price_czk) {
  if (price_czk === null) return "–";
  return price_czk < 10000 ? significant(roundedPrice_czk(price_czk) / 1000) : number(price_czk / 1000);
}

/**
 * @param {number} index
 * @param {PhaseData} phase
 */
function millionsText(index, { cost, least }) {
  if (index === 0 || cost === null || (least && cost === 0)) return "–";
  return least ? `≥\u00a0${number(cost / 1e6, 2)}` : number(cost / 1e6, 2);
}

/**
 * @param {PhaseData} phase
 * @param {number} index
 */
function phaseRow(phase, index) {
  const isCurrent = index === state.phase;
  const onclick = () => { setPhase(index); focusWithin("steps", `[data-step="${index}"]`); };
  const cell = (/** @type {string} */ text) => element("td", { class: "number" }, text);
  return element("tr", { class: isCurrent ? "chosen" : "" },
    element("th", { scope: "row" }, element("button", { type: "button", "data-step": index, "aria-current": isCurrent ? "step" : null, onclick },
      isolated(shorten(phaseTitle(index), 50)))),
    cell(number(phase.cameras)), cell(percent(claimedShare(phase))),
    cell(millionsText(index, phase)), cell(thousandsText(phase.per_point)));
}

/** Show all phases side by side, so that the price of the next step can be weighed against the last one's. */
export function showPhases() {
  const heads = ["phase", "cameras", "share", "cost", "per_point"].map((name) =>
    element("th", { scope: "col", class: name === "phase" ? "" : "number" }, translate(`map.steps.${name}`)));
  byId("steps").replaceChildren(element("caption", {}, translate("map.steps.caption")),
    element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...DATA.phases.map(phaseRow)));
}

/** Show where the data come from and what was assumed. */
export function showQuality() {
  const level = translateValue("map.level", requiredLevelName());
  byId("method").textContent = translate("map.quality.method", { level, meaning: levelMeaning(requiredLevelName()), density: densityText(DATA.density) });
  const heads = ["input", "provenance", "source"].map((name) => element("th", { scope: "col" }, translate(`map.quality.${name}`)));
  const names = [...new Set([...Object.keys(DATA.provenance), ...Object.keys(DATA.sources)])];
  const rows = names.map((name) => element("tr", {}, element("th", { scope: "row" }, isolated(translateValue("map.input", name))),
    element("td", {}, DATA.provenance[name] ? provenanceText(DATA.provenance[name]) : "–"),
    element("td", {}, isolated(DATA.sources[name] ?? "–"))));
  byId("inputs").replaceChildren(element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...rows));
  const assumptions = DATA.assumptions.map((key) => translateValue("assumption", key));
  const atEdge = DATA.cameras.filter((camera) => camera.beyond_data).length;
  if (atEdge) assumptions.push(translate("map.at_edge", { n: atEdge }));
  if (!assumptions.length) assumptions.push(translate("map.quality.no_assumptions"));
  byId("assumptions").replaceChildren(...assumptions.map((text) => element("li", {}, text)));
}
