// Before and after: left of a line the town as it is today, right of it the phase shown.
/** @import { PaneName } from "./map.js" */
import { claimedShare } from "../core/phases.js";
import { standsIn } from "../core/sight.js";
import { shorten } from "../core/text.js";
import { DATA } from "./data.js";
import { announce, byId, isolated, legendBox } from "./dom.js";
import { MAP, THEMES_CANVAS } from "./map.js";
import { comparison, publish, state } from "./state.js";
import { MARKERS } from "./symbols.js";
import { percent, phaseName, translate } from "./words.js";

const STEP = 0.05;
/** How far each key moves the line. @type {Record<string, number>} */
const KEY_STEPS = { ArrowLeft: -STEP, ArrowDown: -STEP, ArrowRight: STEP, ArrowUp: STEP, Home: -1, End: 1 };

let wasOn = false;

/**
 * Cut a group off left and right, in parts of the map's width, while the comparison is on.
 * @param {PaneName} name
 * @param {number} from
 * @param {number} to
 */
function clip(name, from, to) {
  if (comparison.on) THEMES_CANVAS.clips.set(name, [from, to]);
  else THEMES_CANVAS.clips.delete(name);
}

function drawHalves() {
  clip("added", comparison.share, 1);
  clip("double", comparison.share, 1);
  clip("blind", comparison.share, 1);
  clip("newDots", comparison.share, 1);
  for (const today of /** @type {const} */ (["blindToday", "gone", "goneDots"])) clip(today, 0, comparison.share);
  THEMES_CANVAS.refresh();
  hideMarkers();
}

// Right of the line alone stand the cameras that the plan adds, left of it those that it has taken down.
function hideMarkers() {
  const divider_px = comparison.share * MAP.getSize().x;
  DATA.cameras.forEach((camera, index) => {
    const marker = MARKERS[index], node = marker.getElement();
    if (!node) return;
    const isLeft = MAP.latLngToContainerPoint(marker.getLatLng()).x < divider_px;
    node.style.visibility = comparison.on && !standsIn(camera, isLeft ? 0 : state.phase) ? "hidden" : "";
  });
}

/** @param {number} phase */
function halfTitle(phase) {
  return isolated(translate("map.compare.state", { name: shorten(phaseName(phase), 24), share: percent(claimedShare(DATA.phases[phase])) }));
}

/** Show the dividing line and both halves, or take them away. */
export function showCompare() {
  if (!comparison.on && !wasOn) return;
  wasOn = comparison.on;
  byId("compare").setAttribute("aria-pressed", String(comparison.on));
  for (const id of ["divider", "before", "after"]) byId(id).hidden = !comparison.on;
  const text = translate("map.compare.value", { share: percent(comparison.share, 0), phase: shorten(phaseName(state.phase), 40) });
  byId("divider").style.left = `${100 * comparison.share}%`;
  byId("divider").setAttribute("aria-valuenow", String(Math.round(100 * comparison.share)));
  byId("divider").setAttribute("aria-valuetext", text);
  byId("before").replaceChildren("◀ ", halfTitle(0));
  byId("after").replaceChildren(halfTitle(state.phase), " ▶");
  drawHalves();
}

/** @param {number} share */
function moveDivider(share) {
  comparison.share = Math.max(0, Math.min(1, share));
  showCompare();
}

/** Switch the comparison with today on or off. */
export function toggleCompare(on = !comparison.on) {
  comparison.on = on;
  if (on) {
    if (state.phase === 0) state.phase = DATA.phases.length - 1;
    state.camera = null;
    legendBox().open = false; // it would lie over today
  }
  publish("state");
  if (on) announce(translate("map.compare.hint"));
}

/** @param {KeyboardEvent} event */
function handleKey(event) {
  if (!(event.key in KEY_STEPS)) return;
  event.preventDefault();
  event.stopPropagation();
  moveDivider(comparison.share + KEY_STEPS[event.key]);
}

/** Listen to the button and to the dividing line. */
export function startCompare() {
  const divider = byId("divider");
  byId("compare").hidden = DATA.phases.length < 2;
  byId("compare").addEventListener("click", () => toggleCompare());
  divider.addEventListener("keydown", handleKey);
  divider.addEventListener("pointerdown", (event) => { divider.setPointerCapture(event.pointerId); event.preventDefault(); divider.focus(); });
  divider.addEventListener("pointermove", (event) => {
    if (!divider.hasPointerCapture(event.pointerId)) return;
    const box = byId("frame").getBoundingClientRect();
    moveDivider((event.clientX - box.left) / box.width);
  });
  MAP.on("move zoom viewreset resize", hideMarkers);
}
