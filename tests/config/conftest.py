"""A sound plan file to spoil, one line at a time."""

from collections.abc import Callable
from pathlib import Path

import pytest

SOUND = """\
[case]
name = "Litvínov"

[inputs.streets]
path = "streets.gpkg"
provenance = "open data"

[demand]
bandwidth_m = 80
lixel_m = 10

[sites]
spacing_m = 40

[[camera_models]]
name = "wide"
hfov_deg = 110
vfov_deg = 60
width_px = 3840
cost_czk = 45000

[[camera_models]]
name = "old"
hfov_deg = 60
vfov_deg = 40
width_px = 1280
cost_czk = 0
buy = false

[viewshed]
detail_level = "observe"

[[phases]]
name = "first"
cameras = 40

[[phases]]
name = "target"
cameras = 75
budget_czk = 3000000

[optimise]
seed = 7
"""

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes the sound plan file with some of its text replaced."""
    (tmp_path / "streets.gpkg").touch()

    def written(*changes: tuple[str, str], more: str = "", encoding: str = "utf-8") -> Path:
        plan = SOUND
        for old, new in changes:
            assert plan.count(old) == 1, f"{old!r} must stand once in the sound plan"
            plan = plan.replace(old, new)
        file = tmp_path / "plan.toml"
        file.write_bytes((plan + more).encode(encoding))
        return file

    return written
