// Names on the map: parts of the town from afar, streets once there is room. Placed once for each zoom, in the pixels of
// the whole world, so that they stay where they are while the map moves and the phases change.
/** @import { Box } from "../core/label_boxes.js" */
import { overlaps, turnedBox } from "../core/label_boxes.js";
import { shorten } from "../core/text.js";
import { districtBoxes, isBubble } from "./bubbles.js";
import { TOWN } from "./data.js";
import { element, isolated } from "./dom.js";
import { MAP } from "./map.js";
import { FlatMarker } from "./markers.js";
import { paperMode, symbolSpots } from "./spots.js";
import { districtName } from "./words.js";

const LEAST_DISTRICT_ZOOM = 11, LEAST_STREET_ZOOM = 16, HALF_SYMBOL_PX = 10, ALONG_PX = [0, 26, -26, 52, -52], MARGIN = 0.3;

/** @typedef {{ at: L.LatLng, name: string, turn_deg: number, className: string }} Label */
const labels = L.layerGroup();
/** What has room at the zoom, and what of it is drawn. @type {{ zoom: number, onPaper: boolean, all: Label[], drawn: Map<Label, L.Marker> }} */
const names = { zoom: NaN, onPaper: false, all: [], drawn: new Map() };

/** @param {Label} label */
function draw({ at, name, turn_deg, className }) {
  const text = element("span", { style: `transform: rotate(${turn_deg}deg) translate(-50%, -50%)` }, isolated(name));
  return new FlatMarker(at, { pane: "names", interactive: false, keyboard: false,
    icon: L.divIcon({ className, iconSize: [0, 0], html: text }) }).addTo(labels);
}

/** @returns {Label[]} */
function districtLabels() {
  return [...districtBoxes()].filter(([district]) => !isBubble(district))
    .map(([district, box]) => ({ at: MAP.unproject(L.point(box.x, box.y)), name: shorten(districtName(district.name), 30), turn_deg: 0, className: "district-name" }));
}

// A name that would lie on another is left out; of the places along its street it takes the one with the fewest symbols.
/** @returns {Label[]} */
function streetLabels() {
  const symbols = symbolSpots().map(({ at, shift }) => ({ ...at.add(shift), halfWidth: HALF_SYMBOL_PX, halfHeight: HALF_SYMBOL_PX }));
  /** @type {Box[]} */
  const boxes = [];
  return TOWN.streetNames.flatMap(({ name, at, turn_deg }) => {
    const middle = MAP.project(at), turn = (turn_deg * Math.PI) / 180;
    const options = ALONG_PX.map((px) => turnedBox(name, { x: middle.x + px * Math.cos(turn), y: middle.y + px * Math.sin(turn) }, turn_deg))
      .filter((box) => !boxes.some((other) => overlaps(box, other)));
    const covered = options.map((box) => symbols.filter((symbol) => overlaps(box, symbol)).length);
    const best = options[covered.indexOf(Math.min(...covered))];
    if (!best) return [];
    boxes.push(best);
    return [{ at: MAP.unproject(L.point(best.x, best.y)), name, turn_deg, className: "street-name" }];
  });
}

function place() {
  const zoom = MAP.getZoom();
  if (zoom === names.zoom && names.onPaper === paperMode.on) return;
  labels.clearLayers();
  names.drawn.clear();
  Object.assign(names, { zoom, onPaper: paperMode.on });
  names.all = zoom < LEAST_DISTRICT_ZOOM ? [] : zoom < LEAST_STREET_ZOOM ? districtLabels() : streetLabels();
}

/** Show the names that have room at this zoom and are in view or near it. */
export function showNames() {
  place();
  const near = MAP.getBounds().pad(MARGIN);
  for (const label of names.all) {
    const marker = names.drawn.get(label), isNear = near.contains(label.at);
    if (isNear && !marker) names.drawn.set(label, draw(label));
    if (!isNear && marker) {
      labels.removeLayer(marker);
      names.drawn.delete(label);
    }
  }
}

/** Place the names anew: a filter has changed which districts have bubbles. */
export function renewNames() {
  names.zoom = NaN;
  showNames();
}

/** Put names on the map and keep them in step with it. */
export function startNames() {
  labels.addTo(MAP);
  MAP.on("moveend", showNames);
  showNames();
}
