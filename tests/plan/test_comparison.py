"""Two plans side by side: which camera is which, and whether figures may be compared."""

import math

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from placement.cameras.lenses import Lens
from placement.cameras.model import CameraModel
from placement.plan.comparison import NEAR_M, STATES, compare
from placement.plan.plan import DistrictResult, PhaseResult, Plan, PlannedCamera

FIXED, ROUND = "fixed", "round"


def camera(name: str, x_m: float = 0.0, azimuth_deg: float = 0.0, **more: object) -> PlannedCamera:
    """Return a proposed camera on a lamp post of its own."""
    told = {
        "point_id": name.partition("-")[0],
        "name": name,
        "status": "new",
        "phase": 1,
        "rank": 1,
        "model": FIXED,
        "y_m": 0.0,
        "lon_deg": 13.6,
        "lat_deg": 50.6,
        "ground_m": None,
        "height_m": 5.0,
        "carrier": "lamp post",
        "grid_azimuth_deg": azimuth_deg,
        "tilt_deg": 15.0,
        "cost_czk": 100_000.0,
        "seen": 1.0,
        "gain": 1.0,
        "street": "Dlouhá",
        "district": "Centrum",
        "top_places": (),
        "provenance": "derived",
        **more,
    }
    return PlannedCamera(camera_id=name, x_m=x_m, azimuth_deg=azimuth_deg, **told)


@pytest.fixture(scope="module")
def plan() -> Plan:
    """Return a plan without cameras, with a fixed model and one for the whole circle."""
    fixed = CameraModel(FIXED, Lens(80.0, 45.0, 2688), 15.0, 80.0, 45_000.0)
    circle = evolve(fixed, name=ROUND, lens=Lens(360.0, 55.0, 15_360, "panoramic"))
    phase = PhaseResult(1, "goal", 1, 1, 1, 100_000.0, None, 10.0, 11.0)
    return Plan(
        case="Town", crs="EPSG:5514", demand_total=100.0, demand_points=50,
        demand_unit="incidents_per_year", required_density_px_m=62.5, detail_level="observe",
        target_height_m=1.6, models=(fixed, circle), cameras=(), phases=(phase,), seed=0,
    )  # fmt: skip


def states(plan: Plan, first: list[PlannedCamera], second: list[PlannedCamera]) -> dict[str, str]:
    """Return what becomes of each camera, by its name in the second plan or else the first."""
    both = compare(evolve(plan, cameras=tuple(first)), evolve(plan, cameras=tuple(second)))
    return {pair.camera.camera_id: pair.state for pair in both.pairs}


def test_each_fate_of_a_camera_is_told(plan: Plan) -> None:
    """Kept, moved, turned, changed, and those that only one plan has."""
    before = [
        camera("A-1"), camera("B-1", 100), camera("C-1", 200), camera("D-1", 300),
        camera("E-1", 400), camera("G-1", 600),
    ]  # fmt: skip
    after = [
        camera("A-1"), camera("B-1", 102), camera("C-1", 200, 20.0),
        camera("D-1", 300, height_m=6.0), camera("F-1", 500), camera("G-1", 600, model=ROUND),
    ]  # fmt: skip

    assert states(plan, before, after) == {
        "A-1": "kept", "B-1": "moved", "C-1": "turned", "D-1": "changed", "E-1": "first",
        "F-1": "second", "G-1": "changed",
    }  # fmt: skip


def test_other_names_are_paired_by_place_and_view(plan: Plan) -> None:
    """Of two on one pole each finds the one that looks its way; nobody has two partners."""
    before = [camera("N001", 0, 10.0), camera("N002", 0, 190.0), camera("N003", 30)]
    after = [camera("P-5", 0.3, 185.0), camera("P-1", 0.3, 10.0), camera("Q-1", 30 + NEAR_M + 0.1)]
    both = compare(evolve(plan, cameras=tuple(before)), evolve(plan, cameras=tuple(after)))
    partners = {p.second.camera_id: p.first.camera_id for p in both.pairs if p.first and p.second}

    assert partners == {"P-5": "N002", "P-1": "N001"}
    assert both.counts == {
        **dict.fromkeys(STATES, 0),
        "kept": 1,
        "turned": 1,
        "first": 1,
        "second": 1,
    }


def test_a_number_by_rank_names_no_camera(plan: Plan) -> None:
    """`N001` of an older version is whichever came first; a standing one keeps its name."""
    first = [camera("N001", 0, point_id="A"), camera("K1", 900, status="existing", point_id="M1")]
    second = [
        camera("N001", 500, point_id="B"),
        camera("K1", 950, status="existing", point_id="M2"),
    ]

    both = compare(evolve(plan, cameras=tuple(first)), evolve(plan, cameras=tuple(second)))

    assert both.counts == {**dict.fromkeys(STATES, 0), "moved": 1, "first": 1, "second": 1}
    assert [pair.moved_m for pair in both.pairs if pair.state == "moved"] == [50.0]


def test_a_turn_is_the_shorter_way(plan: Plan) -> None:
    """From 350° to 10° it is 20° clockwise; one that sees the whole circle does not turn."""
    first = [camera("A-1", 0, 350.0), camera("B-0", 50, 10.0, model=ROUND)]
    second = [camera("A-1", 0, 10.0), camera("B-0", 50, 100.0, model=ROUND)]
    both = compare(evolve(plan, cameras=tuple(first)), evolve(plan, cameras=tuple(second)))

    assert [pair.turned_deg for pair in both.pairs] == pytest.approx([20.0, 0.0])


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 359)), max_size=7))
def test_a_plan_differs_not_from_itself(plan: Plan, places: list[tuple[int, int]]) -> None:
    """Every camera is kept, and nothing forbids to compare the figures."""
    own = evolve(plan, cameras=tuple(camera(f"a{k}", *at) for k, at in enumerate(places)))
    both = compare(own, own)

    assert both.same
    assert both.counts["kept"] == len(places)


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 359)), max_size=7),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 359)), max_size=7),
)
def test_pairs_are_one_to_one_and_the_reverse_is_the_reverse(
    plan: Plan, left: list[tuple[int, int]], right: list[tuple[int, int]]
) -> None:
    """Each camera is in one pair; from the other side as many are kept, moved and turned."""
    first = evolve(plan, cameras=tuple(camera(f"a{k}", *at) for k, at in enumerate(left)))
    second = evolve(plan, cameras=tuple(camera(f"b{k}", *at) for k, at in enumerate(right)))
    there, back = compare(first, second), compare(second, first)

    for side in ("first", "second"):
        names = [getattr(pair, side).camera_id for pair in there.pairs if getattr(pair, side)]
        assert sorted(names) == sorted(c.camera_id for c in getattr(there, side).cameras)
    assert there.counts["first"] == back.counts["second"]
    assert there.counts["second"] == back.counts["first"]


@pytest.mark.parametrize(
    ("change", "differs"),
    [
        ({"case": "Other"}, "case"),
        ({"demand_total": 101.0}, "demand"),
        ({"demand_points": 51}, "demand"),
        ({"demand_unit": "fear"}, "demand_unit"),
        ({"target_height_m": 0.4}, "target_height_m"),
        ({"required_density_px_m": 125.0}, "required_density_px_m"),
        ({"season": "leaf-off"}, "season"),
    ],
)
def test_what_makes_figures_incomparable_is_named(
    plan: Plan, change: dict[str, object], differs: str
) -> None:
    """Districts are not set against each other then, and plans with equal cameras differ."""
    district = DistrictResult("Centrum", 50.0, 1.0, 2.0)
    first = evolve(plan, districts=(district,))
    both = compare(first, evolve(first, **change))

    assert both.differs == (differs,)
    assert not both.same
    assert both.districts == ()


def test_a_model_of_another_lens_is_named_and_another_price_is_not(plan: Plan) -> None:
    """Prices count in the money; what a name stands for must be the same."""
    dear = evolve(plan, models=tuple(evolve(m, cost_czk=m.cost_czk + 1) for m in plan.models))
    blind = evolve(plan, models=tuple(evolve(m, range_m=m.range_m / 2) for m in plan.models))

    assert compare(plan, dear).differs == ()
    assert compare(plan, blind).differs == ("models",)


def test_districts_that_gain_come_first(plan: Plan) -> None:
    """Gain is what the second plan sees more; a district that one plan lacks is left out."""
    first = evolve(plan, districts=(DistrictResult("A", 50, 0, 5), DistrictResult("B", 50, 0, 7)))
    second = evolve(plan, districts=(DistrictResult("B", 50, 0, 4), DistrictResult("A", 50, 0, 9)))
    changes = compare(first, second).districts

    assert [(each.name, each.gain) for each in changes] == [("A", 4), ("B", -3)]
    assert math.fsum(each.gain for each in changes) == 1
