// Coordinates of the reader's own country, by the polynomial that travels with the page, and distances.

// Easting and northing in DATA.local.crs, or null where the polynomial does not hold.
function localOf(lat, lng) {
  const [west, south, east, north] = DATA.local.extent;
  const u = (2 * lng - west - east) / (east - west), v = (2 * lat - south - north) / (north - south);
  if (!(Math.abs(u) <= 1 && Math.abs(v) <= 1)) return null;
  const sum = (factors) => DATA.local.powers.reduce((total, [i, j], term) => total + factors[term] * u ** i * v ** j, 0);
  return [sum(DATA.local.east), sum(DATA.local.north)];
}

// Metres between two places: in the plane of the local system, on the sphere outside it.
function metresBetween(a, b) {
  const from = localOf(a.lat, a.lng), to = localOf(b.lat, b.lng);
  return from && to ? Math.hypot(to[0] - from[0], to[1] - from[1]) : MAP.distance(a, b);
}

function metres(value) {
  return value < 1000 ? `${number(value)}\u00a0m` : `${number(value / 1000, 2)}\u00a0km`;
}

function localName() {
  return DATA.local.crs === "EPSG:5514" ? "S-JTSK (EPSG:5514)" : DATA.local.crs;
}

function position(lat, lng) {
  const north = lat >= 0 ? "N" : "S", east = lng >= 0 ? "E" : "W";
  return `${Math.abs(lat).toFixed(6)} ${north}, ${Math.abs(lng).toFixed(6)} ${east}`;
}

// Rows for a list of facts: the position in both systems.
function positionRows(lat, lng) {
  const local = localOf(lat, lng);
  const found = [["WGS 84", position(lat, lng)]];
  if (local) found.push([localName(), `x\u00a0=\u00a0${number(local[0], 2)}, y\u00a0=\u00a0${number(local[1], 2)}`]);
  return found;
}
