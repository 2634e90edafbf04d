"""Facts and documents of law: tables of the package, and a town's own in their place."""

from pathlib import Path

import pytest

from placement.cameras.projection import detail_levels
from placement.errors import InputError
from placement.law.documents import PLAN_WORDS, read_templates
from placement.law.facts import packaged_facts, read_facts
from placement.law.tables import packaged_tables


def write_tables(folder: Path) -> Path:
    """Return a folder with the tables of the package, as a town gets them to change."""
    folder.mkdir()
    for name, content in packaged_tables().items():
        (folder / name).write_bytes(content)
    return folder


def test_tables_written_for_a_town_read_as_those_of_the_package(tmp_path: Path) -> None:
    """A town that changes nothing gets what the package says."""
    folder = write_tables(tmp_path / "law")

    assert read_facts(folder) == packaged_facts()
    assert read_templates(folder) == read_templates(None)


def test_the_two_thresholds_of_the_guidance_are_the_classes_of_the_standard() -> None:
    """25 px/m is detection and 62.5 px/m observation in EN 62676-4:2014 (1/0.040 and 1/0.016)."""
    facts, levels = (
        packaged_facts(),
        {each.name: each.density_px_m for each in detail_levels("2014")},
    )

    assert facts["personal_data_density"].value == levels["detect"] == 1 / 0.040
    assert facts["quarter_of_picture_density"].value == levels["observe"] == 1 / 0.016


def test_every_document_has_both_languages_and_known_words() -> None:
    """Balance test of four steps, record, impact assessment of four parts, sign and notice."""
    documents = {each.key: each for each in read_templates(None)}

    assert set(documents) == {
        "balance_test", "record", "impact_assessment", "sign", "publication"
    }  # fmt: skip
    assert len(documents["balance_test"].sections) == 4
    assert len(documents["impact_assessment"].sections) == 4
    items = [i for d in documents.values() for s in d.sections for i in s.items]
    assert all(bool(i.sentences["cs"]) == bool(i.sentences["en"]) for i in items)
    assert {need for item in items for need in item.needs} <= set(PLAN_WORDS)
    needs = {"controller", "retention", "contact", "home_facade", "bound_target", "least_camera"}
    assert {need for item in items for need in item.needs} >= needs


def test_a_towns_fact_replaces_the_one_of_the_same_key(tmp_path: Path) -> None:
    """Rows of other keys stay; a decimal comma and the mark of Excel are read."""
    folder = tmp_path / "law"
    folder.mkdir()
    head = "key,value,unit,basis,cs,en,source,as_of"
    row = 'retention_usual_days,"4,5",d,practice,obvykle,usual,směrnice města,2026'
    (folder / "facts.csv").write_text(f"{head}\n{row}\n", encoding="utf-8-sig")

    facts = read_facts(folder)

    assert facts["retention_usual_days"].value == 4.5
    assert facts["retention_usual_days"].source == "směrnice města"
    assert facts["personal_data_density"] == packaged_facts()["personal_data_density"]


@pytest.mark.parametrize(
    ("row", "kind", "column"),
    [
        ("k,-1,d,law,a,b,s,2026", "law_number", "value"),
        ("k,mnoho,d,law,a,b,s,2026", "law_number", "value"),
        ("k,inf,d,law,a,b,s,2026", "law_number", "value"),
        ("k,1,d,rumour,a,b,s,2026", "law_basis", "basis"),
        ("k,1,d,law,,b,s,2026", "law_empty", "cs"),
        ("k,1,d,law,a,b,,2026", "law_empty", "source"),
    ],
)
def test_a_bad_fact_is_refused_with_its_row(
    row: str, kind: str, column: str, tmp_path: Path
) -> None:
    """A fact without source or number says nothing, so the row is named."""
    folder = tmp_path / "law"
    folder.mkdir()
    head = "key,value,unit,basis,cs,en,source,as_of"
    (folder / "facts.csv").write_text(f"{head}\n{row}\n", encoding="utf-8")

    with pytest.raises(InputError) as caught:
        read_facts(folder)

    (problem,) = caught.value.problems
    assert (problem.kind, problem.row, problem.column) == (kind, 2, column)


BAD_DOCUMENTS = {
    "law_parts": "x = 1",
    "law_word": """[[document]]
key = "k"
title_cs = "a"
title_en = "b"
source = "s"
[[document.section]]
key = "s"
title_cs = "a"
title_en = "b"
[[document.section.item]]
key = "i"
cs = "{cameras}"
en = "{cameras_today}"
""",
    "law_item": """[[document]]
key = "k"
title_cs = "a"
title_en = "b"
source = "s"
[[document.section]]
key = "s"
title_cs = "a"
title_en = "b"
[[document.section.item]]
key = "i"
cs = "jen česky"
""",
}


@pytest.mark.parametrize("kind", BAD_DOCUMENTS)
def test_bad_templates_are_refused_with_their_place(kind: str, tmp_path: Path) -> None:
    """No document, an unknown word in braces, an item in one language only."""
    folder = tmp_path / "law"
    folder.mkdir()
    (folder / "documents.toml").write_text(BAD_DOCUMENTS[kind], encoding="utf-8")

    with pytest.raises(InputError) as caught:
        read_templates(folder)

    assert kind in {problem.kind for problem in caught.value.problems}


def test_a_file_that_is_no_toml_is_refused_without_a_traceback(tmp_path: Path) -> None:
    """The reader's reason is told with the file's name."""
    folder = tmp_path / "law"
    folder.mkdir()
    (folder / "documents.toml").write_text("[[document", encoding="utf-8")

    with pytest.raises(InputError) as caught:
        read_templates(folder)

    assert caught.value.problems[0].file == "documents.toml"
