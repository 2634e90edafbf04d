import assert from "node:assert/strict";
import { test } from "node:test";
import { summed, unpackNumbers } from "../../placement/output/webmap/assets/core/varints.js";

// As `webmap/varints.py` packs them; tests/output/test_webmap_varints.py holds these texts from the other side.
test("numbers come back with their sign, from one byte to eight", () => {
  assert.deepEqual(unpackNumbers("AAECfn+AAYEB"), [0, -1, 1, 63, -64, 64, -65]);
  assert.deepEqual(unpackNumbers("gICAgICAgAQ="), [2 ** 50]);
  assert.deepEqual(unpackNumbers("////////fw=="), [-(2 ** 48)]);
  assert.deepEqual(unpackNumbers(""), []);
});

test("steps are summed once, or twice", () => {
  assert.deepEqual(summed([5, -2, 0, 3]), [5, 3, 3, 6]);
  assert.deepEqual(summed([10, -9, 0, 1], 2), [10, 11, 12, 14]);
});
