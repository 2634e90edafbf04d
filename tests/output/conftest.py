"""A toy town for the outputs: a grid of streets, blocks between them, some of its names hostile."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pytest
import shapely
from attrs import evolve
from shapely.geometry import LineString, Polygon, box

from placement.cameras.lenses import Lens
from placement.cameras.model import CameraModel
from placement.crs.systems import from_lonlat, to_lonlat, true_azimuth_deg
from placement.output.layers import Layers
from placement.output.plan_layers import plan_layers
from placement.plan import PhaseResult, Plan, PlannedCamera
from placement.plan.alternatives import Alternative, Failure, Sensitivity

if TYPE_CHECKING:
    from selenium import webdriver

    from placement.output.study.basis import StudyBasis


CRS = "EPSG:5514"
LEVELS = (
    ("detect", 25.0, 65.0),
    ("observe", 62.5, 26.0),
    ("recognise", 125.0, 13.0),
    ("identify", 250.0, 6.5),
)
"""Name, pixel density and how far it reaches. [px/m, m]"""
CENTRE_LONLAT = (13.614, 50.604)
BLOCK_M = 100.0
STREET_M = 12.0
HOSTILE = (
    "</script><script>alert(1)</script>",
    "${alert(1)} `back-ticks` \"quotes\" 'single'",
    "<img src=x onerror=alert(1)>",
    "{{ 7 * 7 }} {% raw %} {# gone #}",
    "\u202eright to left\u202c \u2028 \u2029 <!-- <b>&amp;",
    "=HYPERLINK(1) " + "x" * 10_000,
)
MODELS = (
    CameraModel("Pevná 4 MP", Lens(90.0, 50.0, 2560), 12.0, 60.0, 65_000.0),
    CameraModel("Čtyřoká 360°", Lens(360.0, 60.0, 10_240, "panoramic"), 20.0, 80.0, 140_000.0),
    CameraModel("Otočná 2 MP", Lens(60.0, 35.0, 1920), 10.0, 150.0, 120_000.0, turning=True),
)


def street_name(number: int, way: str) -> str:
    """Return a Czech name for a street of the grid."""
    names = ("Mostecká", "Žižkova", "Podkrušnohorská", "náměstí Míru", "Tylova", "U Zámku", "Luční")
    return f"{names[number % len(names)]} {way}{number}" if number >= len(names) else names[number]


def town(count: int, *, hostile: bool = False, existing: int | None = None) -> tuple[Plan, Layers]:
    """Return plan and layers of a town with `count` cameras in service in the end."""
    blocks = max(3, int(np.ceil(np.sqrt(count))))
    x0, y0 = (float(v[()]) for v in map(np.asarray, from_lonlat(*CENTRE_LONLAT, crs=CRS)))
    half = blocks * BLOCK_M / 2
    streets = _streets(x0 - half, y0 - half, blocks)
    buildings = _buildings(x0 - half, y0 - half, blocks)
    cameras = _cameras(x0 - half, y0 - half, blocks, count, existing or count // 3, hostile=hostile)
    views = _views(cameras, buildings)
    demand, seen = _demand(streets, views, cameras)
    plan = _plan(cameras, demand, seen, hostile=hostile)
    area = gpd.GeoDataFrame(
        {"name": ["Město"]},
        geometry=[box(x0 - half, y0 - half, x0 + half, y0 + half).buffer(20)],
        crs=CRS,
    )
    backdrop = gpd.GeoDataFrame(
        {"kind": ["water", "woods", "railway"]},
        geometry=[
            box(x0 - half, y0 - half - 60, x0 + half, y0 - half - 30),
            box(x0 - half - 150, y0 - half, x0 - half - 40, y0 + half),
            LineString([(x0 - half, y0 + half + 40), (x0 + half, y0 + half + 60)]),
        ],
        crs=CRS,
    )
    layers = plan_layers(
        plan,
        views=views,
        demand=demand,
        streets=streets,
        buildings=buildings,
        area=area,
        backdrop=backdrop,
    )
    return plan, layers


def _streets(x0: float, y0: float, blocks: int) -> gpd.GeoDataFrame:
    lines, names, classes = [], [], []
    length = blocks * BLOCK_M
    for i in range(blocks + 1):
        lines += [
            LineString([(x0 + i * BLOCK_M, y0), (x0 + i * BLOCK_M, y0 + length)]),
            LineString([(x0, y0 + i * BLOCK_M), (x0 + length, y0 + i * BLOCK_M)]),
        ]
        names += [street_name(2 * i, "S"), street_name(2 * i + 1, "V")]
        classes += ["primary" if i == blocks // 2 else "residential", "tertiary" if i % 3 else ""]
    columns = {
        "street_id": [f"s{i:03}" for i in range(len(lines))],
        "name": names,
        "street_class": classes,
    }
    return gpd.GeoDataFrame(columns, geometry=lines, crs=CRS)


def _buildings(x0: float, y0: float, blocks: int) -> gpd.GeoDataFrame:
    rng = np.random.default_rng(2)
    shapes = []
    for i in range(blocks):
        for j in range(blocks):
            left, low = x0 + i * BLOCK_M + STREET_M, y0 + j * BLOCK_M + STREET_M
            side = BLOCK_M - 2 * STREET_M
            for part in range(4):
                a, b = divmod(part, 2)
                wide, deep = side / 2 * rng.uniform(0.6, 0.98, 2)
                shapes.append(
                    box(
                        left + a * side / 2,
                        low + b * side / 2,
                        left + a * side / 2 + wide,
                        low + b * side / 2 + deep,
                    )
                )
    columns = {
        "building_id": [f"b{i:05}" for i in range(len(shapes))],
        "height_m": 9.0,
        "base_m": 0.0,
        "height_source": "default",
    }
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=CRS)


def _cameras(
    x0: float, y0: float, blocks: int, count: int, existing: int, *, hostile: bool
) -> list[PlannedCamera]:
    rng = np.random.default_rng(5)
    corners = [(i, j) for i in range(blocks + 1) for j in range(blocks + 1)]
    picked = [corners[k] for k in rng.permutation(len(corners))[: count + 1]]
    made = []
    for number, (i, j) in enumerate(picked):
        model = MODELS[number % 3]
        broken = number == count
        status = "out of service" if broken else "existing" if number < existing else "new"
        phase = 0 if status != "new" else 1 + 3 * (number - existing) // max(count - existing, 1)
        x, y = x0 + i * BLOCK_M + 4.0, y0 + j * BLOCK_M + 4.0
        lon, lat = to_lonlat([x], [y], crs=CRS)
        grid = float(rng.uniform(0, 360))
        street = street_name(2 * i, "S")
        name = (
            HOSTILE[number % len(HOSTILE)]
            if hostile
            else f"{street} × {street_name(2 * j + 1, 'V')}"
        )
        made.append(
            PlannedCamera(
                camera_id=f"K{number + 1:03}",
                point_id=f"B{number + 1:03}",
                name=name,
                status=status,
                phase=phase,
                rank=number + 1,
                model=model.name,
                x_m=x,
                y_m=y,
                lon_deg=float(lon[0]),
                lat_deg=float(lat[0]),
                ground_m=340.5,
                height_m=4.5,
                carrier=HOSTILE[0] if hostile else "sloup veřejného osvětlení",
                azimuth_deg=float(true_azimuth_deg([grid], [x], [y], crs=CRS)[0]),
                grid_azimuth_deg=grid,
                tilt_deg=model.tilt_deg,
                cost_czk=0.0 if status != "new" else model.cost_czk + 90_000.0,
                seen=0.0,
                gain=0.0,
                street=HOSTILE[2] if hostile else street,
                district="",
                top_places=(),
                provenance="synthetic" if status != "new" else "assumed",
                azimuth_assumed=status == "existing" and number % 2 == 0,
            )
        )
    return made


def _seen_area(camera: PlannedCamera, reach_m: float, walls: shapely.Geometry) -> Polygon:
    """Return what a camera sees between walls, by rays 5° apart."""
    model = next(m for m in MODELS if m.name == camera.model)
    half = model.lens.hfov_deg / 2
    turns = np.linspace(-half, half, int(2 * half / 5) + 1)
    eye = shapely.Point(camera.x_m, camera.y_m)
    rim = []
    for turn in np.radians(camera.grid_azimuth_deg + turns):
        end = (camera.x_m + reach_m * np.sin(turn), camera.y_m + reach_m * np.cos(turn))
        hit = LineString([(eye.x, eye.y), end]).intersection(walls)
        distance = reach_m if hit.is_empty else eye.distance(hit)
        rim.append((eye.x + distance * np.sin(turn), eye.y + distance * np.cos(turn)))
    corner = [] if model.whole_circle else [(eye.x, eye.y)]
    return Polygon(corner + rim).buffer(0)


def _views(cameras: list[PlannedCamera], buildings: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    walls = buildings.boundary
    rows = []
    for camera in cameras:
        eye = shapely.Point(camera.x_m, camera.y_m)
        all_seen = _seen_area(
            camera, LEVELS[0][2], shapely.union_all(walls[walls.distance(eye) < 70])
        )
        for level, density, reach in LEVELS:
            area = all_seen.intersection(eye.buffer(reach))
            rows.append((camera.camera_id, level, density, "continuous", area))
        if camera.model == MODELS[2].name:
            rows.append((camera.camera_id, "detect", 25.0, "reachable", eye.buffer(80)))
    names = ["camera_id", "level", "density_px_m", "kind", "geometry"]
    return gpd.GeoDataFrame(dict(zip(names, zip(*rows, strict=True), strict=True)), crs=CRS)


def _demand(
    streets: gpd.GeoDataFrame, views: gpd.GeoDataFrame, cameras: list[PlannedCamera]
) -> tuple[gpd.GeoDataFrame, np.ndarray]:
    rng = np.random.default_rng(7)
    rows = []
    for street, line in zip(streets["name"], streets.geometry, strict=True):
        for k in range(int(line.length // 10)):
            rows.append(
                (f"l{len(rows):05}", street, shapely.ops.substring(line, 10 * k, 10 * k + 10))
            )
    ids, names, shapes = zip(*rows, strict=True)
    middle = shapely.get_coordinates([shape.interpolate(0.5, normalized=True) for shape in shapes])
    centre = middle.mean(axis=0)
    expected = (
        1.5 * np.exp(-np.hypot(*(middle - centre).T) / 250) * rng.gamma(0.4, 2.5, len(middle))
    )
    asked = views[(views["level"] == "observe") & (views["kind"] == "continuous")]
    seen = np.array([shapely.contains_xy(shape, middle) for shape in asked.geometry])
    phase = np.array([c.phase if c.status != "out of service" else 99 for c in cameras])
    first = np.where(seen, phase[:, None], 99).min(axis=0)
    frame = gpd.GeoDataFrame(
        {
            "lixel_id": ids,
            "street": names,
            "district": "",
            "length_m": 10.0,
            "expected": expected,
            "seen_phase": [None if p == 99 else int(p) for p in first],
            "cameras": seen[phase < 99].sum(axis=0),
            "camera_ranks": [
                "; ".join(str(cameras[k].rank) for k in np.flatnonzero(column & (phase < 99)))
                for column in seen.T
            ],
        },
        geometry=list(shapes),
        crs=CRS,
    )
    return frame, seen


def _plan(
    cameras: list[PlannedCamera], demand: gpd.GeoDataFrame, seen: np.ndarray, *, hostile: bool
) -> Plan:
    weight = demand["expected"].to_numpy()
    covered = np.zeros(len(weight), dtype=bool)
    told = []
    for camera, sees in zip(cameras, seen, strict=True):
        works = camera.status != "out of service"
        best = demand.loc[sees].groupby("street")["expected"].sum().nlargest(3)
        places = tuple(HOSTILE) if hostile else tuple(best.index)
        gain = float(weight[sees & ~covered].sum()) if works else 0.0
        told.append(evolve(camera, seen=float(weight[sees].sum()), gain=gain, top_places=places))
        covered |= sees & works
    phases = []
    for phase in range(4):
        standing = [c for c in told if c.phase <= phase and c.status != "out of service"]
        value = float(sum(c.gain for c in standing))
        name = HOSTILE[1] if hostile and phase == 1 else "Cíl" if phase == 3 else f"Etapa {phase}"
        cost = sum(c.cost_czk for c in told if c.phase == phase)
        phases.append(
            PhaseResult(
                phase,
                name,
                len(standing),
                sum(c.phase == phase for c in standing),
                len(standing),
                cost,
                None,
                value,
                value * 1.004,
            )
        )
    return Plan(
        case=HOSTILE[0] if hostile else "Litvínov",
        crs=CRS,
        demand_total=float(weight.sum()),
        demand_points=len(weight),
        demand_unit="incidents_per_year",
        required_density_px_m=62.5,
        detail_level="observe",
        target_height_m=1.5,
        models=MODELS,
        cameras=tuple(told),
        phases=tuple(phases),
        seed=1,
        provenance={
            "streets": "open data",
            "buildings": "open data",
            "incidents": "synthetic",
            "cameras": "assumed",
        },
        sources={
            "streets": "© přispěvatelé OpenStreetMap, ODbL" if not hostile else HOSTILE[2],
            "buildings": "ČÚZK – RÚIAN, CC BY 4.0",
        },
        assumptions=("camera_height",),
    )


def _freedom_of(camera: PlannedCamera) -> Sensitivity:
    """Return what is known of one camera: what its failure costs, and its next best place."""
    instead = Alternative(
        point_id="S1",
        street="Tylova",
        carrier="lamp post",
        model=camera.model,
        x_m=camera.x_m + 40.0,
        y_m=camera.y_m,
        lon_deg=camera.lon_deg + 0.0005,
        lat_deg=camera.lat_deg,
        height_m=6.0,
        azimuth_deg=90.0,
        grid_azimuth_deg=98.0,
        tilt_deg=20.0,
        camera_id=camera.camera_id,
        loss=1.5,
    )
    return Sensitivity(failures=(Failure(camera.camera_id, 2.5),), alternatives=(instead,))


@pytest.fixture(scope="session")
def small_town() -> tuple[Plan, Layers]:
    """Return plan and layers of nine cameras."""
    return town(9)


@pytest.fixture(scope="session")
def hostile_town() -> tuple[Plan, Layers]:
    """Return plan and layers whose every name is an attack."""
    return town(9, hostile=True)


@pytest.fixture(scope="session")
def studied_town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a case, and its result, whose study has all its annexes."""
    from tests.output import study_town

    return study_town.planned(tmp_path_factory.mktemp("studied"))


@pytest.fixture(scope="session")
def studied_basis(studied_town: Path) -> "StudyBasis":
    """Return the basis of its study, with the case at hand."""
    from placement import read_case
    from placement.output.study.reader import read_basis

    inputs = read_case(studied_town / "case").inputs()
    return read_basis(studied_town / "result", language="cs", inputs=inputs)


@pytest.fixture(scope="session")
def build_town() -> Callable[..., tuple[Plan, Layers]]:
    """Return the builder, for a town of another size."""
    return town


@pytest.fixture(scope="session")
def freedom_of() -> Callable[[PlannedCamera], Sensitivity]:
    """Return the builder of what is known of one camera beyond its record."""
    return _freedom_of


@pytest.fixture
def case_inputs(tmp_path: Path) -> dict[str, Path]:
    """Return two input files by their path in the case."""
    (tmp_path / "case").mkdir()
    for name in ("plan.toml", "incidents.csv"):
        (tmp_path / "case" / name).write_text(name, encoding="utf-8")
    return {name: tmp_path / "case" / name for name in ("plan.toml", "incidents.csv")}


@pytest.fixture(scope="session")
def driver() -> Iterator["webdriver.Chrome"]:
    """Start one Chromium for all tests of the map."""
    from tests.output.chromium import started

    yield from started()


NASTY = (
    "</script><script>alert(1)</script>]]>",
    "=cmd|'/C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\u202eright to left\u202c and \u200fmark",
    "bell \x07, null \x00, \ufffe\uffff",
    "x" * 40_000,
    "quotes \" ' ; , and \\ _x0041_",
    "new\nline\tand\rreturn",
    "^I %%d %%% \\U+0041 \\M+5A3B1 \\P {\\fArial;x}",
    "https://example.org/ $[name] 007",
)
"""Names that some program takes for more than a name."""


@pytest.fixture(scope="session")
def nasty_town() -> tuple[Plan, Layers]:
    """Return plan and layers of cameras whose names some program takes for more."""
    plan, layers = town(len(NASTY) - 1)
    cameras = tuple(
        evolve(camera, name=name, street=name, carrier=name, top_places=(name,))
        for camera, name in zip(plan.cameras, NASTY, strict=True)
    )
    return evolve(plan, cameras=cameras, case=NASTY[0]), layers
