// What may be in the picture of a lens: houses, what one sees below, crowns and ground around it.
/** @import { GroundData } from "../../page_data.js" */
/** @import { Crown } from "../live/crowns.js" */
/** @import { Pose } from "../live/sight.js" */
/** @import { CoverArea, StreetLine } from "./cover.js" */
/** @import { Eye } from "./profiles.js" */
import { crownsOf } from "../live/crowns.js";
import { Solids } from "../live/solids.js";
import { Terrain } from "../live/terrain.js";
import { GroundCover } from "./cover.js";
import { FAR_M } from "./profiles.js";

/** A crown that reaches a lens so closely is trimmed. [m] */
const TRIMMED_M = 0.05;

/** The ground of the page, unpacked once. */
export class Town {
  /** @param {GroundData} ground @param {StreetLine[]} streets @param {CoverArea[]} areas */
  constructor(ground, streets, areas) {
    this.ground = ground;
    this.terrain = new Terrain(ground);
    this.houses = new Solids(ground.houses);
    this.raised = new Solids(ground.raised);
    this.crowns = crownsOf(ground);
    this.streets = streets;
    this.areas = areas;
  }

  /** Height of the ground between the nodes around a place. [m] @param {number} x @param {number} y */
  ground_m(x, y) {
    const { lattice, nodes } = this.terrain;
    if (!lattice) return 0;
    const across = Math.min(Math.max((x - lattice.west_m) / lattice.step_m, 0), lattice.columns - 1);
    const down = Math.min(Math.max((lattice.north_m - y) / lattice.step_m, 0), lattice.rows - 1);
    const j = Math.min(Math.floor(across), lattice.columns - 2), i = Math.min(Math.floor(down), lattice.rows - 2);
    const at = i * lattice.columns + j, u = across - j;
    const above = nodes[at] + u * (nodes[at + 1] - nodes[at]);
    const below = nodes[at + lattice.columns] + u * (nodes[at + lattice.columns + 1] - nodes[at + lattice.columns]);
    return above + (down - i) * (below - above);
  }
}

/** @param {Solids} solids @param {Eye} eye */
function solidsNear(solids, eye) {
  return new Set(Array.from(solids.wallsNear(eye.x, eye.y, FAR_M), (wall) => solids.owners[wall]));
}

/** A trunk or a crown: an upright cylinder. @typedef {Crown & { away: number, towards_rad: number, foot: number }} NearCrown */

/** @typedef {ReturnType<typeof sceneAround>} Scene */

/**
 * What lies around the lens of a camera.
 * @param {Town} town @param {Pose} pose
 */
export function sceneAround(town, pose) {
  const eye = { x: pose.x, y: pose.y, z: pose.ground_m + pose.height_m };
  /** @type {NearCrown[]} */
  const crowns = town.crowns.map((crown) => ({ ...crown, away: Math.hypot(crown.x - eye.x, crown.y - eye.y),
    towards_rad: Math.atan2(crown.x - eye.x, crown.y - eye.y), foot: 0 })).filter(({ away, radius }) => away < FAR_M && away > radius + TRIMMED_M);
  for (const crown of crowns) crown.foot = town.ground_m(crown.x, crown.y);
  return { town, pose, eye, foot_m: pose.ground_m, range_m: town.ground.models[pose.model].range_m, crowns, houses: solidsNear(town.houses, eye),
    raised: solidsNear(town.raised, eye), cover: new GroundCover(eye.x, eye.y, town.streets, town.areas) };
}
