// Numbers, money, lengths and positions as text in a language.
/** @import { Language } from "../page_data.js" */

const NO_BREAK = "\u00a0", MINUS = "\u2212";

/**
 * The locale of a language, for the formatters of the browser.
 * @param {Language} language
 */
export function localeOf(language) {
  return language === "cs" ? "cs-CZ" : "en-GB";
}

// Formatters are dear to make and used hundreds of times a picture.
/** @type {Map<string, Intl.NumberFormat>} */
const formatters = new Map();

/**
 * @param {Language} language
 * @param {number} value
 * @param {Intl.NumberFormatOptions} options
 */
function format(language, value, options) {
  const key = `${language} ${Object.entries(options)}`;
  const formatter = formatters.get(key) ?? new Intl.NumberFormat(localeOf(language), options);
  formatters.set(key, formatter);
  return formatter.format(value);
}

/**
 * A number with a fixed count of decimals and a true minus sign.
 * @param {Language} language
 * @param {number} value
 */
export function formatNumber(language, value, decimals = 0) {
  return format(language, value, { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).replace("-", MINUS);
}

/**
 * A number with a count of significant digits, for demand, whose size differs from town to town.
 * @param {Language} language
 * @param {number} value
 */
export function formatSignificant(language, value, digits = 3) {
  return format(language, value, { maximumSignificantDigits: digits });
}

/**
 * A share as a percentage; what is not all, or not nothing, never becomes so by rounding.
 * @param {Language} language
 * @param {number} share
 */
export function formatPercent(language, share, decimals = 1) {
  const least = 10 ** -decimals, pct = 100 * share;
  const withUnit = (/** @type {number} */ value) => `${formatNumber(language, value, decimals)}${NO_BREAK}%`;
  if (pct > 1e-7 && pct < least) return `<${NO_BREAK}${withUnit(least)}`;
  if (pct > 100 - least && pct < 100 - 1e-7) return `>${NO_BREAK}${withUnit(100 - least)}`;
  return withUnit(pct);
}

/**
 * Czech crowns, from a million on in millions.
 * @param {Language} language
 * @param {number} value
 */
export function formatCrowns(language, value) {
  if (value < 1e6) return `${formatNumber(language, value)}${NO_BREAK}Kč`;
  return `${formatNumber(language, value / 1e6, 2)}${NO_BREAK}${language === "cs" ? "mil." : "million"}${NO_BREAK}Kč`;
}

/**
 * A length, from a kilometre on in kilometres.
 * @param {Language} language
 * @param {number} length_m
 */
export function formatMetres(language, length_m) {
  return length_m < 1000
    ? `${formatNumber(language, length_m)}${NO_BREAK}m`
    : `${formatNumber(language, length_m / 1000, 2)}${NO_BREAK}km`;
}

/**
 * Latitude and longitude with their hemispheres.
 * @param {number} lat
 * @param {number} lng
 */
export function formatPosition(lat, lng) {
  const north = lat >= 0 ? "N" : "S", east = lng >= 0 ? "E" : "W";
  return `${Math.abs(lat).toFixed(6)} ${north}, ${Math.abs(lng).toFixed(6)} ${east}`;
}

/**
 * The difference of two shares in percentage points, as they are printed: a reader who subtracts gets it.
 * @param {number} before
 * @param {number} after
 */
export function pointsBetween(before, after, decimals = 1) {
  const printed = (/** @type {number} */ share) => Number((100 * share).toFixed(decimals));
  return Number((printed(after) - printed(before)).toFixed(decimals));
}
