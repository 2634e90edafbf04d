// Houses by their addresses, where the case has any: found, named, and known again on the map.
/** @import { Address } from "../core/addresses.js" */
/** @import { SearchEntry } from "../core/search.js" */
import { AddressBook, addressParts } from "../core/addresses.js";
import { METRES_PER_DEGREE } from "../core/geometry.js";
import { MOST_ENTRIES } from "../core/search.js";
import { isWithinAny } from "../core/town.js";
import { DATA, TOWN } from "./data.js";
import { translate } from "./words.js";

const SAME_M = 1, MOST_OF_HOUSE = 8;

/** @type {{ book: AddressBook | null }} */
const lazy = { book: null };

/** @param {Address} address */
function districtOf({ at: [lat, lng] }) {
  return TOWN.districts.find(({ outline }) => isWithinAny([outline], lat, lng))?.name ?? "";
}

/** The addresses with the names of what they lie in; made when something is searched first. */
function addressBook() {
  return (lazy.book ??= new AddressBook(TOWN.addresses, (address) => [districtOf(address), DATA.case]));
}

/**
 * An address as it is written: "Mostecká 1234/12".
 * @param {Address} address
 */
export function addressText(address) {
  const { name, isMarked, numbers } = addressParts(address);
  return [name, ...(isMarked ? [translate(address.isHut ? "map.address.hut" : "map.address.house")] : []), numbers].filter(Boolean).join("\u00a0");
}

/**
 * What is said beside an address that was found: that it is a house, and where.
 * @param {Address} address
 */
export function addressKind(address) {
  return [translate("map.search.address"), (address.street && address.part) || districtOf(address)].filter(Boolean).join(", ");
}

/**
 * The houses that a query names by their numbers, room left for one other thing.
 * @param {string} query
 * @returns {SearchEntry[]}
 */
export function findHouses(query) {
  return addressBook().lookUp(query, MOST_ENTRIES - 1).map((address) => ({ type: "address", address, name: addressText(address), at: address.at, words: [] }));
}

/**
 * The addresses at a place: the one that was found there, else those of the house it lies in.
 * @param {number} lat
 * @param {number} lng
 */
function addressesAt(lat, lng) {
  const distance_m = (/** @type {Address} */ { at }) => METRES_PER_DEGREE * Math.hypot(at[0] - lat, (at[1] - lng) * Math.cos((lat * Math.PI) / 180));
  const found = TOWN.addresses.find((address) => distance_m(address) < SAME_M);
  if (found !== undefined) return [found];
  const house = TOWN.buildings.filter((outline) => isWithinAny([outline], lat, lng));
  return house.length ? TOWN.addresses.filter(({ at }) => isWithinAny(house, ...at)) : [];
}

/**
 * The addresses of the house at a place as text; null where none is known.
 * @param {number} lat
 * @param {number} lng
 */
export function houseAddresses(lat, lng) {
  const addresses = addressesAt(lat, lng);
  if (!addresses.length) return null;
  const texts = addresses.slice(0, MOST_OF_HOUSE).map(addressText), more = addresses.length - texts.length;
  return translate("map.place.addresses", { addresses: more ? `${texts.join(", ")}, …` : texts.join(", ") });
}

/**
 * Whether a place is a house: it lies in one, or it is where an address is.
 * @param {number} lat
 * @param {number} lng
 */
export function isHouse(lat, lng) {
  return isWithinAny(TOWN.buildings, lat, lng) || houseAddresses(lat, lng) !== null;
}
