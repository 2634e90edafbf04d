// Symbols that would lie on one another move apart, each as little as it can.

/** @typedef {{ x: number, y: number }} Spot Pixels. */

const MOST_ROUNDS = 120, PULL = 0.02, SLACK_PX = 0.5;

/**
 * Push two spots apart where they are nearer than they may be; returns whether they were.
 * @param {Spot} a
 * @param {Spot} b
 * @param {number} least_px
 * @param {number} index
 */
function part(a, b, least_px, index) {
  let dx = b.x - a.x, dy = b.y - a.y, distance = Math.hypot(dx, dy);
  if (distance >= least_px) return false;
  if (distance < 1e-6) [dx, dy, distance] = [Math.cos(2.4 * index), Math.sin(2.4 * index), 1]; // one place: each to a side of its own
  const push = (least_px + SLACK_PX - Math.min(distance, least_px)) / 2 / distance;
  a.x -= push * dx;
  a.y -= push * dy;
  b.x += push * dx;
  b.y += push * dy;
  return true;
}

/**
 * Pairs of indices of spots that may come nearer to each other than the least distance.
 * @param {Spot[]} spots
 * @param {number} reach_px
 */
function neighbours(spots, reach_px) {
  const order = spots.map((_, index) => index).sort((a, b) => spots[a].x - spots[b].x);
  /** @type {[number, number][]} */
  const pairs = [];
  order.forEach((one, slot) => {
    for (let next = slot + 1; next < order.length && spots[order[next]].x - spots[one].x < reach_px; next += 1) {
      if (Math.abs(spots[order[next]].y - spots[one].y) < reach_px) pairs.push([one, order[next]]);
    }
  });
  return pairs;
}

/**
 * Where spots stand that keep a least distance from one another; the same spots give the same answer.
 * @param {Spot[]} spots
 * @param {number} least_px
 * @returns {Spot[]}
 */
export function spread(spots, least_px) {
  const moved = spots.map(({ x, y }) => ({ x, y }));
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const touching = neighbours(moved, least_px).filter(([one, other]) => part(moved[one], moved[other], least_px, one + other));
    if (!touching.length) break;
    if (round > MOST_ROUNDS / 2) continue;
    moved.forEach((spot, index) => {
      spot.x += PULL * (spots[index].x - spot.x);
      spot.y += PULL * (spots[index].y - spot.y);
    });
  }
  return moved;
}
