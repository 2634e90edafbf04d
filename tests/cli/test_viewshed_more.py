"""What `placement viewshed` adds on request: walls, persons, lowest heights, probabilities."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
import shapely
from pyproj import Geod

from tests.cli.test_viewshed import DECLINATION_DEG, FILES, LAT, LON, areas, show
from tests.pipeline import toy_case

ROUND = "panoramatická"
MORE = {"viewshed-lowest.tif", "viewshed-chance.tif"}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a toy case; tests leave it as it is."""
    return toy_case.write(tmp_path_factory.mktemp("toy") / "case", cell_m=1.0)


def asked(case: Path, folder: Path, *more: str, **changes: object) -> dict[str, Any]:
    """Return the figures that the command tells as JSON."""
    done = show(case, folder, more=("--json", "-q", *more), **changes)
    assert done.code == 0, done.err
    return json.loads(done.out)


def read(file: Path) -> np.ndarray:
    """Return the band of a raster whose nodata is -1."""
    with rasterio.open(file) as raster:
        assert raster.nodata == -1
        assert raster.crs.to_epsg() == 5514
        return raster.read(1)


def test_on_a_wall_it_sees_only_half(case: Path, tmp_path: Path) -> None:
    """Azimuths of walls count from true north, as those of cameras do."""
    asked(case, tmp_path, model=ROUND, facing_deg=90)
    corners = shapely.get_coordinates(areas(tmp_path).geometry[0])
    ahead, _, away = Geod(ellps="WGS84").inv(
        np.full(len(corners), LON), np.full(len(corners), LAT), *corners.T
    )

    off = (ahead[away > 5] - 90 + 180) % 360 - 180
    assert np.abs(off).max() == pytest.approx(90, abs=0.6)
    turned = np.radians(90 + DECLINATION_DEG)
    seen = read(tmp_path / "viewshed.tif") > 0
    rows, columns = np.argwhere(seen).T - seen.shape[0] // 2
    assert (columns * np.sin(turned) - rows * np.cos(turned) >= -1.0).all()


def test_all_of_a_person_is_seen_in_fewer_places(case: Path, tmp_path: Path) -> None:
    """The whole body needs the ground; a share of it less; the plan file says what is usual."""
    found = {}
    for part in ("point", "segment", "share"):
        asked(case, tmp_path / part, model=ROUND, target_part=part, target_share=0.2)
        found[part] = read(tmp_path / part / "viewshed.tif") > 0
    asked(case, tmp_path / "usual", model=ROUND)

    assert not (found["segment"] & ~found["share"]).any()
    assert (found["point"] == (read(tmp_path / "usual" / "viewshed.tif") > 0)).all()


def test_lowest_heights_lie_beside_the_view(case: Path, tmp_path: Path) -> None:
    """What is in sight at 1.6 m has its lowest visible height at most there."""
    asked(case, tmp_path, "--lowest", model=ROUND)

    low = read(tmp_path / "viewshed-lowest.tif")
    seen = read(tmp_path / "viewshed.tif") > 0
    assert {path.name for path in tmp_path.iterdir()} == FILES | {"viewshed-lowest.tif"}
    assert (low[seen] <= 1.6 + 1e-5).all()
    assert ((low == 0) & seen).any()


def test_probabilities_are_told_and_drawn(case: Path, tmp_path: Path) -> None:
    """The same seed gives the same bytes; the shares are those of the raster."""
    errors = {"height_error_m": 2, "terrain_error_m": 0.3, "position_error_m": 1, "samples": 12}
    told, again = (
        asked(case, tmp_path / name, model=ROUND, seed=4, **errors)["probability"]
        for name in ("one", "two")
    )

    chance = read(tmp_path / "one" / "viewshed-chance.tif")
    inside = chance[chance >= 0]
    assert told == again
    assert (told["samples"], told["seed"], told["height_error_m"]) == (12, 4, 2)
    one, two = (tmp_path / name / "viewshed-chance.tif" for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()
    for least, share in told["share_at_least"].items():
        assert share == pytest.approx((inside >= float(least) - 1e-6).mean())
    assert told["in_picture_m2"] == inside.size
    assert told["expected_m2"] == pytest.approx(inside.sum(), rel=1e-5)
    assert ((inside > 0) & (inside < 1)).any()


def test_without_errors_probabilities_are_the_view(case: Path, tmp_path: Path) -> None:
    """All errors 0: every cell of the picture is seen surely, or surely not."""
    none = {"height_error_m": 0, "terrain_error_m": 0, "position_error_m": 0, "samples": 2}
    asked(case, tmp_path, **none)

    chance = read(tmp_path / "viewshed-chance.tif")
    assert set(np.unique(chance)) == {-1.0, 0.0, 1.0}
    assert ((chance == 1) == (read(tmp_path / "viewshed.tif") > 0)).all()


@pytest.mark.parametrize(
    ("changes", "code", "words"),
    [
        ({"samples": 0}, 2, "--samples"),
        ({"samples": 2, "height_error_m": -1}, 4, "building_m = -1"),
        ({"samples": 2, "position_error_m": "nan"}, 4, "position_m = nan"),
        ({"target_part": "head"}, 2, "--target-part"),
        ({"target_part": "share", "target_share": 0}, 4, "share = 0"),
        ({"target_part": "segment", "target_high_m": -1}, 4, "high_m = -1"),
        ({"target_part": "segment", "target_low_m": "nan"}, 4, "low_m = nan"),
        ({"facing_deg": "inf"}, 4, "facing_deg = inf"),
    ],
)
def test_what_cannot_be_is_told(
    case: Path, tmp_path: Path, changes: dict[str, object], code: int, words: str
) -> None:
    """Each bad option has its exit code and names itself, and nothing is written."""
    for language in ("cs", "en"):
        done = show(case, tmp_path / "out", more=("--lang", language), **changes)

        assert done.code == code, done.err
        assert words in done.err
    assert not (tmp_path / "out").exists()


def test_an_unknown_model_is_told_before_any_input_is_read(tmp_path: Path) -> None:
    """Broken inputs do not hide it."""
    case = toy_case.write(tmp_path / "case")
    (case / "terrain.tif").write_bytes(b"not a raster")

    done = show(case, tmp_path / "out", model="tajná")

    assert done.code == 3, done.err
    assert "tajná" in done.err
