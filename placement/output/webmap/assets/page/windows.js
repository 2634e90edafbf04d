// How the page is laid out in its window, and whether it is light or dark. `layout.css` has the same limits.
import { byId } from "./dom.js";

/** Whether map and texts stand below each other. */
export const NARROW = matchMedia("(max-width: 800px) and (min-height: 601px), (max-width: 639px)");
/** Whether the map keeps its place while the texts scroll beside it with the page. */
const SHORT = matchMedia("(min-width: 640px) and (max-height: 600px)");
/** Whether an open legend would cover much of the map. */
export function isSmall() {
  return NARROW.matches || SHORT.matches;
}
export const REDUCED_MOTION = matchMedia("(prefers-reduced-motion: reduce)");
const DARK = matchMedia("(prefers-color-scheme: dark)");

/** How far down a narrow window an answer begins, below as much of the map as there is room for: farther where the map would be too low, as long as the answer shows. */
const LOWEST = 0.6, LEAST_MAP_PX = 240, LEAST_ANSWER_PX = 96;
/** What the reader chose; until then the system's choice holds. @type {{ isDark: boolean | null }} */
const theme = { isDark: null };

/** Bring the answer into view: at the top beside the map, or right below it. */
export function revealAnswer() {
  if (NARROW.matches) {
    byId("frame").scrollIntoView({ block: "start" });
    const { top } = byId("detail").getBoundingClientRect(), below = top - byId("frame").getBoundingClientRect().bottom;
    scrollBy(0, Math.max(0, top - Math.max(LOWEST * innerHeight, Math.min(LEAST_MAP_PX + below, innerHeight - LEAST_ANSWER_PX))));
  } else if (SHORT.matches) byId("detail").scrollIntoView({ block: "start" });
  else byId("side").scrollTop = 0;
}

function showTheme() {
  const isDark = theme.isDark ?? DARK.matches;
  document.documentElement.dataset.theme = isDark ? "dark" : "light";
  byId("theme").setAttribute("aria-pressed", String(isDark));
}

/** Listen to the system's choice of light or dark, and to the button for the other. */
export function startTheme() {
  showTheme();
  DARK.addEventListener("change", showTheme);
  byId("theme").addEventListener("click", () => {
    theme.isDark = document.documentElement.dataset.theme !== "dark";
    showTheme();
  });
}

/** Let the whole page fill the screen: what the reader asks is answered there too. */
export function startFullscreen() {
  const button = byId("fullscreen");
  button.hidden = !document.fullscreenEnabled;
  button.addEventListener("click", () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()));
  document.addEventListener("fullscreenchange", () => button.setAttribute("aria-pressed", String(document.fullscreenElement !== null)));
}

/**
 * Put a part of the texts above the answer while it is in use, and below it else.
 * @param {"guide" | "visit"} id
 * @param {boolean} isInUse
 */
export function standBesideAnswer(id, isInUse) {
  const part = byId(id), answer = byId("detail");
  part.classList.toggle("on", isInUse);
  const isAbove = Boolean(part.compareDocumentPosition(answer) & Node.DOCUMENT_POSITION_FOLLOWING);
  if (isInUse !== isAbove) answer[isInUse ? "before" : "after"](part); // else the focus in it would be lost
}
