// The town and the views, from whole numbers back to degrees, and the question "is this place inside".
// A line is [x0, y0, dx1, dy1 ...] in millionths of a degree from DATA.origin.

function lineOf(packed) {
  const line = [];
  let x = DATA.origin[0], y = DATA.origin[1];
  for (let i = 0; i < packed.length; i += 2) {
    x += packed[i];
    y += packed[i + 1];
    line.push([y / 1e6, x / 1e6]);
  }
  return line;
}

// The place of an offset from the origin, as latitude and longitude.
function offsetAt(lng, lat) {
  return [(DATA.origin[1] + lat) / 1e6, (DATA.origin[0] + lng) / 1e6];
}

// Polygons of polygons: a list of rings each, the first the outer one.
function polygonsOf(packed) {
  return packed.map((rings) => rings.map(lineOf));
}

function boundsOf(polygons) {
  return L.latLngBounds(polygons.flatMap((rings) => rings[0]));
}

// Even-odd rule over all rings of a polygon (holes count as outside).
function inside(polygons, lat, lng) {
  return polygons.some((rings) => {
    let odd = false;
    for (const ring of rings) {
      for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
        const [yi, xi] = ring[i], [yj, xj] = ring[j];
        if (yi > lat !== yj > lat && lng < ((xj - xi) * (lat - yi)) / (yj - yi) + xi) odd = !odd;
      }
    }
    return odd;
  });
}

const TOWN_HOUSES = DATA.buildings.map((packed) => {
  const rings = packed.map(lineOf);
  return { rings, bounds: boundsOf([rings]) };
});

// Most outlines are not drawn when the page opens: each is unpacked when somebody asks for it.
class View {
  constructor([camera, level, reachable, area, packed]) {
    Object.assign(this, { camera, level, reachable: reachable === 1, area, packed });
  }

  get polygons() {
    return (this.unpacked ??= polygonsOf(this.packed));
  }

  get bounds() {
    return (this.extent ??= boundsOf(this.polygons));
  }
}

const VIEWS = DATA.views.map((row) => new View(row));

// Which cameras see a place, and the finest level each sees it at; a camera that works only.
// With `coarse`, those that see it in too little detail to count as well.
function seers(lat, lng, coarse = false) {
  const found = new Map();
  for (const view of VIEWS) {
    if (DATA.cameras[view.camera].status === "out of service") continue;
    if (!coarse && !view.reachable && view.level < DATA.required) continue;
    if (!view.bounds.contains([lat, lng]) || !inside(view.polygons, lat, lng)) continue;
    const before = found.get(view.camera);
    const better = !before || (before.reachable && !view.reachable) ||
      (before.reachable === view.reachable && view.level > before.level);
    if (better) found.set(view.camera, view);
  }
  return [...found.values()].sort((a, b) => DATA.cameras[a.camera].rank - DATA.cameras[b.camera].rank);
}

// The nearest piece of street within `reach` metres, as its index in DATA.demand, or -1.
function nearestPiece(lat, lng, reach = 25) {
  const metres = 111195, shrink = Math.cos((lat * Math.PI) / 180);
  let best = -1, least = reach;
  DATA.demand.line.forEach((_, index) => {
    for (const [y, x] of pieceLine(index)) {
      const distance = metres * Math.hypot(y - lat, (x - lng) * shrink);
      if (distance < least) [best, least] = [index, distance];
    }
  });
  return best;
}

const CELLS = new Set(DATA.demand.cells);
const pieces = [];
function pieceLine(index) {
  return (pieces[index] ??= lineOf(DATA.demand.line[index]));
}
