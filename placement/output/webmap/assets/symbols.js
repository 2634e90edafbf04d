// Camera symbols: shape, colour and number say the same thing.
const COLOUR = { existing: "#0b5a94", new: "#00663f", "out of service": "#5c6470" };

function shapeOf(status) {
  const look = { fill: COLOUR[status], stroke: "#fff", "stroke-width": 2 };
  if (status === "existing") return drawn("circle", { cx: 16, cy: 16, r: 9.5, ...look });
  if (status === "new") return drawn("path", { d: "M16 3.5 28.5 16 16 28.5 3.5 16Z", ...look });
  return drawn("rect", { x: 8, y: 8, width: 16, height: 16, ...look });
}

function symbol(status, mark = "", azimuth = null) {
  const picture = drawn("svg", { viewBox: "0 0 32 32", "aria-hidden": "true" });
  if (azimuth !== null) {
    picture.append(drawn("path", { class: "nose", d: "M16 -7 22 3 10 3Z", fill: COLOUR[status], stroke: "#fff",
      "stroke-width": 1.5, transform: `rotate(${azimuth} 16 16)` }));
  }
  picture.append(shapeOf(status));
  if (status === "out of service") {
    picture.append(drawn("path", { d: "M11 11 21 21M21 11 11 21", stroke: "#fff", "stroke-width": 2.5 }));
  } else {
    picture.append(drawn("text", { x: 16, y: 20, "text-anchor": "middle", "font-size": 11,
      "font-weight": 700, fill: "#fff" }, mark));
  }
  return picture;
}

function cameraLabel(camera) {
  return `${camera.rank}. ${short(camera.name)}, ${named("lists.status", camera.status)}, ${short(phaseName(camera.phase), 40)}`;
}

// Cameras of one place stand around it, side by side, each as near to where it looks as that lets it;
// where directions are withheld, in their order.
function anchorOf(camera) {
  const crowd = DATA.cameras.filter((other) => other.lat === camera.lat && other.lon === camera.lon);
  if (crowd.length < 2) return [14, 14];
  const step = (2 * Math.PI) / crowd.length, wish = (other) => ((other.azimuth ?? 0) * Math.PI) / 180;
  const sorted = [...crowd].sort((a, b) => wish(a) - wish(b) || a.rank - b.rank);
  const known = sorted.map((other, slot) => (other.azimuth === null ? 0 : wish(other) - slot * step));
  const start = Math.atan2(known.reduce((sum, turn) => sum + Math.sin(turn), 0), known.reduce((sum, turn) => sum + Math.cos(turn), 0));
  const turn = start + step * sorted.indexOf(camera), away = Math.max(15, 14 / Math.sin(step / 2));
  return [14 - away * Math.sin(turn), 14 + away * Math.cos(turn)];
}

// Where the chosen camera could stand instead.
function drawAlternative(chosen) {
  drawing.instead?.remove();
  const other = chosen === null ? undefined : DATA.cameras[chosen].alternative;
  if (other === undefined) return;
  const picture = drawn("svg", { viewBox: "0 0 32 32", "aria-hidden": "true" },
    drawn("path", { d: "M16 3.5 28.5 16 16 28.5 3.5 16Z", fill: "#fff", "fill-opacity": 0.75, stroke: COLOUR.new, "stroke-width": 3, "stroke-dasharray": "5 3" }));
  drawing.instead = L.marker([other.lat, other.lon], { interactive: false, keyboard: false, zIndexOffset: 2000,
    icon: L.divIcon({ className: "symbol instead", iconSize: [28, 28], html: picture }) }).addTo(MAP);
}

const markers = DATA.cameras.map((camera, index) => {
  const marker = L.marker([camera.lat, camera.lon], {
    icon: L.divIcon({ className: "symbol", iconSize: [28, 28], iconAnchor: anchorOf(camera),
      html: symbol(camera.status, String(camera.rank), camera.circle || camera.azimuth === null ? null : camera.azimuth) }),
    riseOnHover: true, bubblingMouseEvents: false, zIndexOffset: 1000 - camera.rank,
  });
  marker.on("click", () => choose(index));
  marker.on("keydown", (event) => {
    if (![" ", "Enter"].includes(event.originalEvent.key)) return;
    event.originalEvent.preventDefault();
    choose(index);
  });
  return marker;
});

function drawCameras(phase, chosen) {
  DATA.cameras.forEach((camera, index) => {
    const marker = markers[index];
    if (camera.phase > phase && index !== chosen) { marker.remove(); return; }
    if (!MAP.hasLayer(marker)) marker.addTo(MAP);
    const node = marker.getElement();
    node.classList.toggle("chosen", index === chosen);
    node.setAttribute("aria-label", cameraLabel(camera));
    node.setAttribute("data-camera", camera.id);
  });
}
