"""Heights of buildings that follow the terrain are told as altitudes above the sea."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from placement.grid import Grid
from placement.pipeline import rasters
from placement.texts import LANGUAGES

GRID = Grid("EPSG:32633", 400_000.0, 5_600_100.0, 1.0, 100, 100)
SLOPE = np.tile(np.linspace(20.0, 60.0, 100, dtype=np.float32), (100, 1))
"""Ground that rises from 20 to 60 m towards the east: a town whose roofs lie below 120 m."""


def houses(height_m: np.ndarray, *, source: str = "height") -> gpd.GeoDataFrame:
    """Return houses in a row from west to east."""
    x = np.linspace(400_004.5, 400_094.5, len(height_m))
    places = shapely.box(x - 2, 5_600_040.0, x + 2, 5_600_050.0)
    return gpd.GeoDataFrame(
        {"height_m": height_m, "height_source": source}, geometry=places, crs=GRID.crs
    )


ROOFS_M = np.resize([6.0, 9.0, 12.0, 7.0], 20)
ALTITUDES_M = ROOFS_M + np.linspace(21.6, 58.0, 20)


def test_altitudes_are_told() -> None:
    """Ground and roof together: the note says how far above the ground they are."""
    (note,) = rasters.altitude_note(houses(ALTITUDES_M), terrain=SLOPE, grid=GRID, file="b.gpkg")

    assert (note.kind, note.values["n"], note.values["total"]) == ("heights_over_sea", 20, 20)
    assert note.values["off"] == pytest.approx(8, abs=1)
    assert all(note.render(language) for language in LANGUAGES)


@pytest.mark.parametrize(
    ("table", "terrain"),
    [
        (houses(ROOFS_M), SLOPE),
        (houses(ROOFS_M + np.linspace(0.0, 8.0, 20)), SLOPE),
        (houses(ALTITUDES_M, source="floors"), SLOPE),
        (houses(ALTITUDES_M[:9]), SLOPE),
        (houses(ALTITUDES_M), np.full((100, 100), 40.0, dtype=np.float32)),
        (houses(ALTITUDES_M), np.full((100, 100), np.nan, dtype=np.float32)),
        (houses(np.full(20, 9.0)), SLOPE),
    ],
)
def test_heights_above_ground_are_left_alone(table: gpd.GeoDataFrame, terrain: np.ndarray) -> None:
    """Houses somewhat higher uphill, few houses, flat or unknown ground prove nothing."""
    assert not rasters.altitude_note(table, terrain=terrain, grid=GRID, file="b.gpkg")
