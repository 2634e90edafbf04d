// What every pixel of a camera's picture meets, by the camera's own optics, as `look.picture` has it.
/** @import { GroundData } from "../../page_data.js" */
/** @import { Pose } from "../live/sight.js" */
/** @import { Optics } from "./pixels.js" */
/** @import { Scene } from "./scene.js" */
import { degrees, radians, turn_deg, wrap_deg } from "../live/optics.js";
import { crossings, Fan } from "./fan.js";
import { opticsOf, pixelOfRay, rayOfPixel } from "./pixels.js";
import { KIND, Profiles } from "./profiles.js";

const RAYS_A_PIXEL = 1.25, WIDEST_DEG = 180, TRUNK_RADIUS_M = 0.15, SEAM_DEG = 1e-6, HALF_CIRCLE_DEG = 90;
/** Of crowns one behind the other only so many are drawn. */
const MOST_LEAVES = 6;
/**
 * What one looks through below, over one ray: rises within its distances lie between `low` and `high`.
 * @typedef {{ kind: number, enter_m: number, leave_m: number, base: number, top: number, id: number, low: number, high: number }} Floating
 */

/**
 * A picture to draw: a head in its pose; `azimuth_deg` of its axis from grid north, `first` its first column of a wider picture.
 * @typedef {{ head: number, optics: Optics, azimuth_deg: number, first: number, columns: number, rows: number, scale: number }} Frame
 */

/**
 * The pictures that a camera makes: one a head or preset, wide ones cut into strips; heads that see only their own wall are left out.
 * @param {GroundData["models"][number]} model @param {Pose} pose @param {(pictures: number) => number} widthFor
 * @returns {Frame[]}
 */
export function framesOf(model, pose, widthFor) {
  const { facing_deg } = pose;
  const heads = [...model.heads.entries()].filter(([, head]) => model.presets || facing_deg === null
    || Math.abs(turn_deg(facing_deg, pose.azimuth_deg + head.azimuth_offset_deg)) < HALF_CIRCLE_DEG + head.hfov_deg / 2 - SEAM_DEG);
  const moreTilt_deg = model.presets ? 0 : pose.tilt_deg - model.tilt_deg, width = widthFor(heads.length);
  return heads.flatMap(([number, head]) => {
    const strips = head.projection === "panoramic" ? Math.max(1, Math.ceil(head.hfov_deg / WIDEST_DEG - 1e-9)) : 1;
    const optics = opticsOf(head, head.tilt_deg + moreTilt_deg, width * strips);
    return Array.from({ length: strips }, (_, strip) => ({ head: number, optics, azimuth_deg: wrap_deg(pose.azimuth_deg + head.azimuth_offset_deg), first: strip * width,
      columns: width, rows: Math.max(1, Math.round(optics.height)), scale: optics.width / head.width_px }));
  });
}

/** The pixel of a place in a frame. @param {Frame} frame @param {Scene} scene @param {number} x @param {number} y @param {number} z */
export function pixelOfPoint(frame, { eye }, x, y, z) {
  const away = Math.hypot(x - eye.x, y - eye.y), azimuth = degrees(Math.atan2(x - eye.x, y - eye.y));
  const [column, row] = pixelOfRay(frame.optics, turn_deg(frame.azimuth_deg, azimuth), degrees(Math.atan2(z - eye.z, away)));
  return { column: column - frame.first, row };
}

export class Picture {
  /** @param {Scene} scene @param {Frame} frame */
  constructor(scene, frame) {
    const size = frame.columns * frame.rows;
    this.scene = scene;
    this.frame = frame;
    this.kind = new Uint8Array(size);
    this.wall = new Int32Array(size).fill(-1);
    /** Along the ground; Infinity in the sky. [m] */
    this.distance_m = new Float32Array(size).fill(Infinity);
    /** From grid north; NaN where no ray falls. [°] */
    this.azimuth_deg = new Float32Array(size).fill(NaN);
    this.slope = new Float32Array(size).fill(NaN);
    /** How far the first crown or trunk before that is; Infinity without one. [m] */
    this.leaf_m = new Float32Array(size).fill(Infinity);
    /** Crowns and trunks of each pixel, farthest first: index of the first in `leaves`, -1 without; each names the next, nearer one. */
    this.firstLeaf = new Int32Array(size).fill(-1);
    /** @type {{ kind: number[], distance_m: number[], id: number[], next: number[] }} */
    this.leaves = { kind: [], distance_m: [], id: [], next: [] };
    this.#aim();
    this.#meet();
  }

  #aim() {
    const { columns, rows, first, optics, azimuth_deg } = this.frame, ray = new Float64Array(2);
    for (let row = 0, at = 0; row < rows; row += 1) {
      for (let column = 0; column < columns; column += 1, at += 1) {
        rayOfPixel(optics, first + column + 0.5, row + 0.5, ray);
        this.azimuth_deg[at] = azimuth_deg + ray[0];
        this.slope[at] = ray[1];
      }
    }
  }

  /** Rays for all azimuths in the picture, as close together as its pixels. */
  #fan() {
    const circle = Math.ceil(360 / (degrees(1 / this.frame.optics.px_rad) / RAYS_A_PIXEL)), axis = this.frame.azimuth_deg;
    let low = 180, high = -180;
    for (const azimuth of this.azimuth_deg) {
      const off = azimuth - axis;
      if (off < low) low = off;
      if (off > high) high = off;
    }
    const count = Math.min(Math.ceil(((high - low) / 360) * circle) + 3, circle);
    return new Fan(axis + low - 360 / circle, count, circle);
  }

  #meet() {
    const { scene } = this, { eye, town, pose } = scene, fan = this.#fan();
    const profiles = new Profiles(fan, eye, scene.foot_m, (x, y) => town.ground_m(x, y), crossings(fan, town.houses, scene.houses, eye.x, eye.y), town.houses.tops);
    const floating = this.#floating(fan);
    const { columns, rows } = this.frame;
    for (let column = 0; column < columns; column += 1) { // neighbours then look along the same ray
      for (let row = 0; row < rows; row += 1) {
        const at = row * columns + column;
        if (!Number.isNaN(this.slope[at])) this.#meetAt(at, fan, profiles, floating, pose.facing_deg);
      }
    }
  }

  /** @param {number} at @param {Fan} fan @param {Profiles} profiles @param {Floating[][]} floating @param {number | null} facing_deg */
  #meetAt(at, fan, profiles, floating, facing_deg) {
    const slope = this.slope[at], ray = fan.nearest(this.azimuth_deg[at]), piece = profiles.pieceAt(ray, slope);
    if (piece >= 0) {
      this.kind[at] = profiles.kind[piece];
      this.wall[at] = profiles.wall[piece];
      this.distance_m[at] = profiles.distanceTo_m(piece, slope);
    }
    const isBehind = facing_deg !== null && Math.abs(turn_deg(facing_deg, this.azimuth_deg[at])) > HALF_CIRCLE_DEG;
    if (isBehind || (this.kind[at] === KIND.wall && this.distance_m[at] <= 0)) this.#own(at);
    else if (floating[ray]) this.#meetFloating(at, slope, floating[ray]);
  }

  /** A pixel shows nothing but the wall that the lens hangs on. @param {number} at */
  #own(at) {
    this.kind[at] = KIND.ownWall;
    this.wall[at] = -1;
    this.distance_m[at] = 0;
  }

  /** What one looks through below, ray by ray and nearest first. @param {Fan} fan */
  #floating(fan) {
    /** @type {Floating[][]} */
    const byRay = [];
    const { scene } = this, { raised } = scene.town;
    if (scene.raised.size) {
      crossings(fan, raised, scene.raised, scene.eye.x, scene.eye.y).forEach((list, ray) => {
        for (const { solid, wall, enter_m, leave_m } of list) (byRay[ray] ??= []).push(floatingOf({ kind: KIND.wall, enter_m, leave_m, base: raised.bases[solid], top: raised.tops[solid], id: wall }, scene.eye.z));
      });
    }
    scene.crowns.forEach((crown, id) => {
      cylinder(fan, crown, Math.min(TRUNK_RADIUS_M, crown.radius), { kind: KIND.trunk, base: crown.foot, top: crown.base, id }, scene.eye.z, byRay);
      cylinder(fan, crown, crown.radius, { kind: KIND.crown, base: crown.base, top: crown.top, id }, scene.eye.z, byRay);
    });
    for (const list of byRay) list?.sort((a, b) => a.enter_m - b.enter_m);
    return byRay;
  }

  /** @param {number} at @param {number} slope @param {Floating[]} floating nearest first */
  #meetFloating(at, slope, floating) {
    const walls = this.scene.town.houses.walls.length / 4, eye_m = this.scene.eye.z;
    let leaves = 0;
    for (const each of floating) {
      if (slope < each.low || slope > each.high || each.enter_m >= this.distance_m[at]) continue;
      const distance_m = distanceTo_m(each, slope, eye_m);
      if (!(distance_m < this.distance_m[at])) continue;
      if (each.kind === KIND.wall) {
        this.kind[at] = distance_m === each.enter_m ? KIND.wall : (slope > 0 ? KIND.underside : KIND.roof);
        this.wall[at] = walls + each.id;
        this.distance_m[at] = distance_m;
        this.#dropBehind(at);
      } else if (leaves++ < MOST_LEAVES) {
        this.#addLeaf(at, each, distance_m);
      }
    }
  }

  /** @param {number} at @param {Floating} crown @param {number} distance_m */
  #addLeaf(at, { kind, id }, distance_m) {
    const { leaves } = this;
    if (distance_m < this.leaf_m[at]) this.leaf_m[at] = distance_m;
    leaves.kind.push(kind);
    leaves.distance_m.push(distance_m);
    leaves.id.push(id);
    leaves.next.push(this.firstLeaf[at]);
    this.firstLeaf[at] = leaves.kind.length - 1;
  }

  /** Leaves behind what a pixel meets are not seen; the farthest come first. @param {number} at */
  #dropBehind(at) {
    while (this.firstLeaf[at] >= 0 && this.leaves.distance_m[this.firstLeaf[at]] >= this.distance_m[at]) this.firstLeaf[at] = this.leaves.next[this.firstLeaf[at]];
  }

  /** What the ground at a pixel is covered with. @param {number} at */
  coverOf(at) {
    const turned = radians(this.azimuth_deg[at]), away = this.distance_m[at];
    return this.scene.cover.at(this.scene.eye.x + away * Math.sin(turned), this.scene.eye.y + away * Math.cos(turned));
  }

  /** The place on the plan of what a pixel meets. @param {number} at @returns {[x: number, y: number]} */
  placeOf(at) {
    const turned = radians(this.azimuth_deg[at]), away = this.distance_m[at];
    return [this.scene.eye.x + away * Math.sin(turned), this.scene.eye.y + away * Math.cos(turned)];
  }
}

/**
 * Add a cylinder to the rays that run through it.
 * @param {Fan} fan @param {{ away: number, towards_rad: number }} trunk @param {number} radius @param {{ kind: number, base: number, top: number, id: number }} part @param {number} eye_m @param {Floating[][]} byRay
 */
function cylinder(fan, { away, towards_rad }, radius, part, eye_m, byRay) {
  const half = Math.asin(Math.min(radius / away, 1)), step = radians(fan.step_deg);
  const rays = Math.floor(half / step) + 1, middle = Math.round(fan.place(degrees(towards_rad)));
  for (let near = middle - rays; near <= middle + rays; near += 1) {
    const ray = ((near % fan.circle) + fan.circle) % fan.circle;
    if (ray >= fan.count) continue;
    const off = radians(fan.first_deg + ray * fan.step_deg) - towards_rad, aside2 = radius * radius - (away * Math.sin(off)) ** 2;
    if (aside2 < 0 || Math.cos(off) < 0) continue;
    const chord = Math.sqrt(aside2), along = away * Math.cos(off);
    (byRay[ray] ??= []).push(floatingOf({ ...part, enter_m: along - chord, leave_m: along + chord }, eye_m));
  }
}

/**
 * The rises between which a ray may meet a solid.
 * @param {Omit<Floating, "low" | "high">} part @param {number} eye_m
 * @returns {Floating}
 */
function floatingOf(part, eye_m) {
  const near = Math.max(part.enter_m, 1e-6), under = part.base - eye_m, over = part.top - eye_m;
  return { ...part, low: Math.min(under / near, under / part.leave_m), high: Math.max(over / near, over / part.leave_m) };
}

/** How far a ray meets what one looks through below, on its side or a level face; NaN if it does not. [m] @param {Floating} part @param {number} slope @param {number} eye_m */
function distanceTo_m({ base, top, enter_m, leave_m }, slope, eye_m) {
  const height = eye_m + slope * enter_m;
  if (height >= base && height <= top) return enter_m;
  const flat = ((height < base ? base : top) - eye_m) / slope;
  return flat >= enter_m && flat <= leave_m ? flat : NaN;
}
