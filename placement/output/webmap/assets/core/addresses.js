// Addresses of houses: unpacked, found by what a reader writes, and written as the country does.
/** @import { AddressData } from "../page_data.js" */
/** @import { Origin, Place } from "./geometry.js" */
import { placeAtOffset } from "./geometry.js";
import { foldedWords, foldText } from "./text.js";
import { summed, unpackNumbers } from "./varints.js";

const LONGEST_QUERY = 100;
/** Marks of a number's kind before it, folded: registration, house, along the street. */
const MARKS = /** @type {const} */ ([["e", /(?<![a-z])(?:c(?:islo)?\.?\s*)?(?:ev(?:idencni)?|e)\.?\s*(?:c(?:islo)?\.?\s*)?(?=\d)/g],
  ["p", /(?<![a-z])(?:c(?:islo)?\.?\s*p(?:opisne)?|popisne)\.?\s*(?=\d)/g], ["o", /(?<![a-z])(?:c(?:islo)?\.?\s*o(?:rientacni)?|orientacni)\.?\s*(?=\d)/g]]);
/** Words that may stand in an address without being part of a name. */
const OTHER_WORDS = new Set(["ul", "ulice", "ulici", "c", "cislo", "dum", "no", "street", "house", "number"]);
const POSTCODE = /(?<!\d)[1-7]\d{2} \d{2}(?!\d)/g;

/**
 * A house: its numbers are 0 where it has none.
 * @typedef {{ street: string, part: string, house: number, along: number, letter: string, isHut: boolean, at: Place }} Address
 */
/** @typedef {{ kind: "e" | "p" | "o" | "", number: number, letter: string }} WantedNumber */

/**
 * The addresses of the page's data.
 * @param {AddressData | undefined} data
 * @param {Origin} origin
 * @returns {Address[]}
 */
export function readAddresses(data, origin) {
  if (data === undefined) return [];
  const column = (/** @type {"house" | "along" | "huts" | "lon" | "lat"} */ name) => summed(unpackNumbers(data[name]));
  const [house, along, lon, lat] = [column("house"), column("along"), column("lon"), column("lat")], groups = unpackNumbers(data.groups);
  const huts = new Set(column("huts")), letters = new Map(data.letters);
  /** @type {Address[]} */
  const addresses = [];
  for (let group = 0; group < groups.length; group += 3) {
    const street = data.streets[groups[group]], part = data.parts[groups[group + 1]];
    for (let rest = groups[group + 2]; rest > 0; rest -= 1) {
      const index = addresses.length;
      addresses.push({ street, part, house: house[index], along: along[index], letter: letters.get(index) ?? "", isHut: huts.has(index),
        at: placeAtOffset(origin, lon[index] * data.unit, lat[index] * data.unit) });
    }
  }
  return addresses;
}

/**
 * An address without the words for its numbers: "Mostecká 1234/12a", "Mostecká 12"; what is no usual house number stands for itself.
 * @param {Address} address
 */
export function addressParts({ street, part, house, along, letter, isHut }) {
  const second = along ? `${along}${letter}` : "";
  return { name: street || part, isMarked: house > 0 && (isHut || !street), numbers: [house ? String(house) : "", second].filter(Boolean).join("/") };
}

/**
 * The numbers and the other words that a query asks for.
 * @param {string} query
 */
function readQuery(query) {
  let text = foldText(query.slice(0, LONGEST_QUERY));
  for (const [kind, mark] of MARKS) text = text.replace(mark, ` ${kind}#`);
  const words = text.replace(POSTCODE, " ").match(/[epo]#\d+|[\p{L}\p{N}]+/gu) ?? [];
  return words.filter((word) => !OTHER_WORDS.has(word) && !/^[1-7]\d{4}$/.test(word));
}

/**
 * The number that a word is, or null.
 * @param {string} word
 * @returns {WantedNumber | null}
 */
function asNumber(word) {
  const match = /^(?:([epo])#)?(\d{1,5})([a-z]?)$/.exec(word);
  return match === null ? null : { kind: /** @type {WantedNumber["kind"]} */ (match[1] ?? ""), number: Number(match[2]), letter: match[3] };
}

/**
 * How well a house has a wanted number: 2 if just so, 1 if its own begins so, 0 if not.
 * @param {Address} address
 * @param {WantedNumber} wanted
 */
function numberFit({ house, along, letter, isHut }, { kind, number, letter: asked }) {
  const grade = (/** @type {number} */ own) => (own === number ? 2 : own && String(own).startsWith(String(number)) ? 1 : 0);
  const byHouse = !asked && (kind === "p" ? !isHut : kind === "e" ? isHut : kind === "") ? grade(house) : 0;
  const isAlong = kind === "" || kind === "o", byAlong = !isAlong ? 0 : asked ? (along === number && letter.toLowerCase() === asked ? 2 : 0) : grade(along);
  return Math.max(byHouse, byAlong);
}

/**
 * A house with the words of its street, or of its part of the town in a place without streets, and those of what it lies in.
 * @typedef {{ address: Address, name: string[], others: Set<string> }} Row
 */

/**
 * How well a house fits all words of a query: each is of its name, its number, or of what it lies in; 0 if one is not or none is a number.
 * @param {Row} row
 * @param {string[]} query
 */
function rowFit({ address, name, others }, query) {
  const unused = [...name];
  let fit = 0;
  for (const word of query) {
    const isDigits = /^\d/.test(word), begins = (/** @type {string} */ own) => (isDigits ? own === word : own.startsWith(word));
    const at = unused.findIndex(begins), wanted = at < 0 ? asNumber(word) : null, grade = wanted === null ? 0 : numberFit(address, wanted);
    if (at >= 0) unused.splice(at, 1);
    else if (grade) fit = fit ? Math.min(fit, grade) : grade;
    else if (![...others].some(begins)) return 0;
  }
  return fit;
}

/** Addresses with the words that they can be found by. */
export class AddressBook {
  /** @type {Row[]} */ #rows;

  /**
   * @param {Address[]} addresses
   * @param {(address: Address) => string[]} around Names of what each lies in: its district, the town.
   */
  constructor(addresses, around) {
    /** @type {Map<string, string[]>} */
    const folded = new Map();
    const words = (/** @type {string} */ name) => folded.get(name) ?? folded.set(name, foldedWords(name)).get(name) ?? [];
    this.#rows = addresses.map((address) => ({ address, name: words(address.street || address.part),
      others: new Set([address.part, ...around(address)].flatMap(words)) }));
  }

  /**
   * The houses that a query names by a number, those of just that number before those whose number only begins so.
   * @param {string} query A number alone is a house's, not one along a street.
   * @returns {Address[]}
   */
  lookUp(query, most = 8) {
    const words = readQuery(query), isAlone = words.length === 1;
    if (!words.some((word) => asNumber(word))) return [];
    const wanted = isAlone && /^\d+$/.test(words[0]) ? [`p#${words[0]}`] : words;
    const fits = this.#rows.map((row) => rowFit(row, wanted)), best = fits.reduce((top, fit) => Math.max(top, fit), isAlone ? 2 : 1);
    return this.#rows.filter((_, index) => fits[index] === best).slice(0, most).map(({ address }) => address);
  }
}
