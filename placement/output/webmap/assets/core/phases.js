// Figures of phases and of demand, as the story and the layers need them.
/** @import { PhaseData } from "../page_data.js" */
/** @import { Demand, PlaceOfInterest } from "./town.js" */

/**
 * The share a phase may claim: the cross-fitted one, or its own where that is not known.
 * @param {PhaseData} phase
 */
export function claimedShare(phase) {
  return phase.honest ? phase.honest.share : phase.share;
}

/**
 * The price of a percentage point, rounded to what is sure of it: two digits, or thousands.
 * @param {number} price_czk
 */
export function roundedPrice_czk(price_czk) {
  return price_czk < 10000 ? Number(price_czk.toPrecision(2)) : 1000 * Math.round(price_czk / 1000);
}

/**
 * Whether something first seen in a phase (-1 for never) is seen in another; in some later ones it may be unseen again.
 * @param {number} seenPhase
 * @param {number} phase
 * @param {number[]} unseenPhases
 */
export function isSeenIn(seenPhase, phase, unseenPhases = []) {
  return seenPhase >= 0 && seenPhase <= phase && !unseenPhases.includes(phase);
}

/**
 * How many of the places are seen in a phase.
 * @param {PlaceOfInterest[]} places
 * @param {number} phase
 */
export function countSeen(places, phase) {
  return places.filter((place) => isSeenIn(place.seenPhase, phase, place.unseenPhases)).length;
}

/**
 * Places by kind, the most numerous kind first.
 * @param {PlaceOfInterest[]} places
 */
export function placesByKind(places) {
  /** @type {Map<string, PlaceOfInterest[]>} */
  const kinds = new Map();
  for (const place of places) kinds.set(place.kind, [...(kinds.get(place.kind) ?? []), place]);
  return [...kinds].sort((a, b) => b[1].length - a[1].length);
}

/**
 * The class of a rate among classes that begin at ascending values; -1 below the first.
 * @param {number[]} starts
 * @param {number} rate
 */
export function rateClass(starts, rate) {
  return starts.filter((start) => rate >= start).length - 1;
}

/**
 * Indices of the pieces with a class of demand above the lowest that no camera sees in a phase.
 * @param {Demand} demand
 * @param {number[]} starts
 * @param {number} phase
 */
export function unseenPieces(demand, starts, phase) {
  return demand.rates.flatMap((rate, index) => {
    const counts = rateClass(starts, rate) > 0 || starts.length < 2;
    return counts && !demand.isSeen(index, phase) ? [index] : [];
  });
}

/**
 * Indices of the pieces that cameras see by day in a phase and not by night; none in a plan without a night.
 * @param {Demand} demand
 * @param {number} phase
 */
export function piecesSeenByDayOnly(demand, phase) {
  if (!demand.hasNight) return [];
  return demand.rates.flatMap((_, index) => (demand.isSeen(index, phase) && !demand.isSeenByNight(index, phase) ? [index] : []));
}
