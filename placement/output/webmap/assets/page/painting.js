// A small drawing as a picture of points: a browser makes a document of each picture of vectors and a layer of each canvas, which takes it milliseconds.
import { element } from "./dom.js";

/** Three to a pixel of the symbol's own. */
const SIDE_PX = 126;
const SHEET = element("canvas", { width: SIDE_PX, height: SIDE_PX });

/** @param {Element} part @param {string} name */
function length(part, name) {
  return Number(part.getAttribute(name) ?? 0);
}

/** The outline of a path, circle or rectangle. @param {Element} part */
function outline(part) {
  const path = new Path2D(part.getAttribute("d") ?? "");
  if (part.tagName === "circle") path.arc(length(part, "cx"), length(part, "cy"), length(part, "r"), 0, 2 * Math.PI);
  if (part.tagName === "rect") path.rect(length(part, "x"), length(part, "y"), length(part, "width"), length(part, "height"));
  return path;
}

/** Turn all that is drawn about a point, as `rotate(…)` says. @param {CanvasRenderingContext2D} pen @param {string | null} transform */
function turn(pen, transform) {
  const [angle_deg, x, y] = (transform?.match(/-?[\d.]+/g) ?? []).map(Number);
  if (angle_deg === undefined) return;
  pen.translate(x, y);
  pen.rotate((angle_deg * Math.PI) / 180);
  pen.translate(-x, -y);
}

/** @param {CanvasRenderingContext2D} pen @param {Element} part */
function paintPart(pen, part) {
  const fill = part.getAttribute("fill"), stroke = part.getAttribute("stroke");
  pen.save();
  turn(pen, part.getAttribute("transform"));
  Object.assign(pen, { fillStyle: fill ?? "#000", strokeStyle: stroke ?? "#000", lineWidth: length(part, "stroke-width"), textAlign: "center" });
  if (part.tagName === "text") {
    pen.font = `${part.getAttribute("font-weight")} ${part.getAttribute("font-size")}px system-ui, sans-serif`;
    pen.fillText(part.textContent ?? "", length(part, "x"), length(part, "y"));
  } else {
    const path = outline(part);
    if (fill !== "none") pen.fill(path);
    if (stroke !== null) pen.stroke(path);
  }
  pen.restore();
}

/**
 * The paths, circles, rectangles and words in the middle of a drawing, as a square picture of points.
 * @param {Element} drawing
 * @param {{ from: number, side: number }} box where its square begins on both axes, and how wide it is, in units of the drawing
 */
export function paintedDrawing(drawing, { from, side }) {
  const pen = SHEET.getContext("2d", { willReadFrequently: true });
  if (pen) {
    pen.setTransform(SIDE_PX / side, 0, 0, SIDE_PX / side, (-from * SIDE_PX) / side, (-from * SIDE_PX) / side);
    pen.clearRect(from, from, side, side);
    for (const part of drawing.children) paintPart(pen, part);
  }
  return element("img", { src: SHEET.toDataURL(), alt: "", draggable: "false" });
}
