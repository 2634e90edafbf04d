// Legs lead from a camera to where its view begins.
import assert from "node:assert/strict";
import { test } from "node:test";
import { METRES_PER_DEGREE } from "../../placement/output/webmap/assets/core/geometry.js";
import { legs } from "../../placement/output/webmap/assets/core/legs.js";

/** @import { Place, Polygon } from "../../placement/output/webmap/assets/core/geometry.js" */
/** @type {Place} */
const CAMERA = [50.6, 13.6];
const SHRINK = Math.cos((50.6 * Math.PI) / 180);

/**
 * A place so far from the camera. [°], [m]
 * @param {number} azimuth_deg
 * @param {number} away_m
 * @returns {Place}
 */
function at(azimuth_deg, away_m) {
  const angle = (azimuth_deg * Math.PI) / 180, degrees = away_m / METRES_PER_DEGREE;
  return [50.6 + degrees * Math.cos(angle), 13.6 + (degrees * Math.sin(angle)) / SHRINK];
}

/**
 * A sector of a ring, every 5°.
 * @param {number} from_deg
 * @param {number} to_deg
 * @param {number} near_m
 * @param {number} far_m
 * @returns {Polygon}
 */
function sector(from_deg, to_deg, near_m, far_m) {
  const angles = Array.from({ length: (to_deg - from_deg) / 5 + 1 }, (_, step) => from_deg + 5 * step);
  return [[...angles.map((angle) => at(angle, far_m)), ...angles.reverse().map((angle) => at(angle, near_m))]];
}

/** @param {Place[][]} lines */
function ends(lines) {
  return lines.map(([, end]) => end.map((degree) => degree.toFixed(6)).join()).sort();
}

for (const from_deg of [-30, 90, 170, 330]) {
  test(`a sector from ${from_deg}° has a leg to each of its near corners`, () => {
    const lines = legs(CAMERA, [sector(from_deg, from_deg + 60, 6, 40)]);
    assert.ok(lines.every(([start]) => start === CAMERA));
    assert.deepEqual(ends(lines), ends([[CAMERA, at(from_deg, 6)], [CAMERA, at(from_deg + 60, 6)]]));
  });
}

test("a view around its camera, and one that begins at it, need no legs", () => {
  assert.deepEqual(legs(CAMERA, [[sector(0, 360, 4, 40)[0].slice(0, 73)]]), []);
  assert.deepEqual(legs(CAMERA, [sector(10, 50, 0.5, 40)]), []);
});

test("what lies behind a nearer part has no legs of its own, what lies beside it has", () => {
  const near = sector(0, 60, 5, 20), behind = sector(20, 40, 25, 40), beside = sector(100, 140, 25, 40);
  assert.equal(legs(CAMERA, [behind, near, beside]).length, 4);
});
