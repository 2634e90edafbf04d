import assert from "node:assert/strict";
import { test } from "node:test";
import { additionsOf, guideSteps } from "../../placement/output/webmap/assets/core/guide.js";
import { addressesOutside } from "../../placement/output/webmap/assets/core/outside.js";
import { camera, phase } from "./page_data.js";

test("the story goes from today over each phase to the finished network", () => {
  assert.deepEqual(guideSteps([phase({}), phase({}), phase({})]).map((step) => `${step.kind} ${step.phase}`),
    ["today 0", "phase 1", "phase 2", "finished 2"]);
  assert.deepEqual(guideSteps([phase({})]).map((step) => step.kind), ["today"]);
});

test("what a phase adds is counted by point and district, and the best is the one that adds most", () => {
  const cameras = [camera("A", { point: "P", district: "Janov", gain: 1 }), camera("B", { point: "P", district: "Janov", gain: 3 }),
    camera("C", { point: "Q", district: "Osada", gain: 2 }), camera("D", { phase: 2, gain: 9 }), camera("E", { phase: 0, status: "existing" })];
  const { cameras: added, points, districts, best } = additionsOf(cameras, 1);
  assert.deepEqual([added.length, points, best?.id], [3, 2, "B"]);
  assert.deepEqual(districts, [{ name: "Janov", count: 2 }, { name: "Osada", count: 1 }]);
  assert.equal(additionsOf(cameras.map((each) => ({ ...each, gain: null })), 1).best, null);
  const leaving = [camera("E", { phase: 0, status: "to be removed", removed_in: 1 }), camera("F", { phase: 0, status: "to be replaced", removed_in: 2 })];
  assert.deepEqual([1, 2, 3].map((number) => additionsOf([...cameras, ...leaving], number).removed), [1, 1, 0]);
});

test("addresses elsewhere have the order of coordinates that each service asks, and the heading where there is one", () => {
  const at = (/** @type {number | null} */ azimuth) => Object.fromEntries(addressesOutside(50.6, 13.614, azimuth));
  assert.equal(at(null).mapy, "https://mapy.com/fnc/v1/showmap?center=13.614000,50.600000&zoom=18&marker=true");
  assert.equal(at(null).osm, "https://www.openstreetmap.org/?mlat=50.600000&mlon=13.614000#map=19/50.600000/13.614000");
  const pano = new URL(at(359.7).panorama).searchParams;
  assert.deepEqual(Object.fromEntries(pano), { api: "1", map_action: "pano", viewpoint: "50.600000,13.614000", heading: "0" });
  assert.equal(new URL(at(null).panorama).searchParams.has("heading"), false);
});
