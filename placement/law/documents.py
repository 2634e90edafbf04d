"""`DocumentTemplate`: what a document of data protection must say, item by item, in two languages.

The templates are data (`data/privacy/documents.toml`), which a town may replace. Words in braces
are put in from a plan; an item whose words it does not know is one that a person fills in.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import field, frozen

from placement.errors import InputError, Problem
from placement.law.tables import DOCUMENTS, own_text, packaged_text
from placement.texts import Language

PLAN_WORDS = (
    "incidents", "busiest_districts", "share_today", "share_target", "bound_target",
    "cameras_today", "cameras_target", "points_today", "points_target", "phases", "kinds",
    "purposes", "turning", "least_camera", "least_gain", "density", "home_facade", "home_density",
    "home_reachable", "homes", "masked",
    "retention", "retention_reason", "controller", "officer", "contact", "web",
)  # fmt: skip
"""Words in braces that a template may use."""
IN_BRACES = re.compile(r"\{([^{}]*)\}")
TEXT_KEYS = frozenset({"key", "title_cs", "title_en", "cs", "en", "fill_cs", "fill_en", "source"})


@frozen
class TemplateItem:
    """A sentence with words in braces, and what a person adds; empty where there is none."""

    key: str
    titles: Mapping[Language, str]
    sentences: Mapping[Language, str]
    fills: Mapping[Language, str]

    @property
    def needs(self) -> frozenset[str]:
        """Words in braces that its sentences use."""
        return frozenset(w for words in self.sentences.values() for w in IN_BRACES.findall(words))

    def filled(self, words: Mapping[str, str], language: Language) -> str:
        """Return its sentence with words put in; empty if it has none, or a word is not known."""
        if not all(words.get(need) for need in self.needs):
            return ""
        return IN_BRACES.sub(lambda match: words[match[1]], self.sentences[language])


@frozen
class TemplateSection:
    """A part of a document under its heading."""

    key: str
    titles: Mapping[Language, str]
    items: tuple[TemplateItem, ...] = field(converter=tuple[TemplateItem, ...])


@frozen
class DocumentTemplate:
    """A document with its parts, and what asks for it."""

    key: str
    titles: Mapping[Language, str]
    source: str
    sections: tuple[TemplateSection, ...] = field(converter=tuple[TemplateSection, ...])


def read_templates(folder: Path | None) -> tuple[DocumentTemplate, ...]:
    """Return the templates of the package, or those in a town's folder if it has `documents.toml`.

    Raises
    ------
    InputError
        If the file cannot be read, or an item has no words, unknown words in braces or keys.
    """
    own = own_text(folder, DOCUMENTS, check=tomllib.loads)
    return _templates(packaged_text(DOCUMENTS) if own is None else own, DOCUMENTS)


def _templates(content: str, file: str) -> tuple[DocumentTemplate, ...]:
    tables = tomllib.loads(content)
    problems = list(_problems(tables, file))
    if problems:
        raise InputError(problems)
    return tuple(
        DocumentTemplate(
            table["key"],
            _both(table, "title"),
            table["source"],
            [
                TemplateSection(
                    section["key"],
                    _both(section, "title"),
                    [
                        TemplateItem(
                            item["key"],
                            _both(item, "title"),
                            _both(item, ""),
                            _both(item, "fill"),
                        )
                        for item in section["item"]
                    ],
                )
                for section in table["section"]
            ],
        )
        for table in tables["document"]
    )


def _both(table: Mapping[str, Any], name: str) -> dict[Language, str]:
    """Return a text in both languages; empty where it is not there."""
    prefix = f"{name}_" if name else ""
    return {"cs": table.get(f"{prefix}cs", ""), "en": table.get(f"{prefix}en", "")}


def _problems(tables: Mapping[str, Any], file: str) -> Iterator[Problem]:
    """Yield what keeps tables from being templates."""
    yield from _parts(tables, "document", "", file)
    for number, table in enumerate(_list(tables, "document"), 1):
        place = f"document {number}"
        yield from _texts(table, ("key", "title_cs", "title_en", "source"), place, file)
        yield from _parts(table, "section", place, file)
        for order, section in enumerate(_list(table, "section"), 1):
            inner = f"{place}, section {order}"
            yield from _texts(section, ("key", "title_cs", "title_en"), inner, file)
            yield from _parts(section, "item", inner, file)
            for k, item in enumerate(_list(section, "item"), 1):
                yield from _item(item, f"{inner}, item {k}", file)


def _item(item: Mapping[str, Any], place: str, file: str) -> Iterator[Problem]:
    yield from _texts(item, ("key",), place, file)
    pairs = [(item.get("cs"), item.get("en")), (item.get("fill_cs"), item.get("fill_en"))]
    if not any(any(pair) for pair in pairs) or any(bool(cs) != bool(en) for cs, en in pairs):
        yield Problem("law_item", file, column=place)
    for name in ("cs", "en"):
        for word in IN_BRACES.findall(str(item.get(name, ""))):
            if word not in PLAN_WORDS:
                values = {"found": word, "choices": PLAN_WORDS}
                yield Problem("law_word", file, column=f"{place}, {name}", values=values)


def _texts(
    table: Mapping[str, Any], names: tuple[str, ...], place: str, file: str
) -> Iterator[Problem]:
    """Yield the texts that a table lacks, and keys that are none of a template."""
    for name in names:
        if not str(table.get(name, "")).strip():
            yield Problem("law_text", file, column=place, values={"name": name})
    for name, value in table.items():
        if not isinstance(value, list) and (name not in TEXT_KEYS or not isinstance(value, str)):
            yield Problem("law_key", file, column=place, values={"found": name})


def _parts(table: Mapping[str, Any], name: str, place: str, file: str) -> Iterator[Problem]:
    """Yield that a table has no parts of a name, or something else under it."""
    parts = table.get(name)
    if not isinstance(parts, list) or not parts or not all(isinstance(p, dict) for p in parts):
        yield Problem("law_parts", file, column=place, values={"name": name})


def _list(table: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    parts = table.get(name)
    return [part for part in parts if isinstance(part, dict)] if isinstance(parts, list) else []
