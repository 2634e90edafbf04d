"""The contents of a study: all chapters and annexes, one after the other."""

from placement.output.study.annexes import ANNEXES
from placement.output.study.basis import StudyBasis
from placement.output.study.blocks import Block
from placement.output.study.chapters import CHAPTERS


def chapters(basis: StudyBasis) -> dict[str, tuple[Block, ...]]:
    """Return what each chapter says, by its key, in the order of the study."""
    return {key: blocks(basis) for key, blocks in CHAPTERS.items()}


def annexes(basis: StudyBasis) -> dict[str, tuple[Block, ...]]:
    """Return what each annex says, by its key, in their order."""
    return {key: blocks(basis) for key, blocks in ANNEXES.items()}
