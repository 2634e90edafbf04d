// Asked by tests/output/test_webmap_look.py: what the page's own picture of a camera meets, and how long it takes.
/** @import { GroundData } from "../../placement/output/webmap/assets/page_data.js" */
/** @import { Level } from "../../placement/output/webmap/assets/core/town.js" */
/** @import { Pose } from "../../placement/output/webmap/assets/core/live/sight.js" */
/** @import { StreetLine } from "../../placement/output/webmap/assets/core/look/cover.js" */
import { readFileSync } from "node:fs";
import { paint } from "../../placement/output/webmap/assets/core/look/paint.js";
import { figuresIn } from "../../placement/output/webmap/assets/core/look/people.js";
import { framesOf, Picture } from "../../placement/output/webmap/assets/core/look/picture.js";
import { sceneAround, Town } from "../../placement/output/webmap/assets/core/look/scene.js";

/** @type {{ ground: GroundData, streets: StreetLine[], poses: Pose[], levels: Level[], width: number }} */
const { ground, streets, poses, levels, width } = JSON.parse(readFileSync(0, "utf-8"));
const town = new Town(ground, streets, []);
const answers = poses.flatMap((pose) => framesOf(ground.models[pose.model], pose, () => width).map((frame) => {
  const start = process.cpuUsage();
  const picture = new Picture(sceneAround(town, pose), frame), figures = figuresIn(picture, levels);
  const pixels = paint(picture, figures, figures.map(() => [200, 0, 0]), []);
  const { user, system } = process.cpuUsage(start), time_ms = (user + system) / 1000;
  return { columns: frame.columns, rows: frame.rows, kind: Buffer.from(picture.kind).toString("base64"), distance_m: Buffer.from(picture.distance_m.buffer).toString("base64"),
    leaves: [...picture.firstLeaf.keys()].filter((at) => picture.firstLeaf[at] >= 0), figures: figures.map((figure) => ({ ...figure, level: figure.level.name })), pixels: Buffer.from(pixels.buffer).toString("base64"), time_ms };
}));
process.stdout.write(JSON.stringify(answers));
