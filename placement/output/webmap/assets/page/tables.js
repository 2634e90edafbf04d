// Tables beside the map: places by kind and one by one, and what each part of the town gets.
/** @import { DistrictData } from "../page_data.js" */
/** @import { PlaceOfInterest } from "../core/town.js" */
import { countSeen, placesByKind } from "../core/phases.js";
import { shorten } from "../core/text.js";
import { goToPlace } from "./actions.js";
import { shareOfDemand } from "./camera_texts.js";
import { DATA, TOWN } from "./data.js";
import { byId, element, isolated } from "./dom.js";
import { state } from "./state.js";
import { districtName, number, percent, phaseName, translate, translateByUnit, translateValue } from "./words.js";

/** @param {string} text */
function columnHead(text, { numeric = true, current = false } = {}) {
  const classes = [numeric ? "number" : "", current ? "now" : ""];
  return element("th", { scope: "col", class: classes.join(" ").trim() }, isolated(text));
}

/** @param {string} text */
function numberCell(text, { current = false } = {}) {
  return element("td", { class: current ? "number now" : "number" }, text);
}

/**
 * @param {string} name
 * @param {PlaceOfInterest[]} places
 */
function kindRow(name, places) {
  return element("tr", {}, element("th", { scope: "row" }, name), numberCell(number(places.length)),
    ...DATA.phases.map((_, phase) => numberCell(number(countSeen(places, phase)), { current: phase === state.phase })));
}

/** Show how many places of each kind are seen in each phase. */
export function showPlaceKinds() {
  byId("places").hidden = TOWN.places.length === 0;
  if (!TOWN.places.length) return;
  const heads = [columnHead(translate("map.kinds.kind"), { numeric: false }), columnHead(translate("map.kinds.all")),
    ...DATA.phases.map((_, phase) => columnHead(shorten(phaseName(phase), 24), { current: phase === state.phase }))];
  const rows = placesByKind(TOWN.places).map(([kind, places]) => kindRow(translateValue("map.place_kinds", kind), places));
  byId("kinds").replaceChildren(element("caption", {}, translate("map.kinds.caption", { demand: translateByUnit("map.demand") })),
    element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...rows, kindRow(translate("map.kinds.sum"), TOWN.places)));
}

/** @param {PlaceOfInterest} place */
function sinceText({ seenPhase, unseenPhases }) {
  if (seenPhase < 0) return translate("map.kinds.never");
  const since = seenPhase === 0 ? translate("map.place.since_today") : shorten(phaseName(seenPhase), 40);
  return unseenPhases.length ? `${since}; ${translate("map.kinds.not", { phases: unseenPhases.map((phase) => shorten(phaseName(phase), 40)).join(", ") })}` : since;
}

/** @param {PlaceOfInterest} place */
function placeRow(place) {
  const { kind, name, at } = place, kindName = translateValue("map.place_kind", kind), label = name || kindName;
  return element("tr", {},
    element("th", { scope: "row" }, element("button", { type: "button", class: "link", onclick: () => goToPlace(at, label) }, isolated(shorten(label, 60)))),
    element("td", {}, kindName), element("td", {}, isolated(sinceText(place))));
}

/** Show every place by name, kind after kind; its name shows it on the map and who sees it. */
export function showEachPlace() {
  const heads = ["name", "kind", "since"].map((name) => columnHead(translate(`map.kinds.${name}`), { numeric: false }));
  byId("each").replaceChildren(element("thead", {}, element("tr", {}, ...heads)),
    element("tbody", {}, ...placesByKind(TOWN.places).flatMap(([, places]) => places.map(placeRow))));
}

/** @param {DistrictData} district */
function districtRow(district) {
  return element("tr", {}, element("th", { scope: "row" }, isolated(districtName(district.name) || translate("map.gains.none"))),
    numberCell(number(district.before)), numberCell(number(district.after)),
    numberCell(percent(district.seen_before)), numberCell(percent(district.seen_after)));
}

/** Show cameras and what is seen in each part of the town, today and in the end. */
export function showDistricts() {
  byId("gains").hidden = DATA.gains.length === 0;
  const heads = [columnHead(translate("map.gains.name"), { numeric: false }),
    ...["before", "after", "seen_before", "seen_after"].map((name) => columnHead(translate(`map.gains.${name}`)))];
  byId("parts").replaceChildren(element("caption", {}, translate("map.gains.caption", { demand: translateByUnit("map.demand") })),
    element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...DATA.gains.map(districtRow)));
}

/** Show what each sum of money could see, where that was asked for. */
export function showBudgets() {
  byId("money").hidden = !DATA.money;
  if (!DATA.money) return;
  const { points, knee_czk, omitted_rules } = DATA.money, decimals = points.every((point) => point.budget_czk % 1e6 === 0) ? 0 : 2;
  const millions = (/** @type {number} */ czk) => number(czk / 1e6, decimals);
  const heads = ["budget", "cameras", "share", "bound"].map((name) => columnHead(translate(`map.money.${name}`)));
  const rows = points.map((point) => element("tr", {}, element("th", { scope: "row", class: "number" }, millions(point.budget_czk)),
    ...[number(point.cameras), percent(shareOfDemand(point.value)), percent(shareOfDemand(point.bound))].map((cell) => numberCell(cell))));
  const knee = knee_czk === null ? "" : ` ${translate("map.money.knee", { money: millions(knee_czk) })}`;
  const rules = omitted_rules > 0 ? ` ${translate("map.money.rules", { n: omitted_rules })}` : "";
  byId("budgets").replaceChildren(element("caption", {}, translate("map.money.caption") + knee + rules),
    element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...rows));
}
