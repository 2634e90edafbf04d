// What the map shows. Quiet things (town, views, heat) go to canvases, cameras are buttons.
const MAP = map_council;
const HEAT = ["#c17d35", "#b8601a", "#a03c10", "#7a1a1e", "#3f0a24"];
const HEAT_WIDTH = [2, 2.5, 3.5, 5, 7];
const LADDER = ["#b9d6ec", "#8fbfe2", "#5f9fd0", "#3a7fb8", "#14568f", "#08335c", "#041c38"];
const LADDER_EDGE = "#08335c";
const VIEW = "#0b5a94", ADDED = "#00663f", REACHABLE = "#6a3d9a", BLIND = "#111111", DOUBLE = "#8a1c6b";
const PRIVACY = "#7a0000", PLACE = "#8a4b00", DISTRICT = "#6b3fa0";
const BACKDROP = { water: "#b9d7ea", woods: "#cfe0c3", park: "#dcebcf", railway: "#b5b5b5" };
const shown = { views: true, ladder: false, reachable: false, double: false, privacy: false, heat: true, blind: false,
  places: false, districts: false, backdrop: true };
const drawing = {};

function pane(name, z, opacity = 1) {
  const made = MAP.createPane(name);
  made.style.zIndex = z;
  made.style.opacity = opacity;
  made.style.pointerEvents = "none";
  return { pane: name, renderer: L.canvas({ pane: name, padding: 0.3 }), interactive: false };
}

const PANES = {
  online: pane("online", 205),
  backdrop: pane("backdrop", 210),
  buildings: pane("buildings", 220),
  streets: pane("streets", 230),
  views: pane("views", 310),
  added: pane("added", 312),
  double: pane("double", 325),
  ladder: pane("ladder", 320, 0.6),
  outline: pane("outline", 330),
  heat: pane("heat", 340),
  blind: pane("blind", 345),
  blindToday: pane("blindToday", 345),
  places: pane("places", 350),
  names: pane("names", 380),
};

function fill(where, colour, more = {}) {
  return { ...PANES[where], stroke: false, fill: true, fillColor: colour, fillOpacity: 1, smoothFactor: 0.5, ...more };
}

function stroke(where, colour, weight, more = {}) {
  return { ...PANES[where], fill: false, color: colour, weight, opacity: 1, smoothFactor: 0.5, ...more };
}

function streetWeight(grade) {
  return Math.max(0.8, [9, 6.5, 4.5, 2][grade] * 2 ** (MAP.getZoom() - 17));
}

// Thinner from afar, so that cameras stand out in the whole town.
function heatWeight(grade) {
  return HEAT_WIDTH[grade] * Math.min(1, Math.max(0.45, 0.45 + 0.22 * (MAP.getZoom() - 13.5)));
}

function drawTown() {
  drawing.backdrop = L.layerGroup(DATA.backdrop.map(([kind, form, packed]) =>
    form === "area"
      ? L.polygon(polygonsOf(packed), fill("backdrop", BACKDROP[kind] ?? "#ddd"))
      : L.polyline(packed.map(lineOf), stroke("backdrop", BACKDROP[kind] ?? "#999", 1.5, { dashArray: "6 3" }))));
  L.polygon(TOWN_HOUSES.map((house) => house.rings), fill("buildings", "#d5d0c8", {
    stroke: true, color: "#b4ada2", weight: 0.6 })).addTo(MAP);
  drawing.casings = DATA.streets.map((lines) => L.polyline(lines.map(lineOf), stroke("streets", "#b9bec6", 3)).addTo(MAP));
  drawing.roads = DATA.streets.map((lines) => L.polyline(lines.map(lineOf), stroke("streets", "#ffffff", 2)).addTo(MAP));
  for (const packed of DATA.area) {
    L.polygon(polygonsOf(packed), stroke("outline", "#333", 1.8, { dashArray: "10 5" })).addTo(MAP);
  }
  drawing.districts = L.layerGroup(DATA.districts.map(([, packed]) =>
    L.polygon(polygonsOf(packed), stroke("outline", DISTRICT, 1.5, { dashArray: "2 5" }))));
  drawing.privacy = L.layerGroup(DATA.privacy.map((packed) =>
    L.polygon(polygonsOf(packed), stroke("outline", PRIVACY, 2, { dashArray: "1 4" }))));
  for (const name of ["views", "ladder", "reachable", "double", "heat", "blind", "places"]) drawing[name] = L.layerGroup();
  drawing.names = L.layerGroup().addTo(MAP);
  drawHeat();
  MAP.on("zoomend", weighStreets);
  MAP.on("moveend zoomend", nameStreets);
  weighStreets();
}

function weighStreets() {
  drawing.roads.forEach((road, grade) => road.setStyle({ weight: streetWeight(grade) }));
  drawing.casings.forEach((road, grade) => road.setStyle({ weight: streetWeight(grade) + 1.4 }));
  (drawing.hot ?? []).forEach((line, grade) => line.setStyle({ weight: heatWeight(grade) }));
  MAP.getContainer().classList.toggle("far", MAP.getZoom() < 16);
  MAP.getContainer().classList.toggle("farther", MAP.getZoom() < 14.5);
}

// Names along the streets once there is room; one that would lie on another is left out.
function nameStreets() {
  drawing.names.clearLayers();
  if (MAP.getZoom() < 16) return;
  const taken = [], view = MAP.getBounds();
  for (const [name, lng, lat, turn] of DATA.names) {
    const where = [(DATA.origin[1] + lat) / 1e6, (DATA.origin[0] + lng) / 1e6];
    if (!view.contains(where)) continue;
    const at = MAP.latLngToContainerPoint(where), room = 8 + 3.2 * name.length;
    if (taken.some(([other, space]) => at.distanceTo(other) < Math.min(room + space, 160) * 0.8)) continue;
    taken.push([at, room]);
    const label = make("span", { style: `transform: rotate(${turn}deg) translate(-50%, -50%)` }, given(name));
    L.marker(where, { pane: "names", interactive: false, keyboard: false,
      icon: L.divIcon({ className: "street-name", iconSize: [0, 0], html: label }) }).addTo(drawing.names);
  }
}

function heatClass(rate) {
  let grade = -1;
  for (const low of DATA.heat) if (rate >= low) grade += 1;
  return grade;
}

function unseenAt(phase) {
  return DATA.demand.rate.flatMap((rate, index) => {
    const since = DATA.demand.seen[index];
    const counts = heatClass(rate) > 0 || DATA.heat.length < 2;
    return counts && (since < 0 || since > phase) ? [pieceLine(index)] : [];
  });
}

function drawBlind(where, phase) {
  const unseen = unseenAt(phase);
  L.polyline(unseen, stroke(where, "#ffffff", 7, { lineCap: "butt" })).addTo(drawing.blind);
  L.polyline(unseen, stroke(where, BLIND, 4, { dashArray: "2 4", lineCap: "butt" })).addTo(drawing.blind);
}

// Demand does not change from phase to phase: it is drawn once.
function drawHeat() {
  const lines = HEAT.map(() => []);
  DATA.demand.rate.forEach((rate, index) => {
    const grade = heatClass(rate);
    if (grade >= 0) lines[grade].push(pieceLine(index));
  });
  drawing.hot = lines.map((some, grade) =>
    L.polyline(some, stroke("heat", HEAT[grade], heatWeight(grade), { lineCap: "butt" })).addTo(drawing.heat));
}

function drawUnseen(phase, compared) {
  drawing.blind.clearLayers();
  if (!shown.blind) return;
  drawBlind("blind", phase);
  if (compared) drawBlind("blindToday", 0);
}

function drawPlaces(phase) {
  drawing.places.clearLayers();
  for (const [, , lng, lat, since] of DATA.places) {
    const seen = since >= 0 && since <= phase;
    const where = [(DATA.origin[1] + lat) / 1e6, (DATA.origin[0] + lng) / 1e6];
    L.circleMarker(where, { ...PANES.places, radius: 5, weight: 2.5, color: PLACE, fillColor: seen ? PLACE : "#fff", fillOpacity: 1 }).addTo(drawing.places);
  }
}

function standing(camera, phase) {
  return camera.phase <= phase && camera.status !== "out of service";
}

// One camera's views, or those of all that stand; what the plan adds lies apart, so that it can be cut off.
// Only what is asked for is made: a large town has thousands of outlines.
function drawViews(phase, chosen) {
  for (const name of ["views", "ladder", "reachable", "double"]) drawing[name].clearLayers();
  const one = chosen !== null;
  for (const view of VIEWS) {
    const camera = DATA.cameras[view.camera];
    if (one ? view.camera !== chosen : !standing(camera, phase)) continue;
    if (view.reachable) {
      if (one || shown.reachable) L.polygon(view.polygons, stroke("outline", REACHABLE, 1.5, { dashArray: "5 5" })).addTo(drawing.reachable);
      continue;
    }
    if (one || shown.ladder) L.polygon(view.polygons, fill("ladder", LADDER[view.level], { stroke: true, color: LADDER_EDGE, weight: 0.8 })).addTo(drawing.ladder);
    if (view.level !== DATA.required || !shown.views) continue;
    const [where, colour, dashes] = camera.phase > 0 ? ["added", ADDED, "5 3"] : ["views", VIEW, null];
    L.polygon(view.polygons, fill(where, colour, { fillOpacity: 0.3, stroke: true, color: colour, weight: 1.2, dashArray: dashes })).addTo(drawing.views);
  }
  for (const [since, packed] of DATA.double) {
    if (since > phase || one || !shown.double) continue;
    L.polygon(polygonsOf(packed), fill("double", DOUBLE, { fillOpacity: 0.5, stroke: true, color: DOUBLE, weight: 2 })).addTo(drawing.double);
  }
  drawing.one = one;
  MAP.getPane("ladder").style.opacity = one ? 0.85 : 0.6;
}

function drawLayers(phase, chosen, compared) {
  drawViews(phase, chosen);
  drawUnseen(phase, compared);
  drawPlaces(phase);
  drawTicked();
}

// Put on the map what the legend has ticked; one camera's views always show their levels.
function drawTicked() {
  const wanted = { ...shown, ladder: shown.ladder || drawing.one, reachable: shown.reachable || drawing.one };
  for (const name of Object.keys(shown)) {
    if (wanted[name]) drawing[name].addTo(MAP);
    else drawing[name].remove();
  }
}
