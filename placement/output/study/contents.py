"""The contents of a study: its front page, all chapters and annexes, one after the other."""

from collections.abc import Iterable
from typing import Literal

from placement.output.study.annexes import ANNEXES
from placement.output.study.basis import StudyBasis
from placement.output.study.blocks import Block, Inline, ToFill
from placement.output.study.chapters import CHAPTERS
from placement.output.study.document import Part, StudyDocument
from placement.output.study.spacing import bound_block
from placement.output.wording import printable
from placement.texts import Language, text


def contents(basis: StudyBasis) -> StudyDocument:
    """Return the whole study of a plan."""
    language, case = basis.language, printable(basis.plan.case)
    edition, date = printable(basis.edition), printable(basis.date)
    dated = text("study.date", language, date=date) if date else text("study.no_date", language)
    edited = text("study.edition", language, edition=edition) if edition else ""
    header = " · ".join(filter(None, (text("study.header", language, case=case), edited, dated)))
    facts: list[tuple[Inline, ...]] = [
        (edited,) if edited else (ToFill(text("study.fill_edition", language)),),
        (dated,),
        (ToFill(text("study.fill_author", language)),),
    ]
    return StudyDocument(
        language=language,
        title=text("study.title", language),
        subject=text("study.subject", language, case=case),
        facts=tuple(facts),
        header=header,
        warning=text("study.synthetic", language) if basis.synthetic else "",
        parts=(
            *(_part("chapter", key, blocks(basis), language) for key, blocks in CHAPTERS.items()),
            *(_part("annex", key, blocks(basis), language) for key, blocks in ANNEXES.items()),
        ),
    )


def _part(
    kind: Literal["chapter", "annex"], key: str, blocks: Iterable[Block], language: Language
) -> Part:
    return Part(kind, key, [bound_block(block, language) for block in blocks])
