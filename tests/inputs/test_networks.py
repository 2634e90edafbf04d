"""Networks: which words tell power and fibre, and which rows are left out."""

from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from placement.errors import InputError
from placement.inputs import networks

CRS = "EPSG:5514"


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Optický kabel", "fibre"),
        ("FIBRE", "fibre"),
        ("metropolitní síť", "fibre"),
        ("kabel NN", "power"),
        ("napájecí bod", "power"),
        ("elektřina + optika", "both"),
        ("obojí", "both"),
        ("vodovod", ""),
        ("veřejné osvětlení", ""),
        ("", ""),
    ],
)
def test_words_tell_what_is_there(words: str, kind: str) -> None:
    """Lamps are switched off by day, so a lamp's line alone is no power for a camera."""
    assert networks.kind_of(words) == kind


def test_points_and_lines_are_read_together_and_others_counted(tmp_path: Path) -> None:
    """A gas main is left out with its reason; a kind of the plan file stands for all rows."""
    path = tmp_path / "site.gpkg"
    x_m, y_m = -790_000, -980_000
    shapes = [
        shapely.Point(x_m, y_m),
        shapely.LineString([(x_m, y_m), (x_m + 9, y_m)]),
        shapely.Point(x_m + 5, y_m + 5),
    ]
    frame = gpd.GeoDataFrame(
        {"typ": ["elektro", "optika", "plyn"]},
        geometry=shapes,
        crs=CRS,
    )
    frame.to_file(path)

    reading = networks.read(path, crs=CRS)
    stated = networks.read(path, crs=CRS, kind="power")

    assert sorted(reading.table["kind"]) == ["fibre", "power"]
    assert reading.account.dropped == {"no_network_kind": 1}
    assert list(stated.table["kind"]) == ["power"] * 3


def test_a_layer_that_tells_nothing_is_refused(tmp_path: Path) -> None:
    """No row is left, and the message says what was looked for."""
    path = tmp_path / "site.gpkg"
    gpd.GeoDataFrame({"x": ["a"]}, geometry=[shapely.Point(-790_000, -980_000)], crs=CRS).to_file(
        path
    )

    with pytest.raises(InputError) as caught:
        networks.read(path, crs=CRS)

    assert "networks_of_no_kind" in {problem.kind for problem in caught.value.problems}
