import assert from "node:assert/strict";
import { test } from "node:test";
import { newCamerasPrice } from "../../placement/output/webmap/assets/core/street.js";
import { readTown } from "../../placement/output/webmap/assets/core/town.js";
import { camera, PAGE_DATA } from "./page_data.js";

const { streetsInView } = readTown(PAGE_DATA);

test("a street has the plan's sums, its own line and its pieces", () => {
  const street = streetsInView.byName("Mostecká");
  assert.ok(street);
  assert.deepEqual([street.length_m, street.inView_m(0), street.inView_m(1), street.area_m2, street.inView_m2(1)], [20, 7.5, 12.25, 0, 0]);
  assert.deepEqual(street.cameras, [0, 1]);
  assert.deepEqual(street.pieces, [0, 1]);
  assert.deepEqual(street.lines, [[[50.6, 13.6], [50.6, 13.6004]]]);
  assert.equal(streetsInView.ofPiece(0), street);
});

test("a way without a name is drawn by its pieces and named by its number", () => {
  const way = streetsInView.byNumber(1);
  assert.equal(way, streetsInView.ofPiece(2));
  assert.deepEqual([way?.name, way?.area_m2, way?.isJudged, way?.lines.length, way?.areas.length], ["", 90, true, 0, 1]);
});

test("a street that the plan does not judge is there and says so; none is found by no name", () => {
  const beyond = streetsInView.byName("náměstí Míru");
  assert.deepEqual([beyond?.isJudged, beyond?.length_m, beyond?.inView_m(1)], [false, 0, 0]);
  assert.equal(streetsInView.byName(""), null);
  assert.equal(streetsInView.byNumber(-1), null);
  assert.deepEqual(streetsInView.named.map(({ name }) => name), ["Mostecká", "náměstí Míru"]);
});

test("the price of a street is that of its new cameras, a lower bound where one of them has none", () => {
  assert.equal(newCamerasPrice([0, 2], PAGE_DATA.cameras), null);
  assert.deepEqual(newCamerasPrice([0, 1], PAGE_DATA.cameras), { price_czk: 155000, isLeast: false });
  const cameras = [camera("A", {}), camera("B", { cost: 0, cost_unknown: true })];
  assert.deepEqual(newCamerasPrice([0, 1], cameras), { price_czk: 155000, isLeast: true });
});
