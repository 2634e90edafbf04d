import assert from "node:assert/strict";
import { test } from "node:test";
import { boundsIntersect, boundsOf, centreOf, containsPlace, lineDistance_m, METRES_PER_DEGREE, nearestLine, placeAtOffset, unpackLine, unpackPolygons, withinBounds } from "../../placement/output/webmap/assets/core/geometry.js";
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

test("the nearest line is the one that passes nearest, wherever its vertices lie", () => {
  const straight = unpackLine([0, 0, 4000, 0], ORIGIN), bent = unpackLine([2000, 300, 0, 700], ORIGIN);
  const lines = [straight, bent];
  const at = placeAtOffset(ORIGIN, 2000, 100);
  assert.equal(nearestLine(2, (index) => lines[index], ...at), 0);
  // 100 millionths of a degree of latitude are 11.12 m; half way along, both ends are 142 m off
  assert.ok(Math.abs(lineDistance_m(straight, ...at) - 11.12) < 0.01);
  assert.ok(Math.abs(lineDistance_m([straight[0]], ...at) - Math.hypot(11.12, 0.222390 * 1000 * Math.cos((50.6 * Math.PI) / 180))) < 0.1);
  assert.equal(lineDistance_m([], ...at), Infinity);
});

test("distances to lines are those of a dense row of points on them", () => {
  const line = unpackLine([0, 0, 900, 500, -300, 800, 100, -1500], ORIGIN);
  for (const [east, north] of [[400, 900], [-200, 100], [900, 600], [650, 1400], [500, -700]]) {
    const at = placeAtOffset(ORIGIN, east, north);
    const dense = line.slice(1).flatMap(([lat, lng], i) => Array.from({ length: 2001 }, (_, k) =>
      Math.hypot(line[i][0] + ((lat - line[i][0]) * k) / 2000 - at[0], (line[i][1] + ((lng - line[i][1]) * k) / 2000 - at[1]) * Math.cos((at[0] * Math.PI) / 180))));
    assert.ok(Math.abs(lineDistance_m(line, ...at) - METRES_PER_DEGREE * Math.min(...dense)) < 0.05);
  }
});

test("the nearest line is within reach or there is none", () => {
  const lines = [[0, 0, 100, 0], [0, 300, 100, 0]].map((packed) => unpackLine(packed, ORIGIN));
  const nearest = (/** @type {number} */ north, reach_m = 25) => nearestLine(lines.length, (index) => lines[index], ...placeAtOffset(ORIGIN, 0, north), reach_m);
  assert.equal(nearest(50), 0);
  assert.equal(nearest(200), 1);
  assert.equal(nearest(1000), -1);
  assert.equal(nearest(1000, 100), 1);
});
