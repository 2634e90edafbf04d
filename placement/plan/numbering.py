"""Numbers of cameras: those of map, paper and lists, the same in what is published.

A number says nothing but the phase and where the name stands in the alphabet. The order of building
(`rank`) says more: what a camera adds, and which of those that stand do not work. It is not
published, and no sign bears it.
"""

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

from placement.texts import plain

if TYPE_CHECKING:
    from placement.plan.plan import PlannedCamera


def numbers(cameras: Iterable["PlannedCamera"]) -> dict[str, int]:
    """Return camera → its number: by phase, then by name and point; 1 first."""
    ordered = sorted(
        cameras, key=lambda c: (c.phase, plain(c.name), c.point_id, _blind(c.camera_id))
    )
    return {camera.camera_id: number for number, camera in enumerate(ordered, start=1)}


def _blind(camera_id: str) -> str:
    """Return what tells cameras of one point apart but says nothing of them."""
    return hashlib.sha256(camera_id.encode("utf-8", "replace")).hexdigest()
