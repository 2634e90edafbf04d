// Bars stand within their box, and steps go from edge to edge.
import assert from "node:assert/strict";
import test from "node:test";
import { barPlaces, stepPath } from "../../placement/output/webmap/assets/core/bars.js";

test("bars share the room between two ends, with gaps between them", () => {
  const places = barPlaces(4, { left: 10, right: 50 }, 0.5);
  assert.deepEqual(places.map(({ x, width, middle }) => [x, width, middle]), [[12.5, 5, 15], [22.5, 5, 25], [32.5, 5, 35], [42.5, 5, 45]]);
  assert.deepEqual(barPlaces(0, { left: 0, right: 1 }), []);
});

test("a step of each value reaches to where the next one begins", () => {
  const scale = { x: (/** @type {number} */ at) => 10 * at, y: (/** @type {number} */ value) => 100 - value };
  assert.equal(stepPath([1, 3], scale), "M0.0 99.0H10.0L10.0 97.0H20.0");
  assert.equal(stepPath([], scale), "");
});
