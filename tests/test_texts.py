"""Texts: the two catalogues say the same things, and nothing in a value can harm a terminal."""

import re
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

import placement
from placement.config import PlanConfig, Section
from placement.config.meanings import section_in
from placement.config.sections import InputsSection
from placement.output import case_template
from placement.texts import (
    LANGUAGES,
    PLURAL_FORMS,
    catalogue,
    count_phrases,
    format_value,
    number,
    plural_form,
    text,
)

CATALOGUE = Path(placement.__file__).parent / "catalogue"
FIELDS, COLUMNS = "field.", "column."
"""Meanings of the plan file's keys and of table columns: their English stands at them."""
NBSP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"


def placeholders(template: str) -> set[str]:
    """Return the names a text puts in."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def stem(key: str) -> str:
    """Return the key of a text without its plural form."""
    head, _, last = key.rpartition(".")
    return head if last in PLURAL_FORMS else key


def by_stem(language: str) -> dict[str, set[str]]:
    """Return the placeholders of each text, of all its plural forms together."""
    found: dict[str, set[str]] = {}
    for key, template in catalogue(language).items():
        if key.startswith((FIELDS, COLUMNS)):
            continue
        found.setdefault(stem(key), set()).update(placeholders(template))
    return found


def sections(section: type[BaseModel] = PlanConfig) -> Iterator[type[BaseModel]]:
    """Yield the sections of a plan file, and those they inherit from."""
    yield from (base for base in section.__mro__ if base not in Section.__mro__)
    for field in section.model_fields.values():
        inner = section_in(field.annotation)
        if inner is not None:
            yield from sections(inner)


def test_every_key_of_the_plan_file_is_explained_in_czech():
    """Each field has a Czech meaning, and no meaning is left of a field that went."""
    fields = {
        f"{FIELDS}{section.__name__.removesuffix('Section')}.{name}"
        for section in sections()
        for name in vars(section).get("__annotations__", {})
        if name in section.model_fields
    }

    assert fields == {key for key in catalogue("cs") if key.startswith(FIELDS)}


def test_every_column_of_a_table_is_explained_in_czech():
    """Each column that a reader may ask about has a Czech meaning, and no meaning is left over."""
    tables = dict([*case_template.CSV_TABLES.values(), *case_template.LAYERS.values()])
    columns = {
        f"{COLUMNS}{key}.{column.name}" for key, table in tables.items() for column in table.columns
    }

    assert columns == {key for key in catalogue("cs") if key.startswith(COLUMNS)}


def test_every_input_has_a_word():
    """Page and workbook name what an input is, in both languages."""
    for language in LANGUAGES:
        words = catalogue(language)
        assert [k for k in InputsSection.model_fields if f"map.input.{k}" not in words] == []


def test_a_phrase_is_said_in_the_language_of_the_whole():
    """A text inside a text is Czech in Czech and English in English; several are listed."""
    counts = count_phrases("dropped", {"outside_area": 3, "no_area": 1200})

    assert (
        format_value(counts, "cs")
        == "mimo plánované území: 3, polygony bez plochy: 1\N{NO-BREAK SPACE}200"
    )
    assert format_value(counts, "en").startswith("outside the planned area: 3")
    assert format_value((), "en") == "–"


def test_both_languages_have_the_same_rooms():
    """Every catalogue file of one language has its twin in the other."""
    rooms = {
        language: {file.name for file in (CATALOGUE / language).iterdir()} for language in LANGUAGES
    }

    assert rooms["cs"] - {"fields.toml", "columns.toml"} == rooms["en"]
    assert rooms["en"]


def test_both_languages_have_the_same_texts():
    """No key is missing in one of the catalogues."""
    assert by_stem("cs").keys() ^ by_stem("en").keys() == set()


def test_both_languages_put_in_the_same_values():
    """A text names the same placeholders in Czech as in English."""
    czech, english = by_stem("cs"), by_stem("en")

    different = {key for key in czech.keys() & english.keys() if czech[key] != english[key]}

    assert different == set()


@pytest.mark.parametrize(("language", "forms"), [("cs", PLURAL_FORMS), ("en", {"one", "many"})])
def test_counted_texts_have_every_plural_form(language, forms):
    """Czech counts in three forms, English in two; none is missing and none is dead."""
    counted: dict[str, set[str]] = {}
    for key in catalogue(language):
        head, _, last = key.rpartition(".")
        if last in PLURAL_FORMS:
            counted.setdefault(head, set()).add(last)

    assert counted
    assert {key: found for key, found in counted.items() if found != forms} == {}


def leaves(node: dict, prefix: str = "") -> dict[str, str]:
    """Return the texts of a nested table by their dotted keys."""
    found: dict[str, str] = {}
    for name, value in node.items():
        key = prefix + name
        found |= leaves(value, f"{key}.") if isinstance(value, dict) else {key: value}
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_room_overrules_another(language):
    """Where two catalogue files hold the same key, they say the same."""
    seen: dict[str, str] = {}
    for file in sorted((CATALOGUE / language).iterdir()):
        for key, words in leaves(tomllib.loads(file.read_text(encoding="utf-8"))).items():
            assert seen.setdefault(key, words) == words, (file.name, key)


def test_every_text_can_be_put_together():
    """No text has a stray brace or a placeholder by position."""
    for language in LANGUAGES:
        for key, template in catalogue(language).items():
            names = placeholders(template)

            assert all(name.isidentifier() for name in names), key
            assert template.format_map(dict.fromkeys(names, "x")), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_and_its_unit_stay_on_one_line(language):
    """What a terminal shows has a no-break space before per cents and crowns."""
    parted = re.compile(r"[\d}] (%|Kč|tis\.|mil\.|thousand Kč|million Kč)|(tis|mil)\. Kč")
    shown = ("cli.", "what_if.", "caveat.", "validation.", "comparison.")

    wrong = {key for key, words in catalogue(language).items() if key.startswith(shown)
             and parted.search(words)}  # fmt: skip
    assert wrong == set()


def test_an_unknown_text_is_a_mistake_in_the_code():
    """A key that no catalogue has raises KeyError rather than showing an empty line."""
    with pytest.raises(KeyError, match=r"no\.such\.text"):
        text("no.such.text")


@pytest.mark.parametrize(
    ("n", "czech", "english"),
    [
        (0, "many", "many"),
        (1, "one", "one"),
        (2, "few", "many"),
        (4, "few", "many"),
        (5, "many", "many"),
        (21, "many", "many"),
        (1.5, "many", "many"),
    ],
)
def test_plural_forms_follow_the_language(n, czech, english):
    """One, two to four and the rest differ in Czech; English tells one from many."""
    assert (plural_form(n, "cs"), plural_form(n, "en")) == (czech, english)


@pytest.mark.parametrize(
    ("n", "czech"), [(1, "1 potíž:"), (3, "3 potíže:"), (1200, f"1{NBSP}200 potíží:")]
)
def test_a_counted_text_picks_its_form(n, czech):
    """The number in the sentence decides the form of its noun."""
    assert text("problem.count", "cs", n=n) == czech


@pytest.mark.parametrize(
    ("value", "czech", "english"),
    [
        (0, "0", "0"),
        (1234567, f"1{NBSP}234{NBSP}567", f"1{NBSP}234{NBSP}567"),
        (-1234.5, f"{MINUS}1{NBSP}234,5", f"{MINUS}1{NBSP}234.5"),
        (0.1 + 0.2, "0,3", "0.3"),
        (float("inf"), "∞", "∞"),
        (float("-inf"), f"{MINUS}∞", f"{MINUS}∞"),
        (float("nan"), "nan", "nan"),
        (np.int64(-5000), f"{MINUS}5{NBSP}000", f"{MINUS}5{NBSP}000"),
        (np.float32(0.5), "0,5", "0.5"),
    ],
)
def test_numbers_are_written_as_the_language_does(value, czech, english):
    """Czech has a decimal comma; both set off thousands by a space that does not break."""
    assert (format_value(value, "cs"), format_value(value, "en")) == (czech, english)


def test_a_number_can_have_fixed_decimals():
    """Money and metres keep the decimals they are asked to have."""
    assert number(-1234, "cs", decimals=2) == f"{MINUS}1{NBSP}234,00"
    assert number(0.005, "en", decimals=1) == "0.0"


def test_a_truth_is_no_number():
    """True is shown as a word, though Python counts it as 1."""
    assert format_value(True, "cs") == "True"


@pytest.mark.parametrize("bad", ["\x1b[2J", "\x07", "\x9b31m", "\u202e", "\u200b", "\x00", "\x7f"])
def test_control_characters_are_replaced(bad):
    """A file name cannot clear the screen, ring the bell or turn the reading direction."""
    written = format_value(f"a{bad}b")

    assert written.isprintable()
    assert "\N{REPLACEMENT CHARACTER}" in written


@given(st.text())
def test_a_value_stays_on_its_line_and_is_short(value):
    """Whatever is put in, it is printable, on one line and at most 200 characters long."""
    written = format_value(value)

    assert written.replace(NBSP, " ").isprintable()
    assert len(written) <= 200


def test_a_long_value_says_that_it_was_cut():
    """201 characters lose their end to an ellipsis, 200 do not."""
    assert format_value("x" * 200) == "x" * 200
    assert format_value("x" * 201) == "x" * 199 + "…"


def test_a_value_is_never_a_template():
    """Braces in a value are shown, not put together again."""
    sentence = text("problem.plan_not_number.what", "en", found="{found!r} {0}")

    assert sentence == "“{found!r} {0}” is not a number here."
