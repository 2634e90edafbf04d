"""Grants as rules: which lines of the investment each pays, in which part, up to what."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import cast

from attrs import frozen

from placement.centre.parameters import Basis, packaged_rows
from placement.centre.prices import whole_czk
from placement.errors import ConfigError, Problem
from placement.texts import Language, Phrase

VAT_SHARE = 0.21
"""Of a price without it; prices of the plan are taken with it (an assumption). [-]"""


@frozen(kw_only=True)
class LineVerdict:
    """Whether a grant pays a line of the investment, and why."""

    eligible: bool
    basis: Basis
    cs: str
    en: str

    def words(self, language: Language) -> str:
        """Return the reason."""
        return self.cs if language == "cs" else self.en


@frozen(kw_only=True)
class Grant:
    """A grant: which lines it pays, in which part, up to what."""

    key: str
    cs: str
    en: str
    share: float
    """Of the European Union or another provider, in parts of what is eligible. [-]"""
    state_share: float
    limit_czk: float | None
    verdicts: Mapping[str, "LineVerdict"]
    """Line of the investment → whether it is eligible, and why."""
    call: str
    opens: str
    """Year or day from which the call takes applications; empty: not known."""
    closes: str
    """Year or day until which it pays; empty: not known."""
    pays_vat: bool
    vat_basis: Basis
    source: str
    as_of: str

    @property
    def lines(self) -> tuple[str, ...]:
        """Lines that it pays; none: it pays nothing that is bought here."""
        return tuple(line for line, each in self.verdicts.items() if each.eligible)

    @property
    def paid_share(self) -> float:
        """What it pays of an eligible price with VAT, which it may leave to the town. [-]"""
        return (self.share + self.state_share) / (1.0 if self.pays_vat else 1 + VAT_SHARE)

    def ended_before(self, year: int) -> bool:
        """Return whether it ended before a year."""
        return bool(self.closes) and int(self.closes[:4]) < year

    def words(self, language: Language) -> str:
        """Return what it is called."""
        return self.cs if language == "cs" else self.en


@cache
def packaged_grants() -> Mapping[str, Grant]:
    """Return the grants that come with the package, by key."""
    return {
        row["key"]: Grant(
            key=row["key"],
            cs=row["cs"],
            en=row["en"],
            share=float(row["share"]),
            state_share=float(row["state_share"]),
            limit_czk=float(row["limit_czk"]) if row["limit_czk"] else None,
            verdicts=_verdicts(row["key"]),
            call=row["call"],
            opens=row["opens"],
            closes=row["closes"],
            pays_vat=row["vat"] == "yes",
            vat_basis=cast("Basis", row["vat_basis"]),
            source=row["source"],
            as_of=row["as_of"],
        )
        for row in packaged_rows("grants.csv")
        if row["municipality"] == "yes"
    }


def _verdicts(grant: str) -> dict[str, LineVerdict]:
    return {
        row["line"]: LineVerdict(
            eligible=row["eligible"] == "yes",
            basis=cast("Basis", row["basis"]),
            cs=row["cs"],
            en=row["en"],
        )
        for row in packaged_rows("grant_lines.csv")
        if row["grant"] == grant
    }


@cache
def refused_grants() -> Mapping[str, Phrase]:
    """Return the grants that a municipality cannot have, with the reason, by key."""
    return {
        row["key"]: Phrase(f"centre.refused.{row['key']}")
        for row in packaged_rows("grants.csv")
        if row["municipality"] == "no"
    }


def grants_named(names: Sequence[str]) -> tuple[Grant, ...]:
    """Return grants by their keys.

    Raises
    ------
    ConfigError
        With every key that is none, and every one that a municipality cannot have.
    """
    packaged = packaged_grants()
    problems = [_refusal(name) for name in names if name not in packaged]
    if problems:
        raise ConfigError(problems)
    return tuple(packaged[name] for name in dict.fromkeys(names))


def _refusal(name: str) -> Problem:
    reason, column = refused_grants().get(name), "centre.grants"
    if reason is not None:
        return Problem("grant_refused", column=column, values={"found": name, "reason": reason})
    choices = {"found": name, "choices": tuple(packaged_grants())}
    return Problem("grant_unknown", column=column, values=choices)


def granted(
    lines: Mapping[str, int], grants: Sequence[Grant], remaining_czk: dict[str, float | None]
) -> Iterator[tuple[str, int]]:
    """Yield what each grant pays of a phase's lines; what it has yet is lowered by that. [Kč]

    Each line is paid by one grant at most, the first that names it.
    """
    open_lines = dict(lines)
    for grant in grants:
        eligible = sum(open_lines.pop(line, 0) for line in grant.lines)
        paid = whole_czk(eligible * grant.paid_share)
        limit = remaining_czk[grant.key]
        if limit is not None:
            paid = min(paid, int(limit))
            remaining_czk[grant.key] = limit - paid
        if paid:
            yield grant.key, paid
