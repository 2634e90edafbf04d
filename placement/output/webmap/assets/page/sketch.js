// A small drawing of what one camera sees: walls, its views by level, where it looks, north up, a scale.
/** @import { CameraData } from "../page_data.js" */
/** @import { Line, Place } from "../core/geometry.js" */
/** @import { View } from "../core/town.js" */
import { boundsIntersect, METRES_PER_DEGREE } from "../core/geometry.js";
import { COLOUR, HOUSE, LADDER, LADDER_EDGE, MASKED, MASKED_LINE, REACHABLE } from "../core/palette.js";
import { shorten } from "../core/text.js";
import { compassText } from "./camera_texts.js";
import { DATA, TOWN } from "./data.js";
import { element, svg } from "./dom.js";
import { coarsestMasked } from "./masked.js";
import { areaSign } from "./signs.js";
import { metres, number, translate, translateValue } from "./words.js";

const SKETCH_PX = 240, LEAST_REACH_M = 15, RIM = 1.08;
const BAR_LENGTHS_M = [5, 10, 20, 50, 100, 200, 500], LONGEST_BAR_M = 1000;

/** @typedef {(place: Place) => [east_m: number, south_m: number]} Flatten */

/**
 * From degrees to metres east and south of a camera, good over the reach of one.
 * @param {CameraData} camera
 * @returns {Flatten}
 */
function flattenAround(camera) {
  const shrink = Math.cos((camera.lat * Math.PI) / 180);
  return ([lat, lng]) => [(lng - camera.lon) * METRES_PER_DEGREE * shrink, (camera.lat - lat) * METRES_PER_DEGREE];
}

/**
 * @param {Line[]} rings
 * @param {Flatten} flatten
 */
function pathOf(rings, flatten) {
  return rings.map((ring) => `M${ring.map((place) => flatten(place).map((value) => value.toFixed(1)).join(" ")).join("L")}Z`).join("");
}

/**
 * The shape of a view in the drawing.
 * @param {{ outline: View["outline"] }} view
 * @param {Flatten} flatten
 * @param {Record<string, string | number>} look
 */
function viewShape(view, flatten, look) {
  return svg("path", { d: view.outline.polygons.map((rings) => pathOf(rings, flatten)).join(""), ...look });
}

/**
 * How far views reach, with a rim around them.
 * @param {View[]} views
 * @param {Flatten} flatten
 */
function reachOf(views, flatten) {
  let reach_m = LEAST_REACH_M;
  for (const view of views) {
    for (const [outer] of view.outline.polygons) for (const place of outer) reach_m = Math.max(reach_m, Math.hypot(...flatten(place)));
  }
  return reach_m * RIM;
}

/**
 * @param {CameraData} camera
 * @param {Flatten} flatten
 * @param {number} reach_m
 */
function nearbyWalls(camera, flatten, reach_m) {
  const box = L.latLng(camera.lat, camera.lon).toBounds(2 * reach_m);
  const bounds = { south: box.getSouth(), west: box.getWest(), north: box.getNorth(), east: box.getEast() };
  const houses = TOWN.buildings.filter((house) => boundsIntersect(house.bounds, bounds));
  return svg("path", { d: houses.map((house) => pathOf(house.polygons[0], flatten)).join(""), fill: HOUSE, stroke: "#6f675c",
    "stroke-width": reach_m / 200, "fill-rule": "evenodd" });
}

/** @param {number} reach_m */
function scaleBar(reach_m) {
  const length_m = BAR_LENGTHS_M.find((length) => length > reach_m / 4) ?? LONGEST_BAR_M;
  const x = -reach_m * 0.95, y = reach_m * 0.94, size = reach_m / 9;
  return svg("g", {}, svg("path", { d: `M${x} ${y}h${length_m}`, stroke: "#111", "stroke-width": reach_m / 60 }),
    svg("text", { x, y: y - size / 3, "font-size": size, fill: "#111" }, `${number(length_m)} m`));
}

/**
 * @param {CameraData} camera
 * @param {number} reach_m
 */
function cameraMark(camera, reach_m) {
  const size = reach_m / 15, colour = camera.status === "new" ? DATA.phase_colours[camera.phase] : COLOUR[camera.status];
  const nose = camera.circle ? "" : svg("path", { d: `M0 ${-3.4 * size}L${size} ${-1.1 * size}H${-size}Z`, fill: colour,
    stroke: "#fff", "stroke-width": size / 5, transform: `rotate(${camera.azimuth})` });
  return svg("g", {}, nose, svg("circle", { r: size, fill: colour, stroke: "#fff", "stroke-width": size / 4 }));
}

/**
 * @param {CameraData} camera
 * @param {number} reach_m
 */
function sketchLabel(camera, reach_m) {
  const direction = camera.circle ? translate("map.camera.direction_circle") : compassText(camera.azimuth ?? 0);
  return translate("map.sketch.label", { name: shorten(camera.name, 60), direction, reach: metres(reach_m / RIM) });
}

/**
 * The drawing of a camera, or null for one that sees nothing; its label says the same as the picture.
 * @param {number} index
 */
export function cameraSketch(index) {
  const camera = DATA.cameras[index], flatten = flattenAround(camera);
  const views = TOWN.views.filter((view) => view.camera === index);
  if (!views.length) return null;
  const continuous = views.filter((view) => !view.reachable).sort((a, b) => a.level - b.level);
  const reachable = views.filter((view) => view.reachable);
  const masked = coarsestMasked().filter((area) => area.camera === index), grey = { fill: MASKED, stroke: MASKED_LINE };
  const reach_m = reachOf(continuous.length ? continuous : views, flatten);
  const picture = svg("svg", { class: "sketch", role: "img", "aria-label": sketchLabel(camera, reach_m), width: SKETCH_PX, height: SKETCH_PX,
    viewBox: [-reach_m, -reach_m, 2 * reach_m, 2 * reach_m].join(" ") },
  svg("rect", { x: -reach_m, y: -reach_m, width: 2 * reach_m, height: 2 * reach_m, fill: "#f4f5f2" }),
  ...continuous.map((view) => viewShape(view, flatten, { fill: LADDER[view.level], stroke: LADDER_EDGE, "stroke-width": reach_m / 220, "fill-rule": "evenodd" })),
  ...reachable.map((view) => viewShape(view, flatten, { fill: "none", stroke: REACHABLE, "stroke-width": reach_m / 90, "stroke-dasharray": `${reach_m / 20} ${reach_m / 25}` })),
  ...masked.map((area) => viewShape(area, flatten, { ...grey, "stroke-width": reach_m / 220, "fill-opacity": 0.85, "fill-rule": "evenodd" })),
  nearbyWalls(camera, flatten, reach_m), cameraMark(camera, reach_m), scaleBar(reach_m));
  const legend = element("div", { class: "sketch-levels", "aria-hidden": "true" }, ...continuous.map((view) => element("span", {},
    areaSign({ fill: LADDER[view.level], stroke: LADDER_EDGE }), translateValue("map.level", TOWN.levels[view.level].name))),
  ...masked.map(() => element("span", {}, areaSign(grey), translate("map.sketch.masked"))));
  return element("div", { class: "sketch-box" }, element("div", {}, element("h3", {}, translate("map.sketch.title")), legend), picture);
}
