// What the answers beside the map are made of: head, facts, positions, cameras to choose.
import { formatPosition } from "../core/numbers.js";
import { projected, systemName } from "../core/projection.js";
import { chooseCamera, clearChoice } from "./actions.js";
import { DATA } from "./data.js";
import { element, isolated, present } from "./dom.js";
import { number, phaseName, translate } from "./words.js";

/** @typedef {[title: string, value: Node | string]} Fact */

/** @param {(Fact | null)[]} facts */
export function factList(facts) {
  return element("dl", {}, ...present(facts).flatMap(([title, value]) => [element("dt", {}, title), element("dd", {}, value)]));
}

/**
 * @param {string} title
 * @param {string | null} name
 */
export function panelHead(title, name) {
  return element("div", { class: "top" },
    element("h2", {}, title, ...(name === null ? [] : [": ", isolated(name)])),
    element("button", { type: "button", class: "small", onclick: clearChoice }, translate("map.camera.back")));
}

/**
 * A position in both systems.
 * @param {number} lat
 * @param {number} lng
 * @returns {Fact[]}
 */
export function positionFacts(lat, lng) {
  /** @type {Fact[]} */
  const facts = [["WGS 84", formatPosition(lat, lng)]];
  const xy = projected(DATA.local, lat, lng);
  if (xy) facts.push([systemName(DATA.local), `x\u00a0=\u00a0${number(xy[0], 2)}, y\u00a0=\u00a0${number(xy[1], 2)}`]);
  return facts;
}

/**
 * Since when a camera is in service.
 * @param {number} index
 */
export function sinceText(index) {
  const { phase, removed_in } = DATA.cameras[index];
  if (removed_in !== null) return translate("map.place.since_today_until", { phase: phaseName(removed_in) });
  return phase === 0 ? translate("map.place.since_today") : translate("map.place.since", { phase: phaseName(phase) });
}

/**
 * A camera to choose, with what is said of it.
 * @param {number} index
 * @param {string[]} facts
 */
export function cameraItem(index, facts) {
  const camera = DATA.cameras[index];
  return element("li", {},
    element("button", { type: "button", onclick: () => chooseCamera(index, { from: "place" }) }, isolated(`${camera.number}. ${camera.name}`)),
    " – ", isolated(facts.join(", ")));
}

/**
 * A titled list; nothing without items.
 * @param {string} title
 * @param {Node[]} items
 */
export function itemList(title, items) {
  if (!items.length) return null;
  return element("div", {}, element("h3", {}, title), element("ul", { class: "seers" }, ...items));
}
