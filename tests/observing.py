"""Plain numbers to `Observer` and `Target`, for tests that vary them one by one."""

from collections.abc import Callable
from typing import Any

from placement.visibility.observation import Observer, Person, Target
from placement.visibility.surface import Surface


def observe(
    around: Callable[..., Any],
    surface: Surface,
    *,
    x_m: float,
    y_m: float,
    height_m: float,
    range_m: float,
    facing_deg: float | None = None,
    target_height_m: float | None = None,
    person: Person | None = None,
    **options: Any,
) -> Any:
    """Return what a function `around` of the room `visibility` says of an observer and a target."""
    observer = Observer(x_m=x_m, y_m=y_m, height_m=height_m, range_m=range_m, facing_deg=facing_deg)
    targets = [] if target_height_m is None else [Target(height_m=target_height_m, person=person)]
    return around(surface, observer, *targets, **options)
