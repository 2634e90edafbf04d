// Curves of what any number of cameras, or any sum of money, sees, with bars of what each step adds.
import { curveScale, gainsOf, pathOf, roundTop } from "../core/curve.js";
import { shareOfDemand } from "./camera_texts.js";
import { DATA } from "./data.js";
import { byId, element, svg } from "./dom.js";
import { number, percent, translate } from "./words.js";

const WIDTH = 420, LEFT = 44, RIGHT = 410;
const CURVE_BOX = { left: LEFT, right: RIGHT, top: 12, bottom: 150 };
const BARS_BOX = { left: LEFT, right: RIGHT, top: 168, bottom: 208 };
const HEIGHT = 238;
const MILLION = 1e6;

/**
 * @typedef {object} Curve
 * @property {string} label
 * @property {string} axis
 * @property {number[]} along
 * @property {number[]} shares
 * @property {number[]} bounds
 * @property {[number, number][]} phases Where each phase of the plan lies, and its share.
 * @property {number | null} knee
 */

/** @param {number} x @param {number} y @param {string} text @param {string} anchor */
function label(x, y, text, anchor) {
  return svg("text", { x, y, "text-anchor": anchor }, text);
}

/** @param {Curve} curve */
function curveChart({ label: words, axis, along, shares, bounds, phases, knee }) {
  const from = along[0], to = along[along.length - 1], top = roundTop(Math.max(...bounds, ...phases.map(([, share]) => share)));
  const scale = curveScale({ from, to, top }, CURVE_BOX), gains = gainsOf(shares);
  const most = Math.max(...gains), bars = curveScale({ from, to, top: most }, BARS_BOX);
  const place = (/** @type {number[]} */ values) => values.map((value, index) => /** @type {[number, number]} */ ([scale.x(along[index]), scale.y(value)]));
  const wide = Math.max(1.5, (0.8 * (RIGHT - LEFT)) / Math.max(along.length, 2));
  const decimals = along.every((value) => value % 1 === 0) ? 0 : 1;
  return svg("svg", { class: "chart", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": words },
    svg("path", { class: "rest", d: `${pathOf([...place(bounds), ...place(shares).reverse()])}Z` }),
    svg("path", { class: "frame", d: `M${LEFT} ${CURVE_BOX.top}V${CURVE_BOX.bottom}H${RIGHT}M${LEFT} ${BARS_BOX.bottom}H${RIGHT}` }),
    svg("path", { class: "line", d: pathOf(place(shares)) }),
    ...(knee === null ? [] : [svg("path", { class: "knee", d: `M${scale.x(knee).toFixed(1)} ${CURVE_BOX.top}V${BARS_BOX.bottom}` })]),
    ...gains.map((gain, index) => svg("rect", { class: "gain", x: (scale.x(along[index]) - wide / 2).toFixed(1), y: bars.y(gain).toFixed(1), width: wide.toFixed(1),
      height: (BARS_BOX.bottom - bars.y(gain)).toFixed(1) })).slice(1),
    ...phases.filter(([x]) => x >= from && x <= to).map(([x, share]) => svg("circle", { class: "phase", cx: scale.x(x).toFixed(1), cy: scale.y(share).toFixed(1), r: 4 })),
    label(LEFT - 4, CURVE_BOX.top + 5, percent(top, 0), "end"), label(LEFT - 4, CURVE_BOX.bottom + 4, percent(0, 0), "end"),
    label(LEFT - 4, BARS_BOX.top + 8, `+${number(100 * most, 1)}`, "end"),
    label(LEFT, BARS_BOX.bottom + 14, number(from, decimals), "start"), label(RIGHT, BARS_BOX.bottom + 14, number(to, decimals), "end"),
    label((LEFT + RIGHT) / 2, BARS_BOX.bottom + 26, axis, "middle"));
}

/** What phases see by the figures the plan was chosen from. @returns {number[]} */
export function phaseShares() {
  return DATA.phases.map((phase) => phase.share);
}

/** @param {string} id @param {Curve} curve */
export function showChart(id, curve) {
  byId(id).replaceChildren(curveChart(curve));
}

function showTable() {
  const { points } = DATA.curve ?? { points: [] }, shares = points.map((point) => shareOfDemand(point.value)), gains = gainsOf(shares);
  const heads = ["cameras", "share", "adds", "bound"].map((name) => element("th", { scope: "col", class: "number" }, translate(`map.counts.${name}`)));
  const rows = points.map((point, index) => element("tr", {}, element("th", { scope: "row", class: "number" }, number(point.cameras)),
    ...[percent(shares[index]), index ? percent(gains[index], 2) : "–", percent(shareOfDemand(point.bound))].map((cell) => element("td", { class: "number" }, cell))));
  byId("counts-table").replaceChildren(element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...rows));
}

/** Show what each camera adds, where any number of cameras was tried. */
export function showCounts() {
  byId("counts").hidden = !DATA.curve;
  if (!DATA.curve) return;
  const { points, knee, omitted_rules } = DATA.curve, shares = points.map((point) => shareOfDemand(point.value)), first = points[0], last = points[points.length - 1];
  const words = { first: percent(shares[0]), from: number(first.cameras), last: percent(shares[shares.length - 1]), to: number(last.cameras) };
  showChart("count-chart", { label: translate("map.counts.label", words), axis: translate("map.counts.axis"),
    along: points.map((point) => point.cameras), shares, bounds: points.map((point) => shareOfDemand(point.bound)),
    phases: phaseShares().map((share, index) => [DATA.phases[index].cameras, share]), knee });
  const texts = [translate("map.counts.caption"), ...(knee === null ? [] : [translate("map.counts.knee", { n: knee })]),
    ...(omitted_rules > 0 ? [translate("map.money.rules", { n: omitted_rules })] : [])];
  byId("counts-text").textContent = texts.join(" ");
  showTable();
}

/** Show beside the table of money how what is seen bends with it. */
export function showMoneyChart() {
  if (!DATA.money) return;
  const { points, knee_czk } = DATA.money, shares = points.map((point) => shareOfDemand(point.value));
  const words = { first: percent(shares[0]), last: percent(shares[shares.length - 1]), to: number(points[points.length - 1].budget_czk / MILLION, 2) };
  showChart("money-chart", { label: translate("map.money.label", words), axis: translate("map.money.axis"),
    along: points.map((point) => point.budget_czk / MILLION), shares, bounds: points.map((point) => shareOfDemand(point.bound)),
    phases: phaseShares().map((share, index) => [(DATA.phases[index].cost ?? 0) / MILLION, share]), knee: knee_czk === null ? null : knee_czk / MILLION });
}
