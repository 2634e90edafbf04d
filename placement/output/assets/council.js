// The state of the page (phase, language, what is chosen) and what changes it.
const state = { phase: DATA.phases.length - 1, chosen: null, place: null, timer: null };
const REDUCED = matchMedia("(prefers-reduced-motion: reduce)");

function showHeading() {
  document.documentElement.lang = language;
  document.title = say("map.title", { case: DATA.case });
  el("title").replaceChildren(document.title);
  const first = DATA.phases[0], last = DATA.phases.at(-1);
  el("lead").textContent = say(DATA.phases.length > 1 ? "map.lead" : "map.lead_still", {
    before: say("map.cameras", { n: first.cameras }), after: say("map.cameras", { n: last.cameras }),
    share: percent(last.share), share_before: percent(first.share), cost: crowns(last.cost), demand: byUnit("map.demand") });
  el("banner").hidden = !DATA.synthetic;
  const invented = Object.keys(DATA.provenance).filter((name) => DATA.provenance[name].split("; ").includes("synthetic"));
  el("banner-more").textContent = say("map.banner_more", { inputs: invented.map((name) => named("map.input", name)).join(", ") });
  for (const node of document.querySelectorAll("[data-say]")) node.textContent = say(node.dataset.say);
  for (const node of document.querySelectorAll("[data-say-label]")) node.setAttribute("aria-label", say(node.dataset.sayLabel));
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

function showDetail() {
  el("detail").classList.toggle("hint", state.chosen === null && state.place === null);
  if (state.chosen !== null) showCamera(state.chosen);
  else if (state.place !== null) showPlace(state.place.lat, state.place.lng, state.phase);
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
  drawViews(state.phase, state.chosen);
  drawHeat(state.phase);
  drawTicked();
  showLegend();
  drawCameras(state.phase, state.chosen);
  showList(state.phase, state.chosen);
  showDetail();
  markPlace();
}

function setPhase(phase) {
  state.phase = Math.max(0, Math.min(DATA.phases.length - 1, phase));
  showAll();
}

// Open on the planned area, beside the legend where there is room for both.
function showWhole() {
  const legend = el("legend");
  const beside = legend.open && MAP.getSize().x > 2 * legend.offsetWidth ? legend.offsetWidth + 10 : 0;
  MAP.fitBounds(DATA.bounds, { paddingTopLeft: [beside + 10, 10], paddingBottomRight: [10, 24], animate: false });
}

// Choose a camera; from the list the map moves to it, from the map the list scrolls to it.
function choose(index, fromList = false) {
  const camera = DATA.cameras[index];
  Object.assign(state, { chosen: index, place: null });
  if (camera.phase > state.phase) state.phase = camera.phase;
  showAll();
  if (fromList) MAP.setView([camera.lat, camera.lon], Math.max(MAP.getZoom(), 17), { animate: !REDUCED.matches });
  const row = el("cameras").rows[index + 1];
  if (fromList) row.querySelector("button").focus({ preventScroll: true });
  el("detail").scrollIntoView({ block: "nearest" });
}

function clearChoice() {
  Object.assign(state, { chosen: null, place: null });
  showAll();
  MAP.getContainer().focus({ preventScroll: true });
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

function legendRow(picture, text, layer = null) {
  if (layer === null) return make("div", { class: "row" }, picture, make("span", {}, text));
  const box = make("input", { type: "checkbox", "data-layer": layer });
  box.checked = shown[layer];
  box.addEventListener("change", () => {
    shown[layer] = box.checked;
    drawTicked();
    showLegend();
    el("legend").querySelector(`[data-layer="${layer}"]`).focus();
  });
  return make("label", {}, box, picture, make("span", {}, text));
}

function swatch(look) {
  return drawn("svg", { viewBox: "0 0 34 24", "aria-hidden": "true" }, drawn("rect", { x: 2, y: 5, width: 30, height: 14, ...look }));
}

function dash(look) {
  return drawn("svg", { viewBox: "0 0 34 24", "aria-hidden": "true" }, drawn("path", { d: "M2 12H32", fill: "none", ...look }));
}

function ladderRows() {
  if (!shown.ladder && state.chosen === null) return [];
  return DATA.levels.map(([name, density], level) => make("div", { class: "row sub" },
    swatch({ fill: LADDER[level], stroke: "#555" }),
    make("span", {}, `${named("map.level", name)} (${say("map.legend.density", { density: number(density, density % 1 ? 1 : 0) })})`)));
}

function heatRows() {
  if (DATA.heat.length < 2) return [];
  const title = legendRow(dash({ stroke: HEAT[3], "stroke-width": 5 }), byUnit("map.heat"), "heat");
  const measure = make("div", { class: "sub" }, say("map.legend.heat_unit", { unit: unit() }));
  if (!shown.heat) return [title];
  return [title, measure, ...DATA.heat.map((low, grade) => {
    const high = DATA.heat[grade + 1];
    const text = say(high === undefined ? "map.legend.heat_last" : "map.legend.heat_class", { low: amount(low), high: amount(high ?? 0) });
    return make("div", { class: "row sub" }, dash({ stroke: HEAT[grade], "stroke-width": HEAT_WIDTH[grade] + 1 }), make("span", {}, text));
  })];
}

function showLegend() {
  const level = named("map.level", DATA.levels[DATA.required]?.[0] ?? DATA.level);
  const has = (status) => DATA.cameras.some((camera) => camera.status === status);
  const lines = [
    has("existing") ? legendRow(symbol("existing"), say("map.legend.existing")) : null,
    has("new") ? legendRow(symbol("new"), say("map.legend.new")) : null,
    has("out of service") ? legendRow(symbol("out of service"), say("map.legend.broken")) : null,
    legendRow(swatch({ fill: VIEW, "fill-opacity": 0.4 }), say("map.legend.views", { level }), "views"),
    ...heatRows(),
    legendRow(dash({ stroke: BLIND, "stroke-width": 4, "stroke-dasharray": "2 4" }), byUnit("map.blind"), "blind"),
    legendRow(swatch({ fill: LADDER[2] }), say("map.legend.ladder"), "ladder"),
    ...ladderRows(),
    VIEWS.some((view) => view.reachable) ? legendRow(dash({ stroke: REACHABLE, "stroke-width": 2, "stroke-dasharray": "5 5" }), say("map.legend.reachable"), "reachable") : null,
    DATA.districts.length ? legendRow(dash({ stroke: "#6b3fa0", "stroke-width": 2, "stroke-dasharray": "2 5" }), say("map.legend.districts"), "districts") : null,
    DATA.backdrop.length ? legendRow(swatch({ fill: BACKDROP.water }), say("map.legend.backdrop"), "backdrop") : null,
    DATA.area.length ? legendRow(dash({ stroke: "#333", "stroke-width": 2, "stroke-dasharray": "10 5" }), say("map.legend.area")) : null,
  ];
  el("legend-rows").replaceChildren(...lines.filter((line) => line !== null));
}

function addControls() {
  L.control.scale({ imperial: false, position: "bottomright" }).addTo(MAP);
  MAP.zoomControl.setPosition("topright");
  const north = L.control({ position: "topright" });
  north.onAdd = () => make("div", { class: "north", role: "img", "data-say-label": "map.legend.north" },
    drawn("svg", { viewBox: "0 0 20 24", "aria-hidden": "true" }, drawn("path", { d: "M10 1 17 22 10 17 3 22Z", fill: "#1c2430" })), "N");
  north.addTo(MAP);
  MAP.attributionControl.setPrefix(false);
  // Leaflet writes attributions as HTML, so they are put in by hand.
  MAP.attributionControl.getContainer().replaceChildren(given("Leaflet"), ...[...new Set(Object.values(DATA.sources))].map(given));
}

function setLanguage(chosen) {
  language = chosen;
  showHeading();
  showQuality();
  showAll();
}

// Paper gets the map as it is on the screen, shrunk to the sheet: nothing is drawn anew.
const PAPER_PX = 700;
function forPaper() {
  const frame = el("frame");
  const size = { width: `${frame.offsetWidth}px`, height: `${frame.offsetHeight}px` };
  Object.assign(frame.style, size, { zoom: Math.min(1, PAPER_PX / frame.offsetWidth) });
}

function forScreen() {
  Object.assign(el("frame").style, { width: "", height: "", zoom: "" });
}

function start() {
  addEventListener("beforeprint", forPaper);
  addEventListener("afterprint", forScreen);
  addControls();
  drawTown();
  if (innerWidth < 800) el("legend").open = false;
  el("phase").max = DATA.phases.length - 1;
  el("phase").addEventListener("input", (event) => setPhase(Number(event.target.value)));
  el("play").addEventListener("click", play);
  for (const node of document.querySelectorAll("[data-language]")) {
    node.addEventListener("click", () => setLanguage(node.dataset.language));
  }
  L.DomEvent.disableClickPropagation(el("legend")).disableScrollPropagation(el("legend"));
  MAP.on("click", (event) => {
    Object.assign(state, { chosen: null, place: event.latlng });
    showAll();
  });
  setLanguage(language);
  showWhole();
  document.documentElement.dataset.ready = "yes";
}

// For checks from outside: who sees a place, by camera id.
window.placement = {
  seers: (lat, lng) => seers(lat, lng).map((view) => ({
    camera: DATA.cameras[view.camera].id, level: DATA.levels[view.level][0], reachable: view.reachable })),
};
start();
