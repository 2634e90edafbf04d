"""Chapters 0 to 13 of the study, a module each with one function `blocks(basis)`.

To add one: a module here that says its blocks, and its row in `CHAPTERS`.
"""

from collections.abc import Callable, Mapping

from placement.output.study.basis import StudyBasis
from placement.output.study.blocks import Block
from placement.output.study.chapters import introduction

Chapter = Callable[[StudyBasis], tuple[Block, ...]]
CHAPTERS: Mapping[str, Chapter] = {
    "introduction": introduction.blocks,
}
"""Key of each chapter, as a template's marker names it (`{{chapter:money}}`) → what says it, in the
order of the study."""
