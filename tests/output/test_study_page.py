"""The study as HTML: one file, no script, no request, text that stays text, read by everybody."""

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from attrs import evolve

from placement.output.study.contents import contents
from placement.output.study.council.files import council_files
from placement.output.study.page import html_bytes
from placement.output.study.reader import read_basis
from placement.texts import LANGUAGES, Language
from tests.output.chromium import addresses, complaints, violations
from tests.output.study_document import HOSTILE, hand_made

if TYPE_CHECKING:
    from selenium import webdriver

LITVINOV = Path(__file__).parents[2] / "maps" / "litvinov"


class Tags(HTMLParser):
    """The tags and the text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember a tag."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Remember text."""
        self.words += data

    def of(self, name: str) -> list[dict[str, str | None]]:
        """Return the attributes of all tags of a name."""
        return [attributes for tag, attributes in self.tags if tag == name]


def test_the_page_has_what_the_document_has() -> None:
    """Numbers are those of the outline, each reference leads to a place, tables have heads."""
    page = Tags(html_bytes(hand_made()).decode("utf-8"))
    places = [attributes["id"] for _, attributes in page.tags if "id" in attributes]

    assert page.of("html") == [{"lang": "cs"}]
    assert len(places) == len(set(places))
    assert {str(a["href"]).removeprefix("#") for a in page.of("a")} <= set(places)
    assert "Stojí 1\xa0234,5\xa0Kč podle tabulky 1 a přílohy A [1]." in page.words
    assert page.of("data") == [{"value": "1234.5", "data-path": "plan/cost"}]
    assert {each.get("scope") for each in page.of("th")} == {"col"}
    assert [each["alt"] for each in page.of("img")] == ["Kde Náměstí Míru"]
    assert page.words.count("Ukázková data") == 2
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h\d", tag)]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_hostile_names_stay_text_and_nothing_is_asked_for() -> None:
    """No name becomes an element, no address is outside, and the policy allows no script."""
    page = Tags(html_bytes(hand_made(hostile=True)).decode("utf-8"))

    assert not page.of("script")
    assert not page.of("link")
    assert all(str(each["src"]).startswith("data:image/png;base64,") for each in page.of("img"))
    policy = next(each["content"] for each in page.of("meta") if "http-equiv" in each)
    assert str(policy).startswith("default-src 'none'; script-src ;")
    assert HOSTILE[1] in page.words
    assert HOSTILE[6] in page.words
    assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)


@pytest.mark.browser
def test_everybody_can_read_it(driver: "webdriver.Chrome", tmp_path: Path) -> None:
    """axe-core finds nothing, with hostile names too; a real browser asks for the page alone."""
    for study in (hand_made(), evolve(hand_made(hostile=True), language="en", warning="")):
        page = tmp_path / "study.html"
        page.write_bytes(html_bytes(study))
        driver.get_log("performance")
        driver.get(page.as_uri())

        assert complaints(driver) == []
        asked = {each for each in addresses(driver) if not each.startswith("data:image/png;")}
        assert asked == {page.as_uri()}
        assert violations(driver) == []


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_everybody_can_read_the_study_of_litvinov(
    language: Language, driver: "webdriver.Chrome", tmp_path: Path
) -> None:
    """axe-core finds nothing in the published plan's study and council page; no request."""
    basis = read_basis(LITVINOV, language=language)
    pages = {"study": html_bytes(contents(basis)), **council_files(basis)}
    for name in ("study", "council.html"):
        page = tmp_path / f"{name}.html"
        page.write_bytes(pages[name])
        driver.get_log("performance")
        driver.get(page.as_uri())

        assert complaints(driver) == []
        assert {each for each in addresses(driver) if not each.startswith("data:")} == {
            page.as_uri()
        }
        assert violations(driver) == []
