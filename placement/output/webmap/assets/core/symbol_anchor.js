// Where the symbols of cameras on one pole stand.
/** @import { CameraData } from "../page_data.js" */

const HALF_PX = 14, LEAST_RADIUS_PX = 15;

/**
 * The anchor of a camera's symbol in pixels: cameras of one place stand around it, side by side, each as near
 * to where it looks as that lets it; where directions are withheld, in their order.
 * @param {CameraData} camera
 * @param {CameraData[]} cameras
 * @returns {[x: number, y: number]}
 */
export function symbolAnchor(camera, cameras) {
  const onPole = cameras.filter((other) => other.lat === camera.lat && other.lon === camera.lon);
  if (onPole.length < 2) return [HALF_PX, HALF_PX];
  const step = (2 * Math.PI) / onPole.length;
  const bearing = (/** @type {CameraData} */ other) => ((other.azimuth ?? 0) * Math.PI) / 180;
  const sorted = [...onPole].sort((a, b) => bearing(a) - bearing(b) || a.number - b.number);
  const offsets = sorted.map((other, slot) => (other.azimuth === null ? 0 : bearing(other) - slot * step));
  const sines = offsets.reduce((sum, offset) => sum + Math.sin(offset), 0);
  const cosines = offsets.reduce((sum, offset) => sum + Math.cos(offset), 0);
  const turn = Math.atan2(sines, cosines) + step * sorted.indexOf(camera);
  const radius = Math.max(LEAST_RADIUS_PX, HALF_PX / Math.sin(step / 2));
  return [HALF_PX - radius * Math.sin(turn), HALF_PX + radius * Math.cos(turn)];
}
