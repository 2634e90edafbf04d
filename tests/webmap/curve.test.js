import assert from "node:assert/strict";
import { test } from "node:test";

import { curveScale, gainsOf, pathOf, roundTop } from "../../placement/output/webmap/assets/core/curve.js";

test("the top of an axis is round and high enough", () => {
  assert.deepEqual([0.34, 0.2, 0.21, 1, 7, 0].map(roundTop), [0.5, 0.2, 0.5, 1, 10, 1]);
});

test("the first value lies left, the last right, nothing below and the top above", () => {
  const { x, y } = curveScale({ from: 28, to: 75, top: 0.5 }, { left: 40, right: 400, top: 10, bottom: 150 });
  assert.deepEqual([x(28), x(75), y(0), y(0.5), y(0.25)], [40, 400, 150, 10, 80]);
  assert.equal(curveScale({ from: 1, to: 1, top: 0 }, { left: 0, right: 9, top: 0, bottom: 9 }).x(1), 0);
});

test("each point adds what it has more than the one before", () => {
  assert.deepEqual(gainsOf([1, 4, 4, 3, 5]), [0, 3, 0, 0, 2]);
  assert.equal(pathOf([[1, 2], [3, 4.25]]), "M1.0 2.0L3.0 4.3");
});
