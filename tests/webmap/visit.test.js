import assert from "node:assert/strict";
import { test } from "node:test";
import { bearing_deg, distanceOnSphere_m, wholeTurn_deg } from "../../placement/output/webmap/assets/core/bearing.js";
import { changedNote, heightFrom, nextCamera, photoName, roundsOf, visitFile, walkingOrder } from "../../placement/output/webmap/assets/core/visit.js";
import { camera } from "./page_data.js";

/** @import { Place } from "../../placement/output/webmap/assets/core/geometry.js" */

test("distance and bearing hold in closed form", () => {
  assert.ok(Math.abs(distanceOnSphere_m([50, 13], [51, 13]) - 6371008.8 * Math.PI / 180) < 1e-3);
  assert.ok(Math.abs(distanceOnSphere_m([0, 0], [0, 180]) - 6371008.8 * Math.PI) < 1e-3);
  const directions = /** @type {const} */ ([[[51, 13], 0], [[49, 13], 180], [[50, 13.0001], 90], [[50, 12.9999], 270]]);
  for (const [to, azimuth] of directions) assert.ok(Math.abs(bearing_deg([50, 13], [to[0], to[1]]) - azimuth) < 1e-3, String(azimuth));
  assert.deepEqual([-90, 0, 360, 725].map(wholeTurn_deg), [270, 0, 0, 5]);
});

const ROW = [0, 3, 1, 2].map((step) => camera(`K${step}`, { lat: 50, lon: 13 + step / 1000 }));
/** @type {Place} */
const START = [50, 12.999];

test("a walk always goes on to the nearest camera that is left", () => {
  assert.deepEqual(walkingOrder(ROW, [0, 1, 2, 3], START).map((index) => ROW[index].id), ["K0", "K1", "K2", "K3"]);
});

test("next is the nearest without a note, and none once all have one", () => {
  const note = changedNote(undefined, "K0", { occluded: true }, new Date(0));
  assert.equal(nextCamera(ROW, [0, 1, 2, 3], {}, { here: START }), 0);
  assert.equal(nextCamera(ROW, [0, 1, 2, 3], { K0: note }, { here: START }), 2);
  assert.equal(nextCamera(ROW, [0], { K0: note }, { here: START }), null);
});

test("a visit goes around the round of the camera it is at, then on to the next round, and past what has a note", () => {
  const rounds = [[3, 1, 0], [2]], way = { here: START, rounds };
  const whole = (/** @type {import("../../placement/output/webmap/assets/core/visit.js").Notes} */ notes) => {
    /** @type {(number | null)[]} */
    const order = [1];
    for (let last = /** @type {number | null} */ (1); last !== null;) {
      notes[ROW[last].id] = changedNote(undefined, ROW[last].id, {}, new Date(0));
      last = nextCamera(ROW, [0, 1, 2, 3], notes, { ...way, last });
      order.push(last);
    }
    return order;
  };
  assert.deepEqual(whole({}), [1, 0, 3, 2, null]);
  assert.deepEqual(whole({ K0: changedNote(undefined, "K0", {}, new Date(0)) }), [1, 3, 2, null]);
  assert.equal(nextCamera(ROW, [0, 1], {}, { ...way, last: 3 }), 1);
  assert.equal(nextCamera(ROW, [0, 1, 2, 3], {}, { here: START, last: null, rounds }), 0);
});

test("the rounds are those of the phase where only one is shown, else of all that is new and of what stands", () => {
  const cameras = [0, 1, 2, 1].map((phase, number) => camera(`K${number}`, { phase }));
  const walks = [{ phase: null, cameras: [1, 2, 3] }, { phase: 0, cameras: [0] }, { phase: 1, cameras: [3, 1] }, { phase: 2, cameras: [2] }];
  assert.deepEqual(roundsOf(cameras, [1, 3], walks), [[3, 1]]);
  assert.deepEqual(roundsOf(cameras, [0, 1, 2, 3], walks), [[1, 2, 3], [0]]);
  assert.deepEqual(roundsOf(cameras, [0], walks), [[0]]);
  assert.deepEqual(roundsOf(cameras, [0, 1], []), []);
});

test("heights are read with comma or point, and nothing beyond reason is", () => {
  assert.deepEqual(["5,25", " 4 ", "0", "", "x", "-1", "61", "Infinity"].map(heightFrom), [5.3, 4, 0, null, null, null, null, null]);
});

test("a change keeps what was noted before, and the moment is the last one", () => {
  const first = changedNote(undefined, "K1", { note: "lípa" }, new Date(0));
  const second = changedNote(first, "K1", { height_m: 5 }, new Date(1000));
  assert.deepEqual(second, { camera_id: "K1", visited_at: "1970-01-01T00:00:01.000Z", occluded: null, height_m: 5, carrier: "", note: "lípa", photos: [] });
  const file = JSON.parse(visitFile("Ves", { K1: second }, new Date(2000)));
  assert.deepEqual(file, { format: "placement visit", version: 1, case: "Ves", saved_at: "1970-01-01T00:00:02.000Z", visits: [second] });
});

test("photos have safe names of their own", () => {
  const photo = (/** @type {string} */ name) => ({ name, data_url: "" });
  assert.equal(photoName("K1", []), "K1-1.jpg");
  assert.equal(photoName("K1", [photo("K1-2.jpg")]), "K1-3.jpg");
  assert.equal(photoName("../Č 1/<x>", []), "_C_1_x_-1.jpg");
  assert.match(photoName("×".repeat(300), []), /^[\w-]{1,100}\.jpg$/);
});
