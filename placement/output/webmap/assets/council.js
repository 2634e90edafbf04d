// The council's map: what is shown when something changes, and how the page starts.
/** @import { Language } from "./page_data.js" */
import { viewsOfPlace } from "./core/sight.js";
import { showCounts, showMoneyChart } from "./page/chart.js";
import { choosePlace, clearChoice, setLanguage } from "./page/actions.js";
import { followLink, startAddress, writeLink } from "./page/address.js";
import { drawBubbles, startBubbles } from "./page/bubbles.js";
import { drawChoice } from "./page/choice.js";
import { showCompare, startCompare, toggleCompare } from "./page/compare.js";
import { DATA, TOWN } from "./page/data.js";
import { byId, legendBox } from "./page/dom.js";
import { showDownloads } from "./page/download.js";
import { startDrag } from "./page/drag.js";
import { showFilter, startFilter } from "./page/filter.js";
import { drawGround } from "./page/ground.js";
import { startExperts } from "./page/experts.js";
import { endGuide, guide, showGuide, startGuide } from "./page/guide.js";
import { showHeading } from "./page/heading.js";
import { drawLayers } from "./page/layers.js";
import { showLessHomes } from "./page/less_homes.js";
import { showLessMoney, startLessMoney } from "./page/less_money.js";
import { showLegend } from "./page/legend.js";
import { buildList, markRows } from "./page/list.js";
import { showLocation, startLocation } from "./page/location.js";
import { showMail, startMail } from "./page/mail.js";
import { MAP, onSingleClick, showsWhole, showWhole } from "./page/map.js";
import { startWalk } from "./page/markers.js";
import { addPoint, measuring, showMeasure, startMeasure, toggleMeasure } from "./page/measure.js";
import { renewNames, startNames } from "./page/names.js";
import { showAttribution } from "./page/online.js";
import { showDetail } from "./page/panels.js";
import { startPaper } from "./page/paper.js";
import { showSlider, startPlayback } from "./page/playback.js";
import { showPrivacy } from "./page/privacy.js";
import { showProposal } from "./page/proposal.js";
import { startSearch } from "./page/search.js";
import { comparison, isAnythingChosen, state, subscribe } from "./page/state.js";
import { showPhase, showPhases, showQuality } from "./page/story.js";
import { drawAlternative, drawCameras, markPlace, startSymbols } from "./page/symbols.js";
import { showBudgets, showDistricts, showEachPlace, showPlaceKinds } from "./page/tables.js";
import { startWheel } from "./page/wheel.js";
import { isSmall, REDUCED_MOTION, startFullscreen, startTheme } from "./page/windows.js";

subscribe("language", showHeading, showProposal, showPrivacy, showQuality, showMeasure, buildList, showEachPlace, showDistricts, showBudgets, showLessMoney, showCounts, showMoneyChart, showLessHomes, showMail, showLocation, showGuide, renewNames);
subscribe("state", showSlider, showPhase, showPhases, showPlaceKinds, drawLayers, showLegend, drawCameras, drawAlternative,
  drawChoice, drawBubbles, markRows, showDetail, markPlace, showCompare, showFilter, showDownloads, writeLink);
subscribe("layers", drawLayers, showLegend, writeLink);
subscribe("legend", showLegend);
subscribe("filter", buildList, renewNames);

/** How far from the edge a chosen place stays when the map becomes smaller. [px] */
const INSIDE_PX = 40;
/** The map's size when it last kept to its frame; Leaflet itself follows the window, not the frame. */
const frame = { size: MAP.getSize() };

// The map keeps to its frame: texts above it may grow, a phone may be turned, an answer opens on the whole screen.
function keepSize() {
  const refits = showsWhole() && !isAnythingChosen();
  MAP.invalidateSize({ animate: false, pan: !refits });
  if (frame.size.equals(MAP.getSize())) return;
  frame.size = MAP.getSize();
  const place = state.camera === null ? state.place : L.latLng(DATA.cameras[state.camera].lat, DATA.cameras[state.camera].lon);
  if (refits) showWhole();
  else if (place) MAP.panInside(place, { padding: [INSIDE_PX, INSIDE_PX], animate: false });
}

/**
 * Escape leaves what was begun last: measuring, then the choice, then the comparison.
 * @param {KeyboardEvent} event
 */
function leaveLast(event) {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  if (measuring.on) toggleMeasure(false);
  else if (isAnythingChosen()) clearChoice();
  else if (comparison.on) toggleCompare(false);
  else if (guide.step !== null) endGuide();
}

function addControls() {
  MAP.zoomControl.remove(); // ours speak both languages
  L.control.scale({ imperial: false, updateWhenIdle: true, position: "bottomright" }).addTo(MAP);
  MAP.attributionControl.setPrefix(false);
  byId("credits").append(MAP.attributionControl.getContainer() ?? ""); // beneath the map, so that it hides nothing
  showAttribution();
  byId("zoom-in").addEventListener("click", () => MAP.zoomIn(1, { animate: !REDUCED_MOTION.matches }));
  byId("zoom-out").addEventListener("click", () => MAP.zoomOut(1, { animate: !REDUCED_MOTION.matches }));
  byId("whole").addEventListener("click", showWhole);
  startFullscreen();
}

function listen() {
  startPlayback();
  for (const node of document.querySelectorAll("[data-language]")) {
    node.addEventListener("click", () => setLanguage(/** @type {Language} */ (node.getAttribute("data-language"))));
  }
  for (const id of ["legend", "tools", "ruler", "divider"]) {
    L.DomEvent.disableClickPropagation(byId(id)).disableScrollPropagation(byId(id));
  }
  document.addEventListener("keydown", leaveLast);
  onSingleClick((at) => (measuring.on ? addPoint(at) : choosePlace(at)));
}

/**
 * Start the page; `extras` add to it what only one edition has.
 * @param {(() => void)[]} extras
 */
export function startCouncil(extras = []) {
  startTheme();
  showHeading(); // its height is what the map stands below
  addControls();
  if (isSmall()) legendBox().open = false;
  listen();
  startSearch();
  startMeasure();
  startCompare();
  startPaper();
  startDrag();
  startWheel();
  startFilter();
  startLocation();
  startGuide();
  startExperts();
  startMail();
  startLessMoney();
  for (const startExtra of extras) startExtra();
  showLegend(); // its width is what the map stands beside
  showWhole();
  drawGround();
  startBubbles();
  startSymbols();
  startWalk();
  startNames();
  if (!followLink()) setLanguage(state.language);
  startAddress();
  new ResizeObserver(keepSize).observe(byId("frame"));
  document.documentElement.dataset.ready = "yes";
}

window.placement = {
  camerasSeeing: (lat, lng) => viewsOfPlace(TOWN.views, DATA.cameras, lat, lng, { leastLevel: DATA.required }).map((view) => ({
    camera: DATA.cameras[view.camera].id, level: TOWN.levels[view.level].name, reachable: view.reachable,
    phase: DATA.cameras[view.camera].phase })),
  streetsInView: () => TOWN.streetsInView.all.map((street) => ({ name: street.name, number: street.number, length_m: street.length_m,
    seen_m: DATA.phases.map((_, phase) => street.inView_m(phase)), area_m2: street.area_m2,
    seen_m2: DATA.phases.map((_, phase) => street.inView_m2(phase)), cameras: street.cameras.map((index) => DATA.cameras[index].id) })),
};
