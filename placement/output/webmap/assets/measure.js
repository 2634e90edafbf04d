// Measuring along a line of clicks; by keyboard the middle of the map is the pen.
const measuring = { on: false, at: [], line: null, dots: null };

function measured() {
  return measuring.at.slice(1).reduce((sum, at, before) => sum + metresBetween(measuring.at[before], at), 0);
}

function showMeasure() {
  el("measure").setAttribute("aria-pressed", String(measuring.on));
  el("ruler").hidden = !measuring.on;
  MAP.getContainer().classList.toggle("measuring", measuring.on);
  measuring.line?.remove();
  measuring.dots?.remove();
  if (!measuring.on) return;
  measuring.line = L.polyline(measuring.at, stroke("outline", "#111", 3, { dashArray: "8 5" })).addTo(MAP);
  measuring.dots = L.layerGroup(measuring.at.map((at) =>
    L.circleMarker(at, { ...PANES.outline, radius: 4, color: "#111", fillColor: "#fff", fillOpacity: 1, weight: 2 }))).addTo(MAP);
  const text = measuring.at.length < 2 ? say("map.measure.hint") : say("map.measure.length", { length: metres(measured()) });
  if (el("ruler-text").textContent === text) return;
  el("ruler-text").textContent = text;
  announce(text);
}

function measureAt(place) {
  measuring.at.push(place);
  showMeasure();
}

function toggleMeasure(on = !measuring.on) {
  Object.assign(measuring, { on, at: [] });
  showMeasure();
  if (on) MAP.getContainer().focus({ preventScroll: true });
}

// Keys on the map itself: Enter asks about its middle or puts a point there.
function mapKey(event) {
  if (event.target !== MAP.getContainer()) return;
  if (event.key === "Enter") {
    if (measuring.on) measureAt(MAP.getCenter());
    else askPlace(MAP.getCenter());
  } else if (event.key === "Backspace" && measuring.on) {
    measuring.at.pop();
    showMeasure();
  } else return;
  event.preventDefault();
}

function startMeasure() {
  el("measure").addEventListener("click", () => toggleMeasure());
  el("ruler-end").addEventListener("click", () => { toggleMeasure(false); el("measure").focus(); });
  el("ruler-back").addEventListener("click", () => { measuring.at.pop(); showMeasure(); });
  MAP.getContainer().addEventListener("keydown", mapKey);
}
