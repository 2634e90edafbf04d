// Search of streets, cameras, points, places and districts, without case and diacritics, by keyboard too.
const MOST_FOUND = 8, LONGEST_QUERY = 100;
const found = { entries: [], at: -1 };

function centreOf(polygons) {
  const centre = boundsOf(polygons).getCenter();
  return [centre.lat, centre.lng];
}

const ENTRIES = [
  ...DATA.names.map(([name, lng, lat]) => ({ kind: "street", name, at: offsetAt(lng, lat) })),
  ...DATA.cameras.map((camera, index) => ({ kind: "camera", name: camera.name, more: `${camera.id} ${camera.point}`, index, at: [camera.lat, camera.lon] })),
  ...DATA.places.filter((place) => place[1]).map(([kind, name, lng, lat]) => ({ kind: "place", type: kind, name, at: offsetAt(lng, lat) })),
  ...DATA.districts.map(([name, packed]) => ({ kind: "district", name, at: centreOf(polygonsOf(packed)) })),
].map((entry) => ({ ...entry, words: fold(short(`${entry.name} ${entry.more ?? ""}`, 300)).split(/[^\p{L}\p{N}]+/u).filter(Boolean) }));

// Entries that have a word beginning with each word asked; those whose name begins so come first.
function lookUp(asked) {
  const parts = fold(asked.slice(0, LONGEST_QUERY)).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  if (!parts.length) return [];
  const all = ENTRIES.filter((entry) => parts.every((part) => entry.words.some((word) => word.startsWith(part))));
  const first = (entry) => (entry.words[0]?.startsWith(parts[0]) ? 0 : 1);
  return all.sort((a, b) => first(a) - first(b)).slice(0, MOST_FOUND);
}

function kindOf(entry) {
  if (entry.kind === "place") return named("map.place_kind", entry.type);
  if (entry.kind === "camera") return `${say("map.search.camera")} ${DATA.cameras[entry.index].rank}`;
  return say(`map.search.${entry.kind}`);
}

function showFound() {
  const open = found.entries.length > 0;
  el("found").hidden = !open;
  el("search").setAttribute("aria-expanded", String(open));
  el("found").replaceChildren(...found.entries.map((entry, at) => {
    const option = make("li", { role: "option", id: `found-${at}`, "aria-selected": String(at === found.at) },
      given(short(entry.name, 60)), make("span", { class: "kind" }, kindOf(entry)));
    option.addEventListener("mousedown", (event) => event.preventDefault());
    option.addEventListener("click", () => goTo(entry));
    return option;
  }));
  if (found.at >= 0) el("search").setAttribute("aria-activedescendant", `found-${found.at}`);
  else el("search").removeAttribute("aria-activedescendant");
}

function closeSearch() {
  Object.assign(found, { entries: [], at: -1 });
  showFound();
}

function goTo(entry) {
  el("search").value = short(entry.name, 60);
  closeSearch();
  if (entry.kind === "camera") choose(entry.index, { go: true, from: "search" });
  else goPlace(entry.at, entry.name, entry.kind === "district" ? 15.5 : 17.5);
}

// Look at a place and ask who sees it.
function goPlace(at, name, zoom = 17.5) {
  MAP.setView(at, zoom, { animate: false });
  askPlace(L.latLng(at), name);
}

function searchKey(event) {
  const many = found.entries.length;
  if (event.key === "Escape") { el("search").value = ""; closeSearch(); }
  else if (event.key === "Enter" && many) goTo(found.entries[Math.max(0, found.at)]);
  else if (event.key === "ArrowDown" && many) found.at = (found.at + 1) % many;
  else if (event.key === "ArrowUp" && many) found.at = (found.at + many - (found.at < 0 ? 0 : 1)) % many;
  else return;
  event.preventDefault();
  showFound();
}

function startSearch() {
  el("search").addEventListener("input", () => {
    Object.assign(found, { entries: lookUp(el("search").value), at: -1 });
    showFound();
    if (el("search").value.trim()) announce(say("map.search.count", { n: found.entries.length }));
  });
  el("search").addEventListener("keydown", searchKey);
  el("search").addEventListener("blur", closeSearch);
}
