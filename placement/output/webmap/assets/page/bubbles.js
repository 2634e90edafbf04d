// From afar each district has one bubble, with its cameras today and in the phase shown; a click looks at it closely.
/** @import { CameraData } from "../page_data.js" */
/** @import { Box } from "../core/label_boxes.js" */
/** @import { District } from "../core/town.js" */
import { boxAmong, roomOf } from "../core/label_boxes.js";
import { inService, standsIn } from "../core/sight.js";
import { shorten } from "../core/text.js";
import { DATA, TOWN } from "./data.js";
import { element, isolated } from "./dom.js";
import { BUBBLE_PX, MAP, PANES } from "./map.js";
import { FlatMarker, keepOneStop, onChoice } from "./markers.js";
import { isShown } from "./shown.js";
import { paperMode, SYMBOL_ZOOM } from "./spots.js";
import { comparison, state } from "./state.js";
import { districtName, number, phaseName, translate } from "./words.js";

const LAST = DATA.phases.length - 1, LEAST_ZOOM = 11, AFTER_CAMERAS = 10000;
/** Between the planned area and the map's edge on the left, and as wide as the buttons on the right. */
const EDGE_PX = 6, TOOLS_PX = 54;
/** @type {Map<District, CameraData[]>} */
const members = new Map();
for (const district of TOWN.districts) {
  const cameras = DATA.cameras.filter((camera) => camera.district === district.name);
  if (cameras.length) members.set(district, cameras);
}
const withBubble = new Set([...members.values()].flat());
const bubbles = L.layerGroup(), dots = L.layerGroup();

function isFar() {
  return !paperMode.on && MAP.getZoom() < SYMBOL_ZOOM && MAP.getZoom() >= LEAST_ZOOM;
}

/**
 * Whether a camera stands for itself no more, but in its district's bubble.
 * @param {CameraData} camera
 */
export function hasBubble(camera) {
  return isFar() && withBubble.has(camera);
}

/**
 * How many of the cameras that are not filtered out work in a phase.
 * @param {CameraData[]} cameras
 * @param {number} phase
 */
function working(cameras, phase) {
  return cameras.filter((camera) => inService(camera, phase) && isShown(DATA.cameras.indexOf(camera))).length;
}

/**
 * Cameras today, and in a phase: "6 → 29".
 * @param {CameraData[]} cameras
 * @param {number} phase
 */
function countText(cameras, phase) {
  const before = number(working(cameras, 0));
  return phase === 0 ? before : `${before} → ${number(working(cameras, phase))}`;
}

/** Whether a district has a bubble at the zoom shown: one that the filter leaves no camera has none. @param {District} district */
export function isBubble(district) {
  return isFar() && Boolean(members.get(district)?.some((camera) => isShown(DATA.cameras.indexOf(camera))));
}

/**
 * Whether a bubble lies neither under the map's edge nor under the buttons where the planned area is in the middle, as the map opens on it.
 * @param {Box} box
 */
function isInFrame({ x, halfWidth }) {
  const [[south, west], [north, east]] = DATA.bounds, left = MAP.project([north, west]).x, right = MAP.project([south, east]).x;
  const beside = Math.max(0, (MAP.getSize().x - BUBBLE_PX - (right - left)) / 2);
  return x - halfWidth >= left - beside - EDGE_PX && x + halfWidth <= right + beside + BUBBLE_PX - TOOLS_PX;
}

/**
 * The box of each district's bubble or name, in pixels of the whole world; none where there is no room for it.
 * The same in every phase: its room is that of the last one's text.
 * @returns {Map<District, Box>}
 */
export function districtBoxes() {
  /** @type {Map<District, Box>} */
  const boxes = new Map();
  const ordered = [...TOWN.districts].sort((a, b) => (members.get(b)?.length ?? 0) - (members.get(a)?.length ?? 0));
  for (const district of ordered) {
    const cameras = members.get(district) ?? [], name = shorten(districtName(district.name), 30);
    const text = isBubble(district) ? `${name} ${countText(cameras, LAST)}xx` : name;
    const isInside = (/** @type {Box} */ { x, y }) => district.contains(MAP.unproject(L.point(x, y)));
    const rules = isBubble(district) ? [(/** @type {Box} */ box) => isInside(box) && isInFrame(box), isInside] : [isInside];
    const texts = isBubble(district) ? [text, countText(cameras, LAST)] : [text]; // without its name where there is no room for that
    const [box] = rules.flatMap((rule) => texts.flatMap((each) => boxAmong(each, MAP.project(district.at), [...boxes.values()], rule) ?? []));
    if (box) boxes.set(district, box);
  }
  return boxes;
}

/** @param {District} district */
function lookAt(district) {
  const { south, west, north, east } = district.outline.bounds;
  const bounds = L.latLngBounds([[south, west], [north, east]]);
  const cameras = members.get(district) ?? [];
  if (MAP.getBoundsZoom(bounds) >= SYMBOL_ZOOM) MAP.fitBounds(bounds, { animate: false });
  else MAP.setView(L.latLngBounds(cameras.map(({ lat, lon }) => [lat, lon])).getCenter(), SYMBOL_ZOOM, { animate: false });
  MAP.getContainer().focus({ preventScroll: true });
}

/**
 * @param {District} district
 * @param {Box} box
 * @param {number} index
 */
function addBubble(district, box, index) {
  const cameras = members.get(district) ?? [], count = countText(cameras, state.phase);
  const name = shorten(districtName(district.name), 30), hasRoom = box.halfWidth > roomOf(`${name} ${countText(cameras, LAST)}`);
  const html = element("span", { class: hasRoom ? "" : "short" }, hasRoom ? isolated(name) : null, element("b", {}, count));
  const marker = new FlatMarker(MAP.unproject(L.point(box.x, box.y)), { bubblingMouseEvents: false, riseOnHover: true,
    icon: L.divIcon({ className: "bubble", iconSize: [2 * box.halfWidth, 2 * box.halfHeight], html }) });
  onChoice(marker, () => lookAt(district));
  marker.addTo(bubbles);
  const node = marker.getElement();
  node?.setAttribute("data-stop", String(AFTER_CAMERAS + index));
  node?.setAttribute("aria-label", translate("map.bubble", { name: shorten(districtName(district.name)),
    before: translate("map.cameras", { n: working(cameras, 0) }), after: translate("map.cameras", { n: working(cameras, state.phase) }),
    phase: shorten(phaseName(state.phase), 40) }));
}

function drawDots() {
  for (const camera of withBubble) {
    const stands = standsIn(camera, state.phase);
    if (!(stands || (comparison.on && standsIn(camera, 0))) || !isShown(DATA.cameras.indexOf(camera))) continue;
    L.circleMarker([camera.lat, camera.lon], { ...PANES[!stands ? "goneDots" : camera.phase > 0 ? "newDots" : "dots"], radius: 3.5, weight: 1, color: "#fff",
      fillColor: DATA.phase_colours[camera.phase], fillOpacity: 1 }).addTo(dots);
  }
}

/** Show the bubbles of the zoom and the phase, and a dot for each of their cameras. */
export function drawBubbles() {
  bubbles.clearLayers();
  dots.clearLayers();
  if (!isFar()) return;
  drawDots();
  [...districtBoxes()].forEach(([district, box], index) => { if (isBubble(district)) addBubble(district, box, index); });
  keepOneStop();
}

/** Put the bubbles on the map and keep them in step with the zoom. */
export function startBubbles() {
  bubbles.addTo(MAP);
  dots.addTo(MAP);
  MAP.on("zoomend", drawBubbles);
}
