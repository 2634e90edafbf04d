// The list of cameras: sortable, linked both ways with the map, and the same facts without it.
/** @import { SortKey, SortOrder } from "../core/camera_order.js" */
/** @import { CameraData } from "../page_data.js" */
import { SORT_COLUMNS, sortedCameras } from "../core/camera_order.js";
import { standsIn } from "../core/sight.js";
import { shorten } from "../core/text.js";
import { chooseCamera } from "./actions.js";
import { shareOfDemand } from "./camera_texts.js";
import { DATA, isPublished } from "./data.js";
import { announce, byId, element, focusWithin, isolated } from "./dom.js";
import { isShown } from "./shown.js";
import { cameraSymbol } from "./signs.js";
import { state } from "./state.js";
import { MARKERS } from "./symbols.js";
import { number, percent, phaseName, translate, translateValue } from "./words.js";

/** @type {SortOrder} */
const order = { key: "number", descending: false };
const HINTS = /** @type {const} */ ([["pointerenter", true], ["pointerleave", false], ["focusin", true], ["focusout", false]]);

/** @param {SortKey} key */
function sortBy(key) {
  order.descending = order.key === key ? !order.descending : SORT_COLUMNS[key].largestFirst;
  order.key = key;
  buildList();
  markRows();
  focusWithin("cameras", `[data-sort="${key}"]`, { preventScroll: true });
  announce(translate(order.descending ? "map.list.sorted_down" : "map.list.sorted_up", { column: translate(`map.list.${key}`) }));
}

/** @param {SortKey} key */
function listHead(key) {
  const isCurrent = order.key === key;
  const arrow = isCurrent ? (order.descending ? "▼" : "▲") : "";
  const sorting = isCurrent ? (order.descending ? "descending" : "ascending") : "none";
  return element("th", { scope: "col", class: SORT_COLUMNS[key].number ? "number" : "", "aria-sort": sorting },
    element("button", { type: "button", "data-sort": key, onclick: () => sortBy(key) }, translate(`map.list.${key}`),
      element("span", { "aria-hidden": "true", class: "arrow" }, arrow)));
}

/** @param {CameraData} camera */
function phaseText(camera) {
  const status = translateValue("lists.status", camera.status);
  if (camera.removed_in !== null) return `${status} (${shorten(phaseName(camera.removed_in), 40)})`;
  return camera.status === "out of service" ? status : shorten(phaseName(camera.phase), 40);
}

/** @param {CameraData} camera */
function gainText(camera) {
  return camera.status === "new" && camera.gain !== null ? percent(shareOfDemand(camera.gain), 2) : "–";
}

/** @param {CameraData} camera */
function costText({ cost, cost_unknown: isLeast }) {
  if (!cost) return "–";
  return isLeast ? `≥\u00a0${number(cost / 1000)}` : number(cost / 1000);
}

/** @param {number} index */
function listRow(index) {
  const camera = DATA.cameras[index];
  const onclick = () => chooseCamera(index, { go: true, from: "list" });
  const row = element("tr", { "data-camera": camera.id },
    element("td", { class: "number" }, number(camera.number)),
    element("td", {}, element("div", { class: "what" }, cameraSymbol(camera.status, "", null, DATA.phase_colours[camera.phase]),
      element("button", { type: "button", "data-choose": index, onclick }, isolated(camera.name))),
      isPublished("camera_id") ? element("div", { class: "id" }, isolated(camera.id)) : null),
    element("td", { class: "street" }, isolated(camera.street)),
    element("td", {}, isolated(phaseText(camera))),
    isPublished("gain") ? element("td", { class: "number" }, gainText(camera)) : null,
    isPublished("cost_czk") ? element("td", { class: "number" }, costText(camera)) : null);
  for (const [event, on] of HINTS) {
    row.addEventListener(event, () => MARKERS[index].getElement()?.classList.toggle("hinted", on));
  }
  return row;
}

/** Make the list anew, in the order and language shown. */
export function buildList() {
  const keys = /** @type {SortKey[]} */ (Object.keys(SORT_COLUMNS)).filter((key) => isPublished(key === "cost" ? "cost_czk" : key));
  byId("cameras").replaceChildren(element("caption", {}, translate("map.list.caption")),
    element("thead", {}, element("tr", {}, ...keys.map(listHead))),
    element("tbody", {}, ...sortedCameras(DATA.cameras, order, state.language).filter(isShown).map(listRow)));
}

/** Mark the rows of cameras that do not stand in the phase, and the one of the chosen camera. */
export function markRows() {
  for (const button of byId("cameras").querySelectorAll("[data-choose]")) {
    const index = Number(button.getAttribute("data-choose")), row = button.closest("tr"), isChosen = index === state.camera;
    row?.classList.toggle("later", !standsIn(DATA.cameras[index], state.phase));
    row?.classList.toggle("chosen", isChosen);
    if (isChosen) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
}
