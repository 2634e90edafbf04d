"""Chapters 0 to 13 of the study, a module each with one function `blocks(basis)`.

To add one: a module here that says its blocks, and its row in `CHAPTERS`.
"""

from collections.abc import Callable, Mapping

from placement.output.study.basis import StudyBasis
from placement.output.study.blocks import Block
from placement.output.study.chapters import (
    aims,
    centre,
    conclusion,
    cyber,
    data_protection,
    introduction,
    money,
    proposal,
    risks,
    schedule,
    state,
    summary,
    sustainability,
    technology,
)

Chapter = Callable[[StudyBasis], tuple[Block, ...]]
CHAPTERS: Mapping[str, Chapter] = {
    "summary": summary.blocks,
    "introduction": introduction.blocks,
    "state": state.blocks,
    "aims": aims.blocks,
    "proposal": proposal.blocks,
    "centre": centre.blocks,
    "technology": technology.blocks,
    "cyber": cyber.blocks,
    "data_protection": data_protection.blocks,
    "schedule": schedule.blocks,
    "money": money.blocks,
    "sustainability": sustainability.blocks,
    "risks": risks.blocks,
    "conclusion": conclusion.blocks,
}
"""Key of each chapter, as a template's marker names it (`{{chapter:money}}`) → what says it, in the
order of the study."""
