"""Chapter 7: what the act on cyber security asks of the town, in short."""

from placement.output.study.basis import StudyBasis
from placement.output.study.blocks import Block, Citation
from placement.output.study.speech import bullets, fill, heading, paragraph, say, words

MEASURES = ("separate", "access", "update", "log", "backup", "supplier", "forbidden")


def blocks(basis: StudyBasis) -> tuple[Block, ...]:
    """Return what the act asks for, and what cameras add to it."""
    return (
        heading(basis, "cyber.title", ref="cyber"),
        paragraph(
            basis,
            "cyber.act",
            act=Citation(words(basis, "source.cyber_act")),
            decree=Citation(words(basis, "source.decree")),
        ),
        paragraph(basis, "cyber.regime"),
        fill(basis, "fill.regime"),
        paragraph(basis, "cyber.measures"),
        bullets(say(basis, f"cyber.measure.{key}") for key in MEASURES),
        paragraph(basis, "cyber.not_bought"),
        fill(basis, "fill.cyber_project"),
    )
