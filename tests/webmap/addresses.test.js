import assert from "node:assert/strict";
import { test } from "node:test";
import { AddressBook, addressParts } from "../../placement/output/webmap/assets/core/addresses.js";

/** @import { Address } from "../../placement/output/webmap/assets/core/addresses.js" */

/**
 * @param {string} street
 * @param {string} part
 * @param {number} number
 * @param {number} along
 * @param {Partial<Address>} more
 * @returns {Address}
 */
const house = (street, part, number, along = 0, more = {}) => ({ street, part, house: number, along, letter: "", isHut: false, at: [50.6, 13.6], ...more });

const ADDRESSES = [
  house("Mostecká", "Horní Litvínov", 1234, 12), house("Mostecká", "Horní Litvínov", 340, 14), house("Mostecká", "Horní Litvínov", 341, 1, { letter: "A" }),
  house("Mostecká", "Horní Litvínov", 12, 120), house("9. května", "Horní Litvínov", 26, 9), house("9. května", "Horní Litvínov", 27, 12), house("Polní", "Janov", 5),
  house("Polní", "Hamr", 5), house("", "Křížatky", 8), house("", "Křížatky", 8, 0, { isHut: true }), house("nám. Míru", "Horní Litvínov", 11, 3),
];
const BOOK = new AddressBook(ADDRESSES, () => ["Litvínov"]);

/** @param {Address} address */
function label(address) {
  const { name, isMarked, numbers } = addressParts(address);
  return `${name} ${isMarked ? (address.isHut ? "ev. " : "p. ") : ""}${numbers}`;
}

/** @param {string} query */
const found = (query) => BOOK.lookUp(query).map(label);

test("a house is found by street and number, in either order, with or without diacritics and marks", () => {
  for (const query of ["Mostecká 1234", "mostecka 1234", "Mostecká 12/1234", "Mostecká 1234/12", "1234 Mostecká", "Mostecká čp. 1234", "ul. Mostecká č. p. 1234", "Mostecká č. 1234",
    "čp. 1234", "č.p. 1234", "čp 1234", "číslo popisné 1234", "1234", "Mostecká 1234/12, 436 01 Litvínov", "Litvínov, Mostecká 1234", "Mostecká 1234, Horní Litvínov", "most 1234",
    "Mostecká čo. 12 čp. 1234", "Mostecká 1234, 43601"]) assert.deepEqual(found(query), ["Mostecká 1234/12"], query);
});

test("a number may be that of the house or along the street; marks tell which", () => {
  assert.deepEqual(found("Mostecká 12"), ["Mostecká 1234/12", "Mostecká 12/120"]);
  assert.deepEqual(found("Mostecká čp. 12"), ["Mostecká 12/120"]);
  assert.deepEqual(found("Mostecká č.o. 12"), ["Mostecká 1234/12"]);
  assert.deepEqual(found("Mostecká 1a"), ["Mostecká 341/1A"]);
});

test("a number that is begun offers those that begin so, unless one is just so", () => {
  assert.deepEqual(found("Mostecká 34"), ["Mostecká 340/14", "Mostecká 341/1A"]);
  assert.deepEqual(found("Mostecká 340"), ["Mostecká 340/14"]);
  assert.deepEqual(found("123"), []); // alone only a whole one
});

test("numbers in a street's name are no house's", () => {
  assert.deepEqual(found("9. května 9"), ["9. května 26/9"]);
  assert.deepEqual(found("9 kvetna 12"), ["9. května 27/12"]);
  assert.deepEqual(found("12, 9. května"), ["9. května 27/12"]);
  assert.deepEqual(found("9. května"), []);
});

test("parts of the town tell houses of one number apart", () => {
  assert.equal(found("Polní 5").length, 2);
  assert.deepEqual(BOOK.lookUp("Polní 5, Janov").map(({ part }) => part), ["Janov"]);
  assert.deepEqual(BOOK.lookUp("Hamr 5").map(({ part }) => part), ["Hamr"]);
});

test("without streets a part of the town is the name, and huts have numbers of their own", () => {
  assert.deepEqual(found("Křížatky 8"), ["Křížatky p. 8", "Křížatky ev. 8"]);
  for (const query of ["Křížatky č. ev. 8", "krizatky ev.č. 8", "Křížatky č.e. 8"]) assert.deepEqual(found(query), ["Křížatky ev. 8"], query);
  assert.deepEqual(found("Křížatky č. p. 8"), ["Křížatky p. 8"]);
});

test("what names no house finds none", () => {
  for (const query of ["", "Mostecká", "Mostecká 9999", "Nikde 12", "Mostecká 12 Brno", "12/34 <b>", "1".repeat(1000), "č. p."]) assert.deepEqual(found(query), [], query);
});
