import assert from "node:assert/strict";
import { test } from "node:test";
import { bestWithin, computedStates, moneyStep } from "../../placement/output/webmap/assets/core/money.js";

/** @import { PhaseData } from "../../placement/output/webmap/assets/page_data.js" */

/** @param {Partial<PhaseData>} more */
const phase = (more) => /** @type {PhaseData} */ ({ name: "", cameras: 0, share: 0, cost: 0, least: false, ...more });
const PHASES = [phase({ cameras: 28, share: 0.05 }), phase({ cameras: 45, share: 0.2, cost: 3.28e6 }), phase({ cameras: 60, share: 0.28, cost: 6.58e6 }),
  phase({ cameras: 75, share: 0.34, cost: 9.85e6, honest: { share: 0.355, low: 0.3, high: 0.4 } })];
const MONEY = { points: [0, 2e6, 5e6, 8e6].map((budget_czk, index) => ({ budget_czk, cost_czk: budget_czk - 1, cameras: 28 + 10 * index, value: 10 * (index + 1), bound: 100 })),
  knee_czk: null, omitted_rules: 0 };

test("without a curve the phases answer, by what they may claim", () => {
  const states = computedStates(PHASES, undefined, 100);
  assert.deepEqual(states.map(({ share }) => share), [0.05, 0.2, 0.28, 0.355]);
  for (const [money_czk, index] of [[9.85e6, 3], [9.8499e6, 2], [7.85e6, 2], [6.58e6, 2], [6.5e6, 1], [3.27e6, 0], [0, 0]]) {
    assert.equal(bestWithin(states, money_czk).phase, index, `${money_czk}`);
  }
});

test("with a curve the better of phases and budgets answers, both by the figures of the choice", () => {
  const states = computedStates(PHASES, MONEY, 100);
  assert.equal(states[states.length - 1].share, 0.34);
  assert.deepEqual(bestWithin(states, 8.5e6), { cost_czk: 8e6, share: 0.4, cameras: 58, phase: null });
  assert.equal(bestWithin(states, 1e6).share, 0.1); // the curve's nought, above today's 0.05
  assert.equal(bestWithin(states, 4e6).share, 0.2);
  assert.equal(bestWithin(states, 4e6).cost_czk, 2e6); // the cheaper of two equals
});

test("every answer is one of what was computed, affordable, and none that is affordable is better", () => {
  const states = computedStates(PHASES, MONEY, 100);
  for (let money_czk = 0; money_czk <= 1e7; money_czk += 37_123) {
    const best = bestWithin(states, money_czk);
    assert.ok(states.includes(best) && best.cost_czk <= money_czk + 0.5);
    assert.ok(states.every((each) => each.cost_czk > money_czk + 0.5 || each.share <= best.share));
  }
});

test("where the price is not known nothing is answered", () => {
  assert.deepEqual(computedStates(PHASES.slice(0, 1), undefined, 100), []);
  assert.deepEqual(computedStates([PHASES[0], phase({ cost: 5e6, least: true })], undefined, 100), []);
  assert.deepEqual(computedStates([PHASES[0], phase({ cost: null })], undefined, 100), []);
  assert.equal(computedStates([PHASES[0], phase({ cost: null }), PHASES[3]], undefined, 100).length, 2);
});

test("a slider has about a hundred round steps", () => {
  assert.equal(moneyStep(9.85e6), 1e5);
  assert.equal(moneyStep(450_000), 5000);
});
