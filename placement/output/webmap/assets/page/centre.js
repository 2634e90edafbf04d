// "What it takes": what the plan asks of the operations centre, phase by phase, as a table, three drawings and sentences.
/** @import { CentreData } from "../page_data.js" */
import { barPlaces, stepPath } from "../core/bars.js";
import { curveScale, roundTop } from "../core/curve.js";
import { DATA } from "./data.js";
import { byId, element, isolated, svg } from "./dom.js";
import { state, subscribe } from "./state.js";
import { number, translate } from "./words.js";

const WIDTH = 420, HEIGHT = 190, BOX = { left: 44, right: 410, top: 14, bottom: 150 };
const MILLION = 1e6, DAY_H = 24, MOST_LABELS = 12;

/** @type {{ section: HTMLElement | null }} */
const shown = { section: null };

/** @param {number} x @param {number} y @param {string} text @param {string} anchor */
function label(x, y, text, anchor = "middle") {
  return svg("text", { x: x.toFixed(1), y: y.toFixed(1), "text-anchor": anchor }, text);
}

/**
 * A drawing with its frame and the top of its scale.
 * @param {string} words What it shows, for those who do not see it.
 * @param {number} top
 * @param {(Node | string)[]} marks
 */
function drawing(words, top, ...marks) {
  return svg("svg", { class: "chart", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": words }, ...marks,
    svg("path", { class: "frame", d: `M${BOX.left} ${BOX.top}V${BOX.bottom}H${BOX.right}` }),
    label(BOX.left - 4, BOX.top + 5, number(top, top < 1 ? 1 : 0), "end"), label(BOX.left - 4, BOX.bottom + 4, "0", "end"));
}

/**
 * @param {string} name
 * @param {{ x: number, width: number }} place
 * @param {number} from
 * @param {number} to
 */
function bar(name, { x, width }, from, to) {
  return svg("rect", { class: name, x: x.toFixed(1), y: to.toFixed(1), width: width.toFixed(1), height: Math.max(0, from - to).toFixed(1) });
}

/** @param {CentreData} centre */
function cashChart({ years }) {
  const totals = years.map(({ once, running }) => (once + running) / MILLION), top = roundTop(Math.max(...totals));
  const { y } = curveScale({ from: 0, to: 1, top }, BOX), places = barPlaces(years.length, BOX);
  const widest = totals.indexOf(Math.max(...totals)), step = Math.ceil(years.length / MOST_LABELS);
  const words = translate("centre_page.cash_label", { most: number(totals[widest], 1), year: String(years[widest].year) });
  return drawing(words, top,
    ...years.flatMap(({ once, running }, index) => [bar("running", places[index], y(0), y(running / MILLION)),
      bar("once", places[index], y(running / MILLION), y((running + once) / MILLION))]),
    ...years.map(({ own }, index) => svg("path", { class: "own", d: `M${(places[index].x - 2).toFixed(1)} ${y(own / MILLION).toFixed(1)}h${(places[index].width + 4).toFixed(1)}` })),
    ...years.map(({ year }, index) => (index % step ? "" : label(places[index].middle, BOX.bottom + 14, String(year)))).filter((each) => each !== ""));
}

/** @param {CentreData} centre @param {string[]} phases */
function storageChart({ storage }, phases) {
  const top = roundTop(Math.max(...storage.map(({ high }) => high))), { y } = curveScale({ from: 0, to: 1, top }, BOX);
  const places = barPlaces(storage.length, BOX, 0.5), last = storage[storage.length - 1];
  const words = translate("centre_page.storage_label", { first: number(storage[0].net, 1), last: number(last.net, 1) });
  return drawing(words, top,
    ...storage.flatMap(({ net, low, high }, index) => [bar("once", places[index], y(0), y(net)),
      svg("path", { class: "band", d: `M${places[index].middle.toFixed(1)} ${y(low).toFixed(1)}V${y(high).toFixed(1)}` }),
      label(places[index].x + places[index].width + 3, y(net) + 4, number(net, 1), "start")]),
    ...storage.map((_, index) => label(places[index].middle, BOX.bottom + 14, phases[index].slice(0, 12))));
}

/** @param {CentreData} centre */
function staffingChart({ staffing: { needed, seats } }) {
  const top = Math.max(...needed, ...seats) + 1, scale = curveScale({ from: 0, to: needed.length, top }, BOX);
  const words = translate("centre_page.staffing_label", { least: Math.min(...needed), most: Math.max(...needed), fewest: Math.min(...seats), seats: Math.max(...seats) });
  const days = translate("centre_page.days").split(" ");
  return drawing(words, top,
    svg("path", { class: "rest", d: `${stepPath(seats, scale)}V${BOX.bottom}H${BOX.left}Z` }),
    svg("path", { class: "needed", d: stepPath(needed, scale) }),
    ...days.map((day, index) => label(scale.x(DAY_H * (index + 0.5)), BOX.bottom + 14, day)));
}

/**
 * A table that can be scrolled beside what is too wide.
 * @param {string} caption
 * @param {string[]} heads
 * @param {Node[]} bodies
 * @param {string} kind
 */
function table(caption, heads, bodies, kind) {
  return element("div", { class: "rows", tabindex: 0, role: "group", "aria-label": caption }, element("table", {}, element("caption", {}, caption),
    element("thead", {}, element("tr", {}, ...heads.map((head) => element("th", { scope: "col", class: kind }, isolated(head))))), ...bodies));
}

/** A figure in two lines, so that all phases fit a phone: what it is, then its value in each. @param {string[]} row */
function figureRows([what, ...values]) {
  return element("tbody", {}, element("tr", {}, element("th", { scope: "rowgroup", colspan: values.length }, isolated(what))),
    element("tr", {}, ...values.map((value) => element("td", { class: "number" }, isolated(value)))));
}

/** @param {string[]} row */
function parameterRow([what, ...cells]) {
  return element("tr", {}, element("th", { scope: "row" }, isolated(what)), ...cells.map((cell) => element("td", {}, isolated(cell))));
}

/** @param {string} title @param {Node} chart @param {(Node | string)[]} key */
function figure(title, chart, ...key) {
  return [element("h3", {}, title), chart, element("p", { class: "key" }, ...key)];
}

/** What the marks of a drawing stand for. @param {string[]} names */
function keyOf(...names) {
  return names.map((name) => element("span", {}, element("i", { class: `swatch ${name}` }), ` ${translate(`centre_page.${name}`)} `));
}

/** @param {CentreData} centre */
function contents(centre) {
  const words = centre.words[state.language], say = (/** @type {string} */ name) => translate(`centre_page.${name}`);
  const heads = ["meaning", "value", "band", "source"].map(say);
  return [
    element("p", {}, say("lead")),
    table(say("table"), words.phases, words.rows.map(figureRows), "number"),
    ...words.sentences.map((sentence) => element("p", {}, isolated(sentence))),
    ...figure(say("cash"), cashChart(centre), ...keyOf("running", "once", "own")),
    ...figure(say("storage"), storageChart(centre, words.phases), say("storage_key")),
    ...figure(say("staffing"), staffingChart(centre), ...keyOf("needed", "seats"), say(centre.staffing.measured ? "measured" : "unmeasured")),
    element("p", {}, element("strong", {}, words.assumed)),
    element("details", {}, element("summary", {}, say("parameters")), table(say("parameters"), heads, [element("tbody", {}, ...words.parameters.map(parameterRow))], "")),
  ];
}

function showCentre() {
  if (!shown.section) return;
  const problem = DATA.centre_problem?.[state.language];
  const parts = DATA.centre ? contents(DATA.centre) : [element("p", {}, isolated(problem ?? ""))];
  shown.section.replaceChildren(element("h2", {}, translate("centre_page.title")), ...parts);
}

/** Add the section to the page, where it has what to say. */
export function startCentre() {
  if (!DATA.centre && !DATA.centre_problem) return;
  shown.section = element("section", { id: "centre", tabindex: -1 });
  byId("privacy").before(shown.section);
  subscribe("language", showCentre);
}
