"""What the page computes from: local coordinates, double cover, figures of phases, its colours."""

import base64
import hashlib
import re
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import pairwise

import geopandas as gpd
import numpy as np
import pytest
import shapely
from attrs import evolve
from shapely.geometry import box

from placement.crs import systems
from placement.output.layer_tables import layers_of
from placement.output.layers import Layers
from placement.output.map_colours import NEW, phase_colour
from placement.output.plan_layers import plan_layers
from placement.output.webmap import double as webmap_double
from placement.output.webmap.data import page_data
from placement.output.webmap.double import double_cover
from placement.output.webmap.local import fit_local, system_of
from placement.output.webmap.online import OnlineLayer, layers_within, online_layers
from placement.output.webmap.page import _asset, render
from placement.output.webmap.shapes import Packer
from placement.output.webmap.story import phases
from placement.plan import Plan, PlannedCamera
from placement.plan.alternatives import Sensitivity
from placement.plan.street_coverage import NO_STREETS

LITVINOV = (13.55, 50.57, 13.68, 50.63)
HELSINKI = (24.90, 60.15, 25.00, 60.20)
WHITE, GROUND = "#ffffff", "#f4f5f2"


@pytest.mark.parametrize(
    ("extent", "crs"),
    [(LITVINOV, "EPSG:5514"), (HELSINKI, "EPSG:3067"), ((12.5, 48.9, 13.5, 49.6), "EPSG:5514")],
)
def test_fitted_coordinates_are_those_of_pyproj(
    extent: tuple[float, float, float, float], crs: str
) -> None:
    """At random places of a town, or of a whole district, they agree to a centimetre."""
    rng = np.random.default_rng(1)
    lon, lat = rng.uniform(extent[0], extent[2], 500), rng.uniform(extent[1], extent[3], 500)
    fit = fit_local(extent, crs=crs)
    true = np.column_stack(systems.from_lonlat(lon, lat, crs=crs))

    assert np.hypot(*(fit.at(lon, lat) - true).T).max() < 0.01
    assert fit.error_m < 0.01


def test_czech_readers_get_s_jtsk_others_the_working_system() -> None:
    """Whatever system a Czech town is planned in."""
    assert system_of(LITVINOV, "EPSG:32633") == "EPSG:5514"
    assert system_of(HELSINKI, "EPSG:3067") == "EPSG:3067"


def views_of(*rows: tuple[str, int, str, float, shapely.Geometry]) -> gpd.GeoDataFrame:
    """Return views from camera, phase, kind, density and shape."""
    names = ["camera_id", "phase", "kind", "density_px_m"]
    columns = {name: [row[i] for row in rows] for i, name in enumerate(names)}
    return gpd.GeoDataFrame(columns, geometry=[row[4] for row in rows], crs="EPSG:5514")


def test_double_cover_is_where_two_steady_views_meet_since_the_later_one() -> None:
    """A second head of one camera, a finer level and a reachable view make no double cover."""
    views = views_of(
        ("A", 0, "continuous", 62.5, box(0, 0, 10, 10)),
        ("A", 0, "continuous", 250.0, box(0, 0, 4, 4)),
        ("B", 1, "continuous", 62.5, box(6, 0, 16, 10)),
        ("C", 2, "continuous", 62.5, box(4, 0, 10, 10)),
        ("D", 1, "reachable", 62.5, box(0, 0, 10, 10)),
    )
    double = double_cover(views, density_px_m=62.5)

    assert double["phase"].tolist() == [1, 2]
    assert double.geometry.area.tolist() == pytest.approx([40.0, 20.0])


def test_double_cover_takes_no_lines_where_views_overlap_and_touch() -> None:
    """Where outlines overlap here and run along each other there, only the overlap counts."""
    bent = shapely.union(box(5, 0, 15, 5), box(10, 5, 15, 10))
    views = views_of(
        ("A", 0, "continuous", 62.5, box(0, 0, 10, 10)),
        ("B", 1, "continuous", 62.5, bent),
        ("C", 2, "continuous", 62.5, box(0, 0, 5, 5)),
    )
    double = double_cover(views, density_px_m=62.5)

    assert double["phase"].tolist() == [1, 2]
    assert double.geometry.area.tolist() == pytest.approx([25.0, 25.0])


def test_double_cover_of_random_views_is_that_of_counting_points(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An oracle: a place is doubly covered if it lies in two boxes or more, crumbs included."""
    monkeypatch.setattr(webmap_double, "LEAST_M2", 0.0)
    rng = np.random.default_rng(3)
    corners = rng.uniform(0, 60, (25, 2))
    shapes = [box(x, y, x + 20, y + 20) for x, y in corners]
    rows = [(f"K{i}", i % 3, "continuous", 62.5, shape) for i, shape in enumerate(shapes)]
    double = double_cover(views_of(*rows), density_px_m=62.5)
    x, y = rng.uniform(0, 80, (2, 2000))
    for phase in range(3):
        standing = [shape for i, shape in enumerate(shapes) if i % 3 <= phase]
        times = sum(shapely.contains_xy(shape, x, y).astype(int) for shape in standing)
        area = shapely.union_all(double.geometry[double["phase"] <= phase].to_numpy())
        edge = shapely.distance(shapely.boundary(area), shapely.points(x, y)) < 0.1
        inside = shapely.contains_xy(area, x, y)

        assert ((times >= 2) == inside)[~edge].all()


def test_phases_tell_the_price_of_a_percentage_point(small_town: tuple[Plan, Layers]) -> None:
    """Price of the phase over what it adds; nothing for today; hot streets only get more."""
    told = phases(*small_town)
    for before, after in pairwise(told):
        added = 100 * (after["share"] - before["share"])

        assert after["per_point"] == pytest.approx(after["spent"] / added)
        assert after["hot"] >= before["hot"]
    assert told[0]["per_point"] is None
    assert 0 < page_data(*small_town, language="cs")["hot"]["share"] < 0.2


def test_a_source_that_nobody_named_is_left_out(small_town: tuple[Plan, Layers]) -> None:
    """The line of sources has no empty places, and files of one input are put together."""
    plan, layers = small_town
    named = {"streets": "", "backdrop.0": "ČÚZK", "backdrop.1": "", "backdrop.2": "OSM"}

    told = page_data(evolve(plan, sources=named), layers, language="cs")

    assert told["sources"] == {"backdrop": "ČÚZK; OSM"}


def test_places_are_counted_by_kind_and_phase(small_town: tuple[Plan, Layers]) -> None:
    """They travel with their kind, name and first phase."""
    plan, layers = small_town
    given = gpd.GeoDataFrame(
        {"place_id": ["P1", "P2"], "kind": ["school", "stop"], "name": ["ZŠ Lom", ""]},
        geometry=layers.cameras.geometry.iloc[:2].to_numpy(),
        crs=layers.crs,
    ).assign(seen_phase=[2, None])
    more = layers_of(crs=layers.crs, **{**layers.frames(), "places": given})
    told = page_data(plan, more, language="cs")["places"]

    assert [(kind, name, since, later) for kind, name, _, _, since, later in told] == [
        ("school", "ZŠ Lom", 2, []),
        ("stop", "", -1, []),
    ]


def test_alternative_and_confidence_reach_the_page_if_known(
    small_town: tuple[Plan, Layers], freedom_of: Callable[[PlannedCamera], Sensitivity]
) -> None:
    """They stand at their camera only; so does what its failure costs."""
    plan, layers = small_town
    one = plan.cameras[3]
    sure = evolve(one, chosen_again=0.5, alike_again=0.8)
    cameras = tuple(sure if camera is one else camera for camera in plan.cameras)
    free = evolve(plan, cameras=cameras, sensitivity=freedom_of(one))
    told = {camera["id"]: camera for camera in page_data(free, layers, language="cs")["cameras"]}

    assert told[one.camera_id]["alternative"]["street"] == "Tylova"
    assert told[one.camera_id]["alternative"]["loss"] == 1.5
    assert told[one.camera_id]["lost"] == 2.5
    assert told[one.camera_id]["confidence"] == 0.8
    for fact in ("alternative", "lost", "confidence"):
        assert sum(fact in camera for camera in told.values()) == 1


def test_hot_streets_are_the_tested_ones_where_there_was_a_test(
    small_town: tuple[Plan, Layers],
) -> None:
    """Without a test they are called the busiest; with one that finds nothing, none is hot."""
    plan, layers = small_town
    rows = len(layers.demand)
    busiest = page_data(plan, layers, language="cs")
    some = np.arange(rows) < rows // 4
    tested, none = (
        page_data(plan, with_hot(layers, flags), language="cs")
        for flags in (some, np.zeros(rows, dtype=bool))
    )
    seen = layers.demand["seen_phase"].notna().to_numpy()

    assert busiest["hot"]["tested"] is False
    assert busiest["demand"]["hot"] == []
    assert tested["hot"] == {"tested": True, "share": pytest.approx(some.mean())}
    assert tested["demand"]["hot"] == np.flatnonzero(some).tolist()
    assert tested["phases"][-1]["hot"] == pytest.approx((seen & some).sum() / some.sum())
    assert none["hot"] == {"tested": True, "share": 0.0}
    assert none["phases"][-1]["hot"] is None


def with_hot(layers: Layers, flags: np.ndarray) -> Layers:
    """Return layers whose pieces of street were tested."""
    frames = {**layers.frames(), "demand": layers.demand.assign(hot=flags.astype(int))}
    return layers_of(crs=layers.crs, **frames)


def test_policy_names_the_servers_only_where_they_are_offered(
    small_town: tuple[Plan, Layers],
) -> None:
    """Pictures of one host and nothing else; none if the plan file says no, or outside Czechia."""
    asked, refused = (render(*small_town, language="cs", online=online) for online in (True, False))

    assert re.findall(r"img-src ([^\";]*);", asked) == ["data: https://ags.cuzk.gov.cz"]
    assert re.findall(r"img-src ([^\";]*);", refused) == ["data:"]
    assert "ags.cuzk.gov.cz" not in refused
    assert layers_within(HELSINKI) == ()


class Elements(HTMLParser):
    """What stands in the elements `script` and `style` of a page, and what its policy says."""

    def __init__(self, page: str) -> None:
        """Read a page."""
        super().__init__()
        self.texts: dict[str, list[str]] = {"script": [], "style": []}
        self.styled, self.policy, self.inside = 0, "", ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what begins."""
        given = dict(attrs)
        self.styled += sum(name == "style" or name.startswith("on") for name in given)
        if given.get("http-equiv") == "Content-Security-Policy":
            self.policy = given["content"] or ""
        self.inside = tag if given.get("type") != "application/json" else ""
        if self.inside in self.texts:
            self.texts[tag].append("")

    def handle_endtag(self, tag: str) -> None:
        """Note what ends."""
        self.inside = ""

    def handle_data(self, data: str) -> None:
        """Note what stands in a script or style."""
        if self.inside in self.texts:
            self.texts[self.inside][-1] += data


def test_policy_names_the_very_texts_of_the_page(hostile_town: tuple[Plan, Layers]) -> None:
    """Each script and style by its SHA-256; no attribute that would need more; no 'unsafe-…'."""
    page = Elements(render(*hostile_town, language="cs"))
    parts = dict(part.strip().split(" ", 1) for part in page.policy.split(";"))

    for kind, texts in page.texts.items():
        digests = [base64.b64encode(hashlib.sha256(t.encode()).digest()).decode() for t in texts]
        assert parts[f"{kind}-src"].split() == [f"'sha256-{digest}'" for digest in digests]
        assert len(texts) >= 2
    assert page.styled == 0
    assert "unsafe" not in page.policy
    assert parts["default-src"] == parts["base-uri"] == parts["form-action"] == "'none'"


def test_addresses_of_tiles_are_whole() -> None:
    """Each has its three numbers, goes by https and is named."""
    for layer in online_layers():
        assert isinstance(layer, OnlineLayer)
        assert layer.host.startswith("https://")
        assert all(sign in layer.url for sign in ("{z}", "{x}", "{y}"))
        assert "ČÚZK" in layer.attribution


def test_view_of_nobody_gives_no_double_cover(small_town: tuple[Plan, Layers]) -> None:
    """A plan without views has a page."""
    plan = evolve(small_town[0], cameras=())
    layers = plan_layers(plan)

    assert double_cover(layers.views, density_px_m=62.5).empty
    assert Packer.around(layers, plan).packed(
        layers, index={}, levels=[], density_px_m=62.5, streets=NO_STREETS
    )


def colours(name: str) -> list[str]:
    """Return the colours of a constant of the script."""
    source = _asset("assets", "core", "palette.js")
    found = re.search(rf"\b{name} = (\[[^\]]*\]|{{[^}}]*}}|\"[^\"]*\")", source)
    assert found is not None, name
    return re.findall(r"#[0-9a-f]{6}", found.group(1))


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.1. [-]"""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2.1. [-]"""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_that_of_the_standard() -> None:
    """Known values: black on white is 21, a grey everybody knows 4.54."""
    assert contrast("#000000", WHITE) == pytest.approx(21)
    assert contrast("#767676", WHITE) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize(
    "name",
    [
        "HEAT",
        "REACHABLE",
        "BLIND",
        "DAY_ONLY",
        "DOUBLE",
        "FACADE",
        "PLACE",
        "DISTRICT",
        "LADDER_EDGE",
        "COLOUR",
    ],
)
def test_signs_stand_out_from_the_map(name: str) -> None:
    """Lines, outlines and symbols have 3:1 against paper and streets (WCAG 2.1, 1.4.11)."""
    for colour in colours(name):
        assert contrast(colour, WHITE) >= 3, colour
        assert contrast(colour, GROUND) >= 3, colour


def test_classes_of_streets_differ_in_lightness_and_width() -> None:
    """Each is darker and wider than the last, so that colour alone says nothing."""
    shades = [luminance(colour) for colour in colours("HEAT")]
    found = re.search(r"HEAT_WIDTH = \[([^\]]*)\]", _asset("assets", "core", "palette.js"))
    assert found is not None
    widths = [float(width) for width in found.group(1).split(",")]

    assert shades == sorted(shades, reverse=True)
    assert widths == sorted(set(widths))


def test_numbers_in_symbols_can_be_read() -> None:
    """White on the symbol's colour has 4.5:1, whatever the phase."""
    assert all(contrast(colour, WHITE) >= 4.5 for colour in (*colours("COLOUR"), *NEW))


def test_rims_of_views_stand_out_from_everything_below() -> None:
    """The line has 3:1 against all that lies below, its rim against dark pictures from the air."""
    below = [*colours("BACKDROP"), *colours("HOUSE"), GROUND, WHITE]
    for phase in range(len(NEW) + 1):
        line = phase_colour(phase)
        assert all(contrast(line, colour) >= 3 for colour in below if colour != "#b5b5b5"), line
        assert contrast(line, *colours("CASING")) >= 3
    assert contrast("#3a4a2c", *colours("CASING")) >= 3, "a wood from the air"
