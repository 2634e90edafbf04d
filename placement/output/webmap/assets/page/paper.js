// Paper: the map is laid out anew for a sheet and drawn as vectors; afterwards all is put back.
// A style shrinks or grows it to the sheet, scale bar and signs together.
import { byId, legendBox } from "./dom.js";
import { drawBubbles } from "./bubbles.js";
import { jumpTo, MAP, PANES, showsWhole, showWhole } from "./map.js";
import { showNames } from "./names.js";
import { hatchPattern } from "./signs.js";
import { paperMode } from "./spots.js";
import { drawCameras } from "./symbols.js";

const SHEET_PX = { width: "1200px", height: "630px" }, RIM_PX = 2.2;

/** @typedef {{ centre: L.LatLng, zoom: number, whole: boolean, legendOpen: boolean }} Screen */
/** @type {{ screen: Screen | null, shapes: { shape: L.Path, renderer: L.Renderer | undefined }[], vectors: L.SVG[], rims: L.Path[] }} */
const paper = { screen: null, shapes: [], vectors: [], rims: [] };

/**
 * Draw a shape by another renderer.
 * @param {L.Path} shape
 * @param {L.Renderer | undefined} renderer
 */
function redrawBy(shape, renderer) {
  MAP.removeLayer(shape);
  shape.options.renderer = renderer;
  MAP.addLayer(shape);
}

/**
 * Draw the light rim of an area below it, as the canvases do.
 * @param {L.Path} shape
 * @param {L.Renderer | undefined} renderer
 */
function addRim(shape, renderer) {
  const { options } = shape;
  if (!options.casing || !(shape instanceof L.Polygon)) return;
  paper.rims.push(L.polygon(shape.getLatLngs(), { ...options, renderer, dashArray: undefined, fill: false, color: options.casing, weight: (options.weight ?? 1) + RIM_PX }).addTo(MAP));
}

// Lines and areas as vectors, so that paper gets them sharp and at once: canvases wait for the next picture.
function drawVectors() {
  const order = Object.keys(PANES);
  const vectors = new Map(Object.values(PANES).map(({ pane }) => [pane, L.svg({ pane, padding: 0 })]));
  paper.shapes = [];
  paper.vectors = [...vectors.values()];
  MAP.eachLayer((layer) => { if (layer instanceof L.Path) paper.shapes.push({ shape: layer, renderer: layer.options.renderer }); });
  paper.shapes.sort((a, b) => order.indexOf(a.shape.options.group ?? "") - order.indexOf(b.shape.options.group ?? ""));
  for (const { shape } of paper.shapes) {
    const renderer = vectors.get(shape.options.pane ?? "");
    addRim(shape, renderer);
    redrawBy(shape, renderer);
    if (shape.options.hatched) shape.getElement()?.setAttribute("fill", hatchPattern(shape.options.fillColor ?? ""));
  }
}

/** Show each camera with its number, as in the list, while the map is on paper. @param {boolean} onPaper */
function drawMarkers(onPaper) {
  paperMode.on = onPaper;
  drawBubbles();
  drawCameras();
  showNames();
}

function layOutForPaper() {
  if (paper.screen) return;
  const screen = { centre: MAP.getCenter(), zoom: MAP.getZoom(), whole: showsWhole(), legendOpen: legendBox().open };
  paper.screen = screen;
  Object.assign(byId("frame").style, { ...SHEET_PX, flex: "none" });
  legendBox().open = true;
  MAP.invalidateSize({ animate: false, pan: false });
  if (screen.whole) showWhole();
  else jumpTo(screen.centre, screen.zoom);
  drawMarkers(true);
  drawVectors();
}

function layOutForScreen() {
  const { screen } = paper;
  if (!screen) return;
  Object.assign(byId("frame").style, { width: "", height: "", flex: "" });
  legendBox().open = screen.legendOpen;
  for (const { shape, renderer } of paper.shapes) redrawBy(shape, renderer);
  for (const each of [...paper.vectors, ...paper.rims]) each.remove();
  paper.rims = [];
  MAP.invalidateSize({ animate: false, pan: false });
  jumpTo(screen.centre, screen.zoom);
  drawMarkers(false);
  paper.screen = null;
}

/** Listen to the beginning and end of printing. */
export function startPaper() {
  addEventListener("beforeprint", layOutForPaper);
  addEventListener("afterprint", layOutForScreen);
}
