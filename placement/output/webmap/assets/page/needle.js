// The needle of a visit: the way to the camera, and where the camera shall look, turned as the reader is turned.
/** @import { Heading } from "./compass.js" */
import { wholeTurn_deg } from "../core/bearing.js";
import { svg } from "./dom.js";

/**
 * The dial: north, an arrow to the camera, a wedge where it looks; up is where the reader looks, or north.
 * @param {{ bearing_deg: number | null, azimuth_deg: number | null, heading: Heading }} shown
 */
export function needle({ bearing_deg, azimuth_deg, heading }) {
  const up_deg = heading?.heading_deg ?? 0;
  const turned = (/** @type {number} */ angle_deg) => `rotate(${wholeTurn_deg(angle_deg - up_deg).toFixed(1)} 50 50)`;
  const dial = svg("svg", { viewBox: "0 0 100 100", class: "needle", "aria-hidden": "true" },
    svg("circle", { cx: 50, cy: 50, r: 48, class: "dial" }),
    svg("path", { d: "M50 2 54 12 46 12Z", class: "north-mark", transform: turned(0) }));
  if (azimuth_deg !== null) dial.append(svg("path", { d: "M50 50 34 8A45 45 0 0 1 66 8Z", class: "looks", transform: turned(azimuth_deg) }));
  if (bearing_deg !== null) dial.append(svg("path", { d: "M50 14 60 44 53 42V84H47V42L40 44Z", class: "way", transform: turned(bearing_deg) }));
  return dial;
}
