import assert from "node:assert/strict";
import { test } from "node:test";
import { formatLink, parseLink } from "../../placement/output/webmap/assets/core/link.js";

/** @import { LinkTargets } from "../../placement/output/webmap/assets/core/link.js" */

/** @type {LinkTargets} */
const TARGETS = { phases: 4, cameraIds: ["K1", "K/2 & co", "x".repeat(300)], streets: ["náměstí Míru", "x".repeat(300), "a&way=1"],
  ways: 9, districts: ["Janov", "/ & co"], layers: ["views", "heat", "places"], languages: ["cs", "en"] };
const SHOWN = { view: { zoom: 17.25, at: /** @type {[number, number]} */ ([50.6, 13.614]) }, phase: 2, layers: ["views", "heat"],
  cameraId: null, place: null, street: null, district: null, comparison: null, language: /** @type {const} */ ("en") };

test("a link can be read by people", () => {
  assert.equal(formatLink(SHOWN), "#map=17.25/50.600000/13.614000&phase=2&layers=views,heat&lang=en");
});

test("what is shown comes back", () => {
  const { view, phase, layers, language } = SHOWN;
  assert.deepEqual(parseLink(formatLink(SHOWN), TARGETS), { view, phase, layers, language });
  assert.equal(parseLink(formatLink({ ...SHOWN, comparison: 0.35 }), TARGETS).comparison, 0.35);
  assert.deepEqual(parseLink(formatLink({ ...SHOWN, place: [-1.5, 179.25] }), TARGETS).place, [-1.5, 179.25]);
  assert.deepEqual(parseLink(formatLink({ ...SHOWN, layers: [] }), TARGETS).layers, []);
});

test("every camera comes back by its id, however it is written", () => {
  TARGETS.cameraIds.forEach((cameraId, index) => assert.equal(parseLink(formatLink({ ...SHOWN, cameraId }), TARGETS).camera, index));
});

test("every street comes back by its name, a way without one by its number, a district by its name", () => {
  for (const name of TARGETS.streets) {
    assert.equal(parseLink(formatLink({ ...SHOWN, street: { name, number: 3 } }), TARGETS).street, name);
  }
  const way = parseLink(formatLink({ ...SHOWN, street: { name: "", number: 3 } }), TARGETS);
  assert.deepEqual([way.way, way.street], [3, undefined]);
  TARGETS.districts.forEach((district, index) => assert.equal(parseLink(formatLink({ ...SHOWN, district }), TARGETS).district, index));
  for (const link of ["#street=nowhere", "#way=9", "#way=-1", "#way=1e1", "#district=__proto__"]) assert.deepEqual(parseLink(link, TARGETS), {}, link);
});

test("a camera goes before a place", () => {
  const link = parseLink("#camera=K1&place=50.6/13.6", TARGETS);
  assert.deepEqual(link, { camera: 0 });
});

test("hostile links name nothing", () => {
  const links = [
    "", "#", "#camera=<img src=x onerror=alert(1)>&phase=99&map=1e9/NaN/Infinity&lang=__proto__",
    "#place=999/999&compare=-1&phase=1.5", "#map=16/50/&map=%E0%A4%A&camera=K", "#map=16/50/13/9&place=50.6", "#phase=0x1&compare=101",
    `#phase=1&${"x=1&".repeat(2000)}`, "#${alert(1)}`</script>",
  ];
  for (const link of links) assert.deepEqual(parseLink(link, TARGETS), {}, link);
});

test("names of the prototype are no layers", () => {
  assert.deepEqual(parseLink("#layers=__proto__,constructor,heat", TARGETS), { layers: ["heat"] });
});

test("a page of one phase has nothing to compare", () => {
  assert.deepEqual(parseLink("#compare=50&phase=0", { ...TARGETS, phases: 1 }), { phase: 0 });
});
