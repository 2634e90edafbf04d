import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { planeDistance_m, projected, systemName } from "../../placement/output/webmap/assets/core/projection.js";

// The polynomial `webmap/local.py` fits around Litvínov, and places of the town in S-JTSK as pyproj has them.
const { projection, places } = JSON.parse(await readFile(new URL("litvinov_projection.json", import.meta.url), "utf-8"));

test("coordinates are those of pyproj to a centimetre", () => {
  assert.equal(places.length, 20);
  for (const { lat, lng, east_m, north_m } of places) {
    const [east, north] = projected(projection, lat, lng) ?? [NaN, NaN];
    assert.ok(Math.hypot(east - east_m, north - north_m) < 0.01, `${lat} ${lng}`);
  }
});

test("beyond the fit there are none", () => {
  assert.equal(projected(projection, 10, 10), null);
  assert.equal(projected(projection, NaN, 13.6), null);
  assert.equal(planeDistance_m(projection, { lat: 10, lng: 10 }, places[0]), null);
});

test("distances are those in the plane", () => {
  const [a, b] = places, distance_m = Math.hypot(a.east_m - b.east_m, a.north_m - b.north_m);
  assert.ok(Math.abs((planeDistance_m(projection, a, b) ?? NaN) - distance_m) < 0.02);
  assert.equal(planeDistance_m(projection, a, a), 0);
});

test("Czech coordinates go by the name a Czech reader knows", () => {
  assert.equal(systemName(projection), "S-JTSK (EPSG:5514)");
  assert.equal(systemName({ ...projection, crs: "EPSG:3067" }), "EPSG:3067");
});
