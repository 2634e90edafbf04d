// What "what if" draws on the map: the view of the chosen camera, what it sees, what the changes win and lose.
/** @import { LiveTown } from "./town.js" */
import { placesNear } from "../../core/live/position.js";
import { viewOutlines } from "../../core/live/view.js";
import { BLIND, COLOUR, REACHABLE } from "../../core/palette.js";
import { TOWN } from "../data.js";
import { MAP } from "../map.js";
import { chosenCamera, live } from "./town.js";

const PANE = "live";

/** @type {{ group: L.LayerGroup | null, renderer: L.Canvas | null }} */
const drawn = { group: null, renderer: null };

function group() {
  if (!drawn.group) {
    Object.assign(MAP.createPane(PANE).style, { zIndex: 370, pointerEvents: "none" });
    drawn.renderer = L.canvas({ pane: PANE, padding: 0.5 });
    drawn.group = L.layerGroup().addTo(MAP);
  }
  return drawn.group;
}

/** @param {L.PolylineOptions} look @returns {L.PolylineOptions} */
function style(look) {
  return { pane: PANE, renderer: drawn.renderer ?? undefined, interactive: false, ...look };
}

/** @param {number[]} points @param {LiveTown} town @param {L.PolylineOptions} look */
function drawPieces(points, { points: { piece } }, look) {
  const pieces = points.map((point) => piece[point]).filter((index) => index >= 0), lines = pieces.filter((index) => !TOWN.demand.isArea(index));
  if (lines.length) L.polyline(lines.map((index) => TOWN.demand.line(index)), style({ fill: false, lineCap: "butt", ...look })).addTo(group());
  for (const index of pieces.filter((each) => TOWN.demand.isArea(each))) {
    L.polygon(TOWN.demand.line(index), style({ stroke: false, fill: true, fillColor: look.color, fillOpacity: 0.4 })).addTo(group());
  }
}

/** The demand points that the changes win, or lose, by day. @param {LiveTown} town */
function differences({ tally, planCounts }) {
  /** @type {{ won: number[], lost: number[] }} */
  const found = { won: [], lost: [] }, now = tally.counts[0], before = planCounts[0];
  for (let i = 0; i < now.length; i += 1) {
    if (now[i] > 0 !== before[i] > 0) (now[i] > 0 ? found.won : found.lost).push(i);
  }
  return found;
}

/** Draw all of it anew, or nothing. @param {LiveTown} town */
export function drawLive(town) {
  group().clearLayers();
  if (!live.on) return;
  const { won, lost } = differences(town), camera = chosenCamera(town);
  drawPieces(won, town, { color: COLOUR.new, weight: 8 });
  drawPieces(lost, town, { color: BLIND, weight: 6, dashArray: "2 4" });
  if (!camera) return;
  const wedges = viewOutlines(town.sight, camera.pose, town.live.required_px_m), at = placesNear(town.ground, camera.pose.x, camera.pose.y);
  const polygons = wedges.map((ring) => [ring.map(([x, y]) => at(x, y))]);
  if (polygons.length) L.polygon(polygons, style({ stroke: false, fill: true, fillColor: REACHABLE, fillOpacity: 0.5, smoothFactor: 0 })).addTo(group());
  drawPieces(town.tally.coverage(camera).day, town, { color: REACHABLE, weight: 7 });
}
