// What is for experts: closed until it is asked for, by hand, by a link or on paper.
import { linkParts, writeLink } from "./address.js";
import { byId } from "./dom.js";

const LINK = "experts=1";

function box() {
  return /** @type {HTMLDetailsElement} */ (byId("experts"));
}

/** Open it and bring it into view. */
export function openExperts() {
  box().open = true;
  box().querySelector("summary")?.focus();
  box().scrollIntoView({ block: "start" });
}

/** Follow links that have it open, and open it on paper. */
export function startExperts() {
  let wasOpen = false;
  linkParts.push({ format: () => (box().open ? `&${LINK}` : ""), follow: (hash) => { box().open ||= hash.slice(1).split("&").includes(LINK); } });
  box().addEventListener("toggle", writeLink);
  addEventListener("beforeprint", () => { wasOpen = box().open; box().open = true; });
  addEventListener("afterprint", () => { box().open = wasOpen; });
}
