// The page of two plans: what becomes of each camera, and streets that one plan alone sees.
/** @import { DifferenceData, State, TextTable } from "./difference_data.js" */
/** @import { Language, PageData } from "./page_data.js" */
import { unpackLine } from "./core/geometry.js";
import { DATA } from "./page/data.js";
import { announce, byId, element, isolated, legendBox } from "./page/dom.js";
import { ELSEWHERE, FIRST, SECOND, stateSign } from "./page/difference_signs.js";
import { translateFrame } from "./page/frame.js";
import { drawGround } from "./page/ground.js";
import { fillStyle, lineStyle, MAP, showsWhole, showWhole } from "./page/map.js";
import { startNames } from "./page/names.js";
import { lineSign } from "./page/signs.js";
import { showAttribution } from "./page/online.js";
import { publish, state, subscribe } from "./page/state.js";
import { startWheel } from "./page/wheel.js";
import { isSmall, NARROW, startTheme } from "./page/windows.js";
import { translate } from "./page/words.js";

const { cameras, pieces, said } = /** @type {PageData & { difference: DifferenceData }} */ (DATA).difference;
const STATES = /** @type {const} */ (["kept", "moved", "turned", "changed", "first", "second"]);
const SIGN_PX = 26, KEPT_PX = 18, CLOSE_ZOOM = 17.5, PIECE_PX = 5;

/** @param {boolean} isGained */
function pieceLook(isGained) {
  return isGained ? { colour: SECOND, dashArray: undefined } : { colour: FIRST, dashArray: "7 5" };
}

function drawPieces() {
  for (const [gained, area, packed] of pieces) {
    const line = unpackLine(packed, DATA.origin), { colour, dashArray } = pieceLook(gained === 1);
    if (area) {
      L.polygon(line, fillStyle("views", colour, { fillOpacity: 0.55 })).addTo(MAP);
    } else {
      L.polyline(line, lineStyle("heat", colour, PIECE_PX, { dashArray })).addTo(MAP);
    }
  }
}

/** @param {{ id: string, street: string, state: State }} camera */
function cameraText(camera) {
  return [camera.id, camera.street, translate(`comparison.state.${camera.state}`)].filter(Boolean).join(", ");
}

const markers = cameras.map((camera) => {
  const size = camera.state === "kept" ? KEPT_PX : SIGN_PX;
  const icon = L.divIcon({ className: "symbol", iconSize: [size, size],
    html: /** @type {HTMLElement} */ (/** @type {Element} */ (stateSign(camera.state, camera.azimuth))) });
  const marker = L.marker([camera.lat, camera.lon], { icon, riseOnHover: true, zIndexOffset: camera.state === "kept" ? 0 : 1000 });
  marker.bindPopup(() => element("div", {}, isolated(cameraText(camera))));
  return marker;
});

function drawCameras() {
  cameras.forEach((camera, index) => {
    if (camera.from) L.polyline([camera.from, [camera.lat, camera.lon]], lineStyle("ladder", ELSEWHERE, 3, { dashArray: "2 5" })).addTo(MAP);
    markers[index].addTo(MAP);
  });
}

function nameCameras() {
  cameras.forEach((camera, index) => markers[index].getElement()?.setAttribute("aria-label", cameraText(camera)));
}

/** @param {number} index */
function goToCamera(index) {
  if (NARROW.matches) byId("frame").scrollIntoView({ block: "start" });
  MAP.setView(markers[index].getLatLng(), Math.max(MAP.getZoom(), CLOSE_ZOOM), { animate: false });
  markers[index].openPopup();
  announce(cameraText(cameras[index]));
}

/** @param {TextTable} table */
function tableSection(table) {
  const isOfCameras = table.cameras.length > 0;
  const rows = table.rows.map(([name, ...cells], row) => element("tr", {},
    element("td", {}, isOfCameras ? element("button", { type: "button", onclick: () => goToCamera(table.cameras[row]) }, isolated(name)) : isolated(name)),
    ...cells.map((cell) => element("td", { class: isOfCameras ? null : "number" }, isolated(cell)))));
  const heads = table.head.map((head, column) => element("th", { scope: "col", class: isOfCameras || column === 0 ? null : "number" }, head));
  return element("section", {}, element("h2", {}, table.title),
    element("div", { class: "rows", tabindex: 0, role: "group", "aria-label": table.title },
      element("table", {}, element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...rows))));
}

function showTexts() {
  const texts = said[state.language];
  document.title = texts.title;
  byId("title").replaceChildren(isolated(texts.title));
  byId("plans").replaceChildren(...texts.plans.map((plan) => element("li", {}, isolated(plan))));
  byId("sentences").replaceChildren(...texts.sentences.map((sentence) => element("li", {}, isolated(sentence))));
  byId("tables").replaceChildren(...texts.tables.map(tableSection));
}

/**
 * @param {Element} sign
 * @param {string} text
 */
function legendRow(sign, text) {
  return element("div", { class: "row" }, sign, element("span", {}, text));
}

function showLegend() {
  const states = STATES.filter((each) => cameras.some((camera) => camera.state === each));
  const changes = [true, false].filter((isGained) => pieces.some(([gained]) => (gained === 1) === isGained));
  byId("legend-rows").replaceChildren(
    ...states.map((each) => legendRow(stateSign(each), translate(`comparison.legend.${each}`))),
    ...changes.map((isGained) => {
      const { colour, dashArray } = pieceLook(isGained);
      return legendRow(lineSign({ stroke: colour, "stroke-width": PIECE_PX, "stroke-dasharray": dashArray ?? "none" }),
        translate(`comparison.legend.${isGained ? "gained" : "lost"}`));
    }));
}

function addControls() {
  MAP.zoomControl.remove(); // ours speak both languages
  L.control.scale({ imperial: false, updateWhenIdle: true, position: "bottomright" }).addTo(MAP);
  MAP.attributionControl.setPrefix(false);
  byId("credits").append(MAP.attributionControl.getContainer() ?? "");
  showAttribution();
  byId("zoom-in").addEventListener("click", () => MAP.zoomIn());
  byId("zoom-out").addEventListener("click", () => MAP.zoomOut());
  byId("whole").addEventListener("click", showWhole);
  for (const id of ["legend", "tools"]) L.DomEvent.disableClickPropagation(byId(id)).disableScrollPropagation(byId(id));
  for (const node of document.querySelectorAll("[data-language]")) {
    node.addEventListener("click", () => {
      state.language = /** @type {Language} */ (node.getAttribute("data-language"));
      publish("language");
    });
  }
}

// The map keeps to its frame: texts above it may grow, a phone may be turned.
function keepSize() {
  const whole = showsWhole();
  MAP.invalidateSize({ animate: false, pan: !whole });
  if (whole) showWhole();
}

startTheme();
subscribe("language", translateFrame, showTexts, showLegend, nameCameras);
byId("synthetic").hidden = !DATA.synthetic;
publish("language"); // its height and width are what the map stands beside
addControls();
if (isSmall()) legendBox().open = false;
showWhole();
drawGround();
startNames();
startWheel();
drawPieces();
drawCameras();
nameCameras();
new ResizeObserver(keepSize).observe(byId("frame"));
document.documentElement.dataset.ready = "yes";
