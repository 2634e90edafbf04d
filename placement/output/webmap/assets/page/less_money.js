// The question what less money would mean: a slider of how much less, and the answer in a sentence.
/** @import { ComputedState } from "../core/money.js" */
import { bestWithin, computedStates, moneyStep } from "../core/money.js";
import { DATA } from "./data.js";
import { byId, inputById } from "./dom.js";
import { crowns, number, percent, phaseName, translate, translateByUnit } from "./words.js";

/** What a council asks about first. [Kč] */
const USUAL_CZK = 2e6;

const STATES = computedStates(DATA.phases, DATA.money, DATA.total);
const WHOLE = STATES[STATES.length - 1];

/** @param {ComputedState} computed */
function stateText({ phase, cost_czk }) {
  if (phase === null) return translate("map.less.budget", { cost: crowns(cost_czk) });
  return phase === 0 ? translate("map.less.today") : translate("map.less.phase", { name: phaseName(phase), cost: crowns(cost_czk) });
}

/** @param {number} less_czk */
function answerText(less_czk) {
  const money_czk = Math.max(0, WHOLE.cost_czk - less_czk), computed = bestWithin(STATES, money_czk);
  const points = 100 * (WHOLE.share - computed.share), fewer = WHOLE.cameras - computed.cameras;
  const shares = { in_view: translateByUnit("map.in_view"), share: percent(computed.share), whole: percent(WHOLE.share), points: number(Math.max(0, points), 1) };
  const cameras = { cameras: number(computed.cameras), all: number(WHOLE.cameras), fewer: number(Math.abs(fewer)) };
  return [translate("map.less.money", { less: crowns(less_czk), money: crowns(money_czk), state: stateText(computed) }),
    translate("map.less.share", shares), translate(fewer < 0 ? "map.less.more_cameras" : "map.less.cameras", cameras)].join(" ");
}

/** Show the answer for where the slider stands. */
export function showLessMoney() {
  byId("less").hidden = !STATES.length;
  if (!STATES.length) return;
  const slider = inputById("less-money"), less_czk = Number(slider.value);
  slider.setAttribute("aria-valuetext", translate("map.less.value", { less: crowns(less_czk) }));
  byId("less-value").textContent = translate("map.less.value", { less: crowns(less_czk) });
  byId("less-text").textContent = less_czk > 0 ? answerText(less_czk) : translate("map.less.none", { cost: crowns(WHOLE.cost_czk) });
  byId("less-note").textContent = [translate("map.less.note"), ...(DATA.money ? [translate("map.less.by_choice")] : [])].join(" ");
}

/** Listen to the slider. */
export function startLessMoney() {
  if (!STATES.length) return;
  const slider = inputById("less-money"), step = moneyStep(WHOLE.cost_czk);
  slider.max = String(step * Math.ceil(WHOLE.cost_czk / step - 1e-9));
  slider.step = String(step);
  slider.value = String(step * Math.round(Math.min(USUAL_CZK, WHOLE.cost_czk / 2) / step));
  slider.addEventListener("input", showLessMoney);
}
