// What stands beside the map about one camera or one place.

function el(id) {
  return document.getElementById(id);
}

function compass(azimuth) {
  const winds = ["n", "ne", "e", "se", "s", "sw", "w", "nw"];
  return say(`map.compass.${winds[Math.round(azimuth / 45) % 8]}`);
}

function rows(...pairs) {
  return make("dl", {}, ...pairs.filter((pair) => pair !== null)
    .flatMap(([title, value]) => [make("dt", {}, title), make("dd", {}, value)]));
}

function top_(title, name) {
  return make("div", { class: "top" },
    make("h2", {}, title, ...(name === null ? [] : [": ", given(name)])),
    make("button", { type: "button", class: "small", onclick: () => clearChoice() }, say("map.camera.back")));
}

function showHint() {
  const hint = say(published("azimuth_deg") ? "map.camera.hint" : "map.camera.hint_public");
  if (el("detail").textContent !== hint) el("detail").replaceChildren(make("p", {}, hint)); // unless said already
}

function fate(camera) {
  if (camera.status === "existing") return say("map.camera.existing");
  if (camera.status === "out of service") return say("map.camera.broken");
  return say("map.camera.built", { phase: phaseName(camera.phase) });
}

function placeList(camera) {
  if (!camera.top.length) return make("p", {}, byUnit(camera.seen > 0 ? "map.nameless_places" : "map.no_places"));
  return make("div", {}, make("h3", {}, byUnit("map.places")),
    make("ol", {}, ...camera.top.map((place) => make("li", {}, given(place)))));
}

function detailText(index) {
  const own = VIEWS.filter((view) => view.camera === index);
  return make("div", {}, ...own.map((view) => make("div", {}, say(
    view.reachable ? "map.camera.detail_reachable" : "map.camera.detail_value",
    { level: named("map.level", DATA.levels[view.level][0]), area: squareMetres(view.area) }))));
}

function directionText(camera) {
  const facts = { azimuth: `${number(camera.azimuth)}°`, compass: compass(camera.azimuth), tilt: `${number(camera.tilt)}°` };
  const where = camera.circle ? say("map.camera.direction_circle") : say("map.camera.direction_value", facts);
  return camera.assumed ? `${where}; ${say("map.camera.direction_assumed")}` : where;
}

// Where a camera could stand instead and what the target would lose by that; its name shows both on the map.
function alternativeRow(camera) {
  const other = camera.alternative;
  if (other === undefined) return null;
  const loss = DATA.total ? other.loss / DATA.total : 0;
  const name = other.street || say("map.camera.no_street");
  const both = L.latLngBounds([[camera.lat, camera.lon], [other.lat, other.lon]]);
  return [say("map.camera.alternative"), make("span", {},
    make("button", { type: "button", class: "link", onclick: () => MAP.fitBounds(both, { padding: [90, 90], maxZoom: 18, animate: false }) }, given(short(name))),
    given(`, ${named("lists.carrier", other.carrier)}: `),
    loss > 1e-9 ? say("map.camera.alternative_loss", { share: percent(loss, 2) }) : say("map.camera.alternative_none"))];
}

// Whether this edition of the page holds a fact of the cameras; the public one leaves some out.
function published(column) {
  return !DATA.withheld.includes(column);
}

function reasonsOf(camera) {
  const share = (part) => percent(DATA.total ? part / DATA.total : 0, 2);
  const reasons = [fate(camera)];
  if (published("seen")) reasons.push(say("map.camera.sees", { share: share(camera.seen), value: amount(camera.seen), unit: unit(), demand: byUnit("map.demand") }));
  if (camera.status === "new" && published("gain")) {
    reasons.push(say("map.camera.gain", { share: share(camera.gain) }));
    reasons.push(say("map.camera.gain_order", { rank: camera.order, total: number(DATA.cameras.filter((c) => c.status === "new").length) }));
  }
  if (camera.lost !== undefined) reasons.push(say("map.camera.lost", { share: share(camera.lost) }));
  if (camera.confidence !== undefined) reasons.push(say("map.camera.confidence", { share: percent(camera.confidence, 0) }));
  return reasons;
}

function mountRow(camera) {
  const mount = say("map.camera.mount_value", { carrier: named("lists.carrier", camera.carrier ?? ""), height: `${number(camera.height ?? 0, 1)}\u00a0m${camera.height_assumed ? ` (${say("map.camera.assumed")})` : ""}` });
  return published("carrier") && published("height_m") ? [say("map.camera.mount"), given(mount)] : null;
}

function modelRow(camera) {
  if (!published("kind")) return null;
  const kind = named("lists.kind", camera.kind);
  return published("model") ? [say("map.camera.model"), given(`${camera.model} (${camera.model_assumed ? say("map.camera.assumed") : kind})`)] : [say("map.camera.kind"), kind];
}

function showCamera(index) {
  const camera = DATA.cameras[index];
  const new_ = camera.status === "new";
  el("detail").replaceChildren(
    top_(say("map.camera.title"), `${camera.rank}. ${camera.name}`),
    make("p", {}, reasonsOf(camera).join(" ")),
    ...[published("top_places") ? placeList(camera) : null, published("azimuth_deg") ? sketch(index) : null].filter((node) => node !== null),
    rows(
      published("cost_czk") && (new_ || camera.cost > 0) ? [say("map.camera.price"), crowns(camera.cost)] : null,
      modelRow(camera),
      mountRow(camera),
      published("azimuth_deg") ? [say("map.camera.direction"), directionText(camera)] : null,
      published("azimuth_deg") ? [say("map.camera.detail"), detailText(index)] : null,
      alternativeRow(camera),
      [say("map.camera.where"), given([camera.street, camera.district].filter(Boolean).join(", ") || "–")],
      ...positionRows(camera.lat, camera.lon),
      published("provenance") ? [say("map.camera.provenance"), originOf(camera.provenance)] : null));
}

function seerList(title, views) {
  if (!views.length) return null;
  const items = views.map((view) => {
    const camera = DATA.cameras[view.camera];
    const since = camera.phase === 0 ? say("map.place.since_today") : say("map.place.since", { phase: phaseName(camera.phase) });
    const facts = [named("map.level", DATA.levels[view.level][0]), since];
    if (view.reachable) facts.push(say("map.place.reachable"));
    return make("li", {},
      make("button", { type: "button", onclick: () => choose(view.camera, { from: "place" }) }, given(`${camera.rank}. ${camera.name}`)),
      " – ", given(facts.join(", ")));
  });
  return make("div", {}, make("h3", {}, title), make("ul", { class: "seers" }, ...items));
}

// The public edition does not say who sees a place, for then it would say where nobody does.
function showPlaceOnly(lat, lng, name) {
  el("detail").replaceChildren(top_(say("map.place.title"), name === null ? null : short(name, 200)),
    make("p", {}, say("map.place.withheld")), rows(...positionRows(lat, lng)));
}

function showPlace(lat, lng, phase, name = null) {
  if (!published("azimuth_deg")) { showPlaceOnly(lat, lng, name); return; }
  const all = seers(lat, lng), counted = new Set(all.map((view) => view.camera));
  const coarse = seers(lat, lng, true).filter((view) => !counted.has(view.camera));
  const now = all.filter((view) => DATA.cameras[view.camera].phase <= phase);
  const later = all.filter((view) => DATA.cameras[view.camera].phase > phase);
  const piece = nearestPiece(lat, lng);
  const today = all.some((view) => DATA.cameras[view.camera].phase === 0);
  const street = piece < 0 ? null : say("map.place.street", {
    street: DATA.demand.names[DATA.demand.street[piece]] || say("map.place.nameless"), expected: amount(DATA.demand.rate[piece]), unit: unit() });
  el("detail").replaceChildren(
    ...[top_(say("map.place.title"), name === null ? null : short(name, 200)),
      all.length ? (today ? null : make("p", {}, say("map.place.none_today"))) : make("p", {}, say("map.place.none")),
      seerList(say("map.place.seen_now"), now),
      seerList(say("map.place.seen_later"), later),
      seerList(say("map.place.seen_coarse"), coarse),
      street === null ? null : make("p", {}, given(street)),
      rows(...positionRows(lat, lng))].filter((node) => node !== null));
}
