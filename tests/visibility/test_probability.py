"""How sure sight is, against closed forms."""

import math

import geopandas as gpd
import numba
import numpy as np
import pytest
import shapely

from placement.errors import InputError
from placement.grid import Grid
from placement.visibility import (
    probability,
    sights,
    surface,
    viewshed,
)
from placement.visibility.height_samples import (
    UncertainSurface,
    Uncertainty,
    draw_mount_heights,
    draw_places,
    outdoor_places,
)
from placement.visibility.observation import Person
from tests.observing import observe
from tests.toy_town import transformed
from tests.visibility.test_person_visibility import made
from tests.visibility.test_sights import sites_at, targets_at

ASK = {"x_m": 20.5, "y_m": 19.5, "height_m": 3.5, "target_height_m": 1.6, "range_m": 15.0}
SAMPLES = 300
SLACK = 4 * math.sqrt(0.25 / SAMPLES)
"""Four standard errors of a share at its widest. [-]"""


def normal(at: float) -> float:
    """Return the share of a standard normal variable below a value."""
    return (1 + math.erf(at / math.sqrt(2))) / 2


def walled(engine: surface.Engine) -> surface.Surface:
    """Return level ground with one house of 4 m, from x = 10 to 11 and far to either side."""
    grid = Grid("EPSG:5514", 0.0, 40.0, 1.0, 40, 40)
    houses = gpd.GeoDataFrame(
        {"height_m": [4.0]}, geometry=[shapely.box(10, 2, 11, 38)], crs=grid.crs
    )
    return surface.build(grid, ground=None, buildings=houses, engine=engine)


@pytest.mark.parametrize(("engine", "away_m"), [("vector", 10.5), ("raster", 10.0)])
def test_behind_one_wall_the_chance_is_the_normal_distribution(engine, away_m) -> None:
    """Seen while the roof is below the line: Phi of its distance in standard deviations.

    The roof's far edge counts, or in the raster the middle of its cells.
    """
    sites = sites_at([(0.5, 20.5)], height_m=6.0)
    targets = targets_at([(x + 0.5, 20.5) for x in (16, 20, 25, 30, 38)], height_m=1.0)

    found = probability.sights(
        walled(engine),
        sites,
        targets,
        range_m=60.0,
        uncertainty=Uncertainty(0.8),
        samples=SAMPLES,
        seed=3,
    )

    line_m = 6.0 - 5.0 * away_m / (targets.x_m - 0.5)
    expected = [normal((height - 4.0) / 0.8) for height in line_m]
    assert found.by_site.toarray()[0] == pytest.approx(expected, abs=SLACK)
    assert (found.by_any_site == found.by_site.toarray()[0]).all()
    assert min(expected) < 0.1
    assert max(expected) > 0.7


@pytest.mark.slow
def test_round_a_corner_the_chance_follows_the_cameras_place() -> None:
    """A tall wall ends at y = 38: seen while the camera's line passes its near corners."""
    town = walled("vector")
    sites = sites_at([(5.0, 38.5)], height_m=3.0)
    targets = targets_at([(20.0, 37.5)], height_m=1.0)

    found = probability.sights(
        town,
        sites,
        targets,
        range_m=60.0,
        uncertainty=Uncertainty(position_m=0.7),
        samples=SAMPLES,
        seed=5,
    )

    dice = np.random.default_rng(0)  # the same geometry, by plain sampling of the lens
    x, y = 5.0 + 0.7 * dice.standard_normal(200_000), 38.5 + 0.7 * dice.standard_normal(200_000)
    inside = y <= 40.0
    past = np.minimum(*(y + (37.5 - y) * (at - x) / (20.0 - x) for at in (10.0, 11.0))) >= 38.0
    assert found.by_site.toarray()[0, 0] == pytest.approx(past[inside].mean(), abs=SLACK)


def test_terrain_errors_have_the_size_asked() -> None:
    """Over samples, the ground is off by the standard deviation; nearby it is off alike."""
    town = UncertainSurface.of(walled("vector"))
    ground = np.array(
        [town.realisation(Uncertainty(terrain_m=0.5), seed=1, number=k).ground for k in range(400)]
    )

    assert ground.std(axis=0) == pytest.approx(0.5, abs=0.08)
    assert ground.mean(axis=0) == pytest.approx(0.0, abs=0.1)
    beside = np.corrcoef(ground[:, 5, 5], ground[:, 5, 6])[0, 1]
    far = np.corrcoef(ground[:, 5, 5], ground[:, 5, 35])[0, 1]
    assert beside > 0.99
    assert far == pytest.approx(math.exp(-0.5), abs=0.15)  # one length away


def test_what_stands_on_the_terrain_moves_with_it() -> None:
    """Ground, raster and roofs rise together; without errors nothing is another object."""
    town = UncertainSurface.of(walled("vector"))
    moved = town.realisation(Uncertainty(terrain_m=2.0), seed=1, number=0)
    at = town.surface.grid.cell_of(10.5, 20.0)

    assert moved.prisms.top_m[0] - 4.0 == pytest.approx(moved.ground[at], abs=0.2)
    assert (moved.obstacles == moved.ground).all()
    assert abs(moved.ground).max() > 0.5
    assert town.realisation(Uncertainty(), seed=1, number=0) is town.surface


@pytest.mark.parametrize("engine", ["vector", "raster"])
@pytest.mark.parametrize("person", [None, Person(0.0, 1.8, 0.5)])
def test_without_errors_chances_are_the_plain_viewshed(engine, person) -> None:
    """0 or 1, cell by cell, and pair by pair."""
    town = made(7, engine=engine)

    found = observe(
        probability.around, town, uncertainty=Uncertainty(), samples=3, person=person, **ASK
    )

    view = observe(viewshed.around, town, person=person, **ASK)
    assert (found.probability == view.visible).all()
    assert found.transform == view.transform
    sites, targets = sites_at([(20.5, 19.5)]), targets_at(np.argwhere(np.ones((9, 9))) * 4 + 2.5)
    pairs = probability.sights(
        town, sites, targets, range_m=15.0, uncertainty=Uncertainty(), samples=2
    ).by_site
    plain = sights.sights(town, sites, targets, range_m=15.0)
    assert (pairs.indices == plain.target).all()
    assert (pairs.data == 1.0).all()


def test_cells_and_demand_points_agree() -> None:
    """The same towns are sampled for both: a cell's middle has the cell's chance."""
    town = made(7)
    errors = Uncertainty(0.5, 0.0, 0.0)
    view = observe(probability.around, town, uncertainty=errors, samples=20, seed=2, **ASK)
    rows, columns = np.nonzero(view.probability > 0)
    x, y = transformed(view.transform, columns + 0.5, rows + 0.5)
    sites = sites_at([(20.5, 19.5)], height_m=3.5)

    found = probability.sights(
        town,
        sites,
        targets_at(np.column_stack([x, y])),
        range_m=15.0,
        uncertainty=errors,
        samples=20,
        seed=2,
    )

    assert found.by_site.toarray()[0] == pytest.approx(view.probability[rows, columns])
    assert ((view.probability > 0) & (view.probability < 1)).any()


def test_the_cores_change_nothing() -> None:
    """One core or two, asked again or not: the same numbers; another seed gives others."""
    town, errors = made(8), Uncertainty(0.7, 0.3, 0.5)
    found = []
    for cores in (1, numba.config.NUMBA_NUM_THREADS, 1):
        numba.set_num_threads(cores)
        found.append(
            observe(
                probability.around, town, uncertainty=errors, samples=6, seed=4, **ASK
            ).probability
        )
    numba.set_num_threads(numba.config.NUMBA_NUM_THREADS)

    assert (found[0] == found[1]).all()
    assert (found[0] == found[2]).all()
    other = observe(
        probability.around, town, uncertainty=errors, samples=6, seed=5, **ASK
    ).probability
    assert (other != found[0]).any()


def test_a_camera_never_hangs_inside_a_house() -> None:
    """Half a metre before a wall, off by a metre: the far side is never looked at from within."""
    town = walled("vector")
    own = np.array([[9.5, 20.0]])
    drawn = [draw_places(own, Uncertainty(position_m=1.0), seed=0, number=k) for k in range(300)]
    found = np.vstack(
        [outdoor_places(town, own, draws=some, height_m=np.array([3.0])) for some in drawn]
    )

    assert not ((found[:, 0] > 10.01) & (found[:, 0] < 10.99)).any()
    assert found.std() > 0.5


@pytest.mark.parametrize(
    "ask",
    [
        lambda: Uncertainty(-1.0),
        lambda: Uncertainty(terrain_m=np.nan),
        lambda: Uncertainty(0, 0, np.inf),
        lambda: observe(probability.around, made(0), uncertainty=Uncertainty(), samples=0, **ASK),
    ],
)
def test_errors_that_are_none_are_refused(ask) -> None:
    """Negative, without end, no number; and no samples."""
    with pytest.raises(InputError) as caught:
        ask()

    assert caught.value.problems[0].kind == "error_sizes"


def test_mounts_are_off_by_their_own_error() -> None:
    """Normal with the deviation asked for; none hangs lower than 2 m but that which did."""
    own_m = np.full(4000, 50.0)
    drawn_m = draw_mount_heights(own_m, 0.5, seed=3, number=0)

    assert (drawn_m - own_m).mean() == pytest.approx(0.0, abs=4 * 0.5 / math.sqrt(4000))
    assert (drawn_m - own_m).std() == pytest.approx(0.5, rel=0.05)
    assert np.array_equal(drawn_m, draw_mount_heights(own_m, 0.5, seed=3, number=0))
    assert not np.array_equal(drawn_m, draw_mount_heights(own_m, 0.5, seed=3, number=1))
    assert draw_mount_heights(np.array([2.5, 1.5]), 9.0, seed=3, number=1).min() >= 1.5
    assert np.array_equal(draw_mount_heights(own_m, 0.0, seed=3, number=0), own_m)
