import assert from "node:assert/strict";
import { test } from "node:test";
import { parseCoordinates } from "../../placement/output/webmap/assets/core/coordinates.js";

/** @type {[number, number, number, number]} */
const EXTENT = [13.5, 50.5, 13.7, 50.7];

/**
 * @param {string} text
 * @param {number} [lat]
 * @param {number} [lng]
 */
function reads(text, lat = 50.6012, lng = 13.6112) {
  const place = parseCoordinates(text, EXTENT);
  assert.ok(place && Math.abs(place[0] - lat) < 6e-6 && Math.abs(place[1] - lng) < 6e-6, `${text}: ${place}`);
}

test("decimal degrees are read with point and comma, with and without letters", () => {
  for (const text of ["50.6012, 13.6112", "50.6012 13.6112", "50,6012 13,6112", "50,6012; 13,6112", "50,6012, 13,6112", "50.6012,13.6112", "50,6012,13,6112",
    "50.6012N, 13.6112E", "N50.6012 E13.6112", "50.6012° N 13.6112° E", "50,6012° s. š., 13,6112° v. d.", "50,6012 s.š. 13,6112 v.d.", "(50.6012; 13.6112)"]) reads(text);
});

test("degrees with minutes and seconds are read", () => {
  for (const text of ["50°36'4.32\"N 13°36'40.32\"E", "50° 36′ 4,32″ s. š., 13° 36′ 40,32″ v. d.", "50°36.072'N, 13°36.672'E", "N 50° 36' 4.32'' E 13° 36' 40.32''"]) reads(text);
});

test("longitude first is understood where letters say so or only so it lies in the town", () => {
  reads("13.6112, 50.6012");
  reads("13.6112E 50.6012N");
  reads("-33.85, 151.21", -33.85, 151.21);
  reads("33.85S 151.21W", -33.85, -151.21);
});

test("what is no place on earth, or no coordinates at all, is not read", () => {
  for (const text of ["", "12", "12 640", "9. května 12", "50.6012", "91.123, 13.611", "50.60, 181.20", "50°66'N 13°0'E", "50.6N 13.6N", "1 2 3", "50.6012, 13.6112, 7.5",
    "50.6012 13.6112 <b>", "1,".repeat(1000), "K10"]) assert.equal(parseCoordinates(text, EXTENT), null, text);
});
