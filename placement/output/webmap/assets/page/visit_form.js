// What is noted at one camera of a visit: hidden or not, height, carrier, words and photos.
/** @import { CameraNote, Photo } from "../core/visit.js" */
import { heightFrom, LONGEST_NOTE, MOST_PHOTOS, photoName } from "../core/visit.js";
import { DATA } from "./data.js";
import { announce, element, isolated } from "./dom.js";
import { smallPhoto } from "./photo.js";
import { state } from "./state.js";
import { number, translate } from "./words.js";

const CARRIERS = "lists.carrier.";

/** @typedef {{ note: CameraNote | undefined, change: (change: Partial<CameraNote>) => void }} Form */

/**
 * @param {string} key
 * @param {Node} control
 */
function labelled(key, control) {
  return element("label", {}, element("span", {}, translate(`map.visit.${key}`)), control);
}

/** @param {Form} form */
function hiddenChoice({ note, change }) {
  const choice = (/** @type {boolean} */ value) => {
    const input = element("input", { type: "radio", name: "occluded", value: String(value) });
    input.checked = note?.occluded === value;
    input.addEventListener("change", () => change({ occluded: value }));
    return element("label", {}, input, element("span", {}, translate(value ? "map.visit.hidden_yes" : "map.visit.hidden_no")));
  };
  return element("fieldset", {}, element("legend", {}, translate("map.visit.hidden")), choice(false), choice(true));
}

/** @param {Form} form */
function heightInput({ note, change }) {
  const input = element("input", { type: "text", inputmode: "decimal", maxlength: 6, "data-visit": "height" });
  input.value = note?.height_m === null || note === undefined ? "" : number(note.height_m, 1);
  input.addEventListener("change", () => {
    const height_m = heightFrom(input.value), isWrong = height_m === null && input.value.trim() !== "";
    input.setAttribute("aria-invalid", String(isWrong));
    if (isWrong) announce(translate("map.visit.height_wrong"));
    else change({ height_m });
  });
  return labelled("height", input);
}

/** @param {Form} form */
function carrierChoice({ note, change }) {
  const words = DATA.words[state.language];
  const names = Object.keys(words).filter((key) => key.startsWith(CARRIERS) && key !== `${CARRIERS}existing`);
  const choice = element("select", { "data-visit": "carrier" }, element("option", { value: "" }, translate("map.visit.carrier_same")),
    ...names.map((key) => element("option", { value: key.slice(CARRIERS.length) }, words[key])));
  choice.value = note?.carrier ?? "";
  choice.addEventListener("change", () => change({ carrier: choice.value }));
  return labelled("carrier", choice);
}

/** @param {Form} form */
function noteInput({ note, change }) {
  const input = element("textarea", { rows: 3, maxlength: LONGEST_NOTE, "data-visit": "note" });
  input.value = note?.note ?? "";
  input.addEventListener("change", () => change({ note: input.value }));
  return labelled("note", input);
}

/**
 * @param {Form} form
 * @param {string} cameraId
 */
function photoInput({ note, change }, cameraId) {
  const photos = [...(note?.photos ?? [])], list = element("ul", { class: "photos" });
  const show = () => list.replaceChildren(...photos.map((photo) => element("li", {}, isolated(photo.name), " ",
    element("button", { type: "button", class: "link", onclick: () => drop(photo) }, translate("map.visit.photo_drop")))));
  function apply() {
    change({ photos: [...photos] });
    show();
  }
  /** @param {Photo} photo */
  function drop(photo) {
    photos.splice(photos.indexOf(photo), 1);
    apply();
  }
  const input = element("input", { type: "file", accept: "image/*", capture: "environment", class: "heard", "data-visit": "photo" });
  input.addEventListener("change", async () => {
    const file = input.files?.[0];
    if (!file) return;
    const data_url = photos.length < MOST_PHOTOS ? await smallPhoto(file) : null;
    input.value = "";
    if (data_url === null) { announce(translate("map.visit.photo_wrong")); return; }
    photos.push({ name: photoName(cameraId, photos), data_url });
    apply();
  });
  show();
  return element("div", {}, element("label", { class: "plain photo" }, translate("map.visit.photo"), input), list);
}

/**
 * The form of one camera.
 * @param {string} cameraId
 * @param {Form} form
 */
export function visitForm(cameraId, form) {
  return element("div", { class: "visit-form" }, hiddenChoice(form), heightInput(form), carrierChoice(form), noteInput(form), photoInput(form, cameraId));
}
