"""Checks of a plan read from `plan.json`: values that this program does not write."""

import math
from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any

from attrs import fields, frozen, has

from placement.cameras.masks import Mask
from placement.crs.systems import working_crs
from placement.demand.week import WEEK_HOURS
from placement.errors import CrsError
from placement.plan.plan import Plan, PlannedCamera
from placement.texts import Phrase

FARTHEST_M = 1e8
"""No coordinate and no height of a plan is larger. [m]"""
HIGHEST = 1e15
"""No price, demand or count is larger."""
LEAST_CORNERS = 3
"""Of a polygon. [-]"""


@frozen
class Flaw:
    """A fault of a plan file: its place in the file and the reason."""

    place: str
    reason: Phrase


def flaws(plan: Plan) -> Iterator[Flaw]:
    """Yield the faults of a plan, in the order of its file."""
    try:
        working_crs(plan.crs)
    except CrsError:
        yield _flaw("crs", "crs", plan.crs)
    models = [model.name for model in plan.models]
    for name, listed in (("models", models), ("phases", plan.phases)):
        if not listed:
            yield _flaw(name, "empty")
    yield from _twice("models", "name", models)
    yield from _twice("cameras", "camera_id", [camera.camera_id for camera in plan.cameras])
    numbers = [phase.phase for phase in plan.phases]
    if numbers != list(range(len(numbers))):
        yield _flaw("phases", "number", ", ".join(map(str, numbers)))
    most_masks = {model.name: model.masks_most for model in plan.models}
    for number, camera in enumerate(plan.cameras):
        yield from _of_camera(camera, f"cameras[{number}]", models=models, phases=len(numbers))
        if not _fit(camera.masks, most_masks.get(camera.model)):
            yield _flaw(f"cameras[{number}].masks", "masks", len(camera.masks))
    if plan.week and not _is_week(plan.week):
        yield _flaw("week", "number", len(plan.week))
    ids = {camera.camera_id for camera in plan.cameras}
    for number, walk in enumerate(plan.walks):
        for other in sorted({*walk.cameras} - ids):
            yield _flaw(f"walks[{number}].cameras", "unknown", other)
    yield from _unsound(plan, "")


def _is_week(shares: tuple[float, ...]) -> bool:
    """Return whether shares are of all hours of a week and sum to 1."""
    return (
        len(shares) == WEEK_HOURS
        and all(0 <= share <= 1 for share in shares)
        and math.isclose(math.fsum(shares), 1.0, rel_tol=1e-6)
    )


def _of_camera(
    camera: PlannedCamera, place: str, *, models: Collection[str], phases: int
) -> Iterator[Flaw]:
    if camera.model not in models:
        yield _flaw(f"{place}.model", "unknown", camera.model)
    if not 0 <= camera.phase < max(phases, 1):
        yield _flaw(f"{place}.phase", "number", camera.phase)
    if camera.removed_in is not None and not camera.phase < camera.removed_in < phases:
        yield _flaw(f"{place}.removed_in", "number", camera.removed_in)
    for name, most in (("lon_deg", 180.0), ("lat_deg", 90.0), ("azimuth_deg", 360.0)):
        value = getattr(camera, name)
        if not abs(value) <= most:
            yield _flaw(f"{place}.{name}", "number", value)
    for name in ("x_m", "y_m", "height_m", "tilt_deg", "grid_azimuth_deg"):
        value = getattr(camera, name)
        if not abs(value) <= FARTHEST_M:
            yield _flaw(f"{place}.{name}", "number", value)


def _fit(masks: tuple[Mask, ...], most: int | None) -> bool:
    """Return whether masks are polygons in their pictures, as many as a device has at most."""
    counts = Counter(mask.picture for mask in masks)
    return all(count <= most for count in counts.values() if most is not None) and all(
        len(mask.corners) >= LEAST_CORNERS
        and all(0 <= share <= 1 for corner in mask.corners for share in corner)
        for mask in masks
    )


def _unsound(value: Any, place: str) -> Iterator[Flaw]:  # noqa: ANN401 -- a part of any kind
    """Yield numbers beyond any that a plan can have; NaN is allowed, it stands for no number."""
    if isinstance(value, bool | str) or value is None:
        return
    if isinstance(value, int | float):
        if not math.isnan(value) and abs(value) > HIGHEST:
            yield _flaw(place, "number", float(value) if abs(value) < 1e300 else math.inf)
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from _unsound(part, f"{place}.{name}")
    elif isinstance(value, tuple | list):
        for number, part in enumerate(value):
            yield from _unsound(part, f"{place}[{number}]")
    elif has(type(value)):
        for each in fields(type(value)):
            yield from _unsound(getattr(value, each.name), f"{place}.{each.name}".lstrip("."))


def _twice(place: str, name: str, listed: list[str]) -> Iterator[Flaw]:
    for number, each in enumerate(listed):
        if each in listed[:number]:
            yield _flaw(f"{place}[{number}].{name}", "twice", each)


def _flaw(place: str, reason: str, value: object = "") -> Flaw:
    return Flaw(place, Phrase(f"damage.{reason}", {"found": value}))
