// Asked by tests/output/live_drags.py: what a plan is worth with one camera changed, as the page says it, and how long each takes.
/** @import { CameraData, GroundData, LiveData } from "../../placement/output/webmap/assets/page_data.js" */
/** @import { Pose } from "../../placement/output/webmap/assets/core/live/sight.js" */
import { readFileSync } from "node:fs";
import { Tally } from "../../placement/output/webmap/assets/core/live/answer.js";
import { movedTo, plannedCameras, posedAs } from "../../placement/output/webmap/assets/core/live/cameras.js";
import { Carriers } from "../../placement/output/webmap/assets/core/live/carriers.js";
import { DemandPoints } from "../../placement/output/webmap/assets/core/live/demand_points.js";
import { History } from "../../placement/output/webmap/assets/core/live/history.js";
import { camerasCsv, whatIfText } from "../../placement/output/webmap/assets/core/live/export.js";
import { Sight } from "../../placement/output/webmap/assets/core/live/sight.js";

/** @type {{ blocks: { ground: GroundData, live: LiveData }, facts: CameraData[], poses: (Omit<Pose, "ground_m"> & { key: string })[] }} */
const { blocks: { ground, live }, facts, poses } = JSON.parse(readFileSync(0, "utf-8"));
const points = new DemandPoints(live), sight = new Sight(ground, points), carriers = new Carriers(live);
const planned = plannedCameras(live, facts, carriers), tally = new Tally({ sight, points, live, ground });
tally.have(planned);
const plan = tally.answer();

const answers = poses.map(({ key, ...pose }) => {
  const own = planned.find((each) => each.key === key);
  if (!own) throw new Error(`no camera ${key}`);
  const start_ms = performance.now();
  const place = { x: pose.x, y: pose.y, height_m: pose.height_m, facing_deg: pose.facing_deg, ground_m: sight.terrain.heightAt(pose.x, pose.y) };
  const mount = { ...place, kind: null, isSite: false, point: `${pose.x} ${pose.y}`, point_czk: carriers.default_czk };
  const moved = posedAs(movedTo(own, mount), { azimuth_deg: pose.azimuth_deg, tilt_deg: pose.tilt_deg, model: pose.model });
  const cameras = planned.map((each) => (each === own ? moved : each));
  tally.have(cameras);
  const answer = tally.answer(), time_ms = performance.now() - start_ms, history = new History(planned);
  history.add(cameras);
  return { ...tally.coverage(moved), ...answer, time_ms, inside: sight.isInside(pose.x, pose.y, pose.height_m),
    text: whatIfText(history.changes, { ground, facts }), csv: camerasCsv(cameras, { ground, facts }) };
});
process.stdout.write(JSON.stringify({ plan, answers }));
