// What the page shows, and who is told when that changes.
/** @import { Language } from "../page_data.js" */
/** @import { Street } from "../core/street.js" */
import { DATA } from "./data.js";

/**
 * What is chosen: a camera (its index), a place (with its name if it was found by that), a street or a district (its index).
 * @typedef {{ camera: number | null, place: L.LatLng | null, placeName: string | null, street: Street | null, district: number | null }} Choice
 */

/** @type {Choice} */
const NOTHING = { camera: null, place: null, placeName: null, street: null, district: null };

/**
 * Phase shown, what is chosen, language; `timer` while the phases are played.
 * @type {{ phase: number, timer: number | null, language: Language } & Choice}
 */
export const state = { phase: DATA.phases.length - 1, timer: null, language: DATA.language, ...NOTHING };

/**
 * Choose one thing, and nothing else with it.
 * @param {Partial<Choice>} choice
 */
export function select(choice) {
  Object.assign(state, NOTHING, choice);
}

/** Whether anything is chosen. */
export function isAnythingChosen() {
  return state.camera !== null || state.place !== null || state.street !== null || state.district !== null;
}

/**
 * Who wants a clicked place for itself, and says whether it took it; nobody as a rule.
 * @type {{ take: ((place: L.LatLng) => boolean) | null }}
 */
export const clicks = { take: null };

/** The comparison with today: whether it is on, and where the dividing line stands, from 0 to 1. */
export const comparison = { on: false, share: 0.5 };

/**
 * Which layers are switched on, by name.
 * @type {Record<string, boolean>}
 */
export const visibleLayers = {};

/** @typedef {"language" | "state" | "layers" | "legend" | "filter"} Topic */
/** @type {Record<Topic, (() => void)[]>} */
const subscribers = { language: [], state: [], layers: [], legend: [], filter: [] };

/**
 * Call functions, in this order, whenever a topic is published.
 * @param {Topic} topic
 * @param {(() => void)[]} functions
 */
export function subscribe(topic, ...functions) {
  subscribers[topic].push(...functions);
}

/**
 * Call what is subscribed to a topic.
 * @param {Topic} topic
 */
export function publish(topic) {
  for (const notify of subscribers[topic]) notify();
}
