// The address of what is shown, after #: view, phase, layers, choice, language. What does not fit is ignored.
const NUMBER = /^-?\d{1,3}(\.\d{1,8})?$/;
const linking = { written: "", ready: false };

function written() {
  const centre = MAP.getCenter(), parts = new URLSearchParams();
  parts.set("map", `${MAP.getZoom()}/${centre.lat.toFixed(6)}/${centre.lng.toFixed(6)}`);
  parts.set("phase", String(state.phase));
  parts.set("layers", Object.keys(shown).filter((name) => shown[name]).join(","));
  if (compare.on) parts.set("compare", String(Math.round(100 * compare.share)));
  if (state.chosen !== null) parts.set("camera", DATA.cameras[state.chosen].id.slice(0, 200));
  if (state.place !== null) parts.set("place", `${state.place.lat.toFixed(6)}/${state.place.lng.toFixed(6)}`);
  parts.set("lang", language);
  return `#${parts.toString().replaceAll("%2F", "/").replaceAll("%2C", ",")}`;
}

function writeLink() {
  if (!linking.ready) return;
  linking.written = written();
  try { history.replaceState(null, "", linking.written); } catch { location.replace(linking.written); }
}

function numbersOf(text, count, least, most) {
  const parts = (text ?? "").split("/");
  if (parts.length !== count || !parts.every((part) => NUMBER.test(part))) return null;
  const values = parts.map(Number);
  return values.every((value, at) => value >= least[at] && value <= most[at]) ? values : null;
}

// What a link asks for, only what this page has; everything else is left out.
function readLink(hash) {
  if (hash.length > 4000) return {};
  const parts = new URLSearchParams(hash.replace(/^#/, "")), asked = {};
  const view = numbersOf(parts.get("map"), 3, [1, -90, -180], [20, 90, 180]);
  if (view) asked.view = view;
  const phase = numbersOf(parts.get("phase"), 1, [0], [DATA.phases.length - 1]);
  if (phase && Number.isInteger(phase[0])) [asked.phase] = phase;
  if (parts.has("layers")) asked.layers = parts.get("layers").split(",").filter((name) => Object.hasOwn(shown, name));
  const camera = DATA.cameras.findIndex((each) => each.id.slice(0, 200) === parts.get("camera"));
  if (camera >= 0) asked.chosen = camera;
  const place = numbersOf(parts.get("place"), 2, [-90, -180], [90, 180]);
  if (place && camera < 0) asked.place = L.latLng(place);
  const share = numbersOf(parts.get("compare"), 1, [0], [100]);
  if (share && DATA.phases.length > 1) asked.compare = share[0] / 100;
  if (Object.hasOwn(DATA.words, parts.get("lang") ?? "")) asked.language = parts.get("lang");
  return asked;
}

// Show what a link asks for; says whether it asked for anything.
function follow(hash) {
  const asked = readLink(hash);
  if (!Object.keys(asked).length) return false;
  if (asked.phase !== undefined) state.phase = asked.phase;
  if (asked.layers) for (const name of Object.keys(shown)) shown[name] = asked.layers.includes(name);
  if (asked.language) language = asked.language;
  if (asked.compare !== undefined) Object.assign(compare, { on: true, share: asked.compare });
  Object.assign(state, { chosen: asked.chosen ?? null, place: asked.place ?? null });
  if (asked.view) MAP.setView([asked.view[1], asked.view[2]], asked.view[0], { animate: false });
  else if (asked.chosen !== undefined) MAP.setView(markers[asked.chosen].getLatLng(), 17, { animate: false });
  setLanguage(language);
  return true;
}

function startLink() {
  linking.ready = true;
  writeLink();
  MAP.on("moveend", writeLink);
  addEventListener("hashchange", () => { if (location.hash !== linking.written) follow(location.hash); });
}
