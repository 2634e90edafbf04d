// Words and numbers in the reader's language. Data never becomes HTML: text nodes only.
const DATA = JSON.parse(document.getElementById("data").textContent);
let language = DATA.language;

function pluralForm(n) {
  if (n === 1) return "one";
  return language === "cs" && n >= 2 && n <= 4 ? "few" : "many";
}

// The text of a key with values put in; a counted text picks its form by values.n.
function say(key, values = {}) {
  const words = DATA.words[language];
  const form = words[key] ?? words[`${key}.${pluralForm(values.n)}`] ?? key;
  return form.replace(/\{(\w+)\}/g, (whole, name) =>
    name in values ? (name === "n" ? number(values.n) : String(values[name])) : whole);
}

// The word for a value of a closed set, or the value itself.
function named(group, value) {
  return DATA.words[language][`${group}.${value}`] ?? value;
}

function locale() {
  return language === "cs" ? "cs-CZ" : "en-GB";
}

// Formatters are dear to make and used hundreds of times a picture.
const formatters = new Map();
function formatted(value, shape) {
  const key = `${language} ${Object.entries(shape)}`;
  if (!formatters.has(key)) formatters.set(key, new Intl.NumberFormat(locale(), shape));
  return formatters.get(key).format(value);
}

function number(value, decimals = 0) {
  return formatted(value, { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).replace("-", "\u2212");
}

// Three significant digits, for demand, whose size differs from town to town.
function amount(value) {
  return formatted(value, { maximumSignificantDigits: 3 });
}

// Four digits, for two figures that differ little.
function amount4(value) {
  return formatted(value, { maximumSignificantDigits: 4 });
}

// Text without case and diacritics, for searching: "Náměstí Míru" becomes "namesti miru".
function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

function short(text, most = 120) {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

// What a screen reader says at once, without moving the reader anywhere.
function announce(text) {
  document.getElementById("status").textContent = text;
}

// A share; what is not all, or not nothing, never becomes so by rounding.
function percent(share, decimals = 1) {
  const least = 10 ** -decimals, pct = 100 * share;
  if (pct > 1e-7 && pct < least) return `<\u00a0${number(least, decimals)}\u00a0%`;
  if (pct > 100 - least && pct < 100 - 1e-7) return `>\u00a0${number(100 - least, decimals)}\u00a0%`;
  return `${number(pct, decimals)}\u00a0%`;
}

function crowns(value) {
  return value >= 1e6
    ? `${number(value / 1e6, 2)}\u00a0${language === "cs" ? "mil. Kč" : "million Kč"}`
    : `${number(value)}\u00a0Kč`;
}

function squareMetres(value) {
  return `${number(Math.round(value))}\u00a0m²`;
}

function phaseName(phase) {
  if (phase === 0) return say("map.phase.today");
  return DATA.phases[phase]?.name || say("map.phase.step", { number: phase });
}

// Words that depend on what a unit of demand is; incidents where the catalogue knows no better.
function unitKey(group) {
  const words = DATA.words[language];
  return [DATA.unit, "incidents_per_year"].map((unit) => `${group}.${unit}`).find((key) => key in words);
}

function byUnit(group) {
  return DATA.words[language][unitKey(group)] ?? DATA.unit;
}

function unit() {
  return byUnit("map.unit");
}

// An element with attributes and children; strings become text nodes.
function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") node.addEventListener("click", value);
    else if (value !== null) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

// Text from the data, kept apart from ours whatever its writing direction.
function given(text) {
  return make("bdi", {}, String(text));
}

function drawn(tag, attributes, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}
