// Small drawings of what a colour or line on the map means.
import { BACKDROP, COLOUR, HOT, PLACE, VIEW_OPACITY } from "../core/palette.js";
import { svg } from "./dom.js";
import { paintedDrawing } from "./painting.js";

/** @typedef {Record<string, string | number>} Look Attributes of a drawn shape. */
/** @typedef {import("../page_data.js").CameraData["status"]} Status */

/** @param {Element[]} shapes */
function sign(...shapes) {
  return svg("svg", { viewBox: "0 0 34 24", "aria-hidden": "true" }, ...shapes);
}

/**
 * The sign of an area.
 * @param {Look} look
 */
export function areaSign(look) {
  return sign(svg("rect", { x: 2, y: 5, width: 30, height: 14, ...look }));
}

/**
 * The sign of a line.
 * @param {Look} look
 */
export function lineSign(look) {
  return sign(svg("path", { d: "M2 12H32", fill: "none", ...look }));
}

/**
 * The sign of views: one field a phase, what stands today on the left.
 * @param {string[]} colours
 */
export function viewSign(colours) {
  const width = 30 / colours.length;
  return sign(...colours.map((colour, phase) => svg("rect", { x: 2 + width * phase, y: 5, width, height: 14, fill: colour, "fill-opacity": VIEW_OPACITY,
    stroke: colour, "stroke-width": 1.5, ...(phase ? { "stroke-dasharray": "3 2" } : {}) })));
}

/**
 * The sign of areas with slanting lines, on a colour where they have one.
 * @param {string} colour
 * @param {string} [fill]
 */
export function hatchSign(colour, fill = "none") {
  return sign(svg("rect", { x: 2, y: 4, width: 30, height: 16, fill, stroke: colour }),
    svg("path", { d: "M3 14 11 5M8 20 21 5M17 20 30 5M26 20 32 13", fill: "none", stroke: colour, "stroke-width": 1.6 }));
}

/** The sign of hot streets. */
export function hotSign() {
  return sign(svg("path", { d: "M2 7H32M2 17H32", fill: "none", stroke: HOT, "stroke-width": 2.5 }));
}

/** The sign of places: one that is seen and one that is not. */
export function placeSign() {
  return sign(
    svg("circle", { cx: 9, cy: 12, r: 6, fill: PLACE, stroke: PLACE, "stroke-width": 3 }),
    svg("circle", { cx: 25, cy: 12, r: 6, fill: "#fff", stroke: PLACE, "stroke-width": 3 }));
}

/** The sign of the backdrop: water, woods and parks side by side, the railway below. */
export function backdropSign() {
  return sign(
    ...["water", "woods", "park"].map((kind, slot) => svg("rect", { x: 2 + 10 * slot, y: 3, width: 10, height: 12, fill: BACKDROP[kind] })),
    svg("path", { d: "M2 19.5H32", fill: "none", stroke: BACKDROP.railway, "stroke-width": 2.5, "stroke-dasharray": "6 3" }));
}

/** The sign of hill shading: a ridge with a light and a dark slope. */
export function reliefSign() {
  return sign(svg("path", { d: "M2 20 15 5 18 20Z", fill: "#fff", stroke: "#8b9099", "stroke-width": 1 }),
    svg("path", { d: "M15 5 32 20H18Z", fill: "#8b9099" }));
}

/**
 * The fill of an area on paper: slanting lines of a colour, made once and kept in the page.
 * @param {string} colour
 */
export function hatchPattern(colour) {
  const id = `hatch-${colour.slice(1)}`;
  if (!document.getElementById(id)) {
    document.body.append(svg("svg", { class: "heard", "aria-hidden": "true" },
      svg("pattern", { id, width: 6, height: 6, patternUnits: "userSpaceOnUse" },
        svg("path", { d: "M-1 7 7 -1M-1 1 1 -1M5 7 7 5", stroke: colour, "stroke-width": 1.6, fill: "none" }))));
  }
  return `url(#${id})`;
}

/**
 * @param {Status} status
 * @param {string} colour
 */
function statusShape(status, colour) {
  const look = { fill: colour, stroke: "#fff", "stroke-width": 2 };
  if (status === "existing") return svg("circle", { cx: 16, cy: 16, r: 9.5, ...look });
  if (status === "new") return svg("path", { d: "M16 3.5 28.5 16 16 28.5 3.5 16Z", ...look });
  if (status === "out of service") return svg("rect", { x: 8, y: 8, width: 16, height: 16, ...look });
  return svg("path", { d: "M2 5.5H30L16 29.5Z", ...look });
}

/** Whether the colour of a status says more than that of the phase. @param {Status} status */
function hasOwnColour(status) {
  return status !== "existing" && status !== "new";
}

/**
 * The symbol of a camera: shape, colour and number say the same thing; a nose where it looks.
 * @param {Status} status
 * @param {number | null} azimuth
 */
export function cameraSymbol(status, label = "", azimuth = null, colour = COLOUR[status]) {
  const picture = svg("svg", { viewBox: "0 0 32 32", "aria-hidden": "true" });
  const fill = hasOwnColour(status) ? COLOUR[status] : colour;
  if (azimuth !== null) {
    picture.append(svg("path", { class: "nose", d: "M16 -7 22 3 10 3Z", fill, stroke: "#fff",
      "stroke-width": 1.5, transform: `rotate(${azimuth} 16 16)` }));
  }
  picture.append(statusShape(status, fill));
  if (status === "out of service") {
    picture.append(svg("path", { d: "M11 11 21 21M21 11 11 21", stroke: "#fff", "stroke-width": 2.5 }));
  } else {
    picture.append(svg("text", { x: 16, y: hasOwnColour(status) ? 17 : 20, "text-anchor": "middle", "font-size": label.length < 3 ? 12 : 9, "font-weight": 700, fill: "#fff" }, label));
  }
  return picture;
}

/**
 * The symbol of a camera as one picture: hundreds of drawings of many parts each are slow to move without a graphics card.
 * It is half as large again as the symbol's box, so that the nose has room on every side.
 * @param {Parameters<typeof cameraSymbol>} look
 */
export function cameraPicture(...look) {
  return paintedDrawing(cameraSymbol(...look), { from: -8, side: 48 });
}

/** The dashed symbol where a camera could stand instead. */
export function alternativeSymbol() {
  return svg("svg", { viewBox: "0 0 32 32", "aria-hidden": "true" },
    svg("path", { d: "M16 3.5 28.5 16 16 28.5 3.5 16Z", fill: "#fff", "fill-opacity": 0.75, stroke: COLOUR.new, "stroke-width": 3, "stroke-dasharray": "5 3" }));
}
