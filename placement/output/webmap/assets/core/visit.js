// A site visit: which camera comes next, what was noted at each, and the file that `placement visit` reads (inputs/visit.py).
/** @import { CameraData, WalkData } from "../page_data.js" */
/** @import { Place } from "./geometry.js" */
import { distanceOnSphere_m } from "./bearing.js";

/** @typedef {{ name: string, data_url: string }} Photo */
/**
 * What was noted at a camera; null or empty where nothing was.
 * @typedef {{ camera_id: string, visited_at: string, occluded: boolean | null, height_m: number | null, carrier: string, note: string,
 *   photos: Photo[] }} CameraNote
 */
/** @typedef {Record<string, CameraNote>} Notes By the camera's id. */

export const MOST_PHOTOS = 20;
export const LONGEST_NOTE = 4000;
const MOST_HEIGHT_M = 60;

/**
 * A note with something of it changed; what is changed was seen at that moment.
 * @param {CameraNote | undefined} note
 * @param {string} cameraId
 * @param {Partial<CameraNote>} change
 * @param {Date} now
 * @returns {CameraNote}
 */
export function changedNote(note, cameraId, change, now) {
  return { occluded: null, height_m: null, carrier: "", note: "", photos: [], ...note, ...change, camera_id: cameraId, visited_at: now.toISOString() };
}

/**
 * A measured height as somebody types it, null where it is none or beyond reason.
 * @param {string} text
 */
export function heightFrom(text) {
  const value = Number(text.trim().replace(",", ".") || NaN);
  return value >= 0 && value <= MOST_HEIGHT_M ? Math.round(10 * value) / 10 : null;
}

/** @param {CameraData} camera @returns {Place} */
function placeOf(camera) {
  return [camera.lat, camera.lon];
}

/**
 * The cameras in an order for walking: from the start always on to the nearest that is left.
 * @param {CameraData[]} cameras
 * @param {number[]} indices
 * @param {Place} start
 */
export function walkingOrder(cameras, indices, start) {
  const left = new Set(indices), order = [];
  let here = start;
  while (left.size) {
    let nearest = -1, least_m = Infinity;
    for (const index of left) {
      const away_m = distanceOnSphere_m(here, placeOf(cameras[index]));
      if (away_m < least_m) [nearest, least_m] = [index, away_m];
    }
    left.delete(nearest);
    order.push(nearest);
    here = placeOf(cameras[nearest]);
  }
  return order;
}

/**
 * The rounds that a visit of some cameras follows: of their phase if all are of one, else past the new ones, then past those that stand.
 * @param {CameraData[]} cameras
 * @param {number[]} indices
 * @param {WalkData[]} walks
 */
export function roundsOf(cameras, indices, walks) {
  const phases = [...new Set(indices.map((index) => cameras[index].phase))];
  /** @type {(number | null)[]} */
  const followed = phases.length === 1 ? phases : [null, 0];
  return followed.flatMap((phase) => walks.filter((walk) => walk.phase === phase).map((walk) => walk.cameras));
}

/**
 * The camera to go to next: the following one of the round that the last one is of, then of the rounds behind it; else the nearest. Null where
 * all have a note.
 * @param {CameraData[]} cameras
 * @param {number[]} indices
 * @param {Notes} notes
 * @param {{ here: Place, last?: number | null, rounds?: number[][] }} way
 */
export function nextCamera(cameras, indices, notes, { here, last = null, rounds = [] }) {
  const open = indices.filter((index) => index !== last && !Object.hasOwn(notes, cameras[index].id));
  const at = rounds.findIndex((round) => last !== null && round.includes(last));
  if (at >= 0 && last !== null) {
    const round = rounds[at], place = round.indexOf(last);
    const order = [...round.slice(place + 1), ...round.slice(0, place), ...rounds.slice(at + 1).flat(), ...rounds.slice(0, at).flat()];
    const next = order.find((index) => open.includes(index));
    if (next !== undefined) return next;
  }
  return walkingOrder(cameras, open, here)[0] ?? null;
}

/**
 * The file of a visit.
 * @param {string} caseName
 * @param {Notes} notes
 * @param {Date} now
 */
export function visitFile(caseName, notes, now) {
  const visits = Object.values(notes).sort((a, b) => a.visited_at.localeCompare(b.visited_at));
  return `${JSON.stringify({ format: "placement visit", version: 1, case: caseName, saved_at: now.toISOString(), visits }, null, 1)}\n`;
}

/**
 * The name of a photo: safe in every folder, and not taken yet.
 * @param {string} cameraId
 * @param {Photo[]} photos
 */
export function photoName(cameraId, photos) {
  const stem = cameraId.normalize("NFD").replace(/[^\w-]+/g, "_").slice(0, 80) || "camera";
  for (let number = photos.length + 1; ; number += 1) {
    const name = `${stem}-${number}.jpg`;
    if (!photos.some((photo) => photo.name === name)) return name;
  }
}
