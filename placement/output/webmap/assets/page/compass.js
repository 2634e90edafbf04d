// Which way the device looks: by its own compass where there is one, else by the way it moves.
import { wholeTurn_deg } from "../core/bearing.js";

/** @typedef {{ heading_deg: number, source: "compass" | "movement" } | null} Heading */

/** An event of Safari has the heading from north itself. @typedef {DeviceOrientationEvent & { webkitCompassHeading?: number }} Orientation */
/** Safari asks before it tells. @typedef {{ requestPermission?: () => Promise<string> }} Asking */

/** @param {Orientation} event */
function headingOf(event) {
  if (typeof event.webkitCompassHeading === "number") return event.webkitCompassHeading;
  if (!event.absolute || event.alpha === null) return null;
  return wholeTurn_deg(360 - event.alpha + (screen.orientation?.angle ?? 0));
}

/**
 * Follow the device's compass; returns what ends that. Where there is none, nothing is ever told.
 * @param {(heading_deg: number) => void} tell
 */
export function followCompass(tell) {
  if (typeof DeviceOrientationEvent === "undefined") return () => {};
  const listen = (/** @type {Event} */ event) => {
    const heading_deg = headingOf(/** @type {Orientation} */ (event));
    if (heading_deg !== null) tell(heading_deg);
  };
  const types = ["deviceorientationabsolute", "deviceorientation"];
  for (const type of types) addEventListener(type, listen);
  /** @type {Asking} */ (/** @type {unknown} */ (DeviceOrientationEvent)).requestPermission?.().catch(() => undefined);
  return () => { for (const type of types) removeEventListener(type, listen); };
}
