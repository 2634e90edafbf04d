// The slider of the phases, and playing them one after the other.
import { setPhase } from "./actions.js";
import { DATA } from "./data.js";
import { byId, element, inputById, isolated, svg } from "./dom.js";
import { state } from "./state.js";
import { phaseName, translate } from "./words.js";

const STEP_MS = 1600, MANY_PHASES = 4;
const LAST = DATA.phases.length - 1;

/** Show the phase on the slider, and whether phases are being played. */
export function showSlider() {
  byId("ticks").replaceChildren(...DATA.phases.map((_, phase) =>
    element("span", { class: phase === state.phase ? "now" : "", style: `left: ${(100 * phase) / Math.max(1, LAST)}%` }, isolated(phaseName(phase)))));
  byId("ticks").classList.toggle("many", DATA.phases.length > MANY_PHASES);
  inputById("phase").value = String(state.phase);
  byId("phase").setAttribute("aria-valuetext", phaseName(state.phase));
  const playing = state.timer !== null, button = byId("play");
  const path = playing ? "M3 2H8V18H3ZM12 2H17V18H12Z" : "M4 1 18 10 4 19Z";
  button.replaceChildren(svg("svg", { viewBox: "0 0 20 20", "aria-hidden": "true" }, svg("path", { d: path })));
  button.setAttribute("aria-label", translate(playing ? "map.phase.pause" : "map.phase.play"));
  button.setAttribute("aria-pressed", String(playing));
}

function pause() {
  clearInterval(state.timer ?? undefined);
  state.timer = null;
  showSlider();
}

function togglePlaying() {
  if (state.timer !== null) { pause(); return; }
  if (state.phase === LAST) setPhase(0);
  state.timer = window.setInterval(() => {
    setPhase(state.phase + 1);
    if (state.phase === LAST) pause();
  }, STEP_MS);
  showSlider();
}

/** Listen to the slider and the play button. */
export function startPlayback() {
  const slider = inputById("phase");
  slider.max = String(LAST);
  slider.addEventListener("input", () => setPhase(Number(slider.value)));
  byId("play").addEventListener("click", togglePlaying);
}
