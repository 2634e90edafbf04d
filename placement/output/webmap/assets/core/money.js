// What less money would mean, by what was computed: the plan's phases, and the curve of budgets where there is one.
/** @import { MoneyCurveData, PhaseData } from "../page_data.js" */
import { roundTop } from "./curve.js";
import { claimedShare } from "./phases.js";

/**
 * A network that was computed: a phase of the plan by its number, or the best plan found for a budget.
 * @typedef {{ cost_czk: number, share: number, cameras: number, phase: number | null }} ComputedState
 */

/**
 * All that was computed, the whole plan last; nothing where its price is not known.
 *
 * With a curve all shares are those the plan was chosen by: the curve has no others.
 * @param {PhaseData[]} phases
 * @param {MoneyCurveData | undefined} money
 * @param {number} total Demand of the whole area.
 * @returns {ComputedState[]}
 */
export function computedStates(phases, money, total) {
  const last = phases[phases.length - 1];
  if (phases.length < 2 || last.least || !last.cost || !total) return [];
  const budgets = (money?.points ?? []).map(({ budget_czk, value, cameras }) => ({ cost_czk: budget_czk, share: value / total, cameras, phase: null }));
  const own = phases.flatMap((phase, index) => (phase.cost === null && index > 0 ? []
    : [{ cost_czk: phase.cost ?? 0, share: money ? phase.share : claimedShare(phase), cameras: phase.cameras, phase: index }]));
  return [...budgets, ...own];
}

/**
 * The best of what was computed that so much money buys; the cheapest of equals. Nothing lies between them.
 * @param {ComputedState[]} states
 * @param {number} money_czk
 * @returns {ComputedState}
 */
export function bestWithin(states, money_czk) {
  const within = states.filter(({ cost_czk }) => cost_czk <= money_czk + 0.5);
  return within.reduce((best, each) => (each.share > best.share || (each.share === best.share && each.cost_czk < best.cost_czk) ? each : best), within[0]);
}

/**
 * A round step of a slider over some money, of which it takes about a hundred.
 * @param {number} money_czk
 */
export function moneyStep(money_czk) {
  return roundTop(money_czk / 100);
}
