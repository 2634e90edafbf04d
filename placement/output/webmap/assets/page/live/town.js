// The town that "what if" is asked of: made when it is first asked, for reading it takes a moment.
/** @import { GroundData, LiveData } from "../../page_data.js" */
/** @import { LiveCamera } from "../../core/live/cameras.js" */
import { Tally } from "../../core/live/answer.js";
import { camerasOf, mountAt, plannedCameras } from "../../core/live/cameras.js";
import { Carriers } from "../../core/live/carriers.js";
import { DemandPoints } from "../../core/live/demand_points.js";
import { History } from "../../core/live/history.js";
import { Sight } from "../../core/live/sight.js";
import { DATA } from "../data.js";

/** @param {GroundData} ground @param {LiveData} live */
function build(ground, live) {
  const points = new DemandPoints(live), sight = new Sight(ground, points), carriers = new Carriers(live);
  const planned = plannedCameras(live, DATA.cameras, carriers), tally = new Tally({ sight, points, live, ground });
  tally.have(planned);
  const facts = DATA.cameras, counts = tally.counts.map((each) => each.slice());
  const gone = camerasOf(live.gone, DATA.cameras, carriers);
  return { ground, live, points, sight, carriers, planned, gone, tally, facts, history: new History(planned), planAnswer: tally.answer(), planCounts: counts };
}
/** @typedef {ReturnType<typeof build>} LiveTown */

/** @type {{ town: LiveTown | null }} */
const made = { town: null };

/** The town, or null where the page has no ground to judge by. */
export function liveTown() {
  if (!made.town && DATA.ground && DATA.live) made.town = build(DATA.ground, DATA.live);
  return made.town;
}

/**
 * What the reader has open: the camera chosen by its key, whether a click adds one, cameras while one is dragged, and until
 * when a click only ends a drag.
 * @type {{ on: boolean, chosen: string | null, adding: boolean, preview: LiveCamera[] | null, dragUntil_ms: number }}
 */
export const live = { on: false, chosen: null, adding: false, preview: null, dragUntil_ms: 0 };

/** The cameras as they are now, while one is dragged too. @param {LiveTown} town */
export function camerasNow(town) {
  return live.preview ?? town.history.cameras;
}

/** The chosen camera. @param {LiveTown} town */
export function chosenCamera(town) {
  return camerasNow(town).find((each) => each.key === live.chosen) ?? null;
}

/**
 * Where a camera would hang among others; null inside a house.
 * @param {LiveTown} town @param {number} x @param {number} y @param {number} height_m @param {LiveCamera[]} cameras @param {number} [reach_m]
 */
export function mount({ sight, carriers }, x, y, height_m, cameras, reach_m) {
  return mountAt(x, y, height_m, { sight, carriers, cameras, reach_m });
}
