// What the map shows. Quiet things (town, views, heat) go to canvases, cameras are buttons.
const MAP = map_council;
const HEAT = ["#c17d35", "#b8601a", "#a03c10", "#7a1a1e", "#3f0a24"];
const HEAT_WIDTH = [2, 2.5, 3.5, 5, 7];
const LADDER = ["#b9d6ec", "#8fbfe2", "#5f9fd0", "#3a7fb8", "#14568f", "#08335c", "#041c38"];
const LADDER_EDGE = "#08335c";
const VIEW = "#0b5a94", ADDED = "#00663f", REACHABLE = "#6a3d9a", BLIND = "#111111", DOUBLE = "#8a1c6b";
const HOT = "#0a0a0a", PRIVACY = "#7a0000", PLACE = "#8a4b00", DISTRICT = "#6b3fa0";
const BACKDROP = { water: "#b9d7ea", woods: "#cfe0c3", park: "#dcebcf", railway: "#b5b5b5" };
const drawing = { thinned: [] };

function pane(name, z, opacity = 1) {
  const made = MAP.createPane(name);
  made.style.zIndex = z;
  made.style.opacity = opacity;
  made.style.pointerEvents = "none";
  return { pane: name, renderer: L.canvas({ pane: name, padding: 0.15 }), interactive: false };
}

const PANES = {
  online: pane("online", 205),
  backdrop: pane("backdrop", 210),
  streets: pane("streets", 230),
  views: pane("views", 310),
  added: pane("added", 312),
  double: pane("double", 325),
  ladder: pane("ladder", 320, 0.6),
  outline: pane("outline", 330),
  hot: pane("hot", 338),
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
function thin(weight) {
  return weight * Math.min(1, Math.max(0.45, 0.45 + 0.22 * (MAP.getZoom() - 13.5)));
}

function drawTown() {
  L.polygon(TOWN_HOUSES.map((house) => house.rings), fill("streets", "#d5d0c8", {
    stroke: true, color: "#b4ada2", weight: 0.6 })).addTo(MAP);
  drawing.casings = DATA.streets.map((lines) => L.polyline(lines.map(lineOf), stroke("streets", "#b9bec6", 3)).addTo(MAP));
  drawing.roads = DATA.streets.map((lines) => L.polyline(lines.map(lineOf), stroke("streets", "#ffffff", 2)).addTo(MAP));
  for (const packed of DATA.area) {
    L.polygon(polygonsOf(packed), stroke("outline", "#333", 1.8, { dashArray: "10 5" })).addTo(MAP);
  }
  for (const layer of LAYERS) drawing[layer.name] = L.layerGroup();
  drawing.names = L.layerGroup().addTo(MAP);
  MAP.on("zoomend", weighStreets);
  MAP.on("moveend zoomend", nameStreets);
  weighStreets();
}

function weighStreets() {
  drawing.roads.forEach((road, grade) => road.setStyle({ weight: streetWeight(grade) }));
  drawing.casings.forEach((road, grade) => road.setStyle({ weight: streetWeight(grade) + 1.4 }));
  for (const [line, weight] of drawing.thinned) line.setStyle({ weight: weight() });
  MAP.getContainer().classList.toggle("far", MAP.getZoom() < 16);
  MAP.getContainer().classList.toggle("farther", MAP.getZoom() < 14.5);
}

// Shifts of a name from its place, tried one after the other. [px]
const ASIDE = [[0, 0], [0, -20], [0, 20], [0, -36], [0, 36], [-45, -20], [45, -20], [-45, 20], [45, 20]];

function boxAround(at, [x, y], name) {
  return { x: at.x + x, y: at.y + y, wide: 4 * name.length + 6, high: 9 };
}

function meets(box, other) {
  return Math.abs(box.x - other.x) < box.wide + other.wide && Math.abs(box.y - other.y) < box.high + other.high;
}

function namePlace(where, name, turn, kind) {
  const label = make("span", { style: `transform: rotate(${turn}deg) translate(-50%, -50%)` }, given(name));
  L.marker(where, { pane: "names", interactive: false, keyboard: false,
    icon: L.divIcon({ className: kind, iconSize: [0, 0], html: label }) }).addTo(drawing.names);
}

// From afar the parts of the town are named, so that a reader knows where to look.
function nameDistricts() {
  if (MAP.getZoom() < 12) return;
  const taken = [], symbols = DATA.cameras.filter((camera) => camera.phase <= state.phase)
    .map((camera) => ({ ...MAP.latLngToContainerPoint([camera.lat, camera.lon]), wide: 8, high: 8 }));
  for (const [name, , lng, lat] of DATA.districts) {
    const told = short(name, 30), at = MAP.latLngToContainerPoint(offsetAt(lng, lat));
    const boxes = ASIDE.map((shift) => boxAround(at, shift, told)).filter((box) => !taken.some((other) => meets(box, other)));
    const hidden = boxes.map((box) => symbols.filter((symbol) => meets(box, symbol)).length);
    const best = boxes[hidden.indexOf(Math.min(...hidden))];
    if (!best) continue;
    taken.push(best);
    namePlace(MAP.containerPointToLatLng([best.x, best.y]), told, 0, "district-name");
  }
}

// Names along the streets once there is room; one that would lie on another is left out.
function nameStreets() {
  drawing.names.clearLayers();
  if (MAP.getZoom() < 16) { nameDistricts(); return; }
  const taken = [], view = MAP.getBounds();
  for (const [name, lng, lat, turn] of DATA.names) {
    const where = offsetAt(lng, lat);
    if (!view.contains(where)) continue;
    const at = MAP.latLngToContainerPoint(where), room = 8 + 3.2 * name.length;
    if (taken.some(([other, space]) => at.distanceTo(other) < Math.min(room + space, 160) * 0.8)) continue;
    taken.push([at, room]);
    namePlace(where, name, turn, "street-name");
  }
}

function heatClass(rate) {
  let grade = -1;
  for (const low of DATA.heat) if (rate >= low) grade += 1;
  return grade;
}

function standing(camera, phase) {
  return camera.phase <= phase && camera.status !== "out of service";
}
