"""Names of phases in English, and their years: in page, workbook and plan, in both editions."""

import csv
import io
from pathlib import Path

import geopandas as gpd
import pytest
from attrs import evolve

from placement import config as plan_files
from placement import pipeline
from placement.output import public_edition
from placement.output.caveats import removals
from placement.output.layer_tables import layers_of
from placement.output.layers import Layers
from placement.output.lists import place_coverage, street_coverage
from placement.output.lists.legend import phase_rows
from placement.output.paper.sheets import A3, sheets
from placement.output.paper.words import sheet_title
from placement.output.wording import phase_title
from placement.plan import DistrictResult, Plan
from placement.plan.place_coverage import PlaceCoverage
from placement.plan.public import PublicPlan
from tests.output.chromium import find, open_page, set_phase
from tests.pipeline import toy_case

Town = tuple[Plan, Layers]
YEARS = {1: (2027, None), 2: (2028, 2029), 3: (None, None)}


@pytest.fixture
def dated(small_town: Town) -> Town:
    """Return the small town with years of two of its phases and English names of one."""
    plan, layers = small_town
    rows = [
        evolve(
            phase,
            year=YEARS[phase.phase][0],
            last_year=YEARS[phase.phase][1],
            name_en="The core" if phase.phase == 1 else "",
        )
        if phase.phase
        else phase
        for phase in plan.phases
    ]
    return evolve(plan, phases=tuple(rows)), layers


def test_titles_have_years_where_they_are_known(dated: Town) -> None:
    """One year, several, none; a name in English where there is one."""
    plan, _ = dated
    assert [phase_title(phase, "cs") for phase in plan.phases[1:]] == [
        "Etapa 1 (2027)",
        "Etapa 2 (2028–2029)",
        "Cíl",
    ]
    assert phase_title(plan.phases[1], "en") == "The core (2027)"
    assert evolve(plan.phases[1], last_year=2027).years == "2027"


def test_the_public_edition_has_them_too(dated: Town) -> None:
    """When what is built is public, as is what it is called."""
    public = public_edition.plan_of(dated[0])
    assert isinstance(public, PublicPlan)
    for phase, own in zip(public.phases, dated[0].phases, strict=True):
        assert (phase.years, phase.name_en) == (own.years, own.name_en)


@pytest.mark.browser
@pytest.mark.parametrize("edition", ["internal", "public"])
def test_the_page_tells_years(driver, tmp_path: Path, dated: Town, edition: str) -> None:
    """In the proposal, the table and the state shown; an English reader has the English name."""
    plan, layers = dated
    public = public_edition.plan_of(plan)
    town = (public, public_edition.layers_of(public, layers)) if edition == "public" else dated
    opened = open_page(driver, tmp_path, *town)
    for part in ("#proposal", "#steps"):
        text = find(opened, part)
        assert "Etapa 1 (2027)" in text, part
        assert "Etapa 2 (2028–2029)" in text, part
        assert "Cíl (" not in text, part
    set_phase(opened, 1)
    assert find(opened, "#state-title") == "Stav: Etapa 1 (2027)"
    opened.find_element("css selector", '[data-language="en"]').click()
    assert "The core (2027)" in find(opened, "#steps")
    assert "Etapa 2 (2028–2029)" in find(opened, "#steps")


@pytest.mark.browser
def test_an_english_reader_has_the_districts_english_names(
    driver, tmp_path: Path, small_town: Town
) -> None:
    """In lists, filter, search and answer; a Czech one has their own everywhere."""
    plan, layers = small_town
    districts = gpd.GeoDataFrame(
        {"name": ["Staré Město"], "name_en": ["Old Town"]},
        geometry=list(layers.area.geometry),
        crs=layers.crs,
    )
    cameras = tuple(
        evolve(c, district="Staré Město" if c.phase else "Předměstí") for c in plan.cameras
    )
    results = (DistrictResult("Staré Město", 60.0, 3.0, 30.0, "Old Town"),)
    town = evolve(plan, cameras=cameras, districts=results)
    frames = {**layers.frames(), "districts": districts}
    opened = open_page(driver, tmp_path, town, layers_of(crs=layers.crs, **frames))
    for language, name, other in (
        ("cs", "Staré Město", "Old Town"),
        ("en", "Old Town", "Staré Město"),
    ):
        opened.find_element("css selector", f'[data-language="{language}"]').click()
        box = opened.find_element("id", "search")
        box.clear()
        box.send_keys("old town", "\ue007")
        assert name in find(opened, "#detail h2")
        for part in ("#proposal", "#parts", "#filter", "#detail"):
            text = opened.find_element("css selector", part).get_attribute("textContent")
            assert name in text, part
            assert other not in text, part
    assert results[0].name_in("en") == "Old Town"
    assert results[0].name_in("cs") == "Staré Město"


def test_lists_and_paper_have_the_districts_english_names(small_town: Town) -> None:
    """Lists in a column beside the name that is the key, paper in its English titles."""
    plan, layers = small_town
    results = (
        DistrictResult("Staré Město", 60.0, 3.0, 30.0, "Old Town"),
        DistrictResult("Jih", 1.0, 0.0, 0.0),
    )
    town = evolve(plan, districts=results)
    place = PlaceCoverage("škola", "school", "Jih", 0.0, 0.0, 1.0, (0.0,), (), "")
    lists = place_coverage.contents(town, [place])
    bare = place_coverage.contents(evolve(plan, districts=(results[1],)), [place])
    spread = layers.demand.assign(district="Staré Město")
    streets = street_coverage.contents(town, evolve(layers, demand=spread))["streets.csv"]
    districts = gpd.GeoDataFrame(
        {"name": ["Staré Město"], "name_en": ["Old Town"]},
        geometry=list(layers.area.geometry),
        crs=layers.crs,
    )
    drawn = layers_of(crs=layers.crs, **{**layers.frames(), "districts": districts})
    sheet = next(each for each in sheets(town, drawn, A3, by_district=False))

    rows = list(csv.DictReader(io.StringIO(lists["districts.csv"].decode())))
    assert [(r["district"], r["district_en"]) for r in rows] == [
        ("Staré Město", "Old Town"),
        ("Jih", ""),
    ]
    assert "Čtvrť anglicky" in lists["districts-cs.csv"].decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(lists["places.csv"].decode()))
    assert (row["district"], row["district_en"]) == ("Jih", "")
    assert not any(b"district_en" in each for each in bare.values())
    assert all(
        r["districts_en"] == "Old Town" for r in csv.DictReader(io.StringIO(streets.decode()))
    )
    of_district = evolve(sheet, district="Staré Město")
    assert "Old Town" in sheet_title(of_district, drawn, "en")
    assert "Staré Město" in sheet_title(of_district, drawn, "cs")


def test_nothing_is_told_of_years_that_nobody_gave(small_town: Town, dated: Town) -> None:
    """No column of years then."""
    heads = [header for header, _, _ in phase_rows(small_town[0], "cs")]
    assert "Roky" not in heads
    column = next(cells for header, _, cells in phase_rows(dated[0], "cs") if header == "Roky")
    assert column == ["", "2027", "2028–2029", ""]


def test_the_plan_file_s_words_reach_the_plan(tmp_path: Path) -> None:
    """Names in English and years stand in the plan that is made of it."""

    def named(plain: toy_case.Plan) -> None:
        plain["phases"][0] |= {"name_en": "First steps", "year": 2027, "last_year": 2028}

    case = toy_case.write(tmp_path / "case")
    toy_case.change_plan(case, named)
    config = plan_files.load(case / plan_files.PLAN_FILE)
    plan = pipeline.decide(pipeline.prepare(config, pipeline.read(config, folder=case)))
    assert [(p.name_en, p.years) for p in plan.phases[:2]] == [
        ("", ""),
        ("First steps", "2027–2028"),
    ]


def test_removals_name_phases_in_the_reader_s_language(dated: Town) -> None:
    """As every sentence about a phase does."""
    plan, _ = dated
    gone = evolve(plan.cameras[0], status="to be removed", removed_in=1)
    changed = evolve(plan, cameras=(gone, *plan.cameras[1:]))
    assert "The core" in " ".join(removals(changed, "en"))
    assert "Etapa 1" in " ".join(removals(changed, "cs"))
