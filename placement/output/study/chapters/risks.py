"""Chapter 12: risks and measures, those that apply to this plan."""

from placement.output.study.basis import StudyBasis
from placement.output.study.blocks import Block, Reference, StudyTable
from placement.output.study.risks import risks_of
from placement.output.study.speech import cell, fill, heading, paragraph, table, words


def blocks(basis: StudyBasis) -> tuple[Block, ...]:
    """Return the register of risks."""
    return (
        heading(basis, "risks.title", ref="risks"),
        paragraph(basis, "risks.intro", table=Reference("register")),
        register(basis),
        fill(basis, "fill.risks"),
    )


def register(basis: StudyBasis) -> StudyTable:
    """Return the risks that apply, the gravest first."""
    rows = [
        (
            cell(risk.words(basis.language)),
            cell(words(basis, f"risks.degree.{risk.probability}")),
            cell(words(basis, f"risks.impact.{risk.impact}")),
            cell(risk.measure(basis.language)),
        )
        for risk in risks_of(basis)
    ]
    heads = [words(basis, f"risks.head.{n}") for n in ("risk", "probability", "impact", "measure")]
    return table(basis, "register", heads, rows, widths=(0.31, 0.2, 0.11, 0.38))
