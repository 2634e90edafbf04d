// What less of people's homes in view would cost: the curve that the plan was asked for, as an answer, a chart and a table.
/** @import { HomesCurveData } from "../page_data.js" */
import { shareOfDemand } from "./camera_texts.js";
import { phaseShares, showChart } from "./chart.js";
import { DATA } from "./data.js";
import { byId, element } from "./dom.js";
import { densityText, number, percent, squareMetres, translate } from "./words.js";

/** What is lost against no limit, in percentage points. @param {number} share @param {number} whole */
function lostPoints(share, whole) {
  return number(Math.max(0, 100 * (whole - share)), 1);
}

/**
 * The knee of the curve in a sentence; nothing where it does not bend.
 * @param {HomesCurveData} homes
 * @param {number[]} shares
 */
function answerText({ points, knee_m2 }, shares) {
  const last = points.length - 1, knee = points.findIndex(({ most_m2 }) => most_m2 === knee_m2);
  if (knee < 0) return "";
  return translate("map.homes.knee", { area: squareMetres(points[knee].most_m2), less: squareMetres(points[last].most_m2 - points[knee].most_m2),
    share: percent(shares[knee]), whole: percent(shares[last]), points: lostPoints(shares[knee], shares[last]) });
}

/**
 * @param {HomesCurveData} homes
 * @param {number[]} shares
 */
function showTable({ points, density_px_m, in_view, omitted_rules }, shares) {
  const whole = shares[shares.length - 1], rules = omitted_rules > 0 ? ` ${translate("map.money.rules", { n: omitted_rules })}` : "";
  const heads = ["area", "share", "less", "bound"].map((name) => element("th", { scope: "col", class: "number" }, translate(`map.homes.${name}`)));
  const rows = points.map((point, index) => element("tr", {}, element("th", { scope: "row", class: "number" }, number(Math.round(point.most_m2))),
    ...[percent(shares[index]), lostPoints(shares[index], whole), percent(shareOfDemand(point.bound))].map((cell) => element("td", { class: "number" }, cell))));
  const caption = translate("map.homes.caption", { density: densityText(density_px_m), turning: translate(`map.homes.${in_view}`) });
  byId("homes-table").replaceChildren(element("caption", {}, caption + rules), element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...rows));
}

/** Show what less of homes in view would cost, where that was asked for; the public edition does not say it. */
export function showLessHomes() {
  const { homes } = DATA;
  byId("less-homes").hidden = !homes;
  if (!homes) return;
  const { points, knee_m2, phases_m2 } = homes, shares = points.map((point) => shareOfDemand(point.value)), last = points.length - 1;
  byId("homes-answer").textContent = answerText(homes, shares);
  const words = { first: percent(shares[0]), from: squareMetres(points[0].most_m2), last: percent(shares[last]), to: squareMetres(points[last].most_m2) };
  const shown = phaseShares();
  showChart("homes-chart", { label: translate("map.homes.label", words), axis: translate("map.homes.axis"),
    along: points.map((point) => Math.round(point.most_m2)), shares, bounds: points.map((point) => shareOfDemand(point.bound)),
    phases: phases_m2.map((area_m2, phase) => [Math.round(area_m2), shown[phase]]), knee: knee_m2 === null ? null : Math.round(knee_m2) });
  showTable(homes, shares);
}
