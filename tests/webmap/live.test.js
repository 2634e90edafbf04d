import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { posedAs, price_czk } from "../../placement/output/webmap/assets/core/live/cameras.js";
import { camerasCsv, whatIfText } from "../../placement/output/webmap/assets/core/live/export.js";
import { changesOf, History } from "../../placement/output/webmap/assets/core/live/history.js";
import { formatChanges, parseChanges } from "../../placement/output/webmap/assets/core/live/link.js";
import { density_px_m } from "../../placement/output/webmap/assets/core/live/optics.js";
import { gridAzimuth_deg, metresOf, placeOf, placesNear, trueAzimuth_deg } from "../../placement/output/webmap/assets/core/live/position.js";
import { camera as fact } from "./page_data.js";

/** @import { GroundData, HeadData, ModelData } from "../../placement/output/webmap/assets/page_data.js" */
/** @import { LiveCamera } from "../../placement/output/webmap/assets/core/live/cameras.js" */

const { projection, places } = JSON.parse(await readFile(new URL("litvinov_projection.json", import.meta.url), "utf-8"));
const FRAME = { projection, origin_m: /** @type {[number, number]} */ ([Math.round(places[0].east_m), Math.round(places[0].north_m)]) };
/** @type {HeadData} */
const HEAD = { hfov_deg: 80, vfov_deg: 45, width_px: 2688, projection: "f-theta", axis_px_rad: 2688 / ((80 * Math.PI) / 180), tilt_deg: 15, azimuth_offset_deg: 0 };
/** @type {ModelData} */
const MODEL = { name: "pevná, 4 MP", buy: true, cost_czk: 45_000, tilt_deg: 15, range_m: 60, night_range_m: 60, turning: false, zoom: 1, circle: false, hfov_deg: 80,
  heads: [HEAD], presets: false, purpose: null, lane_azimuth_deg: null };
const GROUND = /** @type {GroundData} */ (/** @type {unknown} */ ({ ...FRAME, models: [MODEL, { ...MODEL, name: "=druhá" }] }));

/** @param {string} key @param {Partial<LiveCamera>} more @returns {LiveCamera} */
function live(key, more = {}) {
  return { key, listed: 0, isStanding: false, mayGo: false, isChanged: false, kind: "lamp post", isSite: true, point: "P1", point_czk: 100_000,
    pose: { x: 10, y: 20, ground_m: 0, height_m: 5, azimuth_deg: 90, tilt_deg: 15, facing_deg: null, model: 0 }, ...more };
}

test("places and metres are each other's inverse, near places to a millimetre", () => {
  for (const { lat, lng } of places) {
    const at = metresOf(FRAME, lat, lng) ?? { x: NaN, y: NaN }, back = placeOf(FRAME, at.x, at.y);
    assert.ok(Math.abs(back[0] - lat) < 1e-9 && Math.abs(back[1] - lng) < 1e-9);
    const near = placesNear(FRAME, at.x, at.y)(at.x + 70, at.y - 40), exact = placeOf(FRAME, at.x + 70, at.y - 40);
    assert.ok(Math.hypot((near[0] - exact[0]) * 111e3, (near[1] - exact[1]) * 70e3) < 0.002);
  }
});

test("true north lies where the meridian runs: 8.4° from grid north at Litvínov", () => {
  const at = placeOf(FRAME, 0, 0);
  assert.ok(Math.abs(trueAzimuth_deg(FRAME, at, 0) - 351.6) < 0.2);
  assert.ok(Math.abs(gridAzimuth_deg(FRAME, at, trueAzimuth_deg(FRAME, at, 123.4)) - 123.4) < 1e-9);
});

test("pixels on a target are those of the lens's formula, and none beside the picture", () => {
  const ray = { azimuth_deg: 100, depression_deg: 15, distance_m: 20 }, pose = { azimuth_deg: 90, tilt_deg: 15 };
  assert.ok(Math.abs(density_px_m(MODEL, pose, ray) - HEAD.axis_px_rad / 20) < 1e-9);
  assert.equal(density_px_m(MODEL, pose, { ...ray, azimuth_deg: 133 }), 0);
  assert.equal(density_px_m(MODEL, pose, { ...ray, depression_deg: 41 }), 0);
  const plates = { ...MODEL, purpose: { vertical_deg: 10, horizontal_deg: 30, density_px_m: 50 } };
  assert.equal(density_px_m(plates, pose, ray), 0);
});

test("a point is paid for once, a standing camera and its point not at all", () => {
  const standing = live("K1", { isStanding: true, point: "P0", point_czk: 0 });
  assert.equal(price_czk([live("N1"), live("N2"), standing], GROUND.models), 190_000);
  assert.equal(price_czk([live("N1"), live("N2", { point: "P0" }), standing], GROUND.models), 190_000);
  assert.equal(price_czk([], GROUND.models), 0);
});

test("changes are listed with how they differ, undone and done again", () => {
  const planned = [live("N1"), live("N2")], [first, second] = planned, history = new History(planned);
  const turned = { ...first, isChanged: true, pose: { ...first.pose, azimuth_deg: 95 } };
  history.add([turned, second]);
  history.add([turned]);
  assert.deepEqual(history.changes.map(({ kind, camera }) => [kind, camera.key]), [["turned", "N1"], ["dropped", "N2"]]);
  history.go(-1);
  assert.deepEqual(history.changes.map(({ kind }) => kind), ["turned"]);
  assert.ok(history.canUndo && history.canRedo);
  history.go(-5);
  assert.equal(history.cameras, planned);
  assert.deepEqual(changesOf(planned, [...planned, live("+1", { listed: null, isChanged: true })]).map(({ kind }) => kind), ["added"]);
});

test("a link brings changes back; names may hold anything, nonsense is left out", () => {
  const planned = [live("N,1;&č"), live("N2")], [first] = planned;
  const mount = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ height_m) =>
    ({ x, y, height_m, facing_deg: null, ground_m: 0, kind: null, isSite: false, point: "new", point_czk: 1 });
  const moved = { ...first, isChanged: true, pose: { ...first.pose, x: -3.25, y: 7.5, azimuth_deg: 33.3 } };
  const added = live("+1", { listed: null, isChanged: true });
  const link = formatChanges(changesOf(planned, [moved, added])), town = { models: 2, mount };
  const back = parseChanges(`#phase=1${link}`, planned, town);
  assert.deepEqual(back.map(({ key, pose }) => [key, pose.x, pose.y, pose.azimuth_deg]), [["N,1;&č", -3.25, 7.5, 33.3], ["+1", 10, 20, 90]]);
  for (const bad of ["#what=", "#what=c,1,2,3,4,5,9,N2", "#what=a,1,2,3,4,5,0,N2", "#what=c,NaN,2,3,4,5,0,N2", "#what=%E0;d,nobody", "#x=1"]) {
    assert.deepEqual(parseChanges(bad, planned, town), planned);
  }
  assert.equal(formatChanges([]), "");
});

test("what leaves the page is a section of a plan file and a list of cameras", () => {
  const planned = [live("N1"), live("K1", { listed: 1, isStanding: true })], [fresh, standing] = planned;
  const facts = [fact("N1", {}), fact("K1", { name: "=cmd()", status: "existing", phase: 0 })], town = { ground: GROUND, facts };
  const moved = [fresh, standing].map((each) => ({ ...each, isChanged: true, pose: { ...each.pose, x: 30 } }));
  const text = whatIfText(changesOf(planned, moved), town);
  assert.match(text, /^\[what_if\]\nfix = \["\d+\.\d{7},\d+\.\d{7},azimuth=81\.\d,height=5,tilt=15,model=pevná, 4 MP"\]\nmove = \["K1=/);
  assert.match(text, /\nforbid = \["N1"\]\nonly = true\n$/);
  const [head, first, second] = camerasCsv(moved, town).split("\r\n");
  assert.match(head, /^camera_id,point_id,name,status,phase,removed_in,carrier/);
  assert.match(first, /^N1,P1,N1,new,1,,lamp post,5,"pevná, 4 MP",81/);
  assert.match(second, /^K1,P1,'=cmd\(\),existing,0,,existing/);
  assert.match(second, /,-\d+\.\d{3},-\d+\.\d{3},EPSG:5514,/);
});

test("who the plan takes down is in the list of cameras with the phase", () => {
  const facts = [fact("N1", {}), fact("K1", { status: "to be removed", phase: 0, removed_in: 2 })];
  const gone = [live("K1", { listed: 1, isStanding: true, mayGo: true })];
  const [, first, second] = camerasCsv([live("N1")], { ground: GROUND, facts, gone }).split("\r\n");
  assert.match(first, /^N1,P1,N1,new,1,,/);
  assert.match(second, /^K1,P1,K1,to be removed,0,2,existing/);
});

test("a standing camera with another model is a new one on its point, one that is turned is not", () => {
  const stands = live("K1", { isStanding: true, mayGo: true, point_czk: 0 }), cameras = [stands];
  const exchanged = posedAs(stands, { model: 1, tilt_deg: 20 }), turned = posedAs(stands, { azimuth_deg: -10 });
  assert.deepEqual([exchanged.isStanding, turned.isStanding, turned.pose.azimuth_deg], [false, true, 350]);
  assert.equal(price_czk([exchanged], GROUND.models), 45_000);
  assert.equal(price_czk([turned], GROUND.models), 0);
  const [, row] = camerasCsv([exchanged], { ground: GROUND, facts: [fact("K1", { phase: 0, status: "existing" })] }).split("\r\n");
  assert.match(row, /^K1,P1,K1,new,1,,/);
  const text = whatIfText(changesOf(cameras, [exchanged]), { ground: GROUND, facts: [fact("K1", { phase: 0, status: "existing" })] });
  assert.match(text, /\nfix = .*model==druhá"\]\nforbid = \["K1"\]\n/);
});
