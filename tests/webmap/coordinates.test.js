import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { parseDegrees } from "../../placement/output/webmap/assets/core/coordinates.js";
import { readPlace } from "../../placement/output/webmap/assets/core/written_place.js";

/** @type {[number, number, number, number]} */
const EXTENT = [13.5, 50.5, 13.7, 50.7];
// The polynomial `webmap/local.py` fits around Litvínov, and places of the town in S-JTSK as pyproj has them.
const { projection, places } = JSON.parse(await readFile(new URL("litvinov_projection.json", import.meta.url), "utf-8"));

/**
 * @param {string} text
 * @param {number} [lat]
 * @param {number} [lng]
 */
function reads(text, lat = 50.6012, lng = 13.6112) {
  const place = parseDegrees(text, EXTENT)?.at;
  assert.ok(place && Math.abs(place[0] - lat) < 6e-6 && Math.abs(place[1] - lng) < 6e-6, `${text}: ${place}`);
}

test("decimal degrees are read with point and comma, with and without letters", () => {
  for (const text of ["50.6012, 13.6112", "50.6012 13.6112", "50,6012 13,6112", "50,6012; 13,6112", "50,6012, 13,6112", "50.6012,13.6112", "50,6012,13,6112",
    "50.6012N, 13.6112E", "N50.6012 E13.6112", "50.6012° N 13.6112° E", "50,6012° s. š., 13,6112° v. d.", "50,6012 s.š. 13,6112 v.d.", "(50.6012; 13.6112)"]) reads(text);
});

test("degrees with minutes and seconds are read", () => {
  for (const text of ["50°36'4.32\"N 13°36'40.32\"E", "50° 36′ 4,32″ s. š., 13° 36′ 40,32″ v. d.", "50°36.072'N, 13°36.672'E", "N 50° 36' 4.32'' E 13° 36' 40.32''"]) reads(text);
});

test("links of maps and phones are read", () => {
  for (const text of ["https://mapy.com/cs/zakladni?x=13.6112&y=50.6012&z=17", "https://mapy.com/cs/zakladni?source=coor&id=13.6112%2C50.6012&x=13.6112&y=50.6012&z=18",
    "https://www.google.com/maps/@50.6012,13.6112,17z", "https://maps.google.com/?q=50.6012,13.6112", "https://www.google.com/maps/place/X/@50.9,13.9,17z/data=!3d50.6012!4d13.6112",
    "geo:50.6012,13.6112?z=17", "https://www.openstreetmap.org/?mlat=50.6012&mlon=13.6112#map=19/50.9/13.9", "https://www.openstreetmap.org/#map=17/50.6012/13.6112"]) reads(text);
});

test("longitude first is understood where letters say so or only so it lies in the town", () => {
  reads("13.6112, 50.6012");
  reads("13.6112E 50.6012N");
  reads("-33.85, 151.21", -33.85, 151.21);
  reads("33.85S 151.21W", -33.85, -151.21);
});

test("what is no coordinates at all is not read", () => {
  for (const text of ["", "12", "12 640", "9. května 12", "50.6012", "1 2 3", "50.6012, 13.6112, 7.5", "50.6012 13.6112 <b>", "1,".repeat(1000), "K10", "436 01", "602 123 456",
    "Mostecká 12/340", "1234 5678", "https://mapy.com/cs/zakladni", "788123"]) assert.equal(readPlace(text, projection), null, text);
});

test("what is no place on earth is said to be none", () => {
  for (const text of ["91.123, 13.611", "50.60, 181.20", "50°66'N 13°0'E", "50.6N 13.6N", "https://www.google.com/maps/@95.1,13.6,17z"]) {
    assert.deepEqual(readPlace(text, projection), { type: "unreadable", system: "degrees" }, text);
  }
});

/**
 * @param {string} text
 * @param {{ lat: number, lng: number }} place
 */
function readsPlane(text, { lat, lng }) {
  const written = readPlace(text, projection);
  assert.ok(written?.type === "place" && written.system === "plane", `${text}: ${JSON.stringify(written)}`);
  const off_m = 111195 * Math.hypot(written.at[0] - lat, (written.at[1] - lng) * Math.cos((lat * Math.PI) / 180));
  assert.ok(off_m < 0.1, `${text}: ${off_m} m`);
}

test("S-JTSK is read in either order and sign, in groups of digits and with labels, to a tenth of a metre", () => {
  for (const place of places) {
    const [east, north] = [place.east_m, place.north_m].map((value) => value.toFixed(2));
    const [west, south] = [east, north].map((value) => value.replace("-", ""));
    const grouped = (/** @type {string} */ value) => value.replace(/(\d)(?=(\d{3})+\.)/g, "$1 ").replace(".", ",");
    for (const text of [`${east} ${north}`, `${north}, ${east}`, `${west}; ${south}`, `${south} ${west}`, `${west},${south}`, `${grouped(east)} ${grouped(north)}`, `Y=${west} X=${south}`,
      `X: ${east}, Y: ${north}`, `S-JTSK ${grouped(west)}, ${grouped(south)}`, `EPSG:5514 ${east} ${north}`, `\u2212${west} \u2212${south}`, `x = ${grouped(east)} m, y = ${grouped(north)} m`]) {
      readsPlane(text, place);
    }
  }
});

test("coordinates outside the map are said to be so, with how far they are", () => {
  const brno = readPlace("49.19522, 16.60796", projection), inMetres = readPlace("598500 1160800", projection);
  assert.ok(brno?.type === "away" && inMetres?.type === "away");
  assert.ok(Math.abs(brno.away_m - 262_000) < 4000, `${brno.away_m}`); // 262 km on a sphere
  assert.ok(Math.abs(inMetres.away_m - brno.away_m) < 2000, `${inMetres.away_m}`);
});

test("metres of another system are not taken for S-JTSK", () => {
  assert.deepEqual(readPlace("401234 5605678", projection), { type: "unreadable", system: "plane" });
  assert.equal(readPlace("401234 5605678", { ...projection, crs: "EPSG:32633" })?.type, "unreadable");
});

test("easting and northing of another system are read in both orders", () => {
  const elsewhere = { ...projection, crs: "EPSG:32633" }; // only the name differs
  const [{ east_m, north_m }] = places;
  for (const text of [`${east_m} ${north_m}`, `${north_m} ${east_m}`]) assert.equal(readPlace(text, elsewhere)?.type, "place");
});
