"""Chapters of the study: true by their fields, whole with whatever a case lacks."""

import html
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from attrs import evolve

from placement import read_case
from placement.api.variants import plan_variants
from placement.output.study.basis import StudyBasis, Variant
from placement.output.study.blocks import (
    Block,
    Bullets,
    Inline,
    NumberField,
    Paragraph,
    Reference,
    StudyHeading,
    StudyPicture,
    StudyTable,
    ToFill,
)
from placement.output.study.chapters import CHAPTERS
from placement.output.study.council.files import council_files
from placement.output.study.council.sheet import council_sheet
from placement.output.study.fields import value_at
from placement.output.study.reader import read_basis
from placement.output.study.risks import packaged_risks, risks_of
from placement.output.study.speech import ANNEX_LETTERS
from placement.output.study.variants import variants_of
from placement.output.study.verdict import verdict
from placement.plan.evaluated import Evaluated
from placement.texts import Language, text
from tests.cli.running import run
from tests.pipeline import toy_case

Change = Callable[[dict[str, Any]], None]


def _whole(values: dict[str, Any]) -> None:
    values["privacy"] = {}


def _without_prices(values: dict[str, Any]) -> None:
    del values["sites"]["point_cost_czk"]
    for model in values["camera_models"]:
        model.pop("cost_czk", None)
    for phase in values["phases"]:
        phase.pop("budget_czk", None)


def _without_incidents(values: dict[str, Any]) -> None:
    del values["inputs"]["incidents"]


def _one_phase(values: dict[str, Any]) -> None:
    values["phases"] = [{"name": "1. etapa", "cameras": 6}]


def _one_camera(values: dict[str, Any]) -> None:
    del values["inputs"]["cameras"]
    values["phases"] = [{"name": "Kamera", "cameras": 1}]


CHANGES: dict[str, Change] = {
    "whole": _whole,
    "without prices": _without_prices,
    "without incidents": _without_incidents,
    "one phase": _one_phase,
    "one camera": _one_camera,
}


SPOKEN: list[tuple[str, Language]] = [
    *((name, "cs") for name in CHANGES),
    ("whole", "en"),
    ("one camera", "en"),
]
"""Studies that are read in full: a chapter in English asks for the same fields."""


@pytest.fixture(scope="module")
def bases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, StudyBasis]:
    """Return the bases of studies of a small town that lacks one thing each, with variants."""
    home = tmp_path_factory.mktemp("chapters")
    found = {}
    for name, change in CHANGES.items():
        case = toy_case.write(home / name / "case")
        values = toy_case.plan()
        change(values)
        toy_case.write_plan(case, values)
        assert run("plan", case, "-o", home / name / "result", "-q").code == 0
        basis = read_basis(home / name / "result", language="cs")
        plans = plan_variants(read_case(case), basis.plan)
        found[name] = evolve(
            basis, variants=variants_of(basis.plan, plans, basis.centre, basis.layers)
        )
    return found


@pytest.mark.parametrize(("name", "language"), SPOKEN)
def test_every_number_stands_in_the_results_and_every_reference_leads_somewhere(
    bases: dict[str, StudyBasis], name: str, language: Language
) -> None:
    """Each field is looked up again by its path; each reference has its heading, table, figure."""
    blocks = _blocks(bases[name], language)
    results = bases[name].results()
    fields = [one for one in _inlines(blocks) if isinstance(one, NumberField)]
    assert len(fields) > 100
    for field in fields:
        assert value_at(results, field.path) == field.value
    keys = [
        each.key for each in blocks if isinstance(each, StudyHeading | StudyTable | StudyPicture)
    ]
    annexes = {each.key for each in ANNEX_LETTERS.values()}
    referred = {one.key for one in _inlines(blocks) if isinstance(one, Reference)}
    assert referred - annexes <= set(keys)
    named = [key for key in keys if key]
    assert len(named) == len(set(named))


@pytest.mark.parametrize("name", CHANGES)
def test_tables_are_rectangles_with_heads_and_captions(
    bases: dict[str, StudyBasis], name: str
) -> None:
    """No row is longer than the head; widths share the page; pictures say what they show."""
    for block in _blocks(bases[name]):
        if isinstance(block, StudyTable):
            assert block.rows, block.key
            assert {len(row) for row in block.rows} == {len(block.heads)}, block.key
            assert block.caption
            assert not block.widths or sum(block.widths) == pytest.approx(1.0), block.key
        if isinstance(block, StudyPicture):
            assert block.alt
            assert block.png.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("without prices", "Pořizovací cena není známa"),
        ("without prices", "zaplatí město z vlastních peněz za 10 let nejméně"),
        ("without prices", "Všechny součty v této kapitole jsou nejmenší možné"),
        ("without incidents", "Podklady neobsahují záznamy událostí"),
        ("one phase", "Plán má jedinou etapu"),
        ("one camera", "Město dnes podle podkladů žádnou kameru v provozu nemá"),
        ("one camera", "1 nová kamera"),
        ("whole", "Index na 10 000 obyvatel nelze uvést"),
        ("one phase", "Co je v záběru z obydlí, nebylo spočteno"),
    ],
)
def test_a_study_says_what_its_case_lacks(
    bases: dict[str, StudyBasis], name: str, words: str
) -> None:
    """Nothing is left out in silence."""
    assert words in _text(_blocks(bases[name]))


def test_without_incidents_no_sentence_speaks_of_incidents_that_are_expected(
    bases: dict[str, StudyBasis],
) -> None:
    """Shares are of the length of streets then, and so are units."""
    said = _text(_blocks(bases["without incidents"]))
    assert "délky plánovaných ulic" in said
    assert "událostí za rok" not in said
    assert "očekávaných událostí" not in said


@pytest.mark.parametrize("name", CHANGES)
def test_the_plan_as_a_variant_has_the_figures_of_the_plan(
    bases: dict[str, StudyBasis], name: str
) -> None:
    """Value, price, people and money are those of the plan and of its centre; others are less."""
    basis = bases[name]
    one = {each.key: each for each in basis.variants}["recommended"]
    plan, centre = basis.plan, basis.centre
    assert centre is not None
    assert (one.value, one.cameras) == (plan.final.value, plan.final.cameras)
    assert one.own_czk == centre.money.own_czk
    assert one.full_time == centre.centre.staffing.full_time
    cameras = [each.cameras for each in basis.variants]
    assert cameras == sorted(cameras)
    assert basis.variants[0].key == "none"


@pytest.mark.parametrize(
    ("language", "key"),
    [
        ("cs", "study.centre.unknown"),
        ("en", "study.verdict.against.given"),
        ("cs", "study.verdict.against.interrupted"),
        ("en", "study.conclusion.decide.nothing"),
    ],
)
def test_a_study_without_a_centre_or_of_given_cameras_is_whole_and_says_so(
    bases: dict[str, StudyBasis], language: Language, key: str
) -> None:
    """No centre: no pay, no lines; given cameras: no proposal and nothing to decide on."""
    whole = evolve(bases["whole"], language=language)
    plan = whole.plan
    today = evolve(plan, phases=plan.phases[:1], cameras=plan.standing(0))
    basis = {
        "study.centre.unknown": evolve(whole, centre=None, centre_reason="0 h"),
        "study.verdict.against.given": evolve(
            whole, plan=evolve(plan, evaluated=Evaluated("cameras.csv", "none"))
        ),
        "study.verdict.against.interrupted": evolve(whole, plan=evolve(plan, status="interrupted")),
        "study.conclusion.decide.nothing": evolve(whole, plan=today, centre=None),
    }[key]
    blocks = _blocks(basis, language)
    for field in _inlines(blocks):
        if isinstance(field, NumberField):
            assert value_at(basis.results(), field.path) == field.value
    keys = {b.key for b in blocks if isinstance(b, StudyHeading | StudyTable | StudyPicture)}
    annexes = {each.key for each in ANNEX_LETTERS.values()}
    referred = {one.key for one in _inlines(blocks) if isinstance(one, Reference)}
    assert referred - annexes <= keys
    assert text(key, language) in _text(blocks)
    assert council_files(basis)["council.pdf"]


def test_every_chapter_has_its_title_first_and_places_for_people(
    bases: dict[str, StudyBasis],
) -> None:
    """A chapter begins with a heading of the first level."""
    for key, chapter in CHAPTERS.items():
        blocks = chapter(bases["whole"])
        assert isinstance(blocks[0], StudyHeading), key
        assert blocks[0].level == 1, key
    assert sum(isinstance(one, ToFill) for one in _inlines(_blocks(bases["whole"]))) > 10


def test_a_plan_is_recommended_only_if_nothing_speaks_against_it(
    bases: dict[str, StudyBasis],
) -> None:
    """A maximal variant that gains more for money, or a small one that sees as much, is said."""
    basis = evolve(bases["whole"], variants=())
    plan = basis.plan
    today = evolve(plan.phases[0], honest=None)
    final = evolve(plan.final, honest=None)
    basis = evolve(basis, plan=evolve(plan, phases=(today, *plan.phases[1:-1], final)))
    assert verdict(basis).recommended

    def judged(*variants: tuple[str, float, float]) -> tuple[bool, str]:
        made = tuple(_variant(key, value, step) for key, value, step in variants)
        said = verdict(evolve(basis, variants=made))
        return said.recommended, "".join(map(_plain, said.againsts))

    value = final.value
    assert judged(
        ("minimal", value / 2, 2.0), ("recommended", value, 1.0), ("maximal", value, 0.5)
    )[0]
    better, said = judged(("recommended", value, 1.0), ("maximal", 2 * value, 3.0))
    assert not better
    assert "zastavit se u navržené čísla neodůvodňují" in said
    smaller, said = judged(("minimal", value, 2.0), ("recommended", value, 0.0))
    assert not smaller
    assert "Minimální varianta zabere stejně" in said
    idle = evolve(basis.plan, phases=(today, evolve(final, value=today.value)))
    assert not verdict(evolve(basis, plan=idle)).recommended
    far = evolve(basis.plan, phases=(today, evolve(final, bound=2 * final.value)))
    assert not verdict(evolve(basis, plan=far)).recommended


def test_risks_that_apply_are_named_gravest_first(bases: dict[str, StudyBasis]) -> None:
    """Those of missing prices and incidents only where they miss; all have both languages."""
    keys = {name: [risk.key for risk in risks_of(basis)] for name, basis in bases.items()}
    assert "prices" in keys["without prices"]
    assert "prices" not in keys["whole"]
    assert "data" in keys["without incidents"]
    assert "data" not in keys["whole"]
    ranks = [risk.rank for risk in risks_of(bases["whole"])]
    assert ranks == sorted(ranks, reverse=True)
    for risk in packaged_risks():
        assert all((risk.cs, risk.en, risk.measure_cs, risk.measure_en, risk.source)), risk.key
        assert risk.basis == "assumption"


def _variant(key: Any, value: float, step: float) -> Variant:
    return Variant(
        key=key,
        cameras=5,
        points=5,
        value=value,
        bound=value,
        cost_czk=1e6,
        unpriced=0,
        step_million=step,
        origin="planned",
    )


@cache
def _blocks(basis: StudyBasis, language: Language = "cs") -> list[Block]:
    spoken = evolve(basis, language=language)
    return [block for chapter in CHAPTERS.values() for block in chapter(spoken)]


def _inlines(blocks: list[Block]) -> Iterator[Inline]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from block.inlines
        elif isinstance(block, Bullets):
            for item in block.items:
                yield from item
        elif isinstance(block, StudyTable):
            for row in block.rows:
                for cell in row:
                    yield from cell


def _plain(inlines: tuple[Inline, ...]) -> str:
    return "".join(one if isinstance(one, str) else getattr(one, "words", "") for one in inlines)


def _text(blocks: list[Block]) -> str:
    return _plain(tuple(_inlines(blocks))) + "".join(
        " ".join((block.caption, *block.heads)) for block in blocks if isinstance(block, StudyTable)
    )


@pytest.mark.parametrize(("name", "language"), SPOKEN)
def test_the_councils_sheet_is_one_page_with_the_same_sentences(
    bases: dict[str, StudyBasis], name: str, language: Language
) -> None:
    """A4 upright, all parts; the page in HTML asks for nothing and says what the parts say."""
    basis = evolve(bases[name], language=language)
    sheet = council_sheet(basis)
    assert [part.key for part in sheet.parts] == ["what", "where", "cost", "good", "not", "decides"]
    files = council_files(basis)
    pdf = files["council.pdf"]
    assert pdf.count(b"/Type /Page ") + pdf.count(b"/Type /Page\n") == 1
    width, height = (
        float(each) for each in re.findall(rb"/MediaBox \[ 0 0 (\S+) (\S+) \]", pdf)[0]
    )
    assert (round(width * 25.4 / 72), round(height * 25.4 / 72)) == (210, 297)
    page = html.unescape(files["council.html"].decode("utf-8"))
    for part in sheet.parts:
        assert part.paragraph in page
        assert " ." not in part.paragraph, "a reference leads nowhere on one page"
        assert part.paragraph or part.items
    assert "http" not in page.replace("http-equiv", "")


def test_the_same_sheet_has_the_same_bytes(bases: dict[str, StudyBasis]) -> None:
    """Neither time nor order of a run is in it."""
    assert council_files(bases["whole"]) == council_files(bases["whole"])


def test_hostile_names_reach_the_councils_sheet_as_text(bases: dict[str, StudyBasis]) -> None:
    """Markup, a formula, a name of many letters: read as they are, on one page."""
    whole = bases["whole"]
    name = "<script>alert(1)</script> $x^2$ " + "Dlouhé " * 40
    files = council_files(evolve(whole, plan=evolve(whole.plan, case=name)))
    assert b"<script" not in files["council.html"]
    assert files["council.pdf"].count(b"/MediaBox") == 1


def test_a_long_sentence_is_said_once(bases: dict[str, StudyBasis]) -> None:
    """Besides summary and conclusion, no chapter repeats what another has said, or itself."""
    said: dict[str, str] = {}
    for key, chapter in CHAPTERS.items():
        if key in ("summary", "conclusion"):
            continue
        for each in _sentences(chapter(bases["whole"])):
            assert each not in said, (each, said.get(each), key)
            said[each] = key


def _sentences(blocks: tuple[Block, ...]) -> Iterator[str]:
    """Yield the sentences of running text that are long enough to be missed twice."""
    for block in blocks:
        if isinstance(block, Paragraph | Bullets):
            items = (block.inlines,) if isinstance(block, Paragraph) else block.items
            for item in items:
                words = "".join(one if isinstance(one, str) else "#" for one in item)
                yield from (each for each in re.split(r"[.;:] ", words) if len(each) > 60)


def test_a_town_without_cameras_is_not_told_of_none(bases: dict[str, StudyBasis]) -> None:
    """No picture of today's, no terabyte, no comparison with a share of nothing."""
    basis = bases["one camera"]
    words = _text(_blocks(basis))
    assert "žádnou kameru" in words
    for absent in ("Dnešní kamery dávají", "stav dnešních kamer", "; dnes 0,0"):
        assert absent not in words
    heads = [block.heads for block in _blocks(basis) if isinstance(block, StudyTable)]
    assert not any("Část města" in each for each in heads)
    assert any(
        "Část města" in b.heads for b in _blocks(bases["whole"]) if isinstance(b, StudyTable)
    ) == any(district.name for district in bases["whole"].plan.districts)
