// The page's address follows what is shown, and the other way round.
/** @import { Language } from "../page_data.js" */
/** @import { Link } from "../core/link.js" */
import { formatFilter, parseFilter } from "../core/filter.js";
import { formatLink, parseLink } from "../core/link.js";
import { CLOSE_ZOOM, setLanguage, showChoice } from "./actions.js";
import { DATA, TOWN } from "./data.js";
import { legendBox } from "./dom.js";
import { isOwnPlace } from "./location.js";
import { jumpTo, MAP } from "./map.js";
import { filter, isFiltered } from "./shown.js";
import { comparison, select, state, visibleLayers } from "./state.js";
import { MARKERS } from "./symbols.js";

/**
 * What else a link says: how it is written, and what is done with one that is read.
 * @type {{ format: () => string, follow: (hash: string) => void }[]}
 */
export const linkParts = [];

/** The link written last; nothing is written before the page is ready. */
const address = { link: "", ready: false };

function currentLink() {
  const centre = MAP.getCenter();
  return formatLink({
    view: { zoom: MAP.getZoom(), at: [centre.lat, centre.lng] },
    phase: state.phase,
    layers: Object.keys(visibleLayers).filter((name) => visibleLayers[name]),
    comparison: comparison.on ? comparison.share : null,
    cameraId: state.camera === null ? null : DATA.cameras[state.camera].id,
    place: state.place === null || isOwnPlace(state.place) ? null : [state.place.lat, state.place.lng],
    street: state.street,
    district: state.district === null ? null : TOWN.districts[state.district].name,
    language: state.language,
  });
}

/** Put the link of what is shown into the address. */
export function writeLink() {
  if (!address.ready) return;
  address.link = [currentLink(), formatFilter(filter.wanted), ...linkParts.map((part) => part.format())].join("");
  try { history.replaceState(null, "", address.link); } catch { location.replace(address.link); }
}

function readLink() {
  return parseLink(location.hash, { phases: DATA.phases.length, cameraIds: DATA.cameras.map((camera) => camera.id),
    streets: TOWN.streetsInView.named.map((street) => street.name), ways: TOWN.streetsInView.all.length,
    districts: TOWN.districts.map((district) => district.name), layers: Object.keys(visibleLayers), languages: /** @type {Language[]} */ (Object.keys(DATA.words)) });
}

/** Look where a link looks. @param {Link} link */
function moveMap({ view, camera, place }) {
  if (view) jumpTo(view.at, view.zoom);
  else if (camera !== undefined) jumpTo(MARKERS[camera].getLatLng(), 17);
  else if (place !== undefined) jumpTo(place, CLOSE_ZOOM);
  else showChoice();
}

/** What a link chooses. @param {Link} link */
function choiceOf({ camera, place, street, way, district }) {
  if (camera !== undefined) return { camera };
  if (street !== undefined) return { street: TOWN.streetsInView.byName(street) };
  if (way !== undefined) return { street: TOWN.streetsInView.byNumber(way) };
  if (district !== undefined) return { district };
  return place === undefined ? {} : { place: L.latLng(place) };
}

/** Show what the address names; returns whether it named anything. */
export function followLink() {
  const link = readLink();
  filter.wanted = parseFilter(location.hash, DATA.cameras);
  if (!Object.keys(link).length && !isFiltered()) return false;
  if (link.layers) for (const name of Object.keys(visibleLayers)) visibleLayers[name] = link.layers.includes(name);
  if (link.comparison !== undefined) {
    Object.assign(comparison, { on: true, share: link.comparison });
    legendBox().open = false; // it would lie over today
  }
  select(choiceOf(link));
  state.phase = link.phase ?? state.phase;
  moveMap(link);
  setLanguage(link.language ?? state.language);
  return true;
}

function followParts() {
  const hash = location.hash;
  for (const part of linkParts) part.follow(hash);
}

/** Begin to keep the address and what is shown in step. */
export function startAddress() {
  followParts();
  address.ready = true;
  writeLink();
  MAP.on("moveend", writeLink);
  addEventListener("hashchange", () => {
    if (location.hash === address.link) return;
    followLink();
    followParts();
  });
}
