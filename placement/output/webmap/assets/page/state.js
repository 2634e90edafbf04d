// What the page shows, and who is told when that changes.
/** @import { Language } from "../page_data.js" */
import { DATA } from "./data.js";

/**
 * Phase shown, camera (its index) or place chosen, language; `timer` while the phases are played.
 * @type {{ phase: number, camera: number | null, place: L.LatLng | null, placeName: string | null, timer: number | null, language: Language }}
 */
export const state = { phase: DATA.phases.length - 1, camera: null, place: null, placeName: null, timer: null, language: DATA.language };

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
