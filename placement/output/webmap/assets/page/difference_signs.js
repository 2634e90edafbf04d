// Signs of cameras by what becomes of them; shape, colour and letter say the same thing.
/** @import { State } from "../difference_data.js" */
import { svg } from "./dom.js";

/** Colours of cameras and lines: what the first plan alone has, the second alone, both alike, both otherwise. */
export const FIRST = "#a04000";
export const SECOND = "#0b5a94";
export const ELSEWHERE = "#5b2a86";
const BOTH = "#5c6470";
/** @type {Record<State, { colour: string, letter: string }>} */
const LOOKS = {
  kept: { colour: BOTH, letter: "" }, first: { colour: FIRST, letter: "A" }, second: { colour: SECOND, letter: "B" },
  moved: { colour: ELSEWHERE, letter: "→" }, turned: { colour: ELSEWHERE, letter: "↻" }, changed: { colour: ELSEWHERE, letter: "≠" },
};

/** @param {State} state */
function shape(state) {
  const look = { fill: LOOKS[state].colour, stroke: "#fff", "stroke-width": 2 };
  if (state === "kept") return svg("circle", { cx: 16, cy: 16, r: 7, ...look });
  if (state === "first") return svg("rect", { x: 6, y: 6, width: 20, height: 20, ...look });
  if (state === "second") return svg("path", { d: "M16 2.5 29.5 16 16 29.5 2.5 16Z", ...look });
  return svg("circle", { cx: 16, cy: 16, r: 11, ...look });
}

/**
 * The sign of a camera: a nose where it looks, unless it sees the whole circle.
 * @param {State} state
 * @param {number | null} azimuth
 */
export function stateSign(state, azimuth = null) {
  const picture = svg("svg", { viewBox: "0 0 32 32", "aria-hidden": "true" });
  if (azimuth !== null) {
    picture.append(svg("path", { class: "nose", d: "M16 -7 22 3 10 3Z", fill: LOOKS[state].colour, stroke: "#fff",
      "stroke-width": 1.5, transform: `rotate(${azimuth} 16 16)` }));
  }
  picture.append(shape(state));
  picture.append(svg("text", { x: 16, y: 21, "text-anchor": "middle", "font-size": 14, "font-weight": 700, fill: "#fff" }, LOOKS[state].letter));
  return picture;
}
