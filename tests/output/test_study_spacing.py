"""Spaces of the study that do not break, and citations with their date said once."""

import pytest
from attrs import evolve

from placement.output.study.blocks import (
    Bullets,
    Citation,
    NumberField,
    Paragraph,
    Reference,
    StudyHeading,
    StudyTable,
    ToFill,
)
from placement.output.study.citations import cited
from placement.output.study.spacing import bound, bound_block
from placement.texts import Language

BOUND = (
    ("v provozu", "v~provozu"),
    ("k novým bodům a v ulici", "k~novým bodům a~v~ulici"),
    ("V obraze i s rezervou", "V~obraze i~s~rezervou"),
    ("ale do Prahy na sever", "ale do Prahy na sever"),
    ("č. 553/1991 Sb., § 24b odst. 2 písm. c)", "č.~553/1991~Sb., §~24b odst.~2 písm.~c)"),
    ("v cenách roku 2025", "v~cenách roku~2025"),
    ("od roku výstavby", "od roku výstavby"),
    ("postavy měří 1,75 m, čáry po 10 m", "postavy měří 1,75~m, čáry po 10~m"),
    ("24 h ročně, 250 px/m a 5 minut", "24~h ročně, 250~px/m a~5 minut"),
    ("(CC BY 4.0)", "(CC~BY~4.0)"),
    ("viz příloha ", "viz příloha~"),
    ("rozbor v příloze ", "rozbor v~příloze~"),
    ("příloha ", "příloha~"),
)  # fmt: skip


@pytest.mark.parametrize(("words", "shown"), BOUND)
def test_a_line_does_not_end_after_a_preposition_of_a_letter_or_before_a_unit(
    words: str, shown: str
) -> None:
    """Once is enough: what is bound stays as it is."""
    expected = shown.replace("~", "\xa0")
    assert bound(words, "cs") == expected
    assert bound(expected, "cs") == expected


def test_english_articles_may_end_a_line() -> None:
    """`a` is a word of its own there; numbers keep their units in both."""
    assert bound("a camera at 5 m in table ", "en") == "a camera at 5\xa0m in table\xa0"


def test_all_text_of_a_block_is_bound_and_numbers_stay_as_they_are() -> None:
    """Headings, captions, cells, places to fill and sources alike; nothing is lost."""
    field, reference = NumberField("plan/x", 3.0, "3 m"), Reference("x")
    inlines = ("v domě ", field, ToFill("o čem"), Citation("zákon č. 1 Sb."), reference)
    shown = (
        "v\xa0domě ", field, ToFill("o\xa0čem"), Citation("zákon č.\xa01\xa0Sb."), reference,
    )  # fmt: skip
    table = StudyTable("t", "Co v čem", ("V", "v kole"), ((inlines, ("a",)),), source="z domu")

    assert bound_block(Paragraph(inlines), "cs") == Paragraph(shown)
    assert bound_block(Bullets((inlines,), with_next=True), "cs") == Bullets(
        (shown,), with_next=True
    )
    heading = StudyHeading("O čem", level=2, key="k", new_page=True)
    assert bound_block(heading, "cs") == evolve(heading, words="O\xa0čem")
    assert bound_block(table, "cs") == StudyTable(
        "t", "Co v\xa0čem", ("V", "v\xa0kole"), ((shown, ("a",)),), source="z\xa0domu"
    )


CITED: tuple[tuple[str, str, Language, str], ...] = (
    ("zákon č. 110/2019 Sb.", "2020-09-14", "cs", "zákon č. 110/2019 Sb., 14.\xa09.\xa02020"),
    ("advokatnidenik.cz 14. 9. 2020", "2020-09-14", "cs", "advokatnidenik.cz 14. 9. 2020"),
    ("advokatnidenik.cz 14. 9. 2020", "2020-09-14", "en", "advokatnidenik.cz 14. 9. 2020"),
    ("dvs.cz", "2025-12-02", "en", "dvs.cz, 2025-12-02"),
    ("ÚOOÚ, metodika (únor 2024)", "2024-02", "cs", "ÚOOÚ, metodika (únor 2024)"),
    ("rozpočet Litvínova 2023", "2023", "cs", "rozpočet Litvínova 2023"),
    ("kalendář", "2026", "cs", "kalendář, 2026"),
    ("úřad, výzva 2024", "2024-05-01", "cs", "úřad, výzva 2024, 1.\xa05.\xa02024"),
)


@pytest.mark.parametrize(("source", "as_of", "language", "shown"), CITED)
def test_a_source_has_its_date_once_as_the_language_writes_it(
    source: str, as_of: str, language: Language, shown: str
) -> None:
    """A date that the source names itself is not said again."""
    assert cited(source, as_of, language) == Citation(shown)
