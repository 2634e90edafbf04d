// The list of cameras as files: CSV for programs and for Czech Excel, GeoJSON; the same cells as in the files of the result.
/** @import { CameraData, Cell, ListColumnData } from "../page_data.js" */
import { foldText } from "./text.js";

const FORMULA_START = /^[=+\-@\t\r\n]/, NEEDS_QUOTES = /[",\r\n]/, EXACT_DECIMALS = 6, LONGEST_NAME = 80;

/**
 * A text that no spreadsheet takes for a formula.
 * @param {string} text
 */
function withoutFormula(text) {
  return FORMULA_START.test(text) ? `'${text}` : text;
}

/** @param {string} text */
function inQuotes(text) {
  return `"${text.replaceAll('"', '""')}"`;
}

/**
 * @param {ListColumnData} column
 * @param {number} index
 */
function cellOf(column, index) {
  return column.values ? column.values[index] : column.value ?? null;
}

/**
 * @param {ListColumnData} column
 * @param {number} value
 */
function numberText({ decimals, exact }, value) {
  if (!exact) return value.toFixed(decimals);
  const [whole, fraction] = value.toFixed(EXACT_DECIMALS).split(".");
  return `${whole}.${fraction.replace(/0+$/, "").padEnd(decimals, "0")}`;
}

/**
 * @param {ListColumnData} column
 * @param {Cell} cell
 */
function plainCell(column, cell) {
  if (cell === null) return "";
  if (typeof cell === "number") return numberText(column, cell);
  return typeof cell === "string" ? withoutFormula(cell) : String(cell);
}

/**
 * @param {ListColumnData} column
 * @param {Cell} cell
 * @param {Record<string, string>} words
 */
function czechCell(column, cell, words) {
  if (typeof cell === "string") return inQuotes(withoutFormula(words[`${column.words}.${cell}`] ?? cell));
  if (typeof cell === "boolean") return inQuotes(words[cell ? "lists.yes" : "lists.no"]);
  return plainCell(column, cell).replace(".", ",");
}

/**
 * Cameras for programs: commas, decimal points, columns named as in the code.
 * @param {ListColumnData[]} columns
 * @param {number[]} indices
 */
export function plainCsv(columns, indices) {
  const quoted = (/** @type {string} */ text) => (NEEDS_QUOTES.test(text) ? inQuotes(text) : text);
  const rows = indices.map((index) => columns.map((column) => quoted(plainCell(column, cellOf(column, index)))).join(","));
  return [columns.map((column) => column.name).join(","), ...rows, ""].join("\n");
}

/**
 * Cameras for Czech Excel: with a byte order mark, semicolons, decimal commas, Czech words.
 * @param {ListColumnData[]} columns
 * @param {number[]} indices
 * @param {Record<string, string>} words
 */
export function czechCsv(columns, indices, words) {
  const rows = indices.map((index) => columns.map((column) => czechCell(column, cellOf(column, index), words)).join(";"));
  return [`\uFEFF${columns.map((column) => inQuotes(withoutFormula(column.header))).join(";")}`, ...rows, ""].join("\r\n");
}

/**
 * Cameras as GeoJSON, WGS 84; `head` says of what they are.
 * @param {ListColumnData[]} columns
 * @param {CameraData[]} cameras
 * @param {number[]} indices
 * @param {Record<string, string>} head
 */
export function geoJson(columns, cameras, indices, head) {
  const features = indices.map((index) => ({ type: "Feature", id: cameras[index].id,
    geometry: { type: "Point", coordinates: [cameras[index].lon, cameras[index].lat] },
    properties: Object.fromEntries(columns.map((column) => [column.name, cellOf(column, index)])) }));
  return `${JSON.stringify({ type: "FeatureCollection", ...head, features }, null, 1)}\n`;
}

/**
 * A name that every system takes for a file: letters without diacritics, digits and hyphens.
 * @param {string} text
 */
export function fileName(text) {
  return foldText(text).replace(/[^a-z0-9]+/g, "-").slice(0, LONGEST_NAME).replace(/^-|-$/g, "");
}
