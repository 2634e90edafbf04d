// A chosen street lights up on the map, what is in view of it brighter; a chosen part of the town is outlined.
/** @import { Line } from "../core/geometry.js" */
/** @import { Street } from "../core/street.js" */
/** @import { District } from "../core/town.js" */
import { CHOICE_CASING, CHOICE_IN_VIEW, CHOICE_LINE } from "../core/palette.js";
import { TOWN } from "./data.js";
import { forgetThinned, thinned, thinWithZoom } from "./ground.js";
import { fillStyle, lineStyle, MAP } from "./map.js";
import { state } from "./state.js";

const group = L.layerGroup().addTo(MAP);

/**
 * Draw lines that get thinner from afar.
 * @param {Line[]} lines
 * @param {string} colour
 * @param {number} weight
 */
function drawLines(lines, colour, weight) {
  const line = L.polyline(lines, lineStyle("choice", colour, thinned(weight), { lineCap: "butt" })).addTo(group);
  thinWithZoom(line, weight);
}

/** @param {Street} street */
function drawStreet(street) {
  const { demand } = TOWN, seen = street.pieces.filter((piece) => demand.isSeen(piece, state.phase));
  const areas = (/** @type {number[]} */ pieces) => pieces.filter((piece) => demand.isArea(piece)).map((piece) => [demand.line(piece)]);
  L.polygon(areas(street.pieces), fillStyle("choice", CHOICE_LINE, { fillOpacity: 0.5, smoothFactor: 0 })).addTo(group);
  L.polygon(areas(seen), fillStyle("choice", CHOICE_IN_VIEW, { fillOpacity: 0.7, smoothFactor: 0 })).addTo(group);
  drawLines(street.lines, CHOICE_CASING, 14);
  drawLines(street.lines, CHOICE_LINE, 11);
  drawLines(seen.filter((piece) => !demand.isArea(piece)).map((piece) => demand.line(piece)), CHOICE_IN_VIEW, 6);
}

/** @param {District} district */
function drawDistrict({ outline }) {
  L.polygon(outline.polygons, lineStyle("choice", CHOICE_CASING, 7)).addTo(group);
  L.polygon(outline.polygons, lineStyle("choice", CHOICE_LINE, 4)).addTo(group);
}

/** Draw the street or the part of the town that is chosen. */
export function drawChoice() {
  group.clearLayers();
  forgetThinned(["choice"]);
  if (state.street !== null) drawStreet(state.street);
  if (state.district !== null) drawDistrict(TOWN.districts[state.district]);
}
