// The words of a page's frame, and the buttons of its languages.
import { state } from "./state.js";
import { translate } from "./words.js";

/** Translate every word of the frame, and mark the language it is in. */
export function translateFrame() {
  document.documentElement.lang = state.language;
  for (const node of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-say]"))) node.textContent = translate(node.dataset.say ?? "");
  for (const node of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-say-label]"))) {
    const label = translate(node.dataset.sayLabel ?? "");
    node.setAttribute("aria-label", label);
    if (node.tagName === "BUTTON") node.title = label;
  }
  for (const node of document.querySelectorAll("[data-language]")) {
    node.setAttribute("aria-pressed", String(node.getAttribute("data-language") === state.language));
  }
}
