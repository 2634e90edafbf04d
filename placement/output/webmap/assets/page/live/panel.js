// The panel of "what if": the answer, the chosen camera, what was changed, what leaves the page.
/** @import { LiveCamera } from "../../core/live/cameras.js" */
/** @import { LiveTown } from "./town.js" */
import { posedAs } from "../../core/live/cameras.js";
import { camerasCsv, whatIfText } from "../../core/live/export.js";
import { placeOf, gridAzimuth_deg, trueAzimuth_deg } from "../../core/live/position.js";
import { fileName } from "../../core/camera_list.js";
import { DATA } from "../data.js";
import { announce, element, isolated } from "../dom.js";
import { saveFile } from "../download.js";
import { translate } from "../words.js";
import { exchanged } from "./handles.js";
import { answerTexts, cameraName, changeLine, exactnessText, mountText, ownNumbersText, seenText } from "./texts.js";
import { camerasNow, chosenCamera, live } from "./town.js";

/** @typedef {{ change: (cameras: LiveCamera[], options: { isFinal: boolean }) => void, go: (steps: number) => void, choose: (key: string | null) => void,
 *   add: () => void, end: () => void }} Actions */

/** @param {string} key @param {() => void} onclick @param {boolean} isOff */
function button(key, onclick, isOff = false) {
  return element("button", { type: "button", class: "plain", "data-live": key, onclick, ...(isOff ? { disabled: "" } : {}) }, translate(`live.${key}`));
}

/**
 * @param {string} key @param {number} value @param {{ min: number, max: number }} limits @param {(value: number) => void} set
 */
function numberField(key, value, limits, set) {
  const input = /** @type {HTMLInputElement} */ (element("input", { type: "number", step: 1, "data-live": key, ...limits, value: String(Math.round(value * 10) / 10) }));
  input.addEventListener("change", () => { if (input.value !== "" && input.checkValidity()) set(Number(input.value)); });
  return element("label", {}, translate(`live.${key}`), input);
}

/** @param {LiveTown} town @param {LiveCamera} camera @param {Actions} actions */
function modelField(town, camera, actions) {
  const select = /** @type {HTMLSelectElement} */ (element("select", { "data-live": "model" }, ...town.ground.models.map((model, index) =>
    element("option", { value: index, ...(index === camera.pose.model ? { selected: "" } : {}) }, model.name))));
  select.addEventListener("change", () => {
    const model = Number(select.value);
    actions.change(exchanged(town, camera, posedAs(camera, { model, tilt_deg: town.ground.models[model].tilt_deg })), { isFinal: true });
  });
  if (camera.isStanding && !camera.mayGo) select.disabled = true; // the plan does not say what exchanging it costs
  return element("label", {}, translate("live.model"), select);
}

/** @param {LiveTown} town @param {LiveCamera} camera @param {Actions} actions */
function cameraFields(town, camera, actions) {
  const at = placeOf(town.ground, camera.pose.x, camera.pose.y), set = (/** @type {Parameters<typeof posedAs>[1]} */ more) =>
    actions.change(exchanged(town, camera, posedAs(camera, more)), { isFinal: true });
  return element("fieldset", {}, element("legend", {}, isolated(cameraName(camera))),
    element("p", { id: "live-camera" }, mountText(camera), " ", seenText(town, camera)),
    element("div", { class: "choices" }, modelField(town, camera, actions),
      town.ground.models[camera.pose.model].circle ? null : numberField("azimuth", trueAzimuth_deg(town.ground, at, camera.pose.azimuth_deg), { min: 0, max: 360 },
        (azimuth) => set({ azimuth_deg: gridAzimuth_deg(town.ground, at, azimuth) })),
      numberField("tilt", camera.pose.tilt_deg, { min: -90, max: 90 }, (tilt_deg) => set({ tilt_deg })),
      button("drop", () => {
        actions.change(town.history.cameras.filter((each) => each.key !== camera.key), { isFinal: true });
        actions.choose(null);
      })));
}

/** @param {LiveTown} town @param {Actions} actions */
function exportFields(town, actions) {
  const { changes, cameras } = town.history, name = fileName(`${DATA.case} ${translate("live.file")}`), text = whatIfText(changes, town);
  return element("details", {}, element("summary", {}, translate("live.export")), element("p", {}, translate("live.export_note")),
    element("textarea", { readonly: "", rows: 6, "data-live": "text", "aria-label": translate("live.export") }, text),
    element("div", { class: "choices" },
      button("save_text", () => saveFile(`${name}.toml`, "text/plain;charset=utf-8", text)),
      button("save_csv", () => saveFile(`${name}.csv`, "text/csv;charset=utf-8", camerasCsv(cameras, town))),
      button("reset", () => { actions.change(town.planned, { isFinal: true }); announce(translate("live.reset_done")); })));
}

/** @param {LiveTown} town @param {Actions} actions */
function changeList(town, actions) {
  const there = new Set(camerasNow(town).map((each) => each.key));
  return element("ol", { id: "live-changes" }, ...town.history.changes.map((change) => element("li", {}, there.has(change.camera.key)
    ? element("button", { type: "button", class: "link", onclick: () => actions.choose(change.camera.key) }, isolated(changeLine(change)))
    : isolated(changeLine(change)))));
}

/** Show everything anew; the focus stays on the field it was on. @param {LiveTown} town @param {HTMLElement} box @param {Actions} actions */
export function showPanel(town, box, actions) {
  const focused = box.contains(document.activeElement) ? document.activeElement?.getAttribute("data-live") : null;
  const exports = exportFields(town, actions), camera = chosenCamera(town), { history } = town, n = history.changes.length;
  exports.open = box.querySelector("details")?.open ?? false;
  box.replaceChildren(
    element("div", { class: "top" }, element("h2", {}, translate("live.title")), button("end", actions.end)),
    element("div", { id: "live-answer" }, ...answerTexts(town, n > 0).map((text) => element("p", {}, text))),
    camera ? cameraFields(town, camera, actions) : element("p", {}, translate(live.adding ? "live.adding" : "live.choose")),
    element("div", { class: "choices" }, button("add", actions.add), button("undo", () => actions.go(-1), !history.canUndo),
      button("redo", () => actions.go(1), !history.canRedo)),
    element("h3", {}, translate("live.changes", { n })), changeList(town, actions), element("p", { class: "more" }, translate("live.colours")), exports,
    element("p", { class: "more" }, `${ownNumbersText()} ${exactnessText(town)}`.trim()));
  if (focused) /** @type {HTMLElement | null} */ (box.querySelector(`[data-live="${focused}"]`))?.focus({ preventScroll: true });
}

/** Only the answer, while a handle is dragged. @param {LiveTown} town */
export function showAnswer(town) {
  document.getElementById("live-answer")?.replaceChildren(...answerTexts(town, true).map((text) => element("p", {}, text)));
  const camera = chosenCamera(town);
  if (camera) document.getElementById("live-camera")?.replaceChildren(mountText(camera), " ", seenText(town, camera));
}
