// Elements on the map: not one layer of the browser each, which is slow without a graphics card; one stop of Tab for all.
import { MAP } from "./map.js";

const STEPS = new Map([["ArrowLeft", -1], ["ArrowUp", -1], ["ArrowRight", 1], ["ArrowDown", 1]]);

const SYMBOLS = "symbols", NAMES = "names", MOST_LEVELS = 0.75;

Object.assign(MAP.createPane(SYMBOLS).style, { zIndex: 605 });

/** Where the zoom began for which the markers stand, while a wheel is turned. @type {{ zoom: number, origin: L.Point } | null} */
let stretched = null;

function panes() {
  return [SYMBOLS, NAMES].map((name) => /** @type {HTMLElement} */ (MAP.getPane(name)));
}

/** Begin to stretch all markers as one picture: moving each of them for every frame is slow. */
export function startStretching() {
  stretched = { zoom: MAP.getZoom(), origin: MAP.getPixelOrigin() };
  for (const pane of panes()) Object.assign(pane.style, { transformOrigin: "0 0", willChange: "transform" });
}

/** Put each marker where it belongs again. */
export function endStretching() {
  stretched = null;
  for (const pane of panes()) Object.assign(pane.style, { transform: "", willChange: "" });
}

/** Stretch the picture of the markers to the zoom shown; returns whether that is too far for a picture. */
export function stretch() {
  if (!stretched) return false;
  const scale = MAP.getZoomScale(MAP.getZoom(), stretched.zoom);
  const { x, y } = stretched.origin.multiplyBy(scale).subtract(MAP.getPixelOrigin());
  for (const pane of panes()) pane.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
  return Math.abs(MAP.getZoom() - stretched.zoom) > MOST_LEVELS;
}

/** A marker that is put at its place without a transformation, so that the browser draws all markers at once. */
export class FlatMarker extends L.Marker {
  /**
   * @param {L.LatLngExpression} at
   * @param {L.MarkerOptions} options
   */
  constructor(at, options) {
    super(at, { pane: SYMBOLS, ...options });
  }

  update() {
    // @ts-expect-error: Leaflet's types do not tell of it
    return stretched ? this : super.update();
  }

  /** @param {L.Point} pixel */
  _setPos(pixel) {
    const inside = /** @type {any} */ (this);
    inside._icon._leaflet_pos = pixel;
    Object.assign(inside._icon.style, { left: `${pixel.x}px`, top: `${pixel.y}px` });
    inside._zIndex = pixel.y + (this.options.zIndexOffset ?? 0);
    inside._resetZIndex();
  }
}

/**
 * Leaflet takes any element for an icon, though its types know those of HTML only.
 * @param {Element} picture
 */
export function iconElement(picture) {
  return /** @type {HTMLElement} */ (picture);
}

/**
 * Call a function where a marker is clicked, or chosen by Space or Enter.
 * @param {L.Marker} marker
 * @param {() => void} choose
 */
export function onChoice(marker, choose) {
  marker.on("click", choose);
  marker.on("keydown", ({ originalEvent }) => {
    if (![" ", "Enter"].includes(originalEvent.key)) return;
    originalEvent.preventDefault();
    choose();
  });
}

// What Tab could stop at on the map, in order.
function stops() {
  const nodes = /** @type {NodeListOf<HTMLElement>} */ (MAP.getPane(SYMBOLS)?.querySelectorAll("[data-stop]") ?? []);
  return [...nodes].sort((a, b) => Number(a.dataset.stop) - Number(b.dataset.stop));
}

/** Let Tab stop at one marker alone: where it was last, or else at the first. */
export function keepOneStop(chosen = stops().find((node) => node.tabIndex === 0)) {
  const all = stops(), stop = chosen ?? all[0];
  for (const node of all) node.tabIndex = node === stop ? 0 : -1;
}

/** @param {KeyboardEvent} event */
function walk(event) {
  const step = STEPS.get(event.key), all = stops(), here = all.indexOf(/** @type {HTMLElement} */ (event.target));
  if (step === undefined || here < 0) return;
  event.preventDefault();
  event.stopPropagation();
  all[(here + step + all.length) % all.length].focus();
}

/** Let the arrow keys walk from marker to marker. */
export function startWalk() {
  const pane = MAP.getPane(SYMBOLS);
  pane?.addEventListener("keydown", walk);
  pane?.addEventListener("focusin", ({ target }) => {
    const node = /** @type {HTMLElement} */ (target);
    if (node.dataset.stop !== undefined) keepOneStop(node);
  });
}
