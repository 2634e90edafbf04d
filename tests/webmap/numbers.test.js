import assert from "node:assert/strict";
import { test } from "node:test";
import { formatCrowns, formatMetres, formatNumber, formatPercent, formatPosition, formatSignificant, pointsBetween } from "../../placement/output/webmap/assets/core/numbers.js";

/** @param {string} text */
function plain(text) {
  return text.replaceAll(/[\u00a0\u202f]/g, " ");
}

test("numbers are written as each language does, with a true minus", () => {
  assert.equal(plain(formatNumber("cs", 12345.678, 1)), "12 345,7");
  assert.equal(plain(formatNumber("en", 12345.678, 1)), "12,345.7");
  assert.equal(formatNumber("en", -3), "\u22123");
});

test("significant digits keep the size of a number", () => {
  assert.equal(plain(formatSignificant("cs", 2398.7)), "2 400");
  assert.equal(formatSignificant("en", 0.012345), "0.0123");
  assert.equal(plain(formatSignificant("cs", 812.3817, 4)), "812,4");
});

test("differences are of the printed numbers", () => {
  assert.equal(pointsBetween(0.1604, 0.3546), 19.5); // 35.5 less 16.0, though it is 19.42
  assert.equal(pointsBetween(0.84614, 0.60064, 2), -24.55);
  assert.equal(pointsBetween(0.5, 0.5), 0);
});

test("a share that is not all, or not nothing, never becomes so by rounding", () => {
  assert.equal(plain(formatPercent("cs", 0)), "0,0 %");
  assert.equal(plain(formatPercent("cs", 0.00001)), "< 0,1 %");
  assert.equal(plain(formatPercent("cs", 0.99999)), "> 99,9 %");
  assert.equal(plain(formatPercent("cs", 1)), "100,0 %");
  assert.equal(plain(formatPercent("en", 0.3373)), "33.7 %");
  assert.equal(plain(formatPercent("en", 0.004, 0)), "< 1 %");
});

test("money and lengths change their unit once they are large", () => {
  assert.equal(plain(formatCrowns("cs", 999999)), "999 999 Kč");
  assert.equal(plain(formatCrowns("cs", 9830000)), "9,83 mil. Kč");
  assert.equal(plain(formatCrowns("en", 9830000)), "9.83 million Kč");
  assert.equal(plain(formatMetres("cs", 999.4)), "999 m");
  assert.equal(plain(formatMetres("en", 1234)), "1.23 km");
});

test("a position names its hemispheres", () => {
  assert.equal(formatPosition(50.6, 13.614), "50.600000 N, 13.614000 E");
  assert.equal(formatPosition(-33.9, -70.5), "33.900000 S, 70.500000 W");
});
