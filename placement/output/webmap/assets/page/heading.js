// Title, first sentence, banner, and every word of the frame.
/** @import { PhaseData } from "../page_data.js" */
import { claimedShare } from "../core/phases.js";
import { DATA } from "./data.js";
import { byId, inputById } from "./dom.js";
import { translateFrame } from "./frame.js";
import { state } from "./state.js";
import { percent, priceText, translate, translateByUnit, translateValue } from "./words.js";

/**
 * The share a phase may claim, with its interval where it means little without.
 * @param {PhaseData} phase
 */
function shareText(phase) {
  const { honest, uncertain } = phase, share = percent(claimedShare(phase));
  return honest && uncertain ? translate("map.lead_between", { share, low: percent(honest.low), high: percent(honest.high) }) : share;
}

function leadText() {
  const first = DATA.phases[0], last = DATA.phases[DATA.phases.length - 1];
  const isUnpriced = last.least && last.cost === 0;
  const given = DATA.evaluated ? "_given" : "";
  return translate(DATA.phases.length === 1 ? "map.lead_still" : `map.lead${given}${isUnpriced ? "_unpriced" : ""}`, {
    before: translate("map.cameras", { n: first.cameras }), after: translate("map.cameras", { n: last.cameras }),
    share: shareText(last), share_before: percent(claimedShare(first)), cost: last.cost === null ? "–" : priceText(last.cost, last.least),
    demand: translateByUnit("map.demand") });
}

function showBanner() {
  byId("banner").hidden = !DATA.synthetic;
  const synthetic = Object.keys(DATA.provenance).filter((name) => DATA.provenance[name].split("; ").includes("synthetic"));
  byId("banner-more").textContent = translate("map.banner_more", { inputs: synthetic.map((name) => translateValue("map.input", name)).join(", ") });
}

function showQuestion() {
  const question = DATA.question?.[state.language];
  byId("question").hidden = !question;
  byId("question-asked").textContent = question?.asked ?? "";
  byId("question-changed").textContent = question?.changed ?? "";
}

/** Show title, question, first sentence and banner, and translate the frame. */
export function showHeading() {
  document.title = translate(DATA.evaluated ? "map.title_given" : "map.title", { case: DATA.case });
  byId("title").replaceChildren(document.title);
  byId("lead").textContent = [leadText(), ...DATA.caveats[state.language]].join(" ");
  showBanner();
  showQuestion();
  translateFrame();
  inputById("search").placeholder = translate("map.search.hint");
}
