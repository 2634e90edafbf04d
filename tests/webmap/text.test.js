import assert from "node:assert/strict";
import { test } from "node:test";
import { foldedWords, foldText, fillIn, pluralForm, shorten } from "../../placement/output/webmap/assets/core/text.js";

test("text is folded to what anybody can type", () => {
  assert.equal(foldText("Náměstí Míru"), "namesti miru");
  assert.deepEqual(foldedWords(" náměstí × Žižkova (č. 5)"), ["namesti", "zizkova", "c", "5"]);
  assert.deepEqual(foldedWords("×–"), []);
});

test("long text is cut with an ellipsis, never longer than asked", () => {
  assert.equal(shorten("abcde", 5), "abcde");
  assert.equal(shorten("abcdef", 5), "abcd…");
  assert.equal(shorten("x".repeat(500)).length, 120);
});

test("Czech has three forms of a count, English two", () => {
  assert.deepEqual([0, 1, 2, 4, 5, 22].map((n) => pluralForm("cs", n)), ["many", "one", "few", "few", "many", "many"]);
  assert.deepEqual([0, 1, 2, 5].map((n) => pluralForm("en", n)), ["many", "one", "many", "many"]);
});

test("values go where their names stand; unknown names and hostile values stay text", () => {
  assert.equal(fillIn("{n} of {all}, {other}", { n: 2, all: "<b>{n}</b>" }), "2 of <b>{n}</b>, {other}");
});
