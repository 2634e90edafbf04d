"""Chapter 13: conclusion and recommendation, and what the council decides."""

from collections.abc import Iterator

from placement.output.study.basis import StudyBasis
from placement.output.study.blocks import Block, Inline, Reference
from placement.output.study.chapters import summary
from placement.output.study.fields import crowns_field
from placement.output.study.speech import (
    bullets,
    counted,
    fill,
    heading,
    joined,
    name_of,
    paragraph,
    say,
)


def blocks(basis: StudyBasis) -> tuple[Block, ...]:
    """Return the conclusion."""
    return (
        heading(basis, "conclusion.title", ref="conclusion"),
        *_figures(basis),
        *summary.recommendation(basis),
        paragraph(basis, "conclusion.decides"),
        bullets(decisions(basis), numbered=True),
        paragraph(basis, "conclusion.not_said"),
        fill(basis, "fill.conclusion"),
    )


def _figures(basis: StudyBasis) -> Iterator[Block]:
    """Yield where the figures stand, rather than all of them again."""
    if basis.variants:
        chapter, variants = Reference("summary"), Reference("variants")
        yield paragraph(basis, "conclusion.figures", chapter=chapter, table=variants)
    else:
        yield joined(summary.proposal(basis), *summary.gain(basis))


def decisions(basis: StudyBasis) -> Iterator[tuple[Inline, ...]]:
    """Yield what the council decides, one item each."""
    plan = basis.plan
    if plan.evaluated is not None or len(plan.phases) < 2:
        yield say(basis, "conclusion.decide.nothing")
        return
    first = plan.phases[1]
    new = counted(basis, "plan/phases/1/new_cameras", "new_cameras")
    phase = name_of(basis, first)
    if first.cost_czk and not first.unpriced:
        cost = crowns_field(basis, "plan/phases/1/cost_czk")
        yield say(basis, "conclusion.decide.first", phase=phase, new=new, cost=cost)
    else:
        yield say(basis, "conclusion.decide.first_unpriced", phase=phase, new=new)
    if len(plan.phases) > 2:
        yield say(basis, "conclusion.decide.later")
    yield say(basis, "conclusion.decide.people")
    yield say(basis, "conclusion.decide.data")
    yield say(basis, "conclusion.decide.grant")
