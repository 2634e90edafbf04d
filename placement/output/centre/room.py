"""The operators' room against the rules of hygiene, as a table."""

from collections.abc import Sequence

from placement.centre.room import RuleCheck
from placement.output.centre.measures import measure
from placement.output.comparison_texts import TextTable
from placement.texts import Language, text


def room_table(checks: Sequence[RuleCheck], language: Language) -> TextTable:
    """Return each rule of hygiene, kept or broken."""
    return TextTable(
        text("centre.room", language),
        tuple(text(f"centre.head.{name}", language) for name in ("rule", "asks", "has", "verdict")),
        tuple(_rule_row(check, language) for check in checks),
    )


def _rule_row(check: RuleCheck, language: Language) -> tuple[str, ...]:
    verdict = {True: "kept", False: "broken", None: "unmeasured"}[check.passes]
    measured = "–" if check.measured is None else measure(check.measured, check.unit, language)
    basis = f" ({text('documents.basis.assumption', language)})" if check.basis != "law" else ""
    return (
        text(f"centre.rule.{check.rule}", language),
        f"{measure(check.required, check.unit, language)}{basis}",
        measured,
        text(f"centre.verdict.{verdict}", language, paragraph=check.paragraph),
    )
