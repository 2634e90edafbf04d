"""Chapter 3: aims as indicators, ties to other documents, variants side by side."""

from collections.abc import Iterator

from placement.output.study.basis import StudyBasis, Variant
from placement.output.study.blocks import Block, Cell, Inline, Reference, StudyTable
from placement.output.study.fields import crowns_field, number_field, share_field
from placement.output.study.speech import (
    bullets,
    cell,
    fill,
    heading,
    paragraph,
    say,
    table,
    words,
)
from placement.output.study.verdict import variant_name, verdict


def blocks(basis: StudyBasis) -> tuple[Block, ...]:
    """Return aims, ties and variants."""
    parts: list[Block] = [
        heading(basis, "aims.title", ref="aims"),
        heading(basis, "aims.aims_title", level=2),
        paragraph(basis, "aims.aim", table=Reference("indicators")),
        indicators(basis),
        fill(basis, "fill.aims"),
        heading(basis, "aims.ties_title", level=2),
        paragraph(basis, "aims.ties"),
        bullets(fill(basis, f"fill.{key}").inlines for key in ("prevention", "region", "projects")),
        heading(basis, "aims.variants_title", level=2, ref="variants_chapter"),
    ]
    if basis.variants:
        parts.append(paragraph(basis, "aims.variants", table=Reference("variants")))
        parts.append(bullets(_rules(basis)))
        parts.append(variants(basis))
        parts.append(paragraph(basis, "aims.variants_people"))
        if any(each.unpriced for each in basis.variants):
            parts.append(paragraph(basis, "aims.variants_unpriced", style="note"))
    if "variants" in basis.missing:
        parts.append(paragraph(basis, "missing.variants", style="warning"))
    judged = "for" if verdict(basis).recommended else "against"
    key = f"aims.sample_{judged}" if basis.synthetic else f"aims.{judged}"
    parts.append(paragraph(basis, key, chapter=Reference("conclusion")))
    return tuple(parts)


def indicators(basis: StudyBasis) -> StudyTable:
    """Return what the project is measured by, today and in the end."""
    heads = [words(basis, f"aims.head.{name}") for name in ("indicator", "today", "target", "how")]
    rows = [
        (
            cell(words(basis, f"aims.indicator.{key}")),
            today,
            target,
            cell(words(basis, f"aims.how.{key}")),
        )
        for key, today, target in _indicators(basis)
    ]
    return table(basis, "indicators", heads, rows, right=(1, 2), widths=(0.34, 0.14, 0.14, 0.38))


def _indicators(basis: StudyBasis) -> Iterator[tuple[str, Cell, Cell]]:
    plan, last = basis.plan, len(basis.plan.phases) - 1
    for name in ("cameras", "points"):
        yield (
            name,
            (number_field(basis, f"plan/phases/0/{name}"),),
            (number_field(basis, f"plan/phases/{last}/{name}"),),
        )
    share = "share" if basis.has_incidents else "share_metres"
    yield (
        share,
        (share_field(basis, "plan/phases/0/share"),),
        (share_field(basis, f"plan/phases/{last}/share"),),
    )
    if plan.final.honest is not None:
        today: Cell = (
            cell(words(basis, "no_value"))
            if plan.phases[0].honest is None
            else (share_field(basis, "plan/phases/0/honest_share"),)
        )
        yield "claim", today, (share_field(basis, f"plan/phases/{last}/honest_share"),)


def _rules(basis: StudyBasis) -> Iterator[tuple[Inline, ...]]:
    """Yield by which rule each variant was made."""
    yield say(basis, "aims.rule.none")
    for each in basis.variants:
        if each.key == "minimal":
            yield say(basis, f"aims.rule.minimal_{each.origin}")
        elif each.key == "maximal":
            yield say(basis, "aims.rule.maximal")
        elif each.key == "recommended":
            yield say(basis, f"aims.rule.{variant_name(basis, 'recommended')}")


def variants(basis: StudyBasis) -> StudyTable:
    """Return variants side by side: a row a figure, a column a variant."""
    names = [words(basis, f"variant.{variant_name(basis, v.key)}") for v in basis.variants]
    rows = [(cell(words(basis, f"aims.row.{key}")), *cells) for key, cells in _variant_rows(basis)]
    first = 0.34
    widths = (first, *[(1 - first) / len(names)] * len(names))
    return table(
        basis,
        "variants",
        (words(basis, "aims.head.figure"), *names),
        rows,
        right=range(1, len(names) + 1),
        widths=widths,
    )


def _variant_rows(basis: StudyBasis) -> Iterator[tuple[str, list[Cell]]]:
    every = range(len(basis.variants))

    def numbers(name: str, decimals: int = 0) -> list[Cell]:
        return [
            cell(words(basis, "no_value"))
            if getattr(basis.variants[k], name) is None
            else (number_field(basis, f"variants/{k}/{name}", decimals=decimals),)
            for k in every
        ]

    for name in ("cameras", "new_cameras", "points"):
        yield name, numbers(name)
    yield "value" if basis.has_incidents else "value_metres", numbers("value")
    yield "share", [(share_field(basis, f"variants/{k}/share"),) for k in every]
    if basis.plan.evaluated is None:
        yield "bound" if basis.has_incidents else "bound_metres", numbers("bound")
        yield "gap", [(share_field(basis, f"variants/{k}/gap", decimals=2),) for k in every]
    yield "cost", [_cost(basis, k, basis.variants[k]) for k in every]
    if any(each.step_million is not None for each in basis.variants):
        step = "step" if basis.has_incidents else "step_metres"
        yield step, numbers("step_million", 1)
    if basis.centre is not None:
        yield "operators", numbers("operators")
        yield "full_time", numbers("full_time", 2)
        yield "own", [_own(basis, k, basis.variants[k]) for k in every]


def _own(basis: StudyBasis, place: int, variant: Variant) -> Cell:
    """Return what the town pays for a variant in all years; at least so much without prices."""
    field = crowns_field(basis, f"variants/{place}/own_czk")
    return say(basis, "at_least", cost=field) if variant.unpriced else (field,)


def _cost(basis: StudyBasis, place: int, variant: Variant) -> Cell:
    """Return the price of a variant; at least so much where some is not known."""
    field = crowns_field(basis, f"variants/{place}/cost_czk")
    if variant.unpriced and not variant.cost_czk:
        return cell(words(basis, "unknown_price"))
    return say(basis, "at_least", cost=field) if variant.unpriced else (field,)
