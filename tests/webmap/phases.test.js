import assert from "node:assert/strict";
import { test } from "node:test";
import { claimedShare, countSeen, isSeenIn, piecesSeenByDayOnly, placesByKind, rateClass, roundedPrice_czk, unseenPieces } from "../../placement/output/webmap/assets/core/phases.js";
import { readTown } from "../../placement/output/webmap/assets/core/town.js";
import { PAGE_DATA, phase } from "./page_data.js";

const TOWN = readTown(PAGE_DATA);

test("a phase claims its cross-fitted share where there is one", () => {
  assert.equal(claimedShare(phase({ share: 0.3 })), 0.3);
  assert.equal(claimedShare(phase({ share: 0.3, honest: { share: 0.25, low: 0.2, high: 0.3 } })), 0.25);
});

test("a price of a percentage point tells no more than it knows", () => {
  assert.equal(roundedPrice_czk(489094.1), 489000);
  assert.equal(roundedPrice_czk(9876), 9900);
  assert.equal(roundedPrice_czk(123.4), 120);
});

test("places are counted by phase and sorted by kind", () => {
  assert.deepEqual([0, 1].map((index) => countSeen(TOWN.places, index)), [1, 2]);
  assert.deepEqual(placesByKind(TOWN.places).map(([kind, places]) => [kind, places.length]), [["stop", 2], ["school", 1]]);
  assert.equal(isSeenIn(-1, 5), false);
});

test("what a camera saw that is taken down is seen no more until another sees it", () => {
  assert.deepEqual([0, 1, 2, 3].map((index) => isSeenIn(0, index, [1, 2])), [true, false, false, true]);
  const demand = { ...PAGE_DATA.demand, seen: [0, 0, 1, -1], unseen: [[1, 1]], seen_night: [0, 0, 1, -1], unseen_night: [[0, 1]] };
  const town = readTown({ ...PAGE_DATA, demand, places: [["school", "ZŠ", 0, 0, 0, [1]], ["stop", "Zastávka", 0, 0, 1, []]] });
  assert.deepEqual([0, 1].map((index) => [0, 1, 2].filter((piece) => town.demand.isSeen(piece, index))), [[0, 1], [0, 2]]);
  assert.deepEqual([0, 1].map((index) => [0, 1, 2].filter((piece) => town.demand.isSeenByNight(piece, index))), [[0, 1], [1, 2]]);
  assert.deepEqual([0, 1].map((index) => countSeen(town.places, index)), [1, 1]);
});

test("classes begin at their starts", () => {
  assert.deepEqual([0.9, 1, 1.9, 2, 4, 100].map((rate) => rateClass([1, 2, 4], rate)), [-1, 0, 0, 1, 2, 2]);
  assert.equal(rateClass([], 5), -1);
});

test("blind spots are unseen pieces above the lowest class, or all where there are no classes", () => {
  assert.deepEqual(unseenPieces(TOWN.demand, [1, 2, 4], 0), [2]);
  assert.deepEqual(unseenPieces(TOWN.demand, [], 0), [1, 2]);
});

test("a piece is seen by day only while no camera of the phase sees it by night", () => {
  const demand = { ...PAGE_DATA.demand, seen: [0, 1, 0, -1], seen_night: [1, -1, 0, -1] };
  const town = readTown({ ...PAGE_DATA, demand });
  assert.deepEqual([0, 1].map((index) => piecesSeenByDayOnly(town.demand, index)), [[0], [1]]);
  assert.deepEqual(piecesSeenByDayOnly(TOWN.demand, 1), []);
});
