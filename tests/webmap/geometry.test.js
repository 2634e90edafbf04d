import assert from "node:assert/strict";
import { test } from "node:test";
import { boundsIntersect, boundsOf, centreOf, containsPlace, nearestLine, placeAtOffset, unpackLine, unpackPolygons, withinBounds } from "../../placement/output/webmap/assets/core/geometry.js";
import { square } from "./page_data.js";

/** @type {[number, number]} */
const ORIGIN = [13600000, 50600000];
const COURT = [[[0, 0, 1000, 0, 0, 1000, -1000, 0], [400, 400, 200, 0, 0, 200, -200, 0]]];

test("a packed line counts from the origin, each vertex from the last", () => {
  assert.deepEqual(unpackLine([1, 2, 10, -20], ORIGIN), [[50.600002, 13.600001], [50.599982, 13.600011]]);
  assert.deepEqual(unpackLine([], ORIGIN), []);
  assert.deepEqual(placeAtOffset(ORIGIN, 1, 2), [50.600002, 13.600001]);
});

test("a place in a courtyard is outside, on either side of the wall it is not", () => {
  const polygons = unpackPolygons(COURT, ORIGIN);
  const at = (/** @type {number} */ east, /** @type {number} */ north) => containsPlace(polygons, ...placeAtOffset(ORIGIN, east, north));
  assert.equal(at(200, 200), true);
  assert.equal(at(500, 500), false);
  assert.equal(at(1100, 500), false);
  assert.equal(containsPlace([], 50.6, 13.6), false);
});

test("places inside by the even-odd rule are those inside by counting crossings of an oracle", () => {
  // the oracle: a star whose inside is known by its polar equation
  const radius = (/** @type {number} */ angle) => 600 + 250 * Math.cos(5 * angle);
  const ring = Array.from({ length: 720 }, (_, i) => /** @type {[number, number]} */ ([radius((i * Math.PI) / 360) * Math.sin((i * Math.PI) / 360),
    radius((i * Math.PI) / 360) * Math.cos((i * Math.PI) / 360)]));
  let checked = 0;
  for (let y = -900; y <= 900; y += 45) {
    for (let x = -900; x <= 900; x += 45) {
      const rim = Math.hypot(x, y) - radius(Math.atan2(y, x));
      if (Math.abs(rim) < 5) continue;
      assert.equal(containsPlace([[ring]], y, x), rim < 0, `${x} ${y}`);
      checked += 1;
    }
  }
  assert.ok(checked > 1000);
});

test("bounds hold what is drawn, their edges too", () => {
  const bounds = boundsOf(unpackPolygons([...square(0, 0, 100), ...square(500, 100, 100)], ORIGIN));
  assert.deepEqual(bounds, { south: 50.6, west: 13.6, north: 50.6002, east: 13.6006 });
  assert.deepEqual(centreOf({ south: 1, west: 2, north: 3, east: 8 }), [2, 5]);
  assert.equal(withinBounds(bounds, 50.6, 13.6), true);
  assert.equal(withinBounds(bounds, 50.60021, 13.6), false);
  assert.equal(withinBounds(boundsOf([]), 0, 0), false);
  const touching = { south: 50.6002, west: 13.6006, north: 51, east: 14 };
  assert.equal(boundsIntersect(bounds, touching), true);
  assert.equal(boundsIntersect(bounds, { ...touching, west: 13.7 }), false);
});

test("the nearest line is the one with the nearest vertex within reach", () => {
  const lines = [[0, 0, 100, 0], [0, 300, 100, 0]].map((packed) => unpackLine(packed, ORIGIN));
  const nearest = (/** @type {number} */ north, reach_m = 25) => nearestLine(lines.length, (index) => lines[index], ...placeAtOffset(ORIGIN, 0, north), reach_m);
  assert.equal(nearest(50), 0);
  assert.equal(nearest(200), 1);
  assert.equal(nearest(1000), -1);
  assert.equal(nearest(1000, 100), 1);
});
