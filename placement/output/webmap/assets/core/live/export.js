// The reader's changes for the exact answer: a `[what_if]` text for a plan file, and a list of cameras for `placement evaluate`.
/** @import { CameraData, GroundData } from "../../page_data.js" */
/** @import { LiveCamera } from "./cameras.js" */
/** @import { Change } from "./history.js" */
import { placeOf, trueAzimuth_deg } from "./position.js";

const COLUMNS = ["camera_id", "point_id", "name", "status", "phase", "removed_in", "carrier", "height_m", "model", "azimuth_deg", "grid_azimuth_deg", "facing_deg",
  "tilt_deg", "lon_deg", "lat_deg", "x_m", "y_m", "crs", "provenance"];

const NUMBER = /^-?\d+(\.\d+)?$/;

/** @typedef {{ ground: GroundData, facts: CameraData[], gone?: LiveCamera[] }} Town */

/** @param {LiveCamera} camera @param {GroundData} ground */
function place(camera, ground) {
  const at = placeOf(ground, camera.pose.x, camera.pose.y);
  return { lat: at[0].toFixed(7), lon: at[1].toFixed(7), azimuth: trueAzimuth_deg(ground, at, camera.pose.azimuth_deg).toFixed(1) };
}

/** @param {LiveCamera} camera @param {Town} town */
function fixText(camera, { ground }) {
  const { lat, lon, azimuth } = place(camera, ground), { pose } = camera;
  return `${lon},${lat},azimuth=${azimuth},height=${pose.height_m},tilt=${pose.tilt_deg},model=${ground.models[pose.model].name}`;
}

/** A list of texts as TOML has it. @param {string} key @param {string[]} texts */
function tomlList(key, texts) {
  return texts.length ? [`${key} = [${texts.map((text) => JSON.stringify(text)).join(", ")}]`] : [];
}

/**
 * The changes as the section of a plan file; the rest of the plan stays as it is.
 * @param {Change[]} changes @param {Town} town
 */
export function whatIfText(changes, town) {
  const fresh = changes.filter(({ kind, camera }) => kind !== "dropped" && !camera.isStanding);
  const moved = changes.filter(({ kind, camera }) => kind !== "dropped" && camera.isStanding);
  const gone = changes.filter(({ kind, camera }) => kind === "dropped" || (!camera.isStanding && camera.listed !== null));
  return `${["[what_if]",
    ...tomlList("fix", fresh.map(({ camera }) => fixText(camera, town))),
    ...tomlList("move", moved.map(({ camera }) => {
      const { lat, lon, azimuth } = place(camera, town.ground);
      return `${camera.key}=${lon},${lat},${azimuth}`;
    })),
    ...tomlList("forbid", gone.map(({ camera }) => (camera.listed === null ? camera.key : town.facts[camera.listed].id))),
    "only = true"].join("\n")}\n`;
}

/** A cell of a CSV; what a spreadsheet would take for a formula is text. @param {string | number | null} value */
function cell(value) {
  const text = value === null ? "" : String(value);
  const safe = /^[=+\-@\t\r]/.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * All cameras as a list that `placement evaluate CASE --cameras FILE` takes, those that the plan takes down included.
 * @param {LiveCamera[]} cameras @param {Town} town
 */
export function camerasCsv(cameras, { ground, facts, gone = [] }) {
  const added = { name: "", phase: 1, provenance: "assumed" };
  const rows = [...cameras, ...gone].map((camera) => {
    const { pose, listed, isStanding } = camera, { lat, lon, azimuth } = place(camera, ground), fact = listed === null ? added : facts[listed];
    const standing = listed === null ? null : facts[listed];
    const status = isStanding ? [standing?.status ?? "existing", 0, standing?.removed_in ?? null, "existing"] : ["new", fact.phase || 1, null, camera.kind];
    return [camera.key, camera.point, fact.name || camera.key, ...status, pose.height_m, ground.models[pose.model].name, azimuth, pose.azimuth_deg.toFixed(6), pose.facing_deg, pose.tilt_deg, lon, lat,
      (pose.x + ground.origin_m[0]).toFixed(3), (pose.y + ground.origin_m[1]).toFixed(3), ground.projection.crs, fact.provenance];
  });
  return [COLUMNS, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}
