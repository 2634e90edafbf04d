"""A study as one HTML page that needs nothing else: no script, no request."""

import base64
from collections.abc import Sequence
from importlib import resources

from attrs import frozen
from jinja2 import Environment
from markupsafe import Markup, escape

from placement.output.study.blocks import (
    Block,
    Bullets,
    Citation,
    Inline,
    NumberField,
    PageBreak,
    Paragraph,
    Reference,
    StudyHeading,
    StudyPicture,
    StudyTable,
    ToFill,
)
from placement.output.study.document import StudyDocument
from placement.output.study.outline import Outline, OutlineEntry, outline
from placement.output.webmap.policy import content_policy
from placement.output.wording import printable
from placement.texts import Language, text


def html_bytes(study: StudyDocument) -> bytes:
    """Return a study as a page; the same study, the same bytes."""
    blocks = tuple(study.blocks())
    page = _Page(study.language, outline(blocks))
    style = _resource("page.css")
    template = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(
        _resource("page.html")
    )
    content = template.render(
        study=study,
        policy=content_policy(scripts=(), styles=(style,)),
        style=Markup(style),  # noqa: S704 -- ours
        outline=page.outline,
        facts=[page.inlines(fact) for fact in study.facts],
        lists=[
            (kind, entries)
            for kind, entries in (("table", page.outline.tables), ("figure", page.outline.figures))
            if entries
        ],
        blocks=[page.block(block) for block in blocks],
        say=lambda key: text(key, study.language),
        source_anchor=_source_anchor,
    )
    return content.encode("utf-8", "replace")


def _resource(name: str) -> str:
    return (resources.files("placement.output.study") / name).read_text(encoding="utf-8")


def _source_anchor(number: int) -> str:
    return f"source-{number}"


@frozen(eq=False)
class _Page:
    """What blocks look up while they become HTML."""

    language: Language
    outline: Outline

    def block(self, block: Block) -> Markup:
        """Return a block."""
        match block:
            case StudyHeading():
                return self._heading(block)
            case Paragraph():
                html = Markup('<p class="{}">{}</p>')
                return html.format(block.style, self.inlines(block.inlines))
            case Bullets():
                items = [Markup("<li>{}</li>").format(self.inlines(item)) for item in block.items]
                return Markup("<{0}>{1}</{0}>").format(
                    "ol" if block.numbered else "ul", Markup("").join(items)
                )
            case StudyTable():
                return self._table(block)
            case StudyPicture():
                return self._figure(block)
            case PageBreak():
                return Markup('<hr class="break">')

    def inlines(self, inlines: Sequence[Inline]) -> Markup:
        """Return pieces of text."""
        return Markup("").join(self._inline(inline) for inline in inlines)

    def _inline(self, inline: Inline) -> Markup:
        match inline:
            case NumberField():
                html = Markup('<data value="{}" data-path="{}">{}</data>')
                return html.format(inline.value, inline.path, printable(inline.words))
            case ToFill():
                words = text("study.to_fill", self.language, what=printable(inline.words))
                return Markup('<span class="fill">[{}]</span>').format(words)
            case Reference():
                entry = self.outline.by_key().get(inline.key)
                if entry is None:
                    return escape(text("study.not_included", self.language))
                html = Markup('<a href="#{}">{}</a>')
                return html.format(entry.anchor, entry.number or printable(entry.words))
            case Citation():
                number = self.outline.source_number(inline.source)
                return Markup('<a href="#{}">[{}]</a>').format(_source_anchor(number), number)
            case _:
                return escape(printable(inline))

    def _entry(self, block: Block) -> OutlineEntry:
        return self.outline.by_block()[id(block)]

    def _heading(self, block: StudyHeading) -> Markup:
        entry = self._entry(block)
        number = Markup('<span class="number">{}</span> ').format(entry.number)
        return Markup('<h{0} id="{1}"{2}>{3}{4}</h{0}>').format(
            block.level + 1,
            entry.anchor,
            Markup(' class="new-page"') if block.new_page else "",
            number if entry.number else "",
            printable(block.words),
        )

    def _caption(self, entry: OutlineEntry) -> str:
        label = text(f"study.{entry.series}", self.language)
        return f"{label} {entry.number}: {printable(entry.words)}"

    def _table(self, block: StudyTable) -> Markup:
        entry = self._entry(block)
        caption = self._caption(entry)
        right = [' class="right"' if k in block.right else "" for k in range(len(block.heads))]
        heads = Markup("").join(
            Markup('<th scope="col"{}>{}</th>').format(Markup(aside), printable(words))  # noqa: S704 -- ours
            for aside, words in zip(right, block.heads, strict=True)
        )
        rows = Markup("").join(
            Markup("<tr>{}</tr>\n").format(
                Markup("").join(
                    Markup("<td{}>{}</td>").format(Markup(aside), self.inlines(cell))  # noqa: S704 -- ours
                    for aside, cell in zip(right, row, strict=True)
                )
            )
            for row in block.rows
        )
        html = Markup(
            '<div class="rows" role="region" tabindex="0" aria-label="{0}"><table id="{1}">'
            "<caption>{0}</caption><thead><tr>{2}</tr></thead><tbody>{3}</tbody></table></div>{4}"
        )
        source = text("study.source", self.language, source=block.source) if block.source else ""
        below = Markup('<p class="source">{}</p>').format(source) if source else ""
        return html.format(caption, entry.anchor, heads, rows, below)

    def _figure(self, block: StudyPicture) -> Markup:
        entry = self._entry(block)
        kind, content = ("svg+xml", block.svg.encode("utf-8")) if block.svg else ("png", block.png)
        html = Markup(
            '<figure id="{}"><img src="data:image/{};base64,{}" alt="{}">'
            "<figcaption>{}</figcaption></figure>"
        )
        return html.format(
            entry.anchor,
            kind,
            base64.b64encode(content).decode("ascii"),
            printable(block.alt),
            self._caption(entry),
        )
