// The list of cameras as files of the reader's own: what is shown, in the columns and words of the lists of the result.
import { czechCsv, fileName, geoJson, plainCsv } from "../core/camera_list.js";
import { standsIn } from "../core/sight.js";
import { DATA, isPublic } from "./data.js";
import { announce, byId, element } from "./dom.js";
import { isFiltered, isShown } from "./shown.js";
import { state } from "./state.js";
import { phaseName, translate } from "./words.js";

const LONG_ENOUGH_MS = 60_000; // for the browser to begin to save

/**
 * Save a text as a file.
 * @param {string} name
 * @param {string} type
 * @param {string} content
 */
export function saveFile(name, type, content) {
  const href = URL.createObjectURL(new Blob([content], { type }));
  const link = element("a", { href, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(href), LONG_ENOUGH_MS);
  announce(translate("map.download.saved", { file: name }));
}

/** The cameras of the phase that pass the filter, in order of building. */
function shownCameras() {
  return DATA.cameras.flatMap((camera, index) => (standsIn(camera, state.phase) && isShown(index) ? [index] : []));
}

function editionName() {
  return translate(isPublic() ? "map.download.public" : "map.download.internal");
}

function nameOfFile() {
  const parts = [DATA.case, translate("map.download.cameras"), editionName(), phaseName(state.phase)];
  return fileName([...parts, ...(isFiltered() ? [translate("map.download.filtered")] : [])].join(" "));
}

/** What stands at the head of the GeoJSON: of which plan, edition and phase it is, and that data are made up. */
function head() {
  const both = (/** @type {string} */ key) => `${DATA.words.cs[key]} / ${DATA.words.en[key]}`;
  const notes = [...(DATA.synthetic ? ["map.banner"] : []), ...(DATA.interrupted ? ["map.state.gap_interrupted"] : [])].map(both);
  return { ...(notes.length ? { note: notes.join(" ") } : {}), case: DATA.case, edition: editionName(), phase: phaseName(state.phase) };
}

function downloads() {
  const { list, cameras, words } = DATA;
  return /** @type {const} */ ([
    ["csv_cs", () => saveFile(`${nameOfFile()}-excel.csv`, "text/csv;charset=utf-8", czechCsv(list, shownCameras(), words.cs))],
    ["csv", () => saveFile(`${nameOfFile()}.csv`, "text/csv;charset=utf-8", plainCsv(list, shownCameras()))],
    ["geojson", () => saveFile(`${nameOfFile()}.geojson`, "application/geo+json", geoJson(list, cameras, shownCameras(), head()))],
  ]);
}

/** Show the files that can be saved. */
export function showDownloads() {
  byId("downloads").replaceChildren(element("h3", {}, translate("map.download.title")),
    element("p", {}, translate(isPublic() ? "map.download.note_public" : "map.download.note")),
    element("div", { class: "choices" }, ...downloads().map(([key, onclick]) =>
      element("button", { type: "button", class: "plain", "data-download": key, onclick }, translate(`map.download.${key}`)))));
}
