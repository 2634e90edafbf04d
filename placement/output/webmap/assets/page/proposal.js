// The proposal on one screen: what, where, at what price, how good, and what it does not say.
import { openExperts } from "./experts.js";
import { DATA } from "./data.js";
import { byId, element, isolated } from "./dom.js";
import { state } from "./state.js";
import { districtName, number, percent, phaseTitle, priceText, translate } from "./words.js";

/** A smaller gap is none. */
const NO_GAP = 5e-6;

/** How many new cameras each part of the town gets, most first. @returns {[string, number][]} */
function newByDistrict() {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { status, district } of DATA.cameras) {
    if (status === "new") counts.set(district ?? "", (counts.get(district ?? "") ?? 0) + 1);
  }
  return [...counts].sort(([first, one], [second, other]) => other - one || first.localeCompare(second, state.language));
}

function whatText() {
  const added = DATA.phases.reduce((sum, phase, index) => sum + (index ? phase.added : 0), 0);
  return translate("map.proposal.what_value", { added: translate("map.proposal.added", { n: added }),
    phases: translate("map.proposal.in_phases", { n: DATA.phases.length - 1 }),
    before: number(DATA.phases[0].cameras), after: number(DATA.phases[DATA.phases.length - 1].cameras) });
}

function whereText() {
  const districts = newByDistrict();
  if (!districts.some(([name]) => name)) return null;
  const told = districts.map(([name, n]) => translate("map.proposal.district", { name: districtName(name) || translate("map.proposal.outside"), n: number(n) }).replace(/ (?=\d+$)/, "\u00a0"));
  return translate("map.proposal.where_value", { districts: told.join(", ") });
}

/**
 * Whether prices add up to their sum as they are written, in hundredths of a million; of smaller ones each crown is.
 * @param {number[]} parts
 * @param {number} whole
 */
function addUp(parts, whole) {
  const written = (/** @type {number} */ price_czk) => (price_czk < 1e6 ? Math.round(price_czk) : 1e4 * Math.round(price_czk / 1e4));
  return parts.reduce((sum, part) => sum + written(part), 0) === written(whole);
}

function costText() {
  const { cost, least } = DATA.phases[DATA.phases.length - 1];
  if (cost === null || cost === 0) return null;
  const steps = DATA.phases.map((phase, index) => ({ phase, index })).slice(1);
  const known = steps.filter(({ phase }) => phase.spent !== null && phase.spent !== undefined);
  if (known.length < 2 || known.length < steps.length) return translate("map.proposal.cost_one", { cost: priceText(cost, least) });
  const phases = known.map(({ phase, index }) => translate("map.proposal.phase", { name: phaseTitle(index), cost: priceText(phase.spent ?? 0, phase.least) }));
  const parts = known.map(({ phase }) => phase.spent ?? 0);
  if (!addUp(parts, cost)) phases.push(translate("map.proposal.rounded"));
  return translate("map.proposal.cost_value", { cost: priceText(cost, least), phases: phases.join("; ") });
}

function goodParts() {
  const { gap } = DATA.phases[DATA.phases.length - 1];
  const text = DATA.evaluated ? translate("map.state.gap_given")
    : gap < NO_GAP ? translate("map.state.gap_none")
      : translate("map.state.gap", { gap: percent(Math.max(gap, 0.0001), gap < 0.001 ? 2 : 1) });
  return [`${text} `, element("button", { type: "button", class: "link", onclick: openExperts }, translate("map.proposal.good_more"))];
}

/** Show the proposal; of a network that stays as it is there is none. */
export function showProposal() {
  byId("proposal").hidden = DATA.phases.length < 2;
  const isOneBroken = DATA.cameras.filter((camera) => camera.removed_in === null).length > DATA.phases[DATA.phases.length - 1].cameras;
  const limits = [translate(DATA.homes_assessed ? "map.proposal.limits_homes_apart" : "map.proposal.limits_homes"),
    DATA.centre ? DATA.centre.words[state.language].apart : translate("map.proposal.limits_centre"), translate("map.proposal.limits_value"), ...(DATA.withheld.length && isOneBroken ? [translate("map.proposal.unlisted")] : [])].join(" ");
  /** @type {[string, (string | Node)[] | null][]} */
  const rows = [["what", [[whatText(), ...DATA.removals[state.language]].join(" ")]], ["where", present(whereText())], ["cost", present(costText())], ["good", goodParts()], ["limits", [limits]]];
  byId("proposal-rows").replaceChildren(...rows.flatMap(([name, parts]) => (parts === null ? [] : [
    element("dt", {}, translate(`map.proposal.${name}`)), element("dd", {}, ...parts.map((part) => (typeof part === "string" ? isolated(part) : part)))])));
}

/** The proposal as lines of plain text. */
export function proposalLines() {
  if (DATA.phases.length < 2) return [];
  return [...byId("proposal-rows").querySelectorAll("dt")].map((term) => {
    const told = [...(term.nextElementSibling?.childNodes ?? [])].filter((node) => !(node instanceof HTMLButtonElement));
    return `${term.textContent}: ${told.map((node) => node.textContent).join("").trim()}`;
  });
}

/** @param {string | null} text */
function present(text) {
  return text === null ? null : [text];
}
