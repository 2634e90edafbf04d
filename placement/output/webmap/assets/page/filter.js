// The filter above the list of cameras: by phase, status, type, part of the town and street, with what is left together.
/** @import { FilterKey } from "../core/filter.js" */
import { FILTER_KEYS, passes, totalsOf, valuesOf } from "../core/filter.js";
import { localeOf } from "../core/numbers.js";
import { shorten } from "../core/text.js";
import { shareOfDemand } from "./camera_texts.js";
import { DATA, isPublished } from "./data.js";
import { announce, byId, element, focusWithin, isolated, present } from "./dom.js";
import { filter, isFiltered, isShown } from "./shown.js";
import { publish, select, state } from "./state.js";
import { districtName, number, percent, phaseName, priceText, translate, translateByUnit, translateValue } from "./words.js";

/**
 * @param {FilterKey} key
 * @param {string} value
 */
function valueText(key, value) {
  if (key === "phase") return phaseName(Number(value));
  if (key === "status" || key === "kind") return translateValue(`lists.${key}`, value);
  return key === "district" ? districtName(value) : value;
}

/** What the cameras of the filter come to, in one sentence. */
function totalsText() {
  const totals = totalsOf(DATA.cameras.filter((_, index) => isShown(index)));
  const facts = [`${translate("map.cameras", { n: totals.cameras })} ${translate("map.points", { n: totals.points })}`];
  if (totals.removed) facts.push(translate("map.filter.removed", { n: number(totals.removed) }));
  if (totals.outOfService) facts.push(translate("map.filter.out_of_service", { n: number(totals.outOfService) }));
  if (totals.added && totals.cost_czk !== null && isPublished("cost_czk")) {
    facts.push(translate("map.filter.cost", { cost: priceText(totals.cost_czk, totals.isLeast) }));
  }
  if (totals.added && totals.gain !== null && isPublished("gain")) {
    facts.push(translate("map.filter.gain", { share: percent(shareOfDemand(totals.gain), 1), demand: translateByUnit("map.demand") }));
  }
  return `${facts.join(", ")}.`;
}

/** Show what the filter leaves in list and map, and what it comes to. */
function applyFilter() {
  if (state.camera !== null && !isShown(state.camera)) select({});
  const { phase } = filter.wanted;
  if (phase !== undefined && Number(phase) > state.phase) state.phase = Number(phase); // what is asked for shall be seen
  publish("filter");
  publish("state");
  announce(totalsText());
}

/**
 * @param {FilterKey} key
 * @param {string} value
 */
function setFilter(key, value) {
  if (value) filter.wanted[key] = value;
  else delete filter.wanted[key];
  applyFilter();
  focusWithin("filter", `[data-filter="${key}"]`, { preventScroll: true });
}

/** Let every camera pass. */
function clearFilter() {
  filter.wanted = {};
  applyFilter();
  focusWithin("filter", "select", { preventScroll: true });
}

/** @param {FilterKey} key */
function filterChoice(key) {
  const counts = valuesOf(DATA.cameras, filter.wanted, key), wanted = filter.wanted[key];
  if (counts.size < 2) return null; // nothing to choose from
  const collator = new Intl.Collator(localeOf(state.language), { numeric: true });
  const rows = [...counts].map(([value, count]) => ({ value, count, text: valueText(key, value) }));
  rows.sort((a, b) => (key === "phase" ? Number(a.value) - Number(b.value) : collator.compare(a.text, b.text)));
  const choice = element("select", { "data-filter": key },
    element("option", { value: "" }, translate("map.filter.all")),
    ...rows.map(({ value, count, text }) => {
      const option = element("option", { value }, `${shorten(text, 40)} (${number(count)})`);
      option.disabled = count === 0 && value !== wanted;
      return option;
    }));
  choice.value = wanted ?? "";
  choice.addEventListener("change", () => setFilter(key, choice.value));
  return element("label", {}, element("span", {}, translate(`map.filter.${key}`)), choice);
}

/** Show the choices of the filter and what is left. */
export function showFilter() {
  byId("filter").replaceChildren(element("div", { class: "choices" }, ...present(FILTER_KEYS.map(filterChoice))),
    element("p", {}, isolated(totalsText())),
    ...(isFiltered() ? [element("button", { type: "button", class: "plain", onclick: clearFilter }, translate("map.filter.clear"))] : []));
  const n = DATA.cameras.filter((camera) => passes(camera, filter.wanted)).length;
  byId("filtered").hidden = !isFiltered();
  byId("filtered-text").textContent = translate("map.filter.shown", { n, all: number(DATA.cameras.length) });
  byId("filter-clear").textContent = translate("map.filter.clear");
}

/** Listen to the note on the map that ends the filter. */
export function startFilter() {
  byId("filter-clear").addEventListener("click", clearFilter);
}
