// Text without a page: searching, shortening, plurals, texts with values put in.
/** @import { Language } from "../page_data.js" */

/**
 * Text without case and diacritics: "Náměstí Míru" becomes "namesti miru".
 * @param {string} text
 */
export function foldText(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/**
 * The folded words of a text.
 * @param {string} text
 */
export function foldedWords(text) {
  return foldText(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
}

/**
 * Text cut to a length, with an ellipsis where something is left out.
 * @param {string} text
 */
export function shorten(text, limit = 120) {
  return text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
}

/**
 * The plural form of a count: "one", "few" (Czech only) or "many".
 * @param {Language} language
 * @param {number} count
 */
export function pluralForm(language, count) {
  if (count === 1) return "one";
  return language === "cs" && count >= 2 && count <= 4 ? "few" : "many";
}

/**
 * A text of the catalogue with values in place of {names}; a name without a value stays as it is.
 * @param {string} template
 * @param {Record<string, string | number>} values
 */
export function fillIn(template, values) {
  return template.replace(/\{(\w+)\}/g, (placeholder, name) => (name in values ? String(values[name]) : placeholder));
}
