// The colours of a picture, as `look.paint` has it: sky, ground by its cover, houses shaded by direction, trees, people.
/** @import { Figure } from "./people.js" */
/** @import { Picture } from "./picture.js" */
/** @typedef {number[]} Colour */
/** @typedef {[x: number, y: number][]} Mask A polygon in shares of the picture's width and height, from the upper left. */
import { degrees } from "../live/optics.js";
import { KIND } from "./profiles.js";

const ZENITH = [142, 186, 228], HORIZON = [228, 237, 244], HIGH_DEG = 40;
/** By cover. */
const COVERS = [[187, 190, 158], [150, 184, 118], [126, 168, 204], [196, 186, 170], [142, 144, 150]];
const WALLS = [[232, 214, 184], [224, 202, 170], [236, 222, 200], [226, 206, 186], [216, 204, 182]];
const ROOF = [158, 92, 74], UNDERSIDE = [92, 84, 80], OWN_WALL = [74, 74, 78], DARK = [24, 24, 26], CROWN = [74, 128, 58], TRUNK = [104, 78, 54], MASK = [128, 128, 128];
const LIGHT_RAD = (215 * Math.PI) / 180, SHADE_LEAST = 0.6, SHADE_MORE = 0.4, THICK = 0.9, RIM_PX = 3, HATCH = 18;
const STOREY_M = 3, STOREYS_TO_M = 120, RING_M = 10, HAZE_M = 420, BEYOND = 0.45, LINE = 0.72, STOREY_LINE = 0.88, RING = 1.22;

/** People by pixel density from the finest; told apart by the colour-blind too, and named beside. @type {[density_px_m: number, colour: Colour][]} */
const PEOPLE = [[500, [122, 1, 119]], [200, [204, 59, 2]], [100, [226, 148, 0]], [50, [0, 110, 176]], [20, [64, 64, 160]], [0, [90, 90, 90]]];

/** The colour of people at a level. @param {number} density_px_m */
export function levelColour(density_px_m) {
  return (PEOPLE.find(([least]) => density_px_m >= least) ?? PEOPLE[PEOPLE.length - 1])[1];
}

/** @param {Picture} picture */
function wallColours({ scene }) {
  const { houses, raised } = scene.town, split = houses.walls.length / 4;
  /** @type {Map<number, number[]>} */
  const known = new Map();
  return (/** @type {number} */ wall) => {
    const before = known.get(wall);
    if (before) return before;
    const [solids, own] = wall < split ? [houses, wall] : [raised, wall - split], [ax, ay, bx, by] = solids.walls.subarray(4 * own, 4 * own + 4);
    const looks = Math.atan2(by - ay, ax - bx), shade = SHADE_LEAST + SHADE_MORE * Math.max(Math.cos((looks - LIGHT_RAD) / 2), 0) ** 2; // the solid is on the left
    const colour = WALLS[solids.owners[own] % WALLS.length].map((part) => part * shade);
    known.set(wall, colour);
    return colour;
  };
}

/** The roof over a wall of a house or of a raised building. [m] @param {Picture} picture @param {number} wall */
function topOf({ scene }, wall) {
  const { houses, raised } = scene.town, split = houses.walls.length / 4;
  return wall < split ? houses.tops[houses.owners[wall]] : raised.tops[raised.owners[wall - split]];
}

/** The plain colour of what a pixel meets. @param {Picture} picture @param {number} at @param {(wall: number) => number[]} wallColour @returns {Colour} */
function surface(picture, at, wallColour) {
  switch (picture.kind[at]) {
    case KIND.ground: return COVERS[picture.coverOf(at)];
    case KIND.wall: return wallColour(picture.wall[at]);
    case KIND.roof: return ROOF;
    case KIND.ownWall: return OWN_WALL;
    default: return UNDERSIDE;
  }
}

/** @param {Picture} picture @param {Float32Array} image @param {number} at */
function paintSky({ slope }, image, at) {
  const share = Math.min(Math.max(degrees(Math.atan(slope[at])) / HIGH_DEG, 0), 1);
  for (let part = 0; part < 3; part += 1) image[3 * at + part] = HORIZON[part] + share * (ZENITH[part] - HORIZON[part]);
}

/** @param {Picture} picture @param {number} at @param {number} other pixel before or above it */
function isEdge({ kind, wall }, at, other) {
  const isSolid = (/** @type {number} */ one) => kind[one] === KIND.wall || kind[one] === KIND.roof;
  return (kind[at] !== kind[other] || wall[at] !== wall[other]) && (isSolid(at) || isSolid(other));
}

/** The step of a storey or a ring at a pixel; -1 without. @param {Picture} picture @param {number} at */
function step(picture, at) {
  const { kind, distance_m, scene } = picture, away = distance_m[at];
  if (kind[at] === KIND.ground && away <= scene.range_m + RING_M) return Math.floor(away / RING_M);
  if (kind[at] === KIND.wall && away < STOREYS_TO_M) return 1e6 + Math.floor((topOf(picture, picture.wall[at]) - scene.eye.z - away * picture.slope[at]) / STOREY_M);
  return -1;
}

/** Whether a pixel is on the edge of a solid, seen from the pixel before it or above. @param {Picture} picture @param {number} at @param {number} above */
function isOutlined(picture, at, above) {
  return (at % picture.frame.columns > 0 && isEdge(picture, at, at - 1)) || (above >= 0 && isEdge(picture, at, above));
}

/** How much darker or lighter lines make a pixel. @param {Picture} picture @param {number} at */
function lines(picture, at) {
  const above = at - picture.frame.columns, { kind, wall } = picture;
  if (isOutlined(picture, at, above)) return LINE;
  if (above < 0 || kind[at] !== kind[above] || wall[at] !== wall[above]) return 1;
  const here = step(picture, at), there = step(picture, above);
  if (here === there || here < 0 || there < 0) return 1;
  return kind[at] === KIND.wall ? STOREY_LINE : RING;
}

/** How pale a thing so far is. @param {number} away_m @param {number} range_m */
function paleness(away_m, range_m) {
  const haze = 1 - Math.exp(-away_m / HAZE_M);
  return away_m > range_m ? Math.max(haze, BEYOND) : haze;
}

/** The colour of a crown or a trunk. @param {Picture} picture @param {number} at @param {number} leaf @returns {number[]} */
function leafColour({ scene, slope, azimuth_deg, leaves }, at, leaf) {
  const kind = leaves.kind[leaf], distance_m = leaves.distance_m[leaf];
  const colour = kind === KIND.crown ? CROWN : TRUNK;
  let light = 1;
  if (kind === KIND.crown) {
    const crown = scene.crowns[leaves.id[leaf]], height = scene.eye.z + distance_m * slope[at], up = (height - crown.base) / Math.max(crown.top - crown.base, 0.1);
    const tuft = Math.floor(height * 2.5) * 7 + Math.floor(((azimuth_deg[at] * Math.PI) / 180) * distance_m * 2.5) * 13;
    const mottle = (((Math.sin(tuft * 12.9898) * 43758.5453) % 1) + 1) % 1;
    light = 0.78 + 0.22 * up + 0.16 * (mottle - 0.5);
  }
  const pale = distance_m > scene.range_m ? BEYOND : 1 - Math.exp(-distance_m / HAZE_M);
  return colour.map((part, k) => part * light + pale * (HORIZON[k] - part * light));
}

/** Pixels whose middle a polygon holds. @param {{ column: number, row: number }[]} outline @param {{ columns: number, rows: number }} frame @param {(at: number) => void} visit */
function covered(outline, { columns, rows }, visit) {
  const first = Math.max(Math.floor(Math.min(...outline.map(({ row }) => row))), 0), last = Math.min(Math.ceil(Math.max(...outline.map(({ row }) => row))), rows);
  for (let row = first; row < last; row += 1) {
    const y = row + 0.5, cuts = outline.flatMap((a, k) => {
      const b = outline[(k + 1) % outline.length];
      return a.row > y !== b.row > y ? [a.column + ((y - a.row) / (b.row - a.row)) * (b.column - a.column)] : [];
    }).sort((a, b) => a - b);
    for (let k = 0; k + 1 < cuts.length; k += 2) {
      for (let column = Math.max(Math.ceil(cuts[k] - 0.5), 0); column < Math.min(cuts[k + 1] - 0.5, columns); column += 1) visit(row * columns + column);
    }
  }
}

/** Draw a person where nothing stands before it, with a light rim. @param {Picture} picture @param {Float32Array} image @param {Figure} figure @param {Colour} colour */
function drawPerson(picture, image, { outline, distance_m }, colour) {
  const middle = { column: 0, row: 0 }, columns = outline.map(({ column }) => column), rows = outline.map(({ row }) => row);
  for (const { column, row } of outline) {
    middle.column += column / outline.length;
    middle.row += row / outline.length;
  }
  const wide = Math.max(Math.max(...columns) - Math.min(...columns), 1), tall = Math.max(Math.max(...rows) - Math.min(...rows), 1);
  const rim = outline.map(({ column, row }) => ({ column: middle.column + (column - middle.column) * (1 + RIM_PX / wide), row: middle.row + (row - middle.row) * (1 + RIM_PX / tall) }));
  for (const [shape, tint] of /** @type {[typeof outline, Colour][]} */ ([[rim, [255, 255, 255]], [outline, colour]])) {
    covered(shape, picture.frame, (at) => { if (picture.distance_m[at] > distance_m - 0.5) image.set(tint, 3 * at); });
  }
}

/** @param {Picture} picture @param {Float32Array} image */
function drawLeaves(picture, image) {
  const { crowns_through } = picture.scene.town.ground, thick = crowns_through > 0 ? 0.4 : THICK;
  const { firstLeaf, leaves } = picture;
  for (let at = 0; at < firstLeaf.length; at += 1) {
    for (let leaf = firstLeaf[at]; leaf >= 0; leaf = leaves.next[leaf]) {
      const colour = leafColour(picture, at, leaf), share = leaves.kind[leaf] === KIND.crown ? thick : 1;
      for (let part = 0; part < 3; part += 1) image[3 * at + part] += share * (colour[part] - image[3 * at + part]);
    }
  }
}

/**
 * The picture in colours, four numbers a pixel, with people before it and masks over it.
 * @param {Picture} picture @param {Figure[]} figures @param {Colour[]} colours of the figures @param {Mask[]} masks
 */
export function paint(picture, figures, colours, masks) {
  const { frame, kind, distance_m, scene } = picture, size = kind.length, image = new Float32Array(3 * size), wallColour = wallColours(picture);
  for (let at = 0; at < size; at += 1) {
    if (kind[at] === KIND.sky) {
      paintSky(picture, image, at);
      continue;
    }
    const colour = surface(picture, at, wallColour), line = lines(picture, at), pale = paleness(distance_m[at], scene.range_m);
    for (let part = 0; part < 3; part += 1) image[3 * at + part] = colour[part] * line + pale * (HORIZON[part] - colour[part] * line);
  }
  const order = [...figures.keys()].sort((a, b) => figures[b].distance_m - figures[a].distance_m);
  for (const k of order) drawPerson(picture, image, figures[k], colours[k]);
  drawLeaves(picture, image);
  const pixels = new Uint8ClampedArray(4 * size);
  for (let at = 0; at < size; at += 1) {
    const isLit = !Number.isNaN(picture.slope[at]);
    for (let part = 0; part < 3; part += 1) pixels[4 * at + part] = isLit ? image[3 * at + part] : DARK[part];
    pixels[4 * at + 3] = 255;
  }
  for (const mask of masks) {
    covered(mask.map(([x, y]) => ({ column: x * frame.optics.width - frame.first, row: y * frame.rows })), frame, (at) => {
      const hatch = Math.floor((Math.floor(at / frame.columns) + (at % frame.columns)) / 6) % 2 ? HATCH : 0;
      pixels.set(MASK.map((part) => part + hatch), 4 * at);
    });
  }
  return pixels;
}
