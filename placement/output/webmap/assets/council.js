// The state of the page (phase, language, what is chosen) and what changes it.
const state = { phase: DATA.phases.length - 1, chosen: null, place: null, placeName: null, timer: null };
const NARROW = matchMedia("(max-width: 800px)");
const REDUCED = matchMedia("(prefers-reduced-motion: reduce)");

function showHeading() {
  document.documentElement.lang = language;
  document.title = say("map.title", { case: DATA.case });
  el("title").replaceChildren(document.title);
  const first = DATA.phases[0], last = DATA.phases.at(-1);
  el("lead").textContent = say(DATA.phases.length > 1 ? "map.lead" : "map.lead_still", {
    before: say("map.cameras", { n: first.cameras }), after: say("map.cameras", { n: last.cameras }),
    share: percent(claim(last)), share_before: percent(claim(first)), cost: last.cost === null ? "–" : crowns(last.cost), demand: byUnit("map.demand") });
  el("banner").hidden = !DATA.synthetic;
  const invented = Object.keys(DATA.provenance).filter((name) => DATA.provenance[name].split("; ").includes("synthetic"));
  el("banner-more").textContent = say("map.banner_more", { inputs: invented.map((name) => named("map.input", name)).join(", ") });
  for (const node of document.querySelectorAll("[data-say]")) node.textContent = say(node.dataset.say);
  for (const node of document.querySelectorAll("[data-say-label]")) {
    node.setAttribute("aria-label", say(node.dataset.sayLabel));
    if (node.tagName === "BUTTON") node.title = say(node.dataset.sayLabel);
  }
  el("search").placeholder = say("map.search.hint");
  for (const node of document.querySelectorAll("[data-language]")) {
    node.setAttribute("aria-pressed", String(node.dataset.language === language));
  }
}

function showTicks() {
  el("ticks").replaceChildren(...DATA.phases.map((_, phase) =>
    make("span", { class: phase === state.phase ? "now" : "", style: `left: ${(100 * phase) / Math.max(1, DATA.phases.length - 1)}%` },
      given(phaseName(phase)))));
  el("ticks").classList.toggle("many", DATA.phases.length > 4);
  el("phase").value = state.phase;
  el("phase").setAttribute("aria-valuetext", phaseName(state.phase));
  const playing = state.timer !== null;
  const path = playing ? "M3 2H8V18H3ZM12 2H17V18H12Z" : "M4 1 18 10 4 19Z";
  el("play").replaceChildren(drawn("svg", { viewBox: "0 0 20 20", "aria-hidden": "true" }, drawn("path", { d: path })));
  el("play").setAttribute("aria-label", say(playing ? "map.phase.pause" : "map.phase.play"));
  el("play").setAttribute("aria-pressed", String(playing));
}

// What was asked stands at the top, beside the map or right below it.
function reveal() {
  if (NARROW.matches) el("frame").scrollIntoView({ block: "start" });
  else el("side").scrollTop = 0;
}

function showDetail() {
  el("detail").classList.toggle("hint", state.chosen === null && state.place === null);
  if (state.chosen !== null) showCamera(state.chosen);
  else if (state.place !== null) showPlace(state.place.lat, state.place.lng, state.phase, state.placeName);
  else showHint();
}

function markPlace() {
  if (drawing.mark) drawing.mark.remove();
  if (state.place === null) return;
  drawing.mark = L.marker(state.place, { interactive: false, keyboard: false,
    icon: L.divIcon({ className: "place-mark", iconSize: [18, 18] }) }).addTo(MAP);
}

function showAll() {
  showTicks();
  showState(state.phase);
  showPhases(state.phase);
  showPlaces(state.phase);
  drawLayers(state.phase, state.chosen, compare.on);
  showLegend();
  drawCameras(state.phase, state.chosen);
  drawAlternative(state.chosen);
  nameStreets();
  showList(state.phase, state.chosen);
  showDetail();
  markPlace();
  showCompare();
  writeLink();
}

function setPhase(phase) {
  state.phase = Math.max(0, Math.min(DATA.phases.length - 1, phase));
  showAll();
  const told = DATA.phases[state.phase];
  announce(`${say("map.compare.state", { name: short(phaseName(state.phase), 40), share: percent(claim(told)) })}, ${say("map.cameras", { n: told.cameras })}`);
}

// Fit the planned area into what legend and buttons leave free: beside the legend where there is room for both.
function showWhole() {
  const legend = el("legend"), size = MAP.getSize();
  const beside = legend.open && size.x > 2 * legend.offsetWidth ? legend.offsetWidth + 10 : 0;
  const above = beside || legend.open ? 10 : legend.offsetHeight + 16;
  MAP.fitBounds(DATA.bounds, { paddingTopLeft: [beside + 10, Math.min(above, size.y / 4)], paddingBottomRight: [50, 34], animate: false });
}

// The map keeps to its frame: texts above it may grow, a phone may be turned.
function keepSize() {
  const before = MAP.getSize(), seesWhole = MAP.getBounds().contains(DATA.bounds);
  MAP.invalidateSize({ animate: false, pan: !seesWhole });
  if (!before.equals(MAP.getSize()) && seesWhole && state.chosen === null && state.place === null) showWhole();
}

// Choose a camera; with `go` the map moves to it. Focus stays with whoever asked.
function choose(index, { go = false, from = "map" } = {}) {
  const camera = DATA.cameras[index];
  Object.assign(state, { chosen: index, place: null });
  if (camera.phase > state.phase) state.phase = camera.phase;
  showAll();
  if (go) MAP.setView([camera.lat, camera.lon], Math.max(MAP.getZoom(), 17), { animate: !REDUCED.matches });
  if (from === "list") el("cameras").querySelector(`[data-choose="${index}"]`).focus({ preventScroll: true });
  if (from === "place") el("detail").focus({ preventScroll: true });
  reveal();
  announce(cameraLabel(camera));
}

// Ask who sees a place; `name` if it was found by its name.
function askPlace(place, name = null) {
  Object.assign(state, { chosen: null, place, placeName: name });
  showAll();
  const seen = seers(place.lat, place.lng).filter((view) => DATA.cameras[view.camera].phase <= state.phase).length;
  const answer = published("azimuth_deg") ? say("map.place.count", { n: seen }) : say("map.place.withheld");
  reveal();
  announce(`${name === null ? say("map.place.title") : short(name)}: ${answer}`);
}

function clearChoice() {
  Object.assign(state, { chosen: null, place: null });
  showAll();
  MAP.getContainer().focus({ preventScroll: true });
}

// Escape leaves what was begun last: measuring, then the choice, then the comparison.
function escape(event) {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  if (measuring.on) toggleMeasure(false);
  else if (state.chosen !== null || state.place !== null) clearChoice();
  else if (compare.on) toggleCompare(false);
}

function play() {
  if (state.timer !== null) { pause(); return; }
  if (state.phase === DATA.phases.length - 1) setPhase(0);
  state.timer = setInterval(() => {
    setPhase(state.phase + 1);
    if (state.phase === DATA.phases.length - 1) pause();
  }, 1600);
  showTicks();
}

function pause() {
  clearInterval(state.timer);
  state.timer = null;
  showTicks();
}

function addControls() {
  MAP.zoomControl.remove(); // ours speak both languages
  L.control.scale({ imperial: false, position: "bottomright" }).addTo(MAP);
  MAP.attributionControl.setPrefix(false);
  el("credits").append(MAP.attributionControl.getContainer()); // beneath the map, so that it hides nothing
  showAttribution();
  el("zoom-in").addEventListener("click", () => MAP.zoomIn(1, { animate: !REDUCED.matches }));
  el("zoom-out").addEventListener("click", () => MAP.zoomOut(1, { animate: !REDUCED.matches }));
  el("whole").addEventListener("click", showWhole);
  el("fullscreen").hidden = !document.fullscreenEnabled;
  el("fullscreen").addEventListener("click", () =>
    (document.fullscreenElement ? document.exitFullscreen() : el("stage").requestFullscreen()));
  document.addEventListener("fullscreenchange", () => {
    el("fullscreen").setAttribute("aria-pressed", String(document.fullscreenElement !== null));
  });
}

function setLanguage(chosen) {
  language = chosen;
  showHeading();
  showQuality();
  showMeasure();
  buildList();
  showEach();
  showDistricts();
  showAll();
}

function listen() {
  el("phase").max = DATA.phases.length - 1;
  el("phase").addEventListener("input", (event) => setPhase(Number(event.target.value)));
  el("play").addEventListener("click", play);
  for (const node of document.querySelectorAll("[data-language]")) {
    node.addEventListener("click", () => setLanguage(node.dataset.language));
  }
  for (const id of ["legend", "tools", "ruler", "divider"]) {
    L.DomEvent.disableClickPropagation(el(id)).disableScrollPropagation(el(id));
  }
  document.addEventListener("keydown", escape);
  MAP.on("click", (event) => (measuring.on ? measureAt(event.latlng) : askPlace(event.latlng)));
}

function start() {
  showHeading(); // its height is what the map stands below
  addControls();
  if (NARROW.matches) el("legend").open = false;
  listen();
  startSearch();
  startMeasure();
  startCompare();
  startPaper();
  showLegend(); // its width is what the map stands beside
  showWhole();
  drawTown();
  if (!follow(location.hash)) setLanguage(language);
  startLink();
  new ResizeObserver(keepSize).observe(el("frame"));
  document.documentElement.dataset.ready = "yes";
}

// For checks from outside: who sees a place, its local coordinates, what a search finds.
window.placement = {
  seers: (lat, lng) => seers(lat, lng).map((view) => ({
    camera: DATA.cameras[view.camera].id, level: DATA.levels[view.level][0], reachable: view.reachable,
    phase: DATA.cameras[view.camera].phase })),
  local: localOf,
  find: (asked) => lookUp(asked).map((entry) => entry.name),
};
start();
