import assert from "node:assert/strict";
import { test } from "node:test";
import { boxAmong, overlaps, turnedBox } from "../../placement/output/webmap/assets/core/label_boxes.js";
import { spread } from "../../placement/output/webmap/assets/core/spread.js";

const AT = { x: 100, y: 100 };
const anywhere = () => true;

test("a name makes way for other names, and goes nowhere where it may not be", () => {
  assert.deepEqual(boxAmong("Centrum", AT, [], anywhere), { x: 100, y: 100, halfWidth: 34, halfHeight: 11 });
  const beside = boxAmong("Centrum", AT, [{ ...AT, halfWidth: 8, halfHeight: 8 }], anywhere);
  assert.deepEqual([beside?.x, beside?.y], [100, 80]);
  assert.equal(boxAmong("Centrum", AT, [{ ...AT, halfWidth: 500, halfHeight: 500 }], anywhere), undefined);
  assert.equal(boxAmong("Centrum", AT, [], ({ y }) => y > 110)?.y, 120);
  assert.equal(boxAmong("Centrum", AT, [], () => false), undefined);
});

test("a turned name takes the room of its turn", () => {
  const along = turnedBox("Mostecká", AT, 0), across = turnedBox("Mostecká", AT, 90);
  assert.ok(along.halfWidth > along.halfHeight);
  assert.ok(Math.abs(along.halfWidth - across.halfHeight) < 1e-9);
  assert.ok(overlaps(along, across));
  assert.ok(!overlaps(along, { ...along, x: 100 + 2.01 * along.halfWidth }));
});

/**
 * @param {{ x: number, y: number }[]} spots
 */
function least(spots) {
  return Math.min(...spots.flatMap((a, i) => spots.slice(i + 1).map((b) => Math.hypot(a.x - b.x, a.y - b.y))));
}

test("symbols on one place and in crowds move apart, others stay", () => {
  const crowd = Array.from({ length: 40 }, (_, i) => ({ x: (7 * i) % 60, y: (11 * i) % 50 }));
  const alone = { x: 900, y: 900 };
  const moved = spread([...crowd, AT, AT, AT, alone], 24);
  assert.ok(least(moved) >= 23.9, String(least(moved)));
  assert.deepEqual(moved[moved.length - 1], alone);
  assert.deepEqual(spread([...crowd, AT, AT, AT, alone], 24), moved);
  assert.ok(Math.max(...moved.slice(0, 40).map((spot, i) => Math.hypot(spot.x - crowd[i].x, spot.y - crowd[i].y))) < 150);
});
