// A text to paste into an e-mail: the proposal in words, and a link only where one can be followed.
import { announce, byId, element } from "./dom.js";
import { leadText } from "./heading.js";
import { proposalLines } from "./proposal.js";
import { translate } from "./words.js";

/** A page that was opened from a file has no address others could open: it goes along as a file. */
function whereText() {
  if (location.protocol.startsWith("http")) return translate("map.mail.link", { link: location.href });
  return translate("map.mail.file", { file: decodeURIComponent(location.pathname.split("/").pop() ?? "") });
}

function mailText() {
  return [document.title, "", leadText(), "", ...proposalLines(), "", whereText()].join("\n");
}

function field() {
  return /** @type {HTMLTextAreaElement} */ (byId("mail-text"));
}

async function copy() {
  field().select();
  try {
    await navigator.clipboard.writeText(field().value);
    announce(translate("map.mail.copied"));
  } catch {
    announce(translate("map.mail.selected")); // the reader copies what is selected
  }
}

/** Show the text in the language shown. */
export function showMail() {
  field().value = mailText();
  byId("mail-copy").replaceChildren(element("span", {}, translate("map.mail.copy")));
}

/** Listen to who opens or copies it: its link is of what is shown then. */
export function startMail() {
  byId("mail").addEventListener("toggle", showMail);
  byId("mail-copy").addEventListener("click", () => { showMail(); copy(); });
}
