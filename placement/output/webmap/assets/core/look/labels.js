// Where names stand on a picture, as `look.labels` has it: of streets, of distances on the ground, of directions above it.
/** @import { Figure } from "./people.js" */
/** @import { Picture } from "./picture.js" */
/** @import { Spot } from "./cover.js" */
import { turn_deg } from "../live/optics.js";
import { pixelOfPoint } from "./picture.js";
import { KIND } from "./profiles.js";

const STREET_STEP_M = 2, BEST_AWAY_M = 25, RINGS_M = [10, 20, 30, 50], RING_SHARES = [0.04, 0.96, 0.2, 0.8, 0.5], MARGIN = 0.06, DIRECTION_ROW = 12;
const DIRECTIONS = ["n", "ne", "e", "se", "s", "sw", "w", "nw"];

/** @typedef {{ left: number, top: number, right: number, bottom: number }} Box */
/** A name whose middle is at a pixel. @typedef {{ text: string, column: number, row: number }} Label */
/** The room a text takes. @typedef {(text: string) => { wide: number, tall: number }} Measure */

/** @param {Box} a @param {Box} b */
function overlap(a, b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** Whether a box lies in the picture and over no other. @param {Box} box @param {Box[]} boxes @param {number} columns */
function isFree(box, boxes, columns) {
  return box.left >= 0 && box.right <= columns && !boxes.some((each) => overlap(each, box));
}

/** @param {Label} label @param {Measure} measure @returns {Box} */
export function boxOf({ text, column, row }, measure) {
  const { wide, tall } = measure(text);
  return { left: column - wide / 2, right: column + wide / 2, top: row - tall / 2, bottom: row + tall / 2 };
}

/** The box around a person. @param {Figure} figure @returns {Box} */
export function figureBox({ outline }) {
  const columns = outline.map(({ column }) => column), rows = outline.map(({ row }) => row);
  return { left: Math.min(...columns), right: Math.max(...columns), top: Math.min(...rows), bottom: Math.max(...rows) };
}

/** What is written of a person: to the right of it, if there is room. @param {Picture} picture @param {Figure} figure @param {string} text @param {Measure} measure @returns {Label} */
export function personLabel({ frame }, figure, text, measure) {
  const box = figureBox(figure), { wide, tall } = measure(text), gap = tall / 3, row = (box.top + box.bottom) / 2;
  const isRight = box.right + gap + wide <= frame.columns;
  return { text, column: isRight ? box.right + gap + wide / 2 : box.left - gap - wide / 2, row };
}

/** Points along a line, close together. @param {Spot[]} line */
function along(line) {
  return line.slice(1).flatMap(([x, y], k) => {
    const [fromX, fromY] = line[k], steps = Math.max(1, Math.floor(Math.hypot(x - fromX, y - fromY) / STREET_STEP_M));
    return Array.from({ length: steps }, (_, step) => [fromX + ((x - fromX) * step) / steps, fromY + ((y - fromY) * step) / steps]);
  });
}

/** The pixel of a place on the ground if it is free to see, well inside the picture. @param {Picture} picture @param {number} x @param {number} y */
function groundInView({ frame, scene, kind, distance_m }, x, y) {
  const away = Math.hypot(x - scene.eye.x, y - scene.eye.y);
  if (away < 0.1 || away > scene.range_m) return null;
  const { column, row } = pixelOfPoint(frame, scene, x, y, scene.town.ground_m(x, y));
  if (!(column > MARGIN * frame.columns && column < (1 - MARGIN) * frame.columns && row > 30 && row < frame.rows - 12)) return null;
  const at = Math.floor(row) * frame.columns + Math.floor(column);
  if (kind[at] !== KIND.ground || Math.abs(distance_m[at] - away) > 0.05 * away + 0.5) return null;
  return { column, row, off: Math.abs(Math.log(away / BEST_AWAY_M)) };
}

/**
 * The names of streets in view; none lies over another, a box that is occupied or the edge; the street seen best goes first.
 * @param {Picture} picture @param {Box[]} occupied @param {Measure} measure
 */
export function streetLabels(picture, occupied, measure) {
  /** @type {Map<string, { column: number, row: number, off: number }[]>} */
  const places = new Map();
  for (const { name, line } of picture.scene.cover.streets) {
    if (!name) continue;
    for (const [x, y] of along(line)) {
      const place = groundInView(picture, x, y);
      if (place) places.set(name, [...(places.get(name) ?? []), place]);
    }
  }
  const boxes = [...occupied], spotsByName = [...places].map(([text, spots]) => ({ text, spots: spots.sort((a, b) => a.off - b.off) }));
  /** @type {Label[]} */
  const labels = [];
  for (const { text, spots } of spotsByName.sort((a, b) => a.spots[0].off - b.spots[0].off)) {
    const label = spots.map(({ column, row }) => ({ text, column, row })).find((each) => isFree(boxOf(each, measure), boxes, picture.frame.columns));
    if (label) {
      boxes.push(boxOf(label, measure));
      labels.push(label);
    }
  }
  return labels;
}

/** Streets with a piece of ground in view, the best seen first. @param {Picture} picture */
export function streetsInView(picture) {
  return streetLabels(picture, [], () => ({ wide: 0, tall: 0 })).map(({ text }) => text);
}

/** Distances with where their rings on the ground may be named. @param {Picture} picture */
export function ringLabels({ frame, kind, distance_m, scene }) {
  return RINGS_M.filter((ring_m) => ring_m <= scene.range_m).flatMap((ring_m) => {
    for (const share of RING_SHARES) {
      const column = Math.floor(share * frame.columns);
      for (let row = frame.rows - 1; row > 0; row -= 1) {
        const at = row * frame.columns + column, above = at - frame.columns;
        if (kind[at] === KIND.ground && kind[above] === KIND.ground && distance_m[at] < ring_m && distance_m[above] >= ring_m) return [{ ring_m, column, row }];
      }
    }
    return [];
  });
}

/** The eight directions, by key, where they cross the picture's upper edge; `north_deg`: true north from grid north. @param {Picture} picture @param {number} north_deg */
export function directionLabels({ frame, azimuth_deg }, north_deg) {
  const row = Math.min(DIRECTION_ROW, frame.rows - 1);
  return DIRECTIONS.flatMap((key, number) => {
    for (let column = 1; column < frame.columns; column += 1) {
      const at = row * frame.columns + column, before = turn_deg(number * 45 + north_deg, azimuth_deg[at - 1]);
      if (before < 0 && before > -10 && turn_deg(number * 45 + north_deg, azimuth_deg[at]) >= 0) return [{ key, column, row }];
    }
    return [];
  });
}
