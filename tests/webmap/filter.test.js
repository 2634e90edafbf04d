import assert from "node:assert/strict";
import { test } from "node:test";
import { czechCsv, fileName, geoJson, plainCsv } from "../../placement/output/webmap/assets/core/camera_list.js";
import { formatFilter, parseFilter, passes, totalsOf, valuesOf } from "../../placement/output/webmap/assets/core/filter.js";
import { camera, PAGE_DATA } from "./page_data.js";

const { cameras, list } = PAGE_DATA;
const WORDS = { "lists.status.new": "navržená", "lists.status.existing": "stávající", "lists.yes": "ano", "lists.no": "ne" };

test("a camera passes where it has every value asked for", () => {
  const passing = (/** @type {import("../../placement/output/webmap/assets/core/filter.js").Filter} */ filter) =>
    cameras.filter((each) => passes(each, filter)).map((each) => each.id);
  assert.deepEqual(passing({}), ["K1", "K2", "K3"]);
  assert.deepEqual(passing({ status: "new" }), ["K2"]);
  assert.deepEqual(passing({ phase: "0", street: "Cihlářská" }), ["K3"]);
  assert.deepEqual(passing({ phase: "1", street: "Cihlářská" }), []);
});

test("each value is counted among the cameras that pass the other keys", () => {
  assert.deepEqual([...valuesOf(cameras, { status: "new" }, "phase")], [["0", 0], ["1", 1]]);
  assert.deepEqual([...valuesOf(cameras, { status: "new" }, "status")], [["existing", 1], ["new", 1], ["out of service", 1]]);
});

test("totals count points once, and say nothing of what is withheld", () => {
  const stands = camera("S", { status: "existing", point: "Q", cost: 9000, gain: 5, cost_unknown: true });
  assert.deepEqual(totalsOf([stands]), { cameras: 1, added: 0, removed: 0, outOfService: 0, points: 1, cost_czk: 0, isLeast: false, gain: 0 });
  const two = [camera("A", { point: "P", cost: 1000, gain: 2 }), camera("B", { point: "P", cost: 500, gain: 1, cost_unknown: true })];
  assert.deepEqual(totalsOf(two), { cameras: 2, added: 2, removed: 0, outOfService: 0, points: 1, cost_czk: 1500, isLeast: true, gain: 3 });
  assert.deepEqual(totalsOf(two.map((each) => ({ ...each, cost: null, gain: null, cost_unknown: null }))),
    { cameras: 2, added: 2, removed: 0, outOfService: 0, points: 1, cost_czk: null, isLeast: false, gain: null });
  assert.equal(totalsOf([stands, camera("X", { status: "out of service" })]).outOfService, 1);
  assert.equal(totalsOf([stands, camera("R", { status: "to be removed", phase: 0, removed_in: 2 })]).removed, 1);
});

test("a filter comes back from a link, and what no camera has does not", () => {
  const filter = { phase: "0", street: "Mostecká" };
  assert.deepEqual(parseFilter(`#phase=1${formatFilter(filter)}`, cameras), filter);
  assert.equal(formatFilter({}), "");
  assert.deepEqual(parseFilter("#only-phase=7&only-street=<img>&only-__proto__=x&only-status=", cameras), {});
  assert.deepEqual(parseFilter(`#only-phase=0&${"x".repeat(5000)}`, cameras), {});
});

test("the list for programs quotes what needs it and guards formulae, not numbers", () => {
  assert.equal(plainCsv(list, [1, 2]), "name,status,azimuth_assumed,height_m,x_m\n"
    + "\"'=Mostecká, \"\"A\"\"\",new,false,5.50,-1.00\nU Zámku,out of service,false,6.123456,\n");
});

test("the list for Excel has its byte order mark, semicolons, decimal commas and Czech words", () => {
  assert.equal(czechCsv(list, [0], WORDS), "\uFEFF\"Název\";\"Stav\";\"Předpoklad\";\"Výška [m]\";\"Východní souřadnice x [m]\"\r\n"
    + "\"náměstí Míru × Žižkova\";\"stávající\";\"ne\";4,00;-790000,50\r\n");
});

test("GeoJSON says of what it is and keeps numbers as numbers", () => {
  const { features, ...head } = JSON.parse(geoJson(list, cameras, [2], { case: "Ves", phase: "Dnes" }));
  assert.deepEqual(head, { type: "FeatureCollection", case: "Ves", phase: "Dnes" });
  assert.deepEqual(features[0].geometry, { type: "Point", coordinates: [13.6, 50.6] });
  assert.deepEqual(features[0].properties, { name: "U Zámku", status: "out of service", azimuth_assumed: false, height_m: 6.123456, x_m: null });
});

test("names of files hold nothing that a system could stumble over", () => {
  assert.equal(fileName("Litvínov kamery veřejné 2. etapa"), "litvinov-kamery-verejne-2-etapa");
  assert.equal(fileName("../..\\<x>\u202e:"), "x");
  assert.equal(fileName(`${"ž".repeat(200)}`).length, 80);
});
