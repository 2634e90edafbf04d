"""Free sights from memory are those worked out anew, to the last bit, whatever was changed."""

import inspect

import attrs
import geopandas as gpd
import numpy as np
import pytest
import shapely
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from placement import memory, surface, visibility
from placement.errors import InputError
from placement.grid import Grid
from placement.hiding.canopy import canopy
from placement.memory import looks
from placement.sites import Sites
from placement.visibility import Sights, Targets

SIDE_M = 200.0
FRAME = Grid("EPSG:5514", 0.0, SIDE_M, 2.0, 100, 100)
RANGE_M = 40.0


@attrs.define
class Notes:
    """A memory that is a dict, and counts."""

    answers: dict[bytes, bytes] = attrs.field(factory=dict)
    reused: int = 0
    new: int = 0

    def recall(self, keys):
        """Return what is known."""
        found = {key: self.answers[key] for key in keys if key in self.answers}
        self.reused = sum(key in found for key in keys)
        return found

    def keep(self, answers):
        """Keep all."""
        self.new = len(answers)
        self.answers.update(answers)


@attrs.frozen
class Town:
    """What a small town is made of, as numbers that can be edited."""

    houses: tuple[tuple[float, float, float, float], ...]
    """West, south, side, height. [m]"""
    trees: tuple[tuple[float, float, float], ...]
    """x, y, crown radius. [m]"""
    sites: tuple[tuple[float, float, float, float], ...]
    """x, y, height, facing; facing below 0: a pole."""
    targets: tuple[tuple[float, float], ...]
    engine: str = "vector"
    season: str = "leaf-on"
    slope: float = 0.0
    target_m: float = 1.6
    range_m: float = RANGE_M
    canopy_m: float = 0.0
    """Height of a wood from west to east. [m]"""
    bridges: tuple[tuple[float, float, float, float, float], ...] = ()
    """West, south, side, underside, height. [m]"""

    def asked(self):
        """Return the arguments of `sights`."""
        houses = gpd.GeoDataFrame(
            {
                "height_m": [h for *_, h in (*self.houses, *self.bridges)],
                "base_m": [0.0] * len(self.houses) + [base for *_, base, _ in self.bridges],
            },
            geometry=[
                shapely.box(x, y, x + s, y + s) for x, y, s, *_ in (*self.houses, *self.bridges)
            ],
            crs="EPSG:5514",
        )
        trees = gpd.GeoDataFrame(
            {
                "height_m": [8.0] * len(self.trees),
                "crown_radius_m": [r for *_, r in self.trees],
                "crown_base_m": [2.0] * len(self.trees),
            },
            geometry=[shapely.Point(x, y) for x, y, _ in self.trees],
            crs="EPSG:5514",
        )
        column = np.indices(FRAME.shape)[1]
        ground = (self.slope * np.maximum(column - 60, 0)).astype(np.float32)
        built = surface.build(
            FRAME, ground=ground, buildings=houses, trees=trees, engine=self.engine,
            season=self.season,
        )  # fmt: skip
        if self.canopy_m:
            woods = np.where(np.indices(FRAME.shape)[0] // 8 == 6, self.canopy_m, 0.0)
            grown = canopy(FRAME, woods.astype(np.float32), ground, season=self.season)
            built = evolve(built, canopy=grown)
        x, y, height, facing = np.array(self.sites, dtype=float).reshape(-1, 4).T
        sites = Sites(
            np.arange(x.size).astype(object), x, y, height, np.full(x.size, "", dtype=object),
            np.where(facing < 0, np.nan, facing),
        )  # fmt: skip
        x, y = np.array(self.targets, dtype=float).reshape(-1, 2).T
        return built, sites, Targets(x, y, np.ones(x.size), self.target_m)


def looked(town: Town, notes: Notes | None = None) -> Sights:
    """Return the sights of a town."""
    return memory.sights(*town.asked(), range_m=town.range_m, memory=notes)


def assert_same(found: Sights, expected: Sights) -> None:
    """Assert that two answers have the same types and bits."""
    for field in attrs.fields(Sights):
        one, other = getattr(found, field.name), getattr(expected, field.name)
        assert one.dtype == other.dtype, field.name
        assert one.tobytes() == other.tobytes(), field.name


place = st.floats(1.0, SIDE_M - 1.0).map(lambda at: round(at, 1))
house = st.tuples(place, place, st.sampled_from([5.0, 12.0, 30.0]), st.sampled_from([3.0, 12.0]))
tree = st.tuples(place, place, st.sampled_from([2.0, 4.0]))
site = st.tuples(place, place, st.sampled_from([4.0, 8.0]), st.sampled_from([-1.0, 0.0, 90.0]))
target = st.tuples(place, place)
towns = st.builds(
    Town,
    st.lists(house, max_size=6).map(tuple),
    st.lists(tree, max_size=5).map(tuple),
    st.lists(site, min_size=1, max_size=8).map(tuple),
    st.lists(target, max_size=25).map(tuple),
    st.sampled_from(["vector", "raster"]),
)


@st.composite
def edited(draw: st.DrawFn, town: Town) -> Town:
    """Draw a town with one thing changed, gone, added or moved in the list."""
    name, kind = draw(
        st.sampled_from(
            [("houses", house), ("trees", tree), ("sites", site), ("targets", target)]
            + [
                (each, None)
                for each in ("engine", "season", "slope", "target_m", "range_m", "canopy_m")
            ]
        )
    )
    if kind is None:
        choices = {
            "engine": ["raster", "vector"], "season": ["leaf-on", "leaf-off"],
            "slope": [0.0, 0.1], "canopy_m": [0.0, 6.0],
            "target_m": [0.5, 1.6], "range_m": [30.0, 40.0, 150.0],
        }  # fmt: skip
        return evolve(town, **{name: draw(st.sampled_from(choices[name]))})
    things = list(getattr(town, name))
    what = draw(st.sampled_from(["add", "drop", "shuffle", "change"]))
    at = draw(st.integers(0, len(things)))
    if what == "add":
        things.insert(at, draw(kind))
    elif what == "shuffle":
        things = draw(st.permutations(things))
    elif at < len(things):
        things[at : at + 1] = [] if what == "drop" else [draw(kind)]
    if name == "sites" and not things:
        return town
    return evolve(town, **{name: tuple(things)})


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_memory_changes_no_bit(data):
    """Through a chain of edits, cold and warm answers are the answers without a memory."""
    town, notes = data.draw(towns), Notes()
    for _step in range(4):
        asked = town.asked()
        expected = visibility.sights(*asked, range_m=town.range_m)
        for _ in range(2):
            assert_same(memory.sights(*asked, range_m=town.range_m, memory=notes), expected)
        assert notes.reused == len(town.sites)
        town = data.draw(edited(town))


SPREAD = Town(
    houses=((90.0, 90.0, 12.0, 12.0), (150.0, 150.0, 5.0, 3.0), (20.0, 30.0, 5.0, 12.0)),
    trees=((100.0, 70.0, 4.0),),
    sites=tuple((x, y, 5.0, -1.0) for x in range(5, 200, 15) for y in range(5, 200, 15)),
    targets=tuple((float(x), float(y)) for x in range(2, 200, 7) for y in range(2, 200, 7)),
    range_m=20.0,
)


@pytest.mark.parametrize("engine", ["vector", "raster"])
def test_a_moved_house_is_looked_at_again_only_from_around(engine):
    """Sites in whose range the house stood or stands are looked around from again, few others."""
    before = evolve(SPREAD, engine=engine)
    after = evolve(before, houses=(before.houses[0], (158.0, 150.0, 5.0, 3.0), before.houses[2]))
    notes = Notes()
    looked(before, notes)

    found = looked(after, notes)

    assert_same(found, looked(after))
    x, y = np.array(SPREAD.sites)[:, :2].T
    away = np.hypot(x - np.clip(x, 150.0, 163.0), y - np.clip(y, 150.0, 155.0))
    assert notes.new >= (away <= 20.0).sum()
    tile_m = 32.0 * np.sqrt(2)
    assert notes.new <= (away <= 20.0 + tile_m + 6.0).sum()
    assert notes.reused > 100


@pytest.mark.parametrize(
    "change",
    [
        {"season": "leaf-off"},
        {"target_m": 1.5},
        {"range_m": 21.0},
        {"engine": "raster"},
        {"canopy_m": 6.0},
    ],
)
def test_what_holds_everywhere_is_asked_anew(change):
    """Season, target height, range and engine leave nothing to reuse."""
    notes = Notes()
    looked(SPREAD, notes)

    looked(evolve(SPREAD, **change), notes)

    assert notes.reused == 0


def test_names_and_weights_do_not_matter():
    """The same places under other names, with other weights, are known."""
    notes = Notes()
    built, sites, targets = SPREAD.asked()
    memory.sights(built, sites, targets, range_m=20.0, memory=notes)

    memory.sights(
        built, evolve(sites, ids=sites.ids[::-1]), evolve(targets, weight=targets.weight * 7),
        range_m=20.0, memory=notes,
    )  # fmt: skip

    assert notes.reused == len(sites)


def test_everything_asked_of_sights_enters_the_key():
    """All that decides a look comes by name and is hashed by name, so none can be forgotten."""
    decides = list(inspect.signature(visibility.sights).parameters.values())

    assert [p.name for p in decides[:3]] == ["surface", "sites", "targets"]
    assert all(p.kind is p.KEYWORD_ONLY for p in decides[3:])
    passed = inspect.signature(memory.sights).parameters
    named = {name for name, p in passed.items() if p.kind is p.KEYWORD_ONLY} - {"memory"}
    assert named <= {p.name for p in decides}
    assert passed["asked"].kind is inspect.Parameter.VAR_KEYWORD


def test_a_new_argument_enters_the_key(monkeypatch):
    """Were `sights` to ask one thing more, another answer would not be taken for it."""
    usual = visibility.sights

    def asking_more(*data, range_m, more=0):
        found = usual(*data, range_m=range_m)
        return evolve(found, distance_m=found.distance_m + more)

    monkeypatch.setattr(visibility, "sights", asking_more)
    notes = Notes()
    data = SPREAD.asked()

    for more in (0, 1, 0):
        found = memory.sights(*data, range_m=20.0, more=more, memory=notes)
        assert_same(found, asking_more(*data, range_m=20.0, more=more))

    assert notes.reused == len(SPREAD.sites)


def test_every_part_of_a_surface_has_a_digest():
    """With all its parts present a surface is remembered, so none of them is of an unknown kind."""
    bridged = evolve(SPREAD, canopy_m=6.0, bridges=((90.0, 90.0, 10.0, 4.0, 8.0),))
    built, sites, targets = bridged.asked()
    assert all(getattr(built, field.name) is not None for field in attrs.fields(surface.Surface))

    assert looks._keys(built, sites, targets, {"range_m": 20.0}) is not None


@pytest.mark.parametrize("changed", [(90.0, 90.0, 10.0, 3.0, 8.0), (90.0, 90.0, 10.0, 4.0, 9.0)])
def test_a_bridge_that_moves_up_or_down_is_looked_at_again(changed):
    """Underside and roof are in the keys of the sites around it, and of no others."""
    keys = [
        looks._keys(*evolve(SPREAD, bridges=(bridge,)).asked(), {"range_m": 20.0}).named
        for bridge in ((90.0, 90.0, 10.0, 4.0, 8.0), changed)
    ]

    sites = np.array(SPREAD.sites)
    near = np.hypot(sites[:, 0] - 95, sites[:, 1] - 95) < 20
    differ = np.array([one != other for one, other in zip(*keys, strict=True)])
    assert differ[near].all()
    assert not differ.all()


def test_what_has_no_digest_is_worked_out_anew():
    """An argument of an unknown kind is not remembered, and is no error."""
    notes = Notes()
    data = SPREAD.asked()
    assert looks._keys(*data, {"range_m": 20.0, "more": object()}) is None

    assert looks._keys(*data, {"range_m": 20.0, "more": (1, "two", None)}) is not None
    assert not notes.answers


@pytest.mark.parametrize("spoilt", [b"", b"x", b"\xff" * 28, b"\x00" * 28 * 9999])
def test_an_answer_that_does_not_fit_is_not_taken(spoilt):
    """Too short, too long or pointing at nobody: as if it were not there, or as it stands."""
    notes = Notes()
    town = evolve(SPREAD, houses=(), trees=(), targets=((100.0, 100.0),))
    looked(town, notes)
    notes.answers = {key: spoilt if answer else answer for key, answer in notes.answers.items()}

    if spoilt in (b"x", b"\xff" * 28):
        assert_same(looked(town, notes), looked(town))
    else:
        looked(town, notes)  # the store's checksum is what tells these


def test_places_outside_are_refused_as_without_memory():
    """A target off the surface is an error even where every site was looked around from."""
    notes = Notes()
    looked(SPREAD, notes)

    with pytest.raises(InputError):
        looked(evolve(SPREAD, targets=(*SPREAD.targets, (-5.0, 5.0))), notes)
