// Title, first sentence, banner, and every word of the frame.
import { claimedShare } from "../core/phases.js";
import { DATA, REMOVES } from "./data.js";
import { byId, inputById } from "./dom.js";
import { translateFrame } from "./frame.js";
import { state } from "./state.js";
import { number, percent, priceText, translate, translateByUnit, translateValue } from "./words.js";

/** How many of a hundred incidents a share is. @param {number} share */
function ofHundred(share) {
  const n = Math.round(100 * share);
  return n === 0 && share > 0 ? translate("map.lead_less") : number(n);
}

// How much is in view: of a hundred incidents so many, with the interval where one number means little without.
function seenText() {
  const first = DATA.phases[0], last = DATA.phases[DATA.phases.length - 1], { honest, uncertain } = last;
  const still = DATA.phases.length === 1 ? "_still" : "", n = Math.round(100 * claimedShare(last)), before = ofHundred(claimedShare(first));
  if (DATA.unit !== "incidents_per_year" || n === 0) {
    return translate(`map.lead_share${still}`, { share: percent(claimedShare(last)), share_before: percent(claimedShare(first)), demand: translateByUnit("map.demand") });
  }
  if (honest && uncertain) return translate(`map.lead_range${still}`, { low: ofHundred(honest.low), high: ofHundred(honest.high), before });
  return translate(`map.lead_of_hundred${still}`, { n, before });
}

/** The proposal in three sentences: what, how good, at what price. */
export function leadText() {
  const first = DATA.phases[0], last = DATA.phases[DATA.phases.length - 1], isStill = DATA.phases.length === 1;
  const isUnpriced = last.cost === null || (last.least && last.cost === 0);
  const counts = { before: translate("map.cameras", { n: first.cameras }), after: translate("map.cameras", { n: last.cameras }) };
  const price = isUnpriced ? translate("map.lead_unpriced") : translate(REMOVES ? "map.lead_cost_removals" : "map.lead_cost", { cost: priceText(last.cost ?? 0, last.least) });
  return [translate(isStill ? "map.lead_still" : `map.lead${DATA.evaluated ? "_given" : ""}`, counts), seenText(), ...(isStill ? [] : [price])].join(" ");
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
