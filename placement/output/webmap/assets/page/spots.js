// Where the symbols of cameras stand at a zoom: apart from one another, the same in every phase.
import { spread } from "../core/spread.js";
import { symbolAnchor } from "../core/symbol_anchor.js";
import { DATA } from "./data.js";
import { MAP } from "./map.js";

export const SYMBOL_PX = 28;
const SMALL = 22 / SYMBOL_PX, CLOSE_ZOOM = 16, LEAST_PX = 24, PAPER_PX = 28;
/** From this zoom on each camera has a symbol; below, each district has a bubble. */
export const SYMBOL_ZOOM = 15;

/** Whether the map is on paper, where nobody can look closer: each camera has its symbol at every zoom. */
export const paperMode = { on: false };
/** @type {{ zoom: number, onPaper: boolean, spots: { at: L.Point, shift: L.Point }[] }} */
const placed = { zoom: NaN, onPaper: false, spots: [] };

/** How large symbols are at the zoom shown, 1 close by. */
export function symbolScale() {
  return MAP.getZoom() < CLOSE_ZOOM && !paperMode.on ? SMALL : 1;
}

/** Where cameras stand in the pixels of the whole world at the zoom shown, and how far their symbols from there. */
export function symbolSpots() {
  if (placed.zoom === MAP.getZoom() && placed.onPaper === paperMode.on) return placed.spots;
  const scale = symbolScale(), places = DATA.cameras.map((camera) => MAP.project([camera.lat, camera.lon]));
  const wished = DATA.cameras.map((camera, index) => {
    const [x, y] = symbolAnchor(camera, DATA.cameras);
    return places[index].add(L.point(SYMBOL_PX / 2 - x, SYMBOL_PX / 2 - y).multiplyBy(scale));
  });
  const stands = spread(wished, paperMode.on ? PAPER_PX : LEAST_PX);
  placed.spots = places.map((at, index) => ({ at, shift: L.point(stands[index].x, stands[index].y).subtract(at) }));
  Object.assign(placed, { zoom: MAP.getZoom(), onPaper: paperMode.on });
  return placed.spots;
}
