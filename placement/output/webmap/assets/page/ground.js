// The quiet town below everything: houses, streets, the planned area, and lines that get thinner from afar.
import { AREA, HOUSE } from "../core/palette.js";
import { TOWN } from "./data.js";
import { fillStyle, lineStyle, MAP } from "./map.js";

const ROAD_WIDTH = [9, 6.5, 4.5, 2], CASING = 1.4;

/** @type {{ roads: L.Polyline[], casings: L.Polyline[] }} */
const streets = { roads: [], casings: [] };
/** @type {{ line: L.Polyline, weight: number }[]} */
let thinnedLines = [];

/**
 * The width of a line at the zoom shown: thinner from afar, so that cameras stand out in the whole town.
 * @param {number} weight
 */
export function thinned(weight) {
  return weight * Math.min(1, Math.max(0.45, 0.45 + 0.22 * (MAP.getZoom() - 13.5)));
}

/**
 * Keep the width of a line in step with the zoom.
 * @param {L.Polyline} line
 * @param {number} weight
 */
export function thinWithZoom(line, weight) {
  thinnedLines.push({ line, weight });
}

/**
 * Forget the lines of groups that are drawn anew.
 * @param {string[]} groups
 */
export function forgetThinned(groups) {
  thinnedLines = thinnedLines.filter(({ line }) => !groups.includes(line.options.group ?? ""));
}

/** @param {number} grade */
function streetWidth(grade) {
  return Math.max(0.8, ROAD_WIDTH[grade] * 2 ** (MAP.getZoom() - 17));
}

function followZoom() {
  streets.roads.forEach((road, grade) => road.setStyle({ weight: streetWidth(grade) }));
  streets.casings.forEach((casing, grade) => casing.setStyle({ weight: streetWidth(grade) + CASING }));
  for (const { line, weight } of thinnedLines) line.setStyle({ weight: thinned(weight) });
  MAP.getContainer().classList.toggle("far", MAP.getZoom() < 16);
}

/** Draw houses, streets and the planned area, and keep widths in step with the zoom. */
export function drawGround() {
  L.polygon(TOWN.buildings.map((house) => house.polygons[0]),
    fillStyle("streets", HOUSE, { stroke: true, color: "#b4ada2", weight: 0.6 })).addTo(MAP);
  streets.casings = TOWN.streets.map((lines) => L.polyline(lines, lineStyle("streets", "#b9bec6", 3)).addTo(MAP));
  streets.roads = TOWN.streets.map((lines) => L.polyline(lines, lineStyle("streets", "#ffffff", 2)).addTo(MAP));
  for (const outline of TOWN.area) L.polygon(outline.polygons, lineStyle("outline", AREA, 1.8, { dashArray: "10 5" })).addTo(MAP);
  MAP.on("zoomend", followZoom);
  followZoom();
}
