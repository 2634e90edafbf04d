// Elements of the page. Data never becomes HTML: text nodes only.

/** A word longer than any name of a street: it may be broken anywhere. */
const ENDLESS = /\S{26}/u;

/** @typedef {Node | string | null} Child */
/** @typedef {Record<string, string | number | null | (() => void)>} Attributes */

/**
 * The element of an id; the frame has them all.
 * @param {string} id
 */
export function byId(id) {
  const node = document.getElementById(id);
  if (node === null) throw new Error(`no element ${id}`);
  return node;
}

/**
 * The input of an id.
 * @param {string} id
 */
export function inputById(id) {
  return /** @type {HTMLInputElement} */ (byId(id));
}

/** The legend, which can be folded. */
export function legendBox() {
  return /** @type {HTMLDetailsElement} */ (byId("legend"));
}

/**
 * Move the focus to the first element of a selector within an element.
 * @param {string} id
 * @param {string} selector
 */
export function focusWithin(id, selector, { preventScroll = false } = {}) {
  /** @type {HTMLElement | null} */ (byId(id).querySelector(selector))?.focus({ preventScroll });
}

/**
 * The children that are not null.
 * @template T
 * @param {(T | null)[]} items
 * @returns {T[]}
 */
export function present(items) {
  return items.filter((item) => item !== null);
}

/**
 * An element with attributes and children; strings become text nodes, null is left out.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} attributes
 * @param {Child[]} children
 */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener("click", value);
    else if (name === "style") node.style.cssText = String(value ?? ""); // the page's policy refuses the attribute
    else if (value !== null) node.setAttribute(name, String(value));
  }
  node.append(...present(children));
  return node;
}

/**
 * Text from the data, kept apart from ours whatever its writing direction.
 * @param {string} text
 */
export function isolated(text) {
  return element("bdi", { class: ENDLESS.test(text) ? "endless" : null }, text);
}

/**
 * An element of a drawing.
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {(Node | string)[]} children
 */
export function svg(tag, attributes, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  node.append(...children);
  return node;
}

/**
 * Say something to a screen reader, without moving the reader anywhere.
 * @param {string} text
 */
export function announce(text) {
  byId("status").textContent = text;
}
