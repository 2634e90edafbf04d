// Asked by tests/output/test_webmap_live.py: what cameras cover by the page's own sight, and how long each takes.
/** @import { GroundData, LiveData } from "../../placement/output/webmap/assets/page_data.js" */
/** @import { Pose } from "../../placement/output/webmap/assets/core/live/sight.js" */
import { readFileSync } from "node:fs";
import { DemandPoints } from "../../placement/output/webmap/assets/core/live/demand_points.js";
import { Sight } from "../../placement/output/webmap/assets/core/live/sight.js";

/** @type {{ blocks: { ground: GroundData, live: LiveData }, poses: (Omit<Pose, "ground_m"> & { ground_m?: number })[] }} */
const { blocks, poses } = JSON.parse(readFileSync(0, "utf-8"));
const sight = new Sight(blocks.ground, new DemandPoints(blocks.live));
const answers = poses.map((pose) => {
  const start_ms = performance.now();
  const ground_m = pose.ground_m ?? sight.terrain.heightAt(pose.x, pose.y);
  const coverage = sight.coverage({ ...pose, ground_m });
  return { ...coverage, ground_m, inside: sight.isInside(pose.x, pose.y, pose.height_m), time_ms: performance.now() - start_ms };
});
process.stdout.write(JSON.stringify(answers));
