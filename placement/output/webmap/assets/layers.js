// Every layer the reader may switch, one entry each: in the legend, on the map, in the link and on paper.
// `has` says whether there are data; a layer without any is shown nowhere. `draw` fills its group anew for a
// state of the page, or once where `still`; `forced` puts it on the map unasked; `more` adds rows to the legend.
const LAYERS = [
  { name: "views", on: true, has: () => VIEWS.length > 0, sign: viewSign, text: viewText, draw: drawViews },
  { name: "ladder", has: () => VIEWS.length > 0, sign: () => swatch({ fill: LADDER[2], stroke: LADDER_EDGE }),
    text: () => say("map.legend.ladder"), more: ladderRows, forced: oneChosen, draw: drawLadder },
  { name: "reachable", has: () => VIEWS.some((view) => view.reachable), forced: oneChosen, draw: drawReachable,
    sign: () => dash({ stroke: REACHABLE, "stroke-width": 2, "stroke-dasharray": "5 5" }), text: () => say("map.legend.reachable") },
  { name: "double", has: () => DATA.double.length > 0, draw: drawDouble,
    sign: () => swatch({ fill: DOUBLE, "fill-opacity": 0.55, stroke: DOUBLE, "stroke-width": 2 }), text: () => say("map.legend.double") },
  { name: "privacy", on: true, still: true, has: () => DATA.privacy.length > 0, draw: drawPrivacy,
    sign: () => swatch({ fill: "none", stroke: PRIVACY, "stroke-width": 2, "stroke-dasharray": "1 3" }), text: () => say("map.legend.privacy") },
  { name: "heat", on: true, still: true, has: () => DATA.heat.length > 1, more: heatRows, draw: drawHeat,
    sign: () => dash({ stroke: HEAT[3], "stroke-width": 5 }), text: () => byUnit("map.heat") },
  { name: "hot", still: true, has: () => DATA.demand.hot.length > 0, draw: drawHot, sign: hotSign, text: () => say("map.legend.hot") },
  { name: "blind", has: () => DATA.demand.line.length > 0, draw: drawBlind, text: blindText,
    sign: () => dash({ stroke: BLIND, "stroke-width": 4, "stroke-dasharray": "2 4" }) },
  { name: "places", has: () => DATA.places.length > 0, draw: drawPlaces, sign: placeSign, text: () => say("map.legend.places") },
  { name: "districts", still: true, has: () => DATA.districts.length > 0, draw: drawDistricts,
    sign: () => dash({ stroke: DISTRICT, "stroke-width": 2, "stroke-dasharray": "2 5" }), text: () => say("map.legend.districts") },
  { name: "backdrop", on: true, still: true, has: () => DATA.backdrop.length > 0, draw: drawBackdrop, sign: backdropSign,
    text: () => say("map.legend.backdrop") },
].filter((layer) => layer.has());
const shown = Object.fromEntries(LAYERS.map((layer) => [layer.name, Boolean(layer.on)]));

// Only what is on the map is made: a large town has thousands of outlines.
function drawLayers(phase, chosen, compared) {
  for (const layer of LAYERS) {
    const group = drawing[layer.name], wanted = shown[layer.name] || Boolean(layer.forced?.(chosen));
    if (!layer.still) group.clearLayers();
    if (wanted && !(layer.still && group.getLayers().length)) layer.draw(group, phase, chosen, compared);
    if (wanted) group.addTo(MAP);
    else group.remove();
  }
}

function oneChosen(chosen) {
  return chosen !== null;
}

// One camera's views, or those of all that stand.
function viewsOf(phase, chosen) {
  return VIEWS.filter((view) => (chosen !== null ? view.camera === chosen : standing(DATA.cameras[view.camera], phase)));
}

// What the plan adds lies apart, so that it can be cut off where today is shown.
function drawViews(group, phase, chosen) {
  for (const view of viewsOf(phase, chosen)) {
    if (view.reachable || view.level !== DATA.required) continue;
    const [where, colour, dashes] = DATA.cameras[view.camera].phase > 0 ? ["added", ADDED, "5 3"] : ["views", VIEW, null];
    view.drawn ??= L.polygon(view.polygons, fill(where, colour, { fillOpacity: 0.3, stroke: true, color: colour, weight: 1.2, dashArray: dashes }));
    view.drawn.addTo(group); // kept, for it comes back with every step of the phases
  }
}

function drawLadder(group, phase, chosen) {
  MAP.getPane("ladder").style.opacity = chosen === null ? 0.6 : 0.85;
  for (const view of viewsOf(phase, chosen)) {
    if (view.reachable) continue;
    L.polygon(view.polygons, fill("ladder", LADDER[view.level], { stroke: true, color: LADDER_EDGE, weight: 0.8 })).addTo(group);
  }
}

function drawReachable(group, phase, chosen) {
  for (const view of viewsOf(phase, chosen)) {
    if (view.reachable) L.polygon(view.polygons, stroke("outline", REACHABLE, 1.5, { dashArray: "5 5" })).addTo(group);
  }
}

function drawDouble(group, phase, chosen) {
  for (const [since, packed] of DATA.double) {
    if (since > phase || chosen !== null) continue;
    L.polygon(polygonsOf(packed), fill("double", DOUBLE, { fillOpacity: 0.5, stroke: true, color: DOUBLE, weight: 2 })).addTo(group);
  }
}

// Pieces of streets as lines that get thinner from afar.
function drawLines(group, pieces, where, colour, weight, more = {}) {
  const lines = pieces.filter((index) => !CELLS.has(index)).map(pieceLine);
  const line = L.polyline(lines, stroke(where, colour, thin(weight), { lineCap: "butt", ...more })).addTo(group);
  drawing.thinned.push([line, () => thin(weight)]);
}

// Pieces of squares and parks as areas: they lie side by side.
function drawCells(group, pieces, where, colour, opacity) {
  const cells = pieces.filter((index) => CELLS.has(index)).map((index) => [pieceLine(index)]);
  if (cells.length) L.polygon(cells, fill(where, colour, { fillOpacity: opacity, smoothFactor: 0 })).addTo(group);
}

function drawHeat(group) {
  const classes = HEAT.map(() => []);
  DATA.demand.rate.forEach((rate, index) => classes[heatClass(rate)]?.push(index));
  classes.forEach((pieces, grade) => {
    drawCells(group, pieces, "heat", HEAT[grade], 0.5);
    drawLines(group, pieces, "heat", HEAT[grade], HEAT_WIDTH[grade]);
  });
}

// A rim on both sides of the street, so that what is expected there stays to be seen.
function drawHot(group) {
  drawCells(group, DATA.demand.hot, "hot", HOT, 0.35);
  drawLines(group, DATA.demand.hot, "hot", HOT, 13);
  drawLines(group, DATA.demand.hot, "hot", "#ffffff", 9);
}

// Pieces of streets with a class of demand above the lowest that nobody sees in a phase.
function unseenAt(phase) {
  return DATA.demand.rate.flatMap((rate, index) => {
    const since = DATA.demand.seen[index];
    const counts = heatClass(rate) > 0 || DATA.heat.length < 2;
    return counts && (since < 0 || since > phase) ? [index] : [];
  });
}

function drawBlind(group, phase, _, compared) {
  drawing.thinned = drawing.thinned.filter(([line]) => !["blind", "blindToday"].includes(line.options.pane));
  for (const [where, at] of compared ? [["blind", phase], ["blindToday", 0]] : [["blind", phase]]) {
    const unseen = unseenAt(at);
    drawCells(group, unseen, where, BLIND, 0.4);
    drawLines(group, unseen, where, "#ffffff", 7);
    drawLines(group, unseen, where, BLIND, 4, { dashArray: "2 4" });
  }
}

function drawPlaces(group, phase) {
  for (const [, , lng, lat, since] of DATA.places) {
    const seen = since >= 0 && since <= phase;
    L.circleMarker(offsetAt(lng, lat), { ...PANES.places, radius: 5, weight: 2.5, color: PLACE, fillColor: seen ? PLACE : "#fff", fillOpacity: 1 }).addTo(group);
  }
}

function drawDistricts(group) {
  for (const [, packed] of DATA.districts) L.polygon(polygonsOf(packed), stroke("outline", DISTRICT, 1.5, { dashArray: "2 5" })).addTo(group);
}

function drawPrivacy(group) {
  for (const packed of DATA.privacy) L.polygon(polygonsOf(packed), stroke("outline", PRIVACY, 2, { dashArray: "1 4" })).addTo(group);
}

function drawBackdrop(group) {
  for (const [kind, form, packed] of DATA.backdrop) {
    const colour = BACKDROP[kind] ?? "#bbb";
    const shape = form === "area" ? L.polygon(polygonsOf(packed), fill("backdrop", colour))
      : L.polyline(packed.map(lineOf), stroke("backdrop", colour, 1.5, { dashArray: kind === "railway" ? "6 3" : null }));
    shape.addTo(group);
  }
}
