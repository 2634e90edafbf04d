// "Look through the camera": a picture of what a camera would show, drawn from the page's own ground, in a window over the page.
/** @import { Pose } from "../../core/live/sight.js" */
/** @import { Label } from "../../core/look/labels.js" */
/** @import { Figure } from "../../core/look/people.js" */
/** @import { LiveCameraData } from "../../page_data.js" */
/** @import { Level } from "../../core/town.js" */
import { boxOf, directionLabels, figureBox, personLabel, ringLabels, streetLabels, streetsInView } from "../../core/look/labels.js";
import { levelColour, paint } from "../../core/look/paint.js";
import { figuresIn } from "../../core/look/people.js";
import { framesOf, Picture } from "../../core/look/picture.js";
import { KIND } from "../../core/look/profiles.js";
import { sceneAround } from "../../core/look/scene.js";
import { DATA, requiredLevelName, TOWN } from "../data.js";
import { byId, element, isolated } from "../dom.js";
import { state, subscribe } from "../state.js";
import { lookTown, masksOf, poseOf } from "./town.js";
import { number, percent, translate, translateValue } from "../words.js";

/** Drawn pixels across a picture at most, and across one of several heads; of letters, at the size that the window shows. */
const MOST_PX = 760, SMALL_PX = 600, LEAST_PX = 480, LETTERS_PX = 12;
/** A strip is shown so wide at least, as `look.css` has it. [px] */
const STRIP_PX = 576;
/** Nobody is looked for nearer than that. [m] */
const NEAREST_M = 3;
const DARK = "#1c2430", PLATE = "rgba(255, 255, 255, 0.8)", NAME_PLATE = "rgba(60, 64, 72, 0.85)";

/** By head or preset, in shares of the whole picture. @typedef {NonNullable<LiveCameraData["masks"]>} Masks */
/** @typedef {{ canvas: HTMLCanvasElement, pen: CanvasRenderingContext2D, letters: number }} Sheet */

/** Levels that a camera reaches within its range and not right below it, coarsest first. @param {Pose} pose @returns {Level[]} */
function reachedLevels({ model }) {
  const { heads, range_m } = /** @type {NonNullable<typeof DATA.ground>} */ (DATA.ground).models[model];
  return TOWN.levels.filter(({ density_px_m }) => heads.some(({ axis_px_rad }) => axis_px_rad / density_px_m <= range_m && axis_px_rad / density_px_m >= NEAREST_M));
}

/** @param {number[]} colour */
function css(colour) {
  return `rgb(${colour.join(", ")})`;
}

/** Write a name on a plate of a colour. @param {Sheet} sheet @param {Label} label @param {string} plate @param {string} ink */
function write({ pen, letters }, { text, column, row }, plate, ink) {
  const wide = pen.measureText(text).width + letters * 0.6;
  pen.fillStyle = plate;
  pen.fillRect(column - wide / 2, row - letters * 0.75, wide, letters * 1.5);
  pen.fillStyle = ink;
  pen.fillText(text, column, row);
}

/** @param {Figure} figure */
function personText({ level, slant_m }) {
  return translate("look.person", { level: translateValue("map.level", level.name), distance: number(slant_m) });
}

/** Write on a picture what is in it. @param {Sheet} sheet @param {Picture} picture @param {Figure[]} figures @param {number} north_deg */
function writeAll(sheet, picture, figures, north_deg) {
  const { pen, letters } = sheet;
  pen.font = `${letters}px system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  const measure = (/** @type {string} */ text) => ({ wide: pen.measureText(text).width + letters * 1.2, tall: letters * 1.7 });
  pen.fillStyle = DARK;
  for (const { ring_m, column, row } of ringLabels(picture)) pen.fillText(`${ring_m}\u00a0m`, Math.min(Math.max(column, 2 * letters), picture.frame.columns - 2 * letters), row - letters * 0.6);
  const labels = figures.map((figure) => ({ figure, label: personLabel(picture, figure, personText(figure), measure) }));
  const occupied = labels.flatMap(({ figure, label }) => [figureBox(figure), boxOf(label, measure)]);
  for (const label of streetLabels(picture, occupied, measure)) write(sheet, label, NAME_PLATE, "#fff");
  for (const { key, column, row } of directionLabels(picture, north_deg)) write(sheet, { text: translate(`map.compass.${key}`), column, row: Math.max(row, letters) }, PLATE, DARK);
  for (const { figure, label } of labels) write(sheet, label, css(levelColour(figure.level.density_px_m)), "#fff");
}

/** What a picture shows, for who cannot see it. @param {Picture} picture @param {Figure[]} figures */
function altText(picture, figures) {
  const share = (/** @type {number[]} */ kinds) => percent(picture.kind.reduce((sum, kind) => sum + Number(kinds.includes(kind)), 0) / picture.kind.length, 0);
  const trees = percent(picture.firstLeaf.reduce((sum, leaf) => sum + Number(leaf >= 0), 0) / picture.kind.length, 0), streets = streetsInView(picture);
  return [
    translate("look.alt", { sky: share([KIND.sky]), ground: share([KIND.ground]), houses: share([KIND.wall, KIND.roof, KIND.ownWall, KIND.underside]), trees }),
    streets.length ? translate("look.alt_streets", { streets: streets.join(", ") }) : "",
    figures.length ? translate("look.alt_people", { people: figures.map(personText).join("; ") }) : translate("look.alt_nobody"),
  ].filter(Boolean).join(" ");
}

/** One picture on its canvas. @param {Picture} picture @param {Level[]} levels @param {number} north_deg @param {number} scale drawn pixels for each of the window @param {Masks} masks */
function drawn(picture, levels, north_deg, scale, masks) {
  const { columns, rows } = picture.frame, canvas = element("canvas", { width: columns, height: rows, role: "img" }), pen = canvas.getContext("2d");
  const figures = figuresIn(picture, levels);
  canvas.setAttribute("aria-label", altText(picture, figures));
  if (pen) {
    const pixels = paint(picture, figures, figures.map(({ level }) => levelColour(level.density_px_m)), masks.filter(([head]) => head === picture.frame.head).map(([, corners]) => corners));
    pen.putImageData(new ImageData(pixels, columns, rows), 0, 0);
    writeAll({ canvas, pen, letters: LETTERS_PX * scale }, picture, figures, north_deg);
  }
  return { canvas, figures, hasOwnWall: picture.kind.includes(KIND.ownWall) };
}

/** A line for each level, finest first, and one for masks. @param {Level[]} levels @param {Figure[]} figures @param {boolean} hasMasks */
function legend(levels, figures, hasMasks) {
  return element("ul", { class: "look-levels" }, ...[...levels].reverse().map((level) => {
    const isShown = figures.some((figure) => figure.level === level), sign = element("span", { "aria-hidden": "true" });
    sign.style.background = css(levelColour(level.density_px_m));
    const words = translate(isShown ? "look.level" : "look.level_nowhere", { level: translateValue("map.level", level.name), density: number(level.density_px_m, level.density_px_m % 1 ? 1 : 0) });
    return element("li", {}, sign, element("span", {}, words + (level.name === requiredLevelName() ? translate("look.counted") : "")));
  }), ...(hasMasks ? [element("li", {}, element("span", { "class": "masked", "aria-hidden": "true" }), element("span", {}, translate("look.masked")))] : []));
}

/** @param {string} name */
function openWindow(name) {
  const heading = element("h2", {}, translate("look.title", { camera: "" }).trim(), " ", isolated(name));
  heading.id = "look-title";
  const body = element("div", { class: "look-body" }, element("p", { role: "status" }, translate("look.drawing")));
  const dialog = element("dialog", { "class": "look", "aria-labelledby": "look-title" });
  dialog.append(element("div", { class: "top" }, heading, element("button", { type: "button", class: "small", onclick: () => dialog.close() }, translate("look.close"))), body);
  dialog.addEventListener("keydown", (event) => event.stopPropagation()); // Escape closes this and nothing behind it
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return { dialog, body };
}

/**
 * Show what a camera in a pose would show.
 * @param {Pose} pose @param {string} name @param {number} north_deg true north from grid north @param {Masks} [masks] of its pictures
 */
export function openLook(pose, name, north_deg, masks = []) {
  const { dialog, body } = openWindow(name);
  // after the window is on the screen: drawing takes a moment
  requestAnimationFrame(() => setTimeout(() => {
    const town = lookTown();
    if (!town || !dialog.isConnected) return;
    const start_ms = performance.now(), model = town.ground.models[pose.model], levels = reachedLevels(pose), scene = sceneAround(town, pose);
    const isWide = model.heads.some(({ hfov_deg, vfov_deg }) => hfov_deg > 2.5 * vfov_deg), shown_px = Math.max(body.clientWidth, isWide ? STRIP_PX : 1);
    const drawn_px = Math.round(Math.min(Math.max(shown_px * Math.min(devicePixelRatio, 2), LEAST_PX), MOST_PX));
    const frames = framesOf(model, pose, (heads) => (heads > 1 ? Math.min(drawn_px, SMALL_PX) : drawn_px));
    const pictures = frames.map((frame) => drawn(new Picture(scene, frame), levels, north_deg, frame.columns / shown_px, masks));
    const facts = translate("look.below", { model: model.name, height: number(pose.height_m, 1), azimuth: number(pose.azimuth_deg - north_deg < 0 ? pose.azimuth_deg - north_deg + 360 : (pose.azimuth_deg - north_deg) % 360), tilt: number(pose.tilt_deg) });
    const strip = element("div", { "class": isWide ? "look-pictures wide" : "look-pictures", "tabindex": 0, "role": "group", "aria-label": translate("look.pictures", { n: pictures.length }) }, ...pictures.map(({ canvas }) => canvas));
    body.replaceChildren(element("p", {}, facts), pictures.length ? strip : element("p", {}, translate("look.nothing")),
      legend(levels, pictures.flatMap(({ figures }) => figures), masks.length > 0), element("p", { class: "look-note" }, translate("look.note", { range: number(model.range_m) }), pictures.some(({ hasOwnWall }) => hasOwnWall) ? ` ${translate("look.own_wall")}` : ""));
    dialog.dataset.ready = String(Math.round(performance.now() - start_ms));
  }));
}

/** The button that opens the picture of a camera of the plan; null for one whose direction nobody knows. @param {number} index */
function lookButton(index) {
  const pose = poseOf(index), camera = DATA.cameras[index];
  if (!pose || camera.azimuth === null) return null;
  const north_deg = pose.azimuth_deg - camera.azimuth;
  return element("button", { type: "button", class: "small look-open", onclick: () => openLook(pose, `${camera.number}. ${camera.name}`, north_deg, masksOf(index)) }, translate("look.open"));
}

function addButton() {
  const detail = byId("detail"), button = state.camera === null || detail.querySelector(".look-open") ? null : lookButton(state.camera);
  if (button) detail.insertBefore(button, detail.querySelector("dl"));
}

/** Offer the picture in the answer about every camera. */
export function startLook() {
  if (DATA.ground && DATA.live) subscribe("state", addButton);
}
