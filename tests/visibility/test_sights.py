"""From sites to coverage: free sight, half circles of walls, and who covers what."""

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from placement.cameras.lenses import Lens
from placement.cameras.model import CameraModel
from placement.errors import InputError
from placement.grid import Grid
from placement.sites import Sites
from placement.visibility import surface
from placement.visibility.observation import Target
from placement.visibility.sights import (
    Candidates,
    Targets,
    coverage_matrix,
    poses,
    reachable,
    sights,
)
from placement.visibility.viewshed import around
from tests import toy_town
from tests.examples import up_to
from tests.observing import observe
from tests.strategies import numbers
from tests.toy_town import MIDDLE, MODELS, ROUND, TURNING, WIDE

FLAT = surface.build(Grid("EPSG:5514", 0.0, 100.0, 1.0, 100, 100), ground=None)
PLACE = st.tuples(numbers(1, 99), numbers(1, 99))


def sites_at(places, *, height_m=5.0, facing=np.nan) -> Sites:
    """Return sites at given places."""
    x, y = np.array(places, dtype=float).reshape(-1, 2).T
    return Sites(
        np.arange(x.size).astype(object),
        x,
        y,
        np.full(x.size, height_m),
        np.full(x.size, "new pole", dtype=object),
        np.broadcast_to(np.asarray(facing, dtype=float), x.shape).copy(),
    )


def targets_at(places, *, height_m=1.6) -> Targets:
    """Return demand points of weight 1."""
    x, y = np.array(places, dtype=float).reshape(-1, 2).T
    return Targets(x, y, np.ones(x.size), Target(height_m=height_m))


def pairs(found) -> set[tuple[int, int]]:
    """Return who sees whom."""
    return set(zip(found.site.tolist(), found.target.tolist(), strict=True))


@given(st.lists(PLACE, min_size=1, max_size=4), st.lists(PLACE, min_size=1, max_size=8))
@settings(deadline=None, max_examples=up_to(50))
def test_on_level_ground_all_within_range_are_seen(places, watched):
    """Every pair closer than the range, level, and no other; with the ray between them."""
    found = sights(FLAT, sites_at(places), targets_at(watched), range_m=40.0)

    away = np.hypot(*(np.array(places)[:, None] - np.array(watched)[None]).T).T
    assert pairs(found) == set(map(tuple, np.argwhere(away <= 40.0).tolist()))
    level = np.maximum(away[found.site, found.target], 0.25)
    assert found.distance_m == pytest.approx(np.hypot(level, 3.4))
    assert found.depression_deg == pytest.approx(np.degrees(np.arctan2(3.4, level)))


def test_azimuths_lead_from_the_site_to_the_target():
    """North, east, south and west of a pole."""
    found = sights(
        FLAT,
        sites_at([(50, 50)]),
        targets_at([(50, 60), (60, 50), (50, 40), (40, 50)]),
        range_m=20.0,
    )

    assert found.azimuth_deg.tolist() == [0.0, 90.0, 180.0, 270.0]


@given(numbers(0, 359), st.lists(PLACE, min_size=1, max_size=8))
@settings(deadline=None, max_examples=up_to(50))
def test_a_wall_sees_only_its_half_circle(facing, watched):
    """What lies behind the plane of the wall is not seen; what lies before it is."""
    targets = targets_at(watched)

    wall = pairs(sights(FLAT, sites_at([(50, 50)], facing=facing), targets, range_m=80.0))

    pole = pairs(sights(FLAT, sites_at([(50, 50)]), targets, range_m=80.0))
    outward = np.array([np.sin(np.radians(facing)), np.cos(np.radians(facing))])
    ahead = (np.array(watched) - 50) @ outward
    assert {t for _, t in pole - wall} <= set(np.flatnonzero(ahead < 1e-6))
    assert {t for _, t in wall} <= set(np.flatnonzero(ahead > -1e-6))


def test_pairs_are_those_of_the_view_from_each_site():
    """In the toy town with its hill, every pair agrees with the view from the site's place."""
    town = toy_town.town(hilly=True)
    row, column = (index[::37] for index in np.nonzero(~town.roofs))
    targets = targets_at(np.column_stack(town.grid.centre_of(row, column)))
    places = np.add(MIDDLE, [(0.5, 50.5), (55.5, 3.5), (-8.5, -40.5)])

    found = sights(town, sites_at(places), targets, range_m=80.0)

    seen = pairs(found)
    for number, (x, y) in enumerate(places):
        view = observe(around, town, x_m=x, y_m=y, height_m=5.0, target_height_m=1.6, range_m=80.0)
        at_row, at_column = (int(index) for index in town.grid.cell_of(x, y))
        inside = np.hypot(targets.x_m - x, targets.y_m - y) <= 80.0
        expected = {
            (number, int(t))
            for t in np.flatnonzero(inside)
            if view.visible[row[t] - at_row + 80, column[t] - at_column + 80]
        }
        assert {pair for pair in seen if pair[0] == number} == expected
        assert 0 < len(expected) < inside.sum()


def test_without_sites_or_targets_nothing_is_seen():
    """Empty on either side is no error."""
    for places, watched in (([], [(5, 5)]), ([(5, 5)], []), ([], [])):
        found = sights(FLAT, sites_at(places), targets_at(watched), range_m=10.0)

        assert found.target.size == 0
        assert found.start.tolist() == [0] * (len(places) + 1)


@pytest.mark.parametrize(("place", "watched"), [((-5, 50), (5, 50)), ((5, 50), (-5, 50))])
def test_places_outside_the_surface_are_refused(place, watched):
    """A site or a target beyond the raster would read memory that is not its own."""
    with pytest.raises(InputError) as caught:
        sights(FLAT, sites_at([place]), targets_at([watched]), range_m=20.0)

    assert caught.value.problems[0].kind == "place_outside_surface"


@pytest.mark.parametrize(
    ("step", "count"), [(30.0, 12), (90.0, 4), (360.0, 1), (100.0, 4), (0.7, 515)]
)
def test_poses_are_every_direction_once(step, count):
    """A fixed camera gets each multiple of the step below 360°, a whole circle one pose."""
    every = poses(np.zeros(2), [WIDE, ROUND], azimuth_step_deg=step)

    wide = every.azimuth_deg[(every.site == 1) & (every.model == 0)]
    assert wide == pytest.approx(np.arange(count) * step)
    assert ((every.model == 1) & (every.site == 1)).sum() == 1
    assert len(every) == 2 * (count + 1)


def test_poses_have_their_models_tilt():
    """And taking some keeps them together."""
    every = poses(np.zeros(1), MODELS, azimuth_step_deg=180.0)

    assert every.tilt_deg.tolist() == [20.0, 20.0, 15.0, 10.0, 10.0]
    assert every.take(np.array([2])).model.tolist() == [1]


@st.composite
def situations(draw) -> tuple:
    """Draw a few sites, targets and candidates with tilts of their own."""
    places = draw(st.lists(PLACE, min_size=1, max_size=3))
    watched = draw(st.lists(PLACE, min_size=1, max_size=8))
    size = draw(st.integers(1, 6))

    def drawn(values: st.SearchStrategy) -> np.ndarray:
        return np.array(draw(st.lists(values, min_size=size, max_size=size)))

    candidates = Candidates(
        drawn(st.integers(0, len(places) - 1)),
        drawn(st.integers(0, 2)),
        drawn(numbers(0, 359)),
        drawn(st.sampled_from([5.0, 15.0, 40.0])),
    )
    return places, watched, candidates, draw(st.sampled_from([12.5, 62.5, 125.0]))


def naive(model: CameraModel, place, target, *, azimuth: float, tilt: float) -> float:
    """Return the density of one camera on one target, from positions alone."""
    east, north = np.subtract(target, place)
    level = max(np.hypot(east, north), 0.25)
    return float(
        model.density_px_m(
            camera_azimuth_deg=azimuth,
            target_azimuth_deg=np.degrees(np.arctan2(east, north)),
            depression_deg=np.degrees(np.arctan2(3.4, level)),
            distance_m=np.hypot(level, 3.4),
            tilt_deg=tilt,
        )
    )


@given(situations())
@settings(deadline=None, max_examples=up_to(60))
def test_coverage_is_that_of_a_plain_loop(situation):
    """Camera after camera, target after target, on level ground: the same matrix."""
    places, watched, candidates, asked = situation
    targets = targets_at(watched)
    seen = sights(FLAT, sites_at(places), targets, range_m=90.0)

    found = coverage_matrix(
        candidates, seen, targets, models=MODELS, required_density_px_m=asked
    ).covers.toarray()

    for j in range(len(candidates)):
        for i, target in enumerate(watched):
            density = naive(
                MODELS[candidates.model[j]],
                places[candidates.site[j]],
                target,
                azimuth=candidates.azimuth_deg[j],
                tilt=candidates.tilt_deg[j],
            )
            assert found[j, i] == (density >= asked) or density == pytest.approx(asked, rel=1e-9)


def test_looking_in_blocks_changes_nothing(monkeypatch):
    """With room for few pairs at a time the matrix is the same, columns sorted."""
    dice = np.random.default_rng(11)
    targets = targets_at(dice.random((60, 2)) * 98 + 1)
    seen = sights(FLAT, sites_at(dice.random((5, 2)) * 98 + 1), targets, range_m=90.0)
    every = poses(np.zeros(5), MODELS, azimuth_step_deg=45.0)
    asked = {"models": MODELS, "required_density_px_m": 25.0}

    at_once = coverage_matrix(every, seen, targets, **asked).covers
    monkeypatch.setattr("placement.visibility.sights.BLOCK_PAIRS", 100)
    in_blocks = coverage_matrix(every, seen, targets, **asked).covers

    assert at_once.nnz > 0
    assert (at_once != in_blocks).nnz == 0
    assert in_blocks.has_sorted_indices


def test_no_candidates_cover_nothing():
    """An empty choice is a matrix without rows."""
    targets = targets_at([(5, 5)])
    seen = sights(FLAT, sites_at([(9, 9)]), targets, range_m=10.0)
    none = poses(np.zeros(1), MODELS, azimuth_step_deg=90.0).take(np.zeros(0, dtype=int))

    found = coverage_matrix(none, seen, targets, models=MODELS, required_density_px_m=25.0)

    assert found.covers.shape == (0, 1)


def test_only_turning_cameras_reach_beyond_their_picture():
    """A fixed camera reaches nothing; a turning one all in sight, in range and dense enough."""
    watched = [(50, 60), (50, 40), (90, 50), (50, 99)]
    targets = targets_at(watched)
    seen = sights(FLAT, sites_at([(50, 50)]), targets, range_m=90.0)
    fixed = Candidates(np.array([0]), np.array([0]), np.zeros(1), np.zeros(1))
    turning = Candidates(np.array([0]), np.array([2]), np.zeros(1), np.zeros(1))

    def reached(candidates: Candidates, asked: float) -> list[bool]:
        return reachable(
            candidates, seen, targets, models=MODELS, required_density_px_m=asked
        ).tolist()

    assert reached(fixed, 12.5) == [False] * 4
    assert reached(turning, 12.5) == [True] * 4
    assert reached(turning, 41.0) == [True, True, True, False]
    assert Lens(60.0, 34.0, 1920, "rectilinear") == TURNING.lens


def vector_town(*, hilly: bool = False):
    """Return the toy town with its houses as prisms."""
    frame = toy_town.grid()
    ground = toy_town.hill(frame) if hilly else None
    return surface.build(frame, ground=ground, buildings=toy_town.buildings(), engine="vector")


@pytest.mark.parametrize("hilly", [False, True])
def test_past_prisms_and_past_cells_nearly_the_same_is_seen(hilly):
    """Both engines differ on few pairs, all of them near a line past a wall."""
    dice = np.random.default_rng(6)
    town = toy_town.town(hilly=hilly)
    row, column = (index[::53] for index in np.nonzero(~town.roofs))
    targets = targets_at(np.column_stack(town.grid.centre_of(row, column)))
    sites = sites_at(np.add(MIDDLE, (dice.random((30, 2)) * 2 - 1) * (9.5, 70)))

    exact = pairs(sights(vector_town(hilly=hilly), sites, targets, range_m=80.0))
    cells = pairs(sights(town, sites, targets, range_m=80.0))

    assert len(exact & cells) >= 0.95 * len(exact | cells)
    assert 0 < len(exact) < len(sites) * targets.x_m.size / 2


def test_prisms_are_asked_between_exact_places():
    """A step aside within one cell opens the line past a house's corner."""
    corner = np.add(MIDDLE, toy_town.GAP_M)
    target = targets_at([np.add(corner, (20.0, -10.0))])

    def seen(step_m: float) -> bool:
        place = sites_at([np.add(corner, (-10.0 + step_m, 5.0 + step_m))])
        return bool(sights(vector_town(), place, target, range_m=80.0).target.size)

    assert seen(-0.01)
    assert not seen(0.01)


def test_hills_and_walls_both_hide_pairs():
    """The hill hides some; with houses on it, fewer of the rest are seen."""
    town = toy_town.town(hilly=True)
    row, column = (index[::97] for index in np.nonzero(~town.roofs))
    targets = targets_at(np.column_stack(town.grid.centre_of(row, column)))
    places = sites_at(np.add(MIDDLE, [(0.0, 80.0), (80.0, 0.0), (90.0, 75.0)]))

    def seen(on) -> set[tuple[int, int]]:
        return pairs(sights(on, places, targets, range_m=120.0))

    hill = seen(surface.build(town.grid, ground=town.ground))
    assert seen(vector_town(hilly=True)) < hill
    assert len(hill) < len(seen(surface.build(town.grid, ground=None)))


def test_a_target_may_ask_for_more_than_the_others():
    """Asked 60 px/m of its own, a target is covered as if all asked so; asked less, as the rest."""
    watched = [(50, 60), (50, 62), (50, 75)]
    targets = targets_at(watched)
    seen = sights(FLAT, sites_at([(50, 50)]), targets, range_m=40.0)
    looks = poses(np.zeros(1), MODELS, azimuth_step_deg=30)

    def covered(asked, required):
        own = evolve(targets, density_px_m=np.array(asked, dtype=float))
        found = coverage_matrix(looks, seen, own, models=MODELS, required_density_px_m=required)
        return found.covers.toarray()

    plain = {
        required: coverage_matrix(
            looks, seen, targets, models=MODELS, required_density_px_m=required
        ).covers.toarray()
        for required in (5.0, 60.0)
    }

    assert plain[5.0].sum() > plain[60.0].sum()
    np.testing.assert_array_equal(covered([0, 0, 0], 5.0), plain[5.0])
    np.testing.assert_array_equal(covered([60, 60, 60], 5.0), plain[60.0])
    np.testing.assert_array_equal(covered([1, 1, 60], 5.0)[:, :2], plain[5.0][:, :2])
    np.testing.assert_array_equal(covered([1, 1, 60], 5.0)[:, 2], plain[60.0][:, 2])
