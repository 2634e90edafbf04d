"""Annexes of the study: they say what the results hold, and what is missing where it is."""

from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from attrs import evolve
from PIL import Image

import placement
from placement.api.camera_looks import camera_looks
from placement.config.centre import CentreSection
from placement.law.documents import read_templates
from placement.law.facts import packaged_facts
from placement.output.figures.palette import pixels_of, png_of_few_colours
from placement.output.legal_documents import filled
from placement.output.study.annexes import ANNEXES
from placement.output.study.basis import StudyBasis
from placement.output.study.blocks import (
    Block,
    Bullets,
    Inline,
    NumberField,
    Paragraph,
    StudyHeading,
    StudyPicture,
    StudyTable,
    ToFill,
)
from placement.output.study.fields import value_at
from placement.output.study.outline import outline
from placement.output.study.reader import read_basis, reckoned_centre
from placement.texts import LANGUAGES, Language, number
from tests.output.study_town import DISTRICTS
from tests.pipeline import toy_case

HOSTILE = "</script><b>{{x}}</b>\x86"
"""A name that is none of a document's own: markup, braces of a template, an end of a field."""


@pytest.fixture(scope="module")
def folder(studied_town: Path) -> Path:
    """Return the folder with the case of two districts, and its result."""
    return studied_town


@pytest.fixture(scope="module")
def basis(studied_basis: StudyBasis) -> StudyBasis:
    """Return the basis of its study."""
    return studied_basis


def inlines_of(blocks: tuple[Block, ...]) -> Iterator[Inline]:
    """Yield all that stands in blocks, headings and captions included."""
    for block in blocks:
        if isinstance(block, StudyHeading):
            yield block.words
        elif isinstance(block, Paragraph):
            yield from block.inlines
        elif isinstance(block, Bullets):
            yield from (inline for item in block.items for inline in item)
        elif isinstance(block, StudyTable):
            yield block.caption
            yield from (inline for row in block.rows for cell in row for inline in cell)
        elif isinstance(block, StudyPicture):
            yield from (block.caption, block.alt)


def words_of(blocks: tuple[Block, ...]) -> str:
    """Return blocks as one text."""
    return " ".join(
        inline if isinstance(inline, str) else getattr(inline, "words", "")
        for inline in inlines_of(blocks)
    )


@cache
def annex_of(basis: StudyBasis, key: str, language: Language = "cs") -> tuple[Block, ...]:
    """Return an annex in a language, written once for all tests."""
    return ANNEXES[key](basis if language == basis.language else evolve(basis, language=language))


@pytest.mark.parametrize("key", ANNEXES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_stands_where_it_says(basis: StudyBasis, key: str, language: Language) -> None:
    """The results hold each number at its path, and each annex begins with its heading."""
    blocks = annex_of(basis, key, language)
    fields = [each for each in inlines_of(blocks) if isinstance(each, NumberField)]

    assert isinstance(blocks[0], StudyHeading)
    assert (blocks[0].level, blocks[0].numbering) == (1, "annex")
    assert fields or key in ("record", "map", "measures")
    assert [f.path for f in fields if value_at(basis.results(), f.path) != f.value] == []
    assert [f for f in fields if not f.words] == []


@pytest.mark.parametrize("key", ANNEXES)
def test_tables_are_whole(basis: StudyBasis, key: str) -> None:
    """Every row has a cell for each head, and widths are shares of the page."""
    tables = [block for block in annex_of(basis, key) if isinstance(block, StudyTable)]

    for table in tables:
        assert {len(row) for row in table.rows} == {len(table.heads)}, table.key
        assert sum(table.widths) == pytest.approx(1.0)
        assert len(table.widths) == len(table.heads)
    assert len({table.key for table in tables}) == len(tables)


def test_documents_have_the_words_of_the_documents_command(basis: StudyBasis) -> None:
    """Sentences of annexes E to G are those of `placement documents`, numbers and all."""
    documents = {each.key: each for each in filled(basis.plan, basis.templates, "cs")}
    for key in ("balance_test", "record", "impact_assessment"):
        said = words_of(ANNEXES[key](basis)).replace("  ", " ")
        items = [item for section in documents[key].sections for item in section.items]
        squeezed = said.replace(" ", "")
        assert [i.sentence for i in items if i.sentence.replace(" ", "") not in squeezed] == []
        assert [i.to_fill for i in items if i.to_fill not in said] == []


def test_conditions_answer_with_the_centre(basis: StudyBasis) -> None:
    """Each of the four has an answer of the plan and a place for a person to fill in."""
    blocks = ANNEXES["conditions"](basis)
    fills = [each for each in inlines_of(blocks) if isinstance(each, ToFill)]
    words = words_of(blocks)

    assert len(fills) == 4
    assert basis.centre is not None
    assert number(basis.centre.centre.staffing.full_time, "cs", 2) in words
    bare = words_of(ANNEXES["conditions"](evolve(basis, centre=None)))
    assert "nebylo spočteno" in bare


def test_every_parameter_is_listed_with_its_source(basis: StudyBasis) -> None:
    """All of the centre's, all facts of law, and every key that says how a plan is computed."""
    blocks = ANNEXES["parameters"](basis)
    words = words_of(blocks)
    rows = [row for block in blocks if isinstance(block, StudyTable) for row in block.rows]

    assert basis.centre is not None
    table = basis.centre.parameters.table
    assert [each.cs for each in table.values() if each.cs not in words] == []
    assert [fact.cs for fact in packaged_facts().values() if fact.cs not in words] == []
    keys = ("demand.lixel_m", "sites.spacing_m", "viewshed.cell_m", "optimise.seed")
    for key in (*keys, "privacy.window_share"):
        assert any((key,) in row for row in rows), key
    assumed = sum(each.basis == "assumption" for each in table.values())
    assert sum(str(row[-1][0]).startswith("předpoklad") for row in rows) >= assumed
    paths = {
        each.path for row in rows for cell in row for each in cell if isinstance(each, NumberField)
    }
    assert {f"centre/parameters/{k}/value" for k in range(len(table))} <= paths
    assert "settings/demand/bandwidth_m" in paths


def test_a_number_a_town_sets_is_said_to_be_its_own(basis: StudyBasis) -> None:
    """The bandwidth is set by the toy town, the raster's season is the program's."""
    rows = {
        row[1][0]: row[-1][0]
        for block in ANNEXES["parameters"](basis)
        if isinstance(block, StudyTable) and "settings" in block.key
        for row in block.rows
    }

    assert rows["demand.bandwidth_m"] == "zadalo město"
    assert rows["viewshed.season"] == "výchozí hodnota"


def test_the_security_analysis_counts_the_raw_record(folder: Path, basis: StudyBasis) -> None:
    """Its total is what a program that reads the CSV alone counts."""
    lines = (folder / "case" / "incidents.csv").read_text(encoding="utf-8-sig").splitlines()
    after = sum(",2025-" in line for line in lines)
    security = basis.results()["security"]

    assert security["total"]["after"] == after > 0
    words = words_of(ANNEXES["security"](basis))
    assert "ukázková data" in words
    assert "Na 10 000 obyvatel připadá" in words
    pictures = [b for b in ANNEXES["security"](basis) if isinstance(b, StudyPicture)]
    assert [picture.png[:4] for picture in pictures] == [b"\x89PNG"] * 2
    assert all("<svg" in picture.svg and picture.alt for picture in pictures)


def test_what_is_missing_is_said(folder: Path, basis: StudyBasis) -> None:
    """Without the case, without incidents, and without inhabitants."""
    alone = read_basis(folder / "result", language="cs")
    assert "nejsou po ruce" in words_of(ANNEXES["security"](alone))
    without = evolve(basis, further={})
    assert "nemá záznamy událostí" in words_of(ANNEXES["security"](without))
    total = {**basis.further["security"]["total"], "after_per_10_000": None}
    nobody = evolve(basis, further={"security": {**basis.further["security"], "total": total}})
    assert "index na 10 000 obyvatel" in words_of(ANNEXES["security"](nobody))


def test_hostile_names_are_text(basis: StudyBasis) -> None:
    """A name is never taken for a field, and never loses its signs."""
    plan = evolve(
        basis.plan,
        cameras=tuple(
            evolve(camera, name=HOSTILE, street=HOSTILE, district=DISTRICTS[0])
            for camera in basis.plan.cameras
        ),
        districts=tuple(evolve(each, name=HOSTILE) for each in basis.plan.districts[:1]),
    )
    hostile = evolve(basis, plan=plan)
    for key, annex in ANNEXES.items():
        fields = [each for each in inlines_of(annex(hostile)) if isinstance(each, NumberField)]
        assert all(value_at(hostile.results(), each.path) == each.value for each in fields), key
    shown = words_of(ANNEXES["publication"](hostile))
    assert "</script><b>{{x}}</b>" in shown
    assert "\x86" not in shown


@pytest.fixture(scope="module")
def looks(folder: Path, basis: StudyBasis) -> dict[str, bytes]:
    """Return what the cameras of the toy town show."""
    return dict(camera_looks(placement.read_case(folder / "case"), basis.plan, language="cs"))


def test_each_point_has_a_card_with_its_own_figures(basis: StudyBasis) -> None:
    """What a card says of a camera stands at that camera in the plan, once for each camera."""
    blocks = annex_of(basis, "cards")
    cards = [block for block in blocks if isinstance(block, StudyHeading) and block.level == 3]
    lists = [block for block in blocks if isinstance(block, Bullets)]
    paths = [each.path for each in inlines_of(blocks) if isinstance(each, NumberField)]

    assert len(cards) == len(lists) == len({camera.point_id for camera in basis.plan.cameras})
    for place, camera in enumerate(basis.plan.cameras):
        own = [
            path.rpartition("/")[2] for path in paths if path.startswith(f"plan/cameras/{place}/")
        ]
        assert own.count("height_m") == 1
        assert own.count("seen") == (camera.status != "out of service")
        assert own.count("cost_czk") == (camera.status == "new")
    assert len({card.key for card in cards}) == len(cards)
    assert any(path.startswith("derived/districts/") for path in paths)


def test_a_card_says_what_is_missing(basis: StudyBasis) -> None:
    """Without the case there is no drawing; without inhabitants, homes or prices no such figure."""
    assert "nejsou po ruce" in words_of(annex_of(basis, "cards"))
    nobody = basis.layers.districts.assign(inhabitants=float("nan"))
    plan = evolve(
        basis.plan,
        privacy=None,
        cameras=tuple(evolve(c, cost_czk=0.0, cost_unknown=True) for c in basis.plan.cameras),
    )
    poor = evolve(basis, plan=plan, layers=evolve(basis.layers, districts=nobody))
    words = words_of(ANNEXES["cards"](poor))
    assert "Počty obyvatel částí města nejsou známy" in words
    assert "Nebylo spočteno, co je v záběru z obydlí" in words
    assert "cena není známa" in words
    metres = evolve(basis, plan=evolve(basis.plan, demand_unit="street_metres"))
    assert "metry ulic" in words_of(ANNEXES["cards"](metres))


def networks(kinds: dict[str, float]) -> gpd.GeoDataFrame:
    """Return networks north of the middle of the toy town, each so far from it. [m]"""
    across = [
        shapely.LineString([(toy_case.X_M - 5, y), (toy_case.X_M + 5, y)])
        for y in (toy_case.Y_M + far for far in kinds.values())
    ]
    return gpd.GeoDataFrame({"kind": list(kinds)}, geometry=across, crs=toy_case.CRS)


def test_a_card_says_how_its_point_is_connected(basis: StudyBasis) -> None:
    """Metres and money of the centre where a network is known; else the allowance, and why."""
    layers = evolve(basis.layers, networks=networks({"power": 20.0}))
    centre, reason = reckoned_centre(basis.plan, layers, CentreSection(), "cs")
    assert centre is not None, reason
    wired = evolve(basis, layers=layers, centre=centre)
    words = words_of(annex_of(wired, "cards"))
    points = wired.results()["connections"]

    assert "nového kabelu za" in words
    assert words.count("Optika: kudy síť vede, podklady neuvádějí") == len(points)
    assert "nový kabel pro něj plán nenavrhuje" in words
    paid = sum(each[kind]["cost_czk"] for each in points for kind in ("power", "fibre"))
    connected = sum(each.connection.cost_czk for each in centre.centre.phases)
    assert paid == pytest.approx(connected)
    metres = sum(each["power"]["own_m"] for each in points)
    assert metres == pytest.approx(
        sum(each.connection.power_m or 0 for each in centre.centre.phases)
    )

    alone = words_of(annex_of(evolve(basis, centre=None), "cards"))
    assert "operační středisko nebylo spočteno" in alone


def test_pictures_of_cards_are_counted_apart(basis: StudyBasis) -> None:
    """The list of figures has none of the cards, whose contents already name each point."""
    lists = outline([*annex_of(basis, "cards"), *annex_of(basis, "map")])

    assert [each.number for each in lists.figures] == ["1"]
    drawings = [each.number for each in lists.entries if each.series == "drawing"]
    assert drawings == [str(1 + place) for place in range(len(drawings))]
    assert len(drawings) == len({camera.point_id for camera in basis.plan.cameras})


def test_a_card_shows_map_and_view(basis: StudyBasis, looks: dict[str, bytes]) -> None:
    """With the case at hand its picture goes on below the map, with few colours."""
    working = [camera for camera in basis.plan.cameras if camera.status != "out of service"]
    assert set(looks) <= {camera.camera_id for camera in working}
    assert looks
    alone = [b for b in annex_of(basis, "cards") if isinstance(b, StudyPicture)]
    cards = ANNEXES["cards"](evolve(basis, looks=looks))
    shown = [block for block in cards if isinstance(block, StudyPicture)]

    sizes = [Image.open(BytesIO(picture.png)).size for picture in alone]
    taller = [Image.open(BytesIO(picture.png)).size for picture in shown]
    assert {wide for wide, _ in sizes} == {int(160 / 25.4 * 200)}
    assert max(high for _, high in taller) > max(high for _, high in sizes)
    assert {Image.open(BytesIO(picture.png)).mode for picture in shown} == {"P"}
    assert len(shown) == len(alone)  # one picture a card, so that a card is a page
    assert all(block.with_next for block in cards if isinstance(block, Bullets))
    assert all(picture.width_mm <= 160 for picture in shown)
    assert any(isinstance(block, StudyHeading) and block.new_page for block in cards)
    assert not any(isinstance(b, StudyHeading) and b.new_page for b in annex_of(basis, "cards"))


def test_the_map_is_the_paper_at_200_dots_per_inch(basis: StudyBasis) -> None:
    """A4 on its side, on a page turned on its side."""
    (picture,) = (b for b in annex_of(basis, "map") if isinstance(b, StudyPicture))

    wide, high = Image.open(BytesIO(picture.png)).size
    assert (wide, high) == pytest.approx((297 / 25.4 * 200, 210 / 25.4 * 200), abs=1)
    assert picture.landscape


def test_few_colours_are_near_the_drawn_ones() -> None:
    """Rare colours of symbols survive among many of a picture."""
    rng = np.random.default_rng(3)
    picture = rng.integers(90, 150, (200, 200, 3)).astype(np.uint8)
    picture[:4, :4] = (200, 0, 120)
    back = pixels_of(png_of_few_colours(picture)).astype(np.int64)

    assert np.abs(back - picture).max() <= 30
    assert np.abs(back[1, 1] - (200, 0, 120)).max() <= 12


def test_a_town_without_a_document_is_told_so(basis: StudyBasis) -> None:
    """Its own templates may lack one; the annex stays, with its title."""
    some = tuple(each for each in read_templates(None) if each.key == "sign")
    blocks = ANNEXES["record"](evolve(basis, templates=some))

    assert [type(block) for block in blocks] == [StudyHeading, Paragraph]
    assert "Záznam o činnostech" in words_of(blocks)
