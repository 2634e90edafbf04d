// Names on the map: parts of the town from afar, streets once there is room.
/** @import { Box } from "../core/label_boxes.js" */
import { freeBox } from "../core/label_boxes.js";
import { shorten } from "../core/text.js";
import { DATA, TOWN } from "./data.js";
import { element, isolated } from "./dom.js";
import { MAP } from "./map.js";
import { state } from "./state.js";

const LEAST_DISTRICT_ZOOM = 12, LEAST_STREET_ZOOM = 16, HALF_SYMBOL_PX = 8;

const labels = L.layerGroup();

/**
 * @param {L.LatLngExpression} at
 * @param {string} name
 * @param {number} turn_deg
 * @param {string} className
 */
function addLabel(at, name, turn_deg, className) {
  const label = element("span", { style: `transform: rotate(${turn_deg}deg) translate(-50%, -50%)` }, isolated(name));
  L.marker(at, { pane: "names", interactive: false, keyboard: false,
    icon: L.divIcon({ className, iconSize: [0, 0], html: label }) }).addTo(labels);
}

function nameDistricts() {
  if (MAP.getZoom() < LEAST_DISTRICT_ZOOM) return;
  const symbols = DATA.cameras.filter((camera) => camera.phase <= state.phase)
    .map((camera) => ({ ...MAP.latLngToContainerPoint([camera.lat, camera.lon]), halfWidth: HALF_SYMBOL_PX, halfHeight: HALF_SYMBOL_PX }));
  /** @type {Box[]} */
  const boxes = [];
  for (const district of TOWN.districts) {
    const name = shorten(district.name, 30);
    const box = freeBox(name, MAP.latLngToContainerPoint(district.at), boxes, symbols);
    if (!box) continue;
    boxes.push(box);
    addLabel(MAP.containerPointToLatLng([box.x, box.y]), name, 0, "district-name");
  }
}

// A name that would lie on another is left out.
function nameStreets() {
  /** @type {{ at: L.Point, room: number }[]} */
  const labelled = [];
  const view = MAP.getBounds();
  for (const { name, at, turn_deg } of TOWN.streetNames) {
    if (!view.contains(at)) continue;
    const point = MAP.latLngToContainerPoint(at), room = 8 + 3.2 * name.length;
    if (labelled.some((other) => point.distanceTo(other.at) < Math.min(room + other.room, 160) * 0.8)) continue;
    labelled.push({ at: point, room });
    addLabel(at, name, turn_deg, "street-name");
  }
}

/** Show the names that have room at this zoom. */
export function showNames() {
  labels.clearLayers();
  if (MAP.getZoom() < LEAST_STREET_ZOOM) nameDistricts();
  else nameStreets();
}

/** Put names on the map and keep them in step with it. */
export function startNames() {
  labels.addTo(MAP);
  MAP.on("moveend zoomend", showNames);
}
