// A small drawing of what one camera sees: walls, its views by level, where it looks, north up, a scale.
const SKETCH_PX = 240;

// From degrees to metres east and south of a camera, good over the reach of one.
function around(camera) {
  const degree = 111195, shrink = Math.cos((camera.lat * Math.PI) / 180);
  return ([lat, lng]) => [(lng - camera.lon) * degree * shrink, (camera.lat - lat) * degree];
}

function pathOf(rings, flat) {
  return rings.map((ring) => `M${ring.map((at) => flat(at).map((value) => value.toFixed(1)).join(" ")).join("L")}Z`).join("");
}

function reachOf(views, flat) {
  let reach = 15;
  for (const view of views) {
    for (const rings of view.polygons) for (const at of rings[0]) reach = Math.max(reach, Math.hypot(...flat(at)));
  }
  return reach * 1.08;
}

function wallsNear(camera, flat, reach) {
  const box = L.latLng(camera.lat, camera.lon).toBounds(2 * reach);
  const near = TOWN_HOUSES.filter((house) => house.bounds.intersects(box));
  return drawn("path", { d: near.map((house) => pathOf(house.rings, flat)).join(""), fill: "#d5d0c8", stroke: "#6f675c",
    "stroke-width": reach / 200, "fill-rule": "evenodd" });
}

function scaleBar(reach) {
  const long = [5, 10, 20, 50, 100, 200, 500].find((length) => length > reach / 4) ?? 1000;
  const x = -reach * 0.95, y = reach * 0.94, size = reach / 9;
  return drawn("g", {}, drawn("path", { d: `M${x} ${y}h${long}`, stroke: "#111", "stroke-width": reach / 60 }),
    drawn("text", { x, y: y - size / 3, "font-size": size, fill: "#111" }, `${number(long)} m`));
}

function cameraMark(camera, reach) {
  const size = reach / 15;
  const nose = camera.circle ? "" : drawn("path", { d: `M0 ${-3.4 * size}L${size} ${-1.1 * size}H${-size}Z`, fill: COLOUR[camera.status],
    stroke: "#fff", "stroke-width": size / 5, transform: `rotate(${camera.azimuth})` });
  return drawn("g", {}, nose, drawn("circle", { r: size, fill: COLOUR[camera.status], stroke: "#fff", "stroke-width": size / 4 }));
}

// The drawing, or null for a camera that sees nothing; its text says the same as the picture.
function sketch(index) {
  const camera = DATA.cameras[index], flat = around(camera);
  const own = VIEWS.filter((view) => view.camera === index);
  if (!own.length) return null;
  const steady = own.filter((view) => !view.reachable).sort((a, b) => a.level - b.level);
  const reach = reachOf(steady.length ? steady : own, flat);
  const look = camera.circle ? say("map.camera.direction_circle") : compass(camera.azimuth);
  const label = say("map.sketch.label", { name: short(camera.name, 60), direction: look, reach: metres(reach / 1.08) });
  const picture = drawn("svg", { class: "sketch", role: "img", "aria-label": label, width: SKETCH_PX, height: SKETCH_PX,
    viewBox: [-reach, -reach, 2 * reach, 2 * reach].join(" ") },
  drawn("rect", { x: -reach, y: -reach, width: 2 * reach, height: 2 * reach, fill: "#f4f5f2" }));
  for (const view of steady) {
    picture.append(drawn("path", { d: view.polygons.map((rings) => pathOf(rings, flat)).join(""), fill: LADDER[view.level],
      stroke: LADDER_EDGE, "stroke-width": reach / 220, "fill-rule": "evenodd" }));
  }
  for (const view of own.filter((each) => each.reachable)) {
    picture.append(drawn("path", { d: view.polygons.map((rings) => pathOf(rings, flat)).join(""), fill: "none", stroke: REACHABLE,
      "stroke-width": reach / 90, "stroke-dasharray": `${reach / 20} ${reach / 25}` }));
  }
  picture.append(wallsNear(camera, flat, reach), cameraMark(camera, reach), scaleBar(reach));
  const legend = make("div", { class: "sketch-levels", "aria-hidden": "true" }, ...steady.map((view) => make("span", {},
    swatch({ fill: LADDER[view.level], stroke: LADDER_EDGE }), named("map.level", DATA.levels[view.level][0]))));
  return make("div", { class: "sketch-box" }, make("div", {}, make("h3", {}, say("map.sketch.title")), legend), picture);
}
