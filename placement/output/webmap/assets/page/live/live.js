// "What if", live in the page: cameras are dragged, turned, exchanged, added and dropped, and the plan answers at once.
/** @import { LiveCamera } from "../../core/live/cameras.js" */
/** @import { LiveTown } from "./town.js" */
import { addedAt } from "../../core/live/cameras.js";
import { formatChanges, parseChanges } from "../../core/live/link.js";
import { metresOf, placeOf } from "../../core/live/position.js";
import { linkParts, writeLink } from "../address.js";
import { DATA } from "../data.js";
import { announce, byId, element } from "../dom.js";
import { MAP } from "../map.js";
import { cameraSymbol } from "../signs.js";
import { clicks, publish, select, state, subscribe } from "../state.js";
import { MARKERS } from "../symbols.js";
import { translate } from "../words.js";
import { drawLive } from "./drawing.js";
import { HELD, placeHandles, startHandles } from "./handles.js";
import { showAnswer, showPanel } from "./panel.js";
import { answerTexts, cameraName, mountText, shortText } from "./texts.js";
import { camerasNow, live, liveTown, mount } from "./town.js";

const FADED = 0.35, LINK_MS = 250;

/** @type {{ box: HTMLElement | null, short: HTMLElement | null, marks: L.LayerGroup | null, hash: string, waiting: number, written_ms: number }} */
const shown = { box: null, short: null, marks: null, hash: "", waiting: 0, written_ms: -LINK_MS };

/** @param {LiveTown} town */
function showAll(town) {
  town.tally.have(camerasNow(town));
  drawLive(town);
  placeHandles(town);
  if (shown.short) {
    shown.short.hidden = !live.on;
    shown.short.textContent = live.on ? shortText(town, live.preview !== null || town.history.changes.length > 0) : "";
  }
  if (live.preview) { showAnswer(town); return; }
  markCameras(town);
  if (shown.box) {
    shown.box.hidden = !live.on;
    if (live.on) showPanel(town, shown.box, actionsOf(town));
  }
  byId("live-toggle").setAttribute("aria-pressed", String(live.on));
  writeLinkSoon();
}

// Browsers refuse an address that changes with every stroke of a key that is held.
function writeLinkSoon() {
  clearTimeout(shown.waiting);
  if (performance.now() - shown.written_ms < LINK_MS) { shown.waiting = window.setTimeout(writeLinkSoon, LINK_MS); return; }
  shown.written_ms = performance.now();
  writeLink();
}

/** Fade the plan's own symbols of changed cameras, and show where these are now. @param {LiveTown} town */
function markCameras(town) {
  shown.marks ??= L.layerGroup().addTo(MAP);
  shown.marks.clearLayers();
  const changes = live.on ? town.history.changes : [], changed = new Set(changes.map(({ camera }) => camera.listed));
  MARKERS.forEach((marker, index) => marker.setOpacity(changed.has(index) ? FADED : 1));
  for (const { kind, camera } of changes) {
    if (kind === "dropped" || camera.key === live.chosen) continue;
    const label = camera.listed === null ? camera.key : String(DATA.cameras[camera.listed].number);
    const html = /** @type {HTMLElement} */ (/** @type {Element} */ (cameraSymbol(camera.isStanding ? "existing" : "new", label, camera.pose.azimuth_deg)));
    const marker = L.marker(placeOf(town.ground, camera.pose.x, camera.pose.y), { pane: HELD, bubblingMouseEvents: false,
      icon: L.divIcon({ className: "symbol", iconSize: [28, 28], html }) });
    marker.on("click", () => choose(town, camera.key)).addTo(shown.marks);
    marker.getElement()?.setAttribute("aria-label", cameraName(camera));
  }
}

/** @param {LiveTown} town @param {string | null} key */
function choose(town, key) {
  Object.assign(live, { chosen: key, adding: false, preview: null });
  showAll(town);
}

/** @param {LiveTown} town @param {LiveCamera[]} cameras @param {{ isFinal: boolean }} options */
function change(town, cameras, { isFinal }) {
  live.preview = isFinal || cameras === town.history.cameras ? null : cameras;
  if (isFinal) town.history.add(cameras);
  showAll(town);
}

/** Whether a clicked place was taken: it ended a drag, or a camera was added there. @param {L.LatLng} at */
function take(at) {
  const town = live.on ? liveTown() : null;
  if (!town) return false;
  if (live.adding) addAt(town, at);
  else return performance.now() < live.dragUntil_ms;
  return true;
}

/** Add a camera at a place. @param {LiveTown} town @param {L.LatLng} at */
function addAt(town, at) {
  const xy = metresOf(town.ground, at.lat, at.lng), place = xy && mount(town, xy.x, xy.y, town.live.mount_height_m, town.history.cameras);
  if (!place) { announce(translate("live.in_house")); return; }
  const { models } = town.ground, model = Math.max(models.findIndex((each) => each.buy), 0), { cameras } = town.history;
  const key = `+${1 + Math.max(0, ...cameras.filter((each) => each.listed === null).map((each) => Number(each.key.slice(1)) || 0))}`;
  const camera = addedAt(key, place, { model, tilt_deg: models[model].tilt_deg, azimuth_deg: 0 });
  Object.assign(live, { adding: false, chosen: key });
  change(town, [...cameras, camera], { isFinal: true });
  announce(`${mountText(camera)} ${answerTexts(town, true).join(" ")}`);
}

/** @param {LiveTown} town */
function actionsOf(town) {
  return {
    change: (/** @type {LiveCamera[]} */ cameras, /** @type {{ isFinal: boolean }} */ options) => {
      change(town, cameras, options);
      announce(answerTexts(town, town.history.changes.length > 0).join(" "));
    },
    go: (/** @type {number} */ steps) => {
      town.history.go(steps);
      live.preview = null;
      showAll(town);
      announce(answerTexts(town, town.history.changes.length > 0).join(" "));
    },
    choose: (/** @type {string | null} */ key) => choose(town, key),
    add: () => {
      Object.assign(live, { adding: true, chosen: null });
      showAll(town);
      announce(translate("live.adding"));
      MAP.getContainer().focus({ preventScroll: true });
    },
    end: () => { toggle(false); byId("live-toggle").focus(); },
  };
}

/** @param {boolean} on */
function toggle(on) {
  const town = liveTown();
  if (!town) return;
  Object.assign(live, { on, adding: false, preview: null, chosen: null });
  if (on) {
    startHandles(town, (cameras, options) => change(town, cameras, options));
    state.phase = DATA.phases.length - 1;
    publish("state");
    byId("side").scrollTop = 0;
  }
  showAll(town);
  if (on) announce(answerTexts(town, town.history.changes.length > 0).join(" "));
}

/** Take over the camera chosen on the map or in the list. @param {LiveTown} town */
function follow(town) {
  const camera = camerasNow(town).find((each) => each.listed !== null && each.listed === state.camera);
  if (camera) Object.assign(live, { chosen: camera.key, adding: false });
}

function listenToChoices() {
  const town = live.on ? liveTown() : null;
  if (!town || live.preview) return;
  if (state.camera !== null) {
    follow(town);
    select({}); // its view as planned would lie over the one it has now
    publish("state");
    return;
  }
  showAll(town);
}

/** Escape leaves adding a camera, then the chosen one; the rest is the page's. @param {KeyboardEvent} event */
function leave(event) {
  const town = live.on ? liveTown() : null;
  if (event.key !== "Escape" || event.defaultPrevented || !town || (!live.adding && live.chosen === null)) return;
  event.preventDefault();
  choose(town, live.adding ? live.chosen : null);
  byId("live-toggle").focus();
}

/** Bring back what a link says. @param {string} hash */
function followHash(hash) {
  if (!/[#&]what=/.test(hash) || hash === shown.hash) return;
  const town = liveTown();
  if (!town) return;
  shown.hash = hash;
  const cameras = parseChanges(hash, town.planned, { models: town.ground.models.length, mount: (x, y, height_m, others) => mount(town, x, y, height_m, others, 0.05) });
  if (cameras !== town.planned) town.history.add(cameras);
  toggle(true);
}

/** Make the button, or say among what the plan rests on why there is none. */
export function startLive() {
  if (DATA.ground === undefined || DATA.live === undefined) {
    byId("quality").append(element("p", { id: "live-missing", "data-say": "live.missing" }));
    return;
  }
  const button = element("button", { type: "button", id: "live-toggle", class: "plain", "aria-pressed": "false", "data-say": "live.open" });
  byId("phases").append(button);
  shown.box = element("section", { id: "live" });
  shown.box.hidden = true;
  byId("side").prepend(shown.box);
  shown.short = element("p", { id: "live-short", "aria-hidden": "true" });
  shown.short.hidden = true;
  byId("frame").append(shown.short);
  button.addEventListener("click", () => toggle(!live.on));
  clicks.take = take;
  document.addEventListener("keydown", leave, { capture: true });
  subscribe("state", listenToChoices);
  subscribe("language", () => { const town = live.on ? liveTown() : null; if (town) showAll(town); });
  linkParts.push({ format: () => { const town = live.on ? liveTown() : null; return town ? formatChanges(town.history.changes) : ""; }, follow: followHash });
}
