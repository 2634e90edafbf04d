// What the plan says of people's privacy: who answers for the recordings, and for how long they are kept.
import { DATA } from "./data.js";
import { byId, element } from "./dom.js";
import { state } from "./state.js";

export function showPrivacy() {
  byId("controller").replaceChildren(...DATA.controller[state.language].map((sentence) => element("p", {}, sentence)));
}
