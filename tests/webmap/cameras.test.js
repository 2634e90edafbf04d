import assert from "node:assert/strict";
import { test } from "node:test";
import { SORT_COLUMNS, sortedCameras } from "../../placement/output/webmap/assets/core/camera_order.js";
import { symbolAnchor } from "../../placement/output/webmap/assets/core/symbol_anchor.js";
import { camera } from "./page_data.js";

/** @import { SortKey } from "../../placement/output/webmap/assets/core/camera_order.js" */

const CAMERAS = [
  camera("A", { name: "Žižkova", number: 3, gain: 2, cost: 10, phase: 2, street: "b 10" }),
  camera("B", { name: "Čapkova", number: 1, gain: 5, cost: 10, phase: 0, street: "b 9", status: "existing" }),
  camera("C", { name: "Cihlářská", number: 2, gain: 7, cost: 30, phase: 2, street: "a" }),
];

/**
 * @param {SortKey} key
 * @param {boolean} descending
 */
function order(key, descending) {
  return sortedCameras(CAMERAS, { key, descending }, "cs").map((index) => CAMERAS[index].id).join("");
}

test("words are sorted as Czechs do, numbers in them by size", () => {
  assert.equal(order("name", false), "CBA");
  assert.equal(order("street", false), "CBA");
  assert.equal(order("street", true), "ABC");
});

test("numbers are sorted by size, equal ones by number whichever way it goes", () => {
  assert.equal(order("number", false), "BCA");
  assert.equal(order("cost", true), "CBA");
  assert.equal(order("cost", false), "BAC");
  assert.equal(order("phase", true), "CAB");
});

test("what stands already has no gain", () => {
  assert.equal(order("gain", true), "CAB");
  assert.deepEqual(Object.entries(SORT_COLUMNS).filter(([, column]) => column.largestFirst).map(([key]) => key), ["gain", "cost"]);
});

/** @param {(number | null)[]} azimuths */
function anchors(azimuths) {
  const cameras = azimuths.map((azimuth, index) => camera(`K${index}`, { azimuth, number: index + 1 }));
  return cameras.map((each) => symbolAnchor(each, cameras));
}

test("a camera alone stands in the middle of its symbol", () => {
  assert.deepEqual(anchors([123]), [[14, 14]]);
});

test("cameras of one pole stand side by side, whatever their directions, known or not", () => {
  for (const azimuths of [[90, 90], [0, 10, 20], [5, 95, 190, 280], [null, null], [null, null, null, null, null]]) {
    const places = anchors(azimuths);
    for (const [i, one] of places.entries()) {
      for (const other of places.slice(i + 1)) {
        assert.ok(Math.hypot(one[0] - other[0], one[1] - other[1]) >= 28 - 1e-9, azimuths.join());
      }
    }
  }
});

test("one that looks east stands east of one that looks west, whichever comes first", () => {
  for (const [west, east] of [anchors([270, 90]), anchors([90, 270]).reverse()]) {
    assert.ok(west[0] > east[0]); // an anchor is what lies on the place: further right, the symbol is further left
    assert.ok(Math.abs(west[1] - east[1]) < 1e-9);
  }
});
