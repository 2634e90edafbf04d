"""Grants as rules: which lines of the investment each pays, in which part, up to what."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from attrs import frozen

from placement.centre.parameters import packaged_rows
from placement.centre.prices import whole_czk
from placement.errors import ConfigError, Problem
from placement.texts import Language


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
    lines: tuple[str, ...]
    """Lines that it pays; none: it pays nothing that is bought here."""
    source: str
    as_of: str

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
            lines=tuple(filter(None, row["lines"].split(";"))),
            source=row["source"],
            as_of=row["as_of"],
        )
        for row in packaged_rows("grants.csv")
    }


def grants_named(names: Sequence[str]) -> tuple[Grant, ...]:
    """Return grants by their keys.

    Raises
    ------
    ConfigError
        With every key that is none.
    """
    packaged = packaged_grants()
    problems = [
        Problem(
            "grant_unknown", column="centre.grants", values={"found": n, "choices": tuple(packaged)}
        )
        for n in names
        if n not in packaged
    ]
    if problems:
        raise ConfigError(problems)
    return tuple(packaged[name] for name in dict.fromkeys(names))


def granted(
    lines: Mapping[str, int], grants: Sequence[Grant], remaining_czk: dict[str, float | None]
) -> Iterator[tuple[str, int]]:
    """Yield what each grant pays of a phase's lines; what it has yet is lowered by that. [Kč]

    Each line is paid by one grant at most, the first that names it.
    """
    open_lines = dict(lines)
    for grant in grants:
        eligible = sum(open_lines.pop(line, 0) for line in grant.lines)
        paid = whole_czk(eligible * (grant.share + grant.state_share))
        limit = remaining_czk[grant.key]
        if limit is not None:
            paid = min(paid, int(limit))
            remaining_czk[grant.key] = limit - paid
        if paid:
            yield grant.key, paid
