// Where the reader is, by the device's own means; it stays in the page.

const ACCURATE = { enableHighAccuracy: true, timeout: 20_000, maximumAge: 0 };
/** Why there is no position, by the code of the browser's error. @type {Record<number, "denied" | "unavailable" | "timeout">} */
const REASONS = { 1: "denied", 2: "unavailable", 3: "timeout" };
/** @typedef {"denied" | "unavailable" | "timeout"} Reason */
/** @typedef {{ onPosition: (position: GeolocationPosition) => void, onFailure: (reason: Reason) => void }} Listener */

/**
 * Ask the device once.
 * @param {Listener} listener
 */
export function askPosition({ onPosition, onFailure }) {
  if (!("geolocation" in navigator)) { onFailure("unavailable"); return; }
  navigator.geolocation.getCurrentPosition(onPosition, (error) => onFailure(REASONS[error.code] ?? "unavailable"), ACCURATE);
}

/**
 * Follow the device; returns what ends that.
 * @param {Listener} listener
 */
export function followPosition({ onPosition, onFailure }) {
  if (!("geolocation" in navigator)) { onFailure("unavailable"); return () => {}; }
  const watch = navigator.geolocation.watchPosition(onPosition, (error) => onFailure(REASONS[error.code] ?? "unavailable"), ACCURATE);
  return () => navigator.geolocation.clearWatch(watch);
}
