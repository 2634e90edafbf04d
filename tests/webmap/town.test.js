import assert from "node:assert/strict";
import { test } from "node:test";
import { placeAtOffset } from "../../placement/output/webmap/assets/core/geometry.js";
import { inService, isGone, maskedFrom, standsIn, viewsOfPlace } from "../../placement/output/webmap/assets/core/sight.js";
import { readTown } from "../../placement/output/webmap/assets/core/town.js";
import { camera as cameraData, PAGE_DATA } from "./page_data.js";

const TOWN = readTown(PAGE_DATA);

/**
 * Camera, level and whether it can only be turned there, of each view of a place.
 * @param {number} east
 * @param {number} north
 */
function seenAt(east, north, leastLevel = PAGE_DATA.required) {
  const [lat, lng] = placeAtOffset(PAGE_DATA.origin, east, north);
  return viewsOfPlace(TOWN.views, PAGE_DATA.cameras, lat, lng, { leastLevel })
    .map((view) => [PAGE_DATA.cameras[view.camera].id, view.level, view.reachable]);
}

test("rows become named fields", () => {
  assert.deepEqual(TOWN.levels[1], { name: "observe", density_px_m: 62.5 });
  assert.equal(TOWN.views[2].reachable, true);
  assert.equal(TOWN.views[0].area_m2, 400);
  assert.equal(TOWN.doubleCover[0].sincePhase, 1);
  assert.deepEqual(TOWN.places[0], { kind: "school", name: "ZŠ Lom", at: [50.60005, 13.60005], seenPhase: 0, unseenPhases: [] });
  assert.deepEqual(TOWN.streetNames[1], { name: "náměstí Míru", at: [50.6002, 13.6002], turn_deg: 30 });
  assert.deepEqual(TOWN.districts[0].at, [50.6002, 13.6002]);
  assert.deepEqual(TOWN.backdrop.map((shape) => shape.form), ["area", "line"]);
  assert.deepEqual(TOWN.buildings[0].bounds, { south: 50.60005, west: 13.60005, north: 50.60009, east: 13.60009 });
});

test("a camera stands from the phase that builds it until the one that takes it down", () => {
  const leaves = cameraData("K1", { status: "to be removed", phase: 0, removed_in: 2 }), comes = cameraData("N1", { phase: 1 });
  assert.deepEqual([0, 1, 2, 3].map((phase) => standsIn(leaves, phase)), [true, true, false, false]);
  assert.deepEqual([0, 1, 2, 3].map((phase) => isGone(leaves, phase)), [false, false, true, true]);
  assert.deepEqual([0, 1, 2].map((phase) => [standsIn(comes, phase), isGone(comes, phase)]), [[false, false], [true, false], [true, false]]);
  assert.equal(inService(leaves, 2), false);
  const { doubleCover } = readTown({ ...PAGE_DATA, double: [[0, [], 1], [1, [], null]] });
  assert.deepEqual(doubleCover.map(({ sincePhase, untilPhase }) => [sincePhase, untilPhase]), [[0, 1], [1, Infinity]]);
});

test("outlines and pieces are unpacked once", () => {
  assert.equal(TOWN.views[0].outline.polygons, TOWN.views[0].outline.polygons);
  assert.equal(TOWN.demand.line(0), TOWN.demand.line(0));
  assert.equal(TOWN.demand.count, 3);
  assert.equal(TOWN.streetsInView.ofPiece(1).name, "Mostecká");
  assert.deepEqual([0, 1, 2].map((index) => TOWN.demand.isArea(index)), [false, false, true]);
});

test("a place is seen by working cameras, each at its best, by number", () => {
  assert.deepEqual(seenAt(150, 150), [["K1", 1, false], ["K2", 1, false]]);
  assert.deepEqual(seenAt(50, 50), [["K1", 1, false], ["K2", 0, true]]);
  assert.deepEqual(seenAt(350, 350), [["K2", 0, true]]);
  assert.deepEqual(seenAt(2000, 0), []);
});

test("who stands where a mask lies is not seen by its camera, unless it turns there", () => {
  const [lat, lng] = placeAtOffset(PAGE_DATA.origin, 50, 50), far = placeAtOffset(PAGE_DATA.origin, 150, 150);
  const outline = TOWN.views[0].outline, masks = (/** @type {number[]} */ cameras) => cameras.map((camera) => ({ camera, level: 0, area_m2: 9, share: 0.1, outline }));
  const masked = maskedFrom(masks([0, 1]), lat, lng);
  assert.deepEqual([...masked], [0, 1]);
  assert.deepEqual(viewsOfPlace(TOWN.views, PAGE_DATA.cameras, lat, lng, { leastLevel: 0, masked }).map((view) => [view.camera, view.reachable]), [[1, true]]);
  assert.equal(maskedFrom(masks([0]), ...placeAtOffset(PAGE_DATA.origin, 2000, 0)).size, 0);
  assert.deepEqual([...maskedFrom(masks([1]), ...far)], [1]);
});

test("what is seen in too little detail counts only where that is asked", () => {
  assert.deepEqual(seenAt(350, 350, 0), [["K1", 0, false], ["K2", 0, true]]);
});

test("a camera is in service from its phase on, a broken one never", () => {
  const [existing, added, broken] = PAGE_DATA.cameras;
  assert.deepEqual([existing, added, broken].map((camera) => inService(camera, 0)), [true, false, false]);
  assert.deepEqual([existing, added, broken].map((camera) => inService(camera, 1)), [true, true, false]);
});
