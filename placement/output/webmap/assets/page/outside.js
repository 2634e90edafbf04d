// Links to maps and panoramas of others: nothing is sent before the reader clicks one.
import { addressesOutside } from "../core/outside.js";
import { element } from "./dom.js";
import { translate } from "./words.js";

/**
 * Links that show a place elsewhere.
 * @param {number} lat
 * @param {number} lon
 * @param {number | null} azimuth_deg
 */
export function outsideLinks(lat, lon, azimuth_deg = null) {
  return element("div", { class: "outside" },
    element("h3", {}, translate("map.outside.title")),
    element("ul", {}, ...addressesOutside(lat, lon, azimuth_deg).map(([name, href]) => element("li", {},
      element("a", { href, target: "_blank", rel: "noopener noreferrer", referrerpolicy: "no-referrer", "data-outside": name },
        translate(`map.outside.${name}`))))),
    element("p", { class: "note" }, translate("map.outside.note")));
}
