// Words and numbers in the reader's language.
import { formatCrowns, formatMetres, formatNumber, formatPercent, formatSignificant } from "../core/numbers.js";
import { fillIn, pluralForm } from "../core/text.js";
import { DATA } from "./data.js";
import { state } from "./state.js";

/** Names of phases that say no more than a number, in the other language: they are said in the reader's. @type {Record<string, RegExp>} */
const USUAL_NAME = { cs: /^Phase (\d+)$/i, en: /^(\d+)\. etapa$/i };

/**
 * A number with a fixed count of decimals.
 * @param {number} value
 */
export function number(value, decimals = 0) {
  return formatNumber(state.language, value, decimals);
}

/**
 * A number with a count of significant digits.
 * @param {number} value
 */
export function significant(value, digits = 3) {
  return formatSignificant(state.language, value, digits);
}

/**
 * A share as a percentage.
 * @param {number} share
 */
export function percent(share, decimals = 1) {
  return formatPercent(state.language, share, decimals);
}

/**
 * An amount in Czech crowns.
 * @param {number} value
 */
export function crowns(value) {
  return formatCrowns(state.language, value);
}

/**
 * A price in Czech crowns; as a lower bound or as unknown where some price in it is not known.
 * @param {number} price_czk
 * @param {boolean} isLeast
 */
export function priceText(price_czk, isLeast) {
  if (!isLeast) return crowns(price_czk);
  return translate(price_czk > 0 ? "caveat.price_least" : "caveat.price_unknown", { cost: number(price_czk) });
}

/**
 * A length in metres or kilometres.
 * @param {number} length_m
 */
export function metres(length_m) {
  return formatMetres(state.language, length_m);
}

/**
 * An area in square metres.
 * @param {number} area_m2
 */
export function squareMetres(area_m2) {
  return `${number(Math.round(area_m2))}\u00a0m²`;
}

/**
 * The text of a key with values put in; a counted text picks its form by values.n.
 * @param {string} key
 * @param {Record<string, string | number>} values
 */
export function translate(key, values = {}) {
  const words = DATA.words[state.language];
  if (typeof values.n !== "number") return fillIn(words[key] ?? key, values);
  const template = words[key] ?? words[`${key}.${pluralForm(state.language, values.n)}`] ?? key;
  return fillIn(template, { ...values, n: number(values.n) });
}

/**
 * The word for a value of a closed set, or the value itself.
 * @param {string} group
 * @param {string} value
 */
export function translateValue(group, value) {
  return DATA.words[state.language][`${group}.${value}`] ?? value;
}

/**
 * The name that the plan file gives a phase in the reader's language.
 * @param {number} phase
 */
function ownName(phase) {
  const own = DATA.phases[phase];
  return (state.language === "en" && own?.name_en) || own?.name;
}

/**
 * The name of a phase; today is the first.
 * @param {number} phase
 */
export function phaseName(phase) {
  if (phase === 0) return translate("map.phase.today");
  const name = ownName(phase), [, usual] = USUAL_NAME[state.language]?.exec(name ?? "") ?? [];
  return usual === undefined && name ? name : translate("map.phase.step", { number: usual ?? phase });
}

/**
 * What a level of detail is good for, in plain words; its name where nothing is said.
 * @param {string} level
 */
export function levelMeaning(level) {
  return DATA.words[state.language][`map.level_meaning.${level}`] ?? translateValue("map.level", level);
}

/**
 * The name of a phase with its years, where they are known.
 * @param {number} phase
 */
export function phaseTitle(phase) {
  const { years } = DATA.phases[phase] ?? {};
  return years ? `${phaseName(phase)} (${years})` : phaseName(phase);
}

/**
 * The name of a part of the town in the reader's language, as far as the plan has it.
 * @param {string} name
 */
export function districtName(name) {
  return (state.language === "en" && DATA.districts_en?.[name]) || name;
}

/** A density of pixels in words; after a number with decimals Czech has the singular. @param {number} density_px_m */
export function densityText(density_px_m) {
  const isWhole = density_px_m % 1 === 0;
  return translate(isWhole ? "map.density.whole" : "map.density.part", { density: number(density_px_m, isWhole ? 0 : 1) });
}

/**
 * The key of words that depend on the unit of demand; that of incidents where the catalogue has no other.
 * @param {string} group
 */
function unitKey(group) {
  const words = DATA.words[state.language];
  return [DATA.unit, "incidents_per_year"].map((unit) => `${group}.${unit}`).find((key) => key in words);
}

/**
 * Words that depend on the unit of demand, with values put in.
 * @param {string} group
 * @param {Record<string, string | number>} values
 */
export function translateByUnit(group, values = {}) {
  const key = unitKey(group);
  return key === undefined ? DATA.unit : translate(key, values);
}

/** The unit of demand in words. */
export function demandUnit() {
  return translateByUnit("map.unit");
}
