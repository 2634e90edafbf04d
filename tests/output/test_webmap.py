"""The council's page as text: what is in it, what must not be, and what its data say."""

import json
import re

import numpy as np
import pytest
import shapely
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, Polygon

from placement.inputs.streets.grades import grade
from placement.output.layers import Layers
from placement.output.plan_layers import plan_layers
from placement.output.webmap.data import page_data
from placement.output.webmap.page import _asset, _json, own_script, render
from placement.output.webmap.shapes import PER_DEGREE, Packer
from placement.output.wording import printable
from placement.plan import Plan
from placement.texts import LANGUAGES, catalogue

DATA = re.compile(r'<script type="application/json" id="data">(.*?)</script>', re.DOTALL)


def data_of(page: str) -> dict[str, object]:
    """Return the JSON block of a page."""
    found = DATA.search(page)
    assert found is not None
    plain: dict[str, object] = json.loads(found.group(1))
    return plain


def unpacked(line: list[int], origin: tuple[int, int]) -> np.ndarray:
    """Return a packed line's vertices in degrees, as the page's script does."""
    return (np.array(line).reshape(-1, 2).cumsum(axis=0) + origin) / PER_DEGREE


def test_same_plan_gives_the_same_page(small_town: tuple[Plan, Layers]) -> None:
    """No random name, no time is in it."""
    assert render(*small_town, language="cs") == render(*small_town, language="cs")


def test_page_links_to_nothing(small_town: tuple[Plan, Layers]) -> None:
    """No address of a server stands where a browser would fetch it; the policy forbids the rest."""
    page = render(*small_town, language="cs")

    assert "default-src 'none'; script-src 'sha256-" in page
    assert not re.search(r"<(?:link|iframe|img|script[^>]*\ssrc)", page)
    assert not re.search(r"url\((?!#)|@import|sourceMappingURL", page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_opens_in_the_language_asked(language: str, small_town: tuple[Plan, Layers]) -> None:
    """The lang attribute, title and data agree."""
    page = render(*small_town, language=language)

    assert f'<html lang="{language}">' in page
    assert data_of(page)["language"] == language


def test_licence_of_leaflet_is_kept() -> None:
    """The library comes with its licence and its name."""
    assert "Copyright" in _asset("vendor", "leaflet", "LICENSE")
    assert "Leaflet 1.9.4" in _asset("vendor", "leaflet", "leaflet.js")


def test_hostile_names_stay_inside_the_data(
    hostile_town: tuple[Plan, Layers], small_town: tuple[Plan, Layers]
) -> None:
    """No script ends early, no template runs, and every name comes out as it went in."""
    plan, _ = hostile_town
    harmless = render(*small_town, language="cs")
    page = render(*hostile_town, language="cs")
    cameras = data_of(page)["cameras"]

    assert page.count("</script>") == harmless.count("</script>")
    assert "49" not in {camera["name"] for camera in cameras}
    assert {camera["name"] for camera in cameras} == {
        re.sub(r"[\u2028\u2029]", " ", camera.name) for camera in plan.cameras
    }


@given(name=st.text(max_size=40))
def test_any_text_survives_the_json_block(name: str) -> None:
    """Whatever a name holds, the block has no mark-up in it and reads back."""
    block = _json({"name": printable(name)})

    assert not set(block) & set("<>&\u2028\u2029")
    assert json.loads(block) == {"name": printable(name)}
    assert block.encode("utf-8")


def test_figures_are_the_plans(small_town: tuple[Plan, Layers]) -> None:
    """Value, share, gap and summed prices are not computed anew in another way."""
    plan, layers = small_town
    phases = page_data(plan, layers, language="cs")["phases"]

    assert [phase["value"] for phase in phases] == [phase.value for phase in plan.phases]
    assert [phase["gap"] for phase in phases] == [phase.gap for phase in plan.phases]
    assert phases[-1]["cost"] == sum(c.cost_czk for c in plan.cameras)


def test_heat_classes_ascend_and_the_required_level_is_dense_enough(
    small_town: tuple[Plan, Layers],
) -> None:
    """The map's classes are in order; "the cameras see" means the level that counts."""
    told = page_data(*small_town, language="cs")

    assert told["heat"] == sorted(set(told["heat"]))
    assert told["levels"][told["required"]][1] == small_town[0].required_density_px_m


def test_plan_without_demand_views_or_town_has_a_page(small_town: tuple[Plan, Layers]) -> None:
    """Nothing but cameras is enough; nothing at all is, too."""
    plan = evolve(small_town[0], demand_total=0.0)
    nobody = evolve(plan, cameras=(), phases=plan.phases[:1])

    assert data_of(render(plan, plan_layers(plan), language="cs"))["heat"] == []
    assert data_of(render(nobody, plan_layers(nobody), language="cs"))["cameras"] == []


@given(st.lists(st.tuples(st.floats(13.0, 14.0), st.floats(50.0, 51.0)), min_size=2, max_size=20))
def test_packed_lines_come_back_to_a_millionth_of_a_degree(
    points: list[tuple[float, float]],
) -> None:
    """Each vertex is at most half a unit off, however long the line: errors do not add up."""
    packer = Packer((13.5, 50.5, 13.6, 50.6))
    back = unpacked(packer.line(LineString(points)), packer.origin)
    exact = np.array(points)
    distance = shapely.distance(shapely.points(exact), shapely.multipoints(back))

    assert distance.max() <= 0.8 / PER_DEGREE


def test_holes_are_packed_as_rings() -> None:
    """A courtyard stays a hole."""
    packer = Packer((0.0, 0.0, 1.0, 1.0))
    ring = [(0, 0), (1, 0), (1, 1), (0, 1)]
    court = Polygon(ring, [[(0.4, 0.4), (0.6, 0.4), (0.6, 0.6), (0.4, 0.6)]])

    assert [len(rings) for rings in packer.polygons(court)] == [2]


@pytest.mark.parametrize(
    ("street_class", "width"),
    [("primary", 0), ("trunk_link", 0), ("tertiary", 1), ("", 2), ("místní", 2), ("steps", 3)],
)
def test_streets_are_drawn_by_class(street_class: str, width: int) -> None:
    """Main roads wide, paths narrow, the unknown in between."""
    assert grade(street_class) == width


def test_every_word_the_script_asks_for_is_in_both_catalogues() -> None:
    """Keys in the script and the frame exist, counted ones with their forms."""
    source = own_script("internal") + _asset("assets", "council.html")
    asked = set(re.findall(r"(?<![/\w])map(?:\.[a-z_]+)+(?![a-z_.]*\$)", source)) - {
        "map.level",
        "map.input",
    }
    plain = {key for key in asked if key.count(".") >= 1 and key not in ("map.unit", "map.compass")}
    for language in LANGUAGES:
        known = catalogue(language)
        missing = {key for key in plain if key not in known and f"{key}.many" not in known}

        assert {key for key in missing if not any(k.startswith(key + ".") for k in known)} == set()


def test_page_of_a_whole_town_stays_small(build_town: object) -> None:
    """75 cameras with their views, in a page under 5 MB."""
    page = render(*build_town(75), language="cs")

    assert len(page.encode()) < 5_000_000
