import assert from "node:assert/strict";
import { test } from "node:test";
import { leavesNumber, lookUp, searchEntries } from "../../placement/output/webmap/assets/core/search.js";
import { readTown } from "../../placement/output/webmap/assets/core/town.js";
import { PAGE_DATA } from "./page_data.js";

const ENTRIES = searchEntries(readTown(PAGE_DATA), PAGE_DATA.cameras);

/** @param {string} query */
function find(query) {
  return lookUp(ENTRIES, query).map((entry) => `${entry.type}: ${entry.name}`);
}

test("streets, cameras, places and parts of the town are found without diacritics", () => {
  assert.deepEqual(find("nam miru"), ["street: náměstí Míru", "camera: náměstí Míru × Žižkova"]);
  assert.deepEqual(find("MOSTECKA"), ["street: Mostecká", "camera: Mostecká"]);
  assert.deepEqual(find("zs"), ["place: ZŠ Lom"]);
  assert.deepEqual(find("zapad"), ["district: Západ"]);
});

test("a street is found as people write it, with ul., ulice and the number of a house", () => {
  const street = "street: Mostecká";
  for (const query of ["ul. Mostecká", "ulice Mostecka", "Mostecká ul.", "Mostecká 12", "mostecka 12/3", "Mostecká čp. 640", "ul. Mostecká 12a"]) {
    assert.equal(find(query)[0], street, query);
  }
  assert.deepEqual(find("12"), []);
  assert.deepEqual(find("ul."), []);
});

test("a camera is found by its number", () => {
  assert.deepEqual(find("kamera 2"), ["camera: Mostecká"]);
  assert.deepEqual(find("3"), ["camera: U Zámku"]);
});

test("cameras are found by id and point, and name their index", () => {
  assert.deepEqual(find("K3"), ["camera: U Zámku"]);
  const [entry] = lookUp(ENTRIES, "p-k2");
  assert.equal(entry.type === "camera" && entry.camera, 1);
});

test("names that begin with the query come first", () => {
  assert.deepEqual(find("lom"), ["place: Lom, škola", "place: ZŠ Lom"]);
});

test("nameless places, empty and endless queries find nothing", () => {
  assert.deepEqual(find("stop"), []);
  assert.deepEqual(find(" × "), []);
  assert.deepEqual(find("zzzz".repeat(10000)), []);
});

test("no more than eight are offered", () => {
  const many = Array.from({ length: 20 }, () => ENTRIES[0]);
  assert.equal(lookUp(many, "mostecka").length, 8);
});

test("a street says that it leaves the number of a house out, and not one of its own name", () => {
  const street = (/** @type {string} */ name) => /** @type {any} */ ({ type: "street", name, words: name.toLowerCase().split(" ") });
  assert.equal(leavesNumber(street("Mostecka"), "Mostecká 12"), true);
  assert.equal(leavesNumber(street("Mostecka"), "Mostecká č.p. 12/3a"), true);
  assert.equal(leavesNumber(street("Mostecka"), "ul. Mostecká"), false);
  assert.equal(leavesNumber(street("28. rijna"), "28. října"), false);
});
