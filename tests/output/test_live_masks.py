"""The page's "what if" counts a plan with masks as the plan does."""

import shutil
from pathlib import Path

import pytest

import placement
from placement.output.webmap.live import live_blocks
from tests.output.live_drags import answers_of
from tests.pipeline.test_masks import write_case


@pytest.mark.skipif(shutil.which("node") is None, reason="needs Node")
def test_the_page_leaves_out_whom_masks_hide(tmp_path: Path) -> None:
    """By the page's own scripts: the value with masks, and more without the pairs they take."""
    result = placement.plan_case(placement.read_case(write_case(tmp_path, mask_px_m=25.0)))
    plan, situation = result.plan, result.situation
    assert situation is not None
    blocks = live_blocks(plan, situation)
    assert blocks is not None
    assert any("masked" in camera for camera in blocks["live"]["cameras"])
    with_masks, _ = answers_of(plan, blocks, [])
    for camera in blocks["live"]["cameras"]:
        camera.pop("masked", None)
    bare, _ = answers_of(plan, blocks, [])

    assert with_masks["value"] == pytest.approx(plan.final.value, rel=1e-6)
    assert bare["value"] > with_masks["value"]
