"""`placement documents`: what a plan fills in, and what it leaves to a person."""

import json
import re
from pathlib import Path

import pytest

import placement
from tests.cli.running import run
from tests.pipeline import toy_case

CONTROLLER = """
[privacy]

[controller]
name = "Město <b>Ves</b>, městská policie"
address = "Náves 1"
email = "kamery@ves.example"
officer = "Jan Novák"
retention_days = 7
retention_reason = "Škody se hlásí až po víkendu."
"""


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the result of a small town that says who answers for its recordings."""
    folder = tmp_path_factory.mktemp("documents")
    case = toy_case.write(folder / "case")
    plan_file = case / "plan.toml"
    words = plan_file.read_text(encoding="utf-8").replace("public = false", "public = true")
    plan_file.write_text(words + CONTROLLER, encoding="utf-8")
    assert run("plan", case, "-o", folder / "result", "-q").code == 0
    return folder / "result"


def items_of(told: dict[str, object], language: str, document: str) -> dict[str, dict[str, str]]:
    """Return the items of a document by section and key."""
    documents = {each["key"]: each for each in told["documents"][language]}  # type: ignore[index]
    return {
        f"{section['key']}.{item['key']}": item
        for section in documents[document]["sections"]
        for item in section["items"]
    }


def test_documents_say_what_the_plan_knows(result: Path, tmp_path: Path) -> None:
    """Numbers are those of the plan, in the language's form; the rest is marked to be filled in."""
    done = run("documents", result, "-o", tmp_path / "out", "--json", "--lang", "cs")

    assert done.code == 0, done.err
    told = json.loads(done.out)
    plan = placement.read_plan(result).plan
    cs, en = (items_of(told, each, "balance_test") for each in ("cs", "en"))
    share = 100 * plan.final.value / plan.demand_total
    assert f"{share:.1f}".replace(".", ",") + "\xa0%" in cs["necessity.extent"]["sentence"]
    assert f"{share:.1f}\xa0%" in en["necessity.extent"]["sentence"]
    assert plan.privacy is not None
    area_m2 = plan.privacy.of_phase(len(plan.phases) - 1).home_once_m2[0]
    spaced = f"{area_m2:,.0f}".replace(",", "\xa0")
    assert f"V obraze je {spaced}\xa0m²" in cs["intrusion.homes"]["sentence"]
    assert cs["weighing.masks"]["sentence"] == ""
    assert cs["weighing.retention"]["sentence"] == "Záznamy se uchovávají nejvýše 7 dní."
    assert cs["weighing.retention_reason"]["sentence"].endswith("Škody se hlásí až po víkendu.")
    assert cs["weighing.conclusion"]["sentence"] == ""
    assert cs["weighing.conclusion"]["to_fill"]
    for language in ("cs", "en"):
        for document in told["documents"][language]:
            items = [item for section in document["sections"] for item in section["items"]]
            assert all(item["sentence"] or item["to_fill"] for item in items)
            assert document["missing"] == sum(bool(item["to_fill"]) for item in items)
            assert not any("{" in item["sentence"] for item in items)


def test_pages_hold_hostile_names_as_text_and_ask_nothing_of_the_network(
    result: Path, tmp_path: Path
) -> None:
    """A name with markup is text in the page, which has neither scripts nor addresses to load."""
    assert run("documents", result, "-o", tmp_path / "out").code == 0

    for language in ("cs", "en"):
        page = (tmp_path / "out" / f"documents-{language}.html").read_text(encoding="utf-8")
        assert "<b>Ves</b>" not in page
        assert "&lt;b&gt;Ves&lt;/b&gt;" in page
        assert "<script" not in page
        assert not re.search(r"(src|href)=", page)


def test_both_editions_of_the_map_say_who_answers(result: Path) -> None:
    """Contact and retention are for the public."""
    for page in (result / "map.html", result / "public" / "map.html"):
        content = page.read_text(encoding="utf-8")
        assert "Záznam se uchovává nejvýše 7 dní, potom se přepíše." in content
        assert "kamery@ves.example" in content


def test_what_a_town_does_not_say_is_left_to_a_person(tmp_path: Path) -> None:
    """Without [controller] nobody is named and no period is claimed; the page says so."""
    case = toy_case.write(tmp_path / "case")
    assert run("plan", case, "-o", tmp_path / "result", "-q").code == 0
    done = run("documents", tmp_path / "result", "-o", tmp_path / "out", "--json")
    record = items_of(json.loads(done.out), "en", "record")

    assert record["activity.controller"]["sentence"] == ""
    assert "controller" in record["activity.controller"]["to_fill"]
    assert record["activity.erasure"]["sentence"] == ""
    assert "doplní je město" in (tmp_path / "result" / "map.html").read_text(encoding="utf-8")


def test_a_town_changes_the_templates_and_bad_ones_are_refused(
    result: Path, tmp_path: Path
) -> None:
    """The outline written, changed and read back; an empty folder and no result are refused."""
    assert run("documents", "--outline", tmp_path / "law").code == 0
    file = tmp_path / "law" / "documents.toml"
    words = file.read_text(encoding="utf-8")
    file.write_text(words.replace("veřejný pořádek a bezpečnost", "klid na návsi"), "utf-8")

    done = run("documents", result, "-o", tmp_path / "out", "--law", tmp_path / "law", "--json")
    sign = items_of(json.loads(done.out), "cs", "sign")
    assert sign["text.purpose"]["sentence"] == "klid na návsi"

    (tmp_path / "empty").mkdir()
    assert run("documents", result, "--law", tmp_path / "empty").code == 4
    assert run("documents").code == 4
