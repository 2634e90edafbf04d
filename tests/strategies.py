"""Hypothesis strategies for the project's own types."""

import numpy as np
from attrs import evolve
from hypothesis import strategies as st
from hypothesis.extra import numpy as nps
from scipy import sparse

from placement.cameras.heads import Head, Preset
from placement.cameras.lenses import Lens
from placement.cameras.model import CameraModel
from placement.grid import Grid
from placement.plan import DistrictResult, PhaseResult, Plan, PlannedCamera
from placement.visibility.coverage_matrix import CoverageMatrix
from placement.visibility.observation import Person


def numbers(low: float, high: float) -> st.SearchStrategy[float]:
    """Draw plain numbers of a range."""
    return st.floats(low, high, allow_nan=False, allow_infinity=False)


def words() -> st.SearchStrategy[str]:
    """Draw any text that UTF-8 can hold, Czech letters and control characters among it."""
    return st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    """Draw raster frames where S-JTSK has its coordinates."""
    return Grid(
        "EPSG:5514",
        draw(numbers(-900_000, -430_000)),
        draw(numbers(-1_220_000, -935_000)),
        draw(st.sampled_from([0.1, 0.5, 1.0, 2.5, 10.0])),
        draw(st.integers(1, 500)),
        draw(st.integers(1, 500)),
    )


def terrains(rows: int = 12, columns: int = 12) -> st.SearchStrategy[np.ndarray]:
    """Draw rough rasters of whole metres, so that touching lines occur."""
    return nps.arrays(np.float64, (rows, columns), elements=st.integers(0, 9).map(float))


@st.composite
def lenses(draw: st.DrawFn, projection: str | None = None) -> Lens:
    """Draw lenses of every projection, or of one."""
    chosen = projection or draw(
        st.sampled_from(["rectilinear", "f-theta", "equisolid", "panoramic"])
    )
    widest = 150.0 if chosen == "rectilinear" else 360.0 if chosen == "panoramic" else 180.0
    return Lens(
        draw(numbers(10.0, widest)),
        draw(numbers(10.0, 120.0)),
        draw(st.integers(640, 8000)),
        chosen,
    )


@st.composite
def models(draw: st.DrawFn) -> CameraModel:
    """Draw camera models."""
    return CameraModel(
        draw(words()),
        draw(lenses()),
        draw(numbers(-10.0, 90.0)),
        draw(numbers(1.0, 300.0)),
        draw(numbers(0.0, 1e6)),
        draw(st.booleans()),
        draw(numbers(1.0, 40.0)),
    )


@st.composite
def special_models(draw: st.DrawFn) -> CameraModel:
    """Draw camera models with heads or presets, a purpose, a lane and a light of their own."""
    angles = numbers(-180.0, 180.0)
    heads = st.builds(Head, lenses(), numbers(-10.0, 60.0), angles)
    presets = st.builds(Preset, angles, numbers(-10.0, 60.0), numbers(1, 9), numbers(1.0, 60.0))
    turning = draw(st.booleans())
    return evolve(
        draw(models()),
        turning=turning,
        heads=() if turning else draw(st.lists(heads, max_size=3).map(tuple)),
        presets=draw(st.lists(presets, max_size=3).map(tuple)) if turning else (),
        travel_s=draw(numbers(0.0, 30.0)),
        purpose=draw(st.sampled_from(["people", "faces", "plates"])),
        lane_azimuth_deg=draw(st.none() | numbers(0.0, 360.0)),
        night_range_m=draw(st.none() | numbers(1.0, 100.0)),
    )


@st.composite
def coverages(draw: st.DrawFn, candidates: int = 6, points: int = 8) -> CoverageMatrix:
    """Draw small coverage matrices with whole weights, so that sums are exact."""
    dense = draw(nps.arrays(np.bool_, (candidates, points)))
    weight = draw(nps.arrays(np.float64, points, elements=st.integers(0, 50).map(float)))
    covers = sparse.csr_array(dense)
    covers.sort_indices()
    return CoverageMatrix(covers, weight)


def cameras() -> st.SearchStrategy[PlannedCamera]:
    """Draw cameras of a plan."""
    amount = numbers(-1e6, 1e6)
    return st.builds(
        PlannedCamera,
        camera_id=words(),
        point_id=words(),
        name=words(),
        status=st.sampled_from(["existing", "new", "out of service"]),
        phase=st.integers(0, 3),
        rank=st.integers(1, 99),
        model=words(),
        carrier=words(),
        street=words(),
        district=words(),
        provenance=words(),
        top_places=st.lists(words(), max_size=3).map(tuple),
        facing_deg=st.none() | numbers(0.0, 360.0),
        azimuth_assumed=st.booleans(),
        **dict.fromkeys(
            (
                "x_m",
                "y_m",
                "lon_deg",
                "lat_deg",
                "ground_m",
                "height_m",
                "azimuth_deg",
                "grid_azimuth_deg",
                "tilt_deg",
                "cost_czk",
                "seen",
                "gain",
            ),
            amount,
        ),
    )


def phases() -> st.SearchStrategy[PhaseResult]:
    """Draw results of phases; the bound is never below the value."""
    return st.builds(
        lambda value, over, **rest: PhaseResult(value=value, bound=value + over, **rest),
        st.just(0.0) | numbers(1.0, 1e4),
        st.just(0.0) | numbers(1.0, 1e3),
        phase=st.integers(0, 3),
        name=words(),
        cameras=st.integers(0, 99),
        new_cameras=st.integers(0, 99),
        points=st.integers(0, 99),
        cost_czk=numbers(0.0, 1e8),
        budget_czk=st.none() | numbers(0.0, 1e8),
        reachable=numbers(0.0, 1e4),
    )


def districts() -> st.SearchStrategy[DistrictResult]:
    """Draw what districts get."""
    return st.builds(DistrictResult, words(), *[numbers(0.0, 1e4)] * 3)


def plans() -> st.SearchStrategy[Plan]:
    """Draw plans; their parts need not fit together."""
    return st.builds(
        Plan,
        case=words(),
        crs=st.just("EPSG:5514"),
        demand_total=st.just(0.0) | numbers(1.0, 1e5),
        demand_points=st.integers(0, 10_000),
        demand_unit=st.just("incidents_per_year"),
        required_density_px_m=numbers(12.5, 1000.0),
        detail_level=st.just("observe"),
        target_height_m=numbers(0.0, 3.0),
        person=st.none()
        | st.builds(Person, numbers(0.0, 1.0), numbers(1.5, 2.0), numbers(0.1, 1.0)),
        models=st.lists(models() | special_models(), min_size=1, max_size=2).map(tuple),
        cameras=st.lists(cameras(), max_size=2).map(tuple),
        phases=st.lists(phases(), min_size=1, max_size=2).map(tuple),
        seed=st.integers(0, 2**31),
        districts=st.lists(districts(), max_size=2).map(tuple),
        provenance=st.dictionaries(words(), words(), max_size=2),
        sources=st.dictionaries(words(), words(), max_size=2),
        assumptions=st.lists(words(), max_size=2).map(tuple),
        status=st.sampled_from(["finished", "interrupted"]),
    )
