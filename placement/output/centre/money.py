"""Money of the centre as tables: what is spent and who pays, and what moves the present cost."""

from collections.abc import Iterator

from placement.centre.grants import Grant
from placement.centre.phase_money import INVESTMENT, RUNNING
from placement.centre.reckoning import Reckoning
from placement.output.centre.measures import band
from placement.output.comparison_texts import TextTable
from placement.texts import Language, number, text


def sentences(reckoning: Reckoning, language: Language) -> tuple[str, ...]:
    """Return people and money that do not depend on the phase."""
    people, money = reckoning.centre.staffing, reckoning.money
    parameters = reckoning.parameters
    return (
        text(
            "centre.people",
            language,
            full_time=number(people.full_time, language, 2),
            heads=number(people.heads, language, 2),
            contract=number(parameters["contract_h"], language),
        ),
        text("centre.pay", language, cost=number(people.cost_czk, language, 0)),
        text(
            "centre.present",
            language,
            cost=number(money.present_czk, language, 0),
            years=len(money.years),
            own=number(money.own_czk, language, 0),
            year=str(int(parameters["price_year"])),
        ),
        text("centre.today_service", language),
        *([text("centre.unpriced", language, n=reckoning.unpriced)] if reckoning.unpriced else []),
        *_grant_terms(reckoning, language),
    )


def money_table(reckoning: Reckoning, language: Language) -> TextTable:
    """Return what is spent and who pays, a column a year and one for all; it adds up."""
    years, grants = reckoning.money.years, reckoning.grants
    spent = {
        line: [each.spent_czk[line] for each in years]
        for line in (*INVESTMENT, *RUNNING)
        if any(each.spent_czk[line] for each in years)
    }
    paid = {g.key: [each.granted_czk.get(g.key, 0) for each in years] for g in grants}
    rows = [
        *((text(f"centre.line.{line}", language), row) for line, row in spent.items()),
        (text("centre.line.total", language), [each.total_czk for each in years]),
        *((grant.words(language), paid[grant.key]) for grant in grants if any(paid[grant.key])),
        (text("centre.line.own", language), [each.own_czk for each in years]),
    ]
    return TextTable(
        text("centre.cash", language),
        (
            text("centre.what", language),
            *(str(each.year) for each in years),
            text("centre.all", language),
        ),
        tuple(
            (name, *(number(czk, language, 0) for czk in row), number(sum(row), language, 0))
            for name, row in rows
        ),
    )


def grants_table(reckoning: Reckoning, language: Language) -> TextTable:
    """Return which lines of the investment each grant pays and which it does not, and whence."""
    return TextTable(
        text("centre.eligible.title", language),
        tuple(text(f"centre.eligible.{name}", language) for name in ("grant", "line", "verdict")),
        tuple(
            (
                grant.words(language),
                text(f"centre.line.{line}", language),
                _verdict(grant, line, language),
            )
            for grant in reckoning.grants
            for line in INVESTMENT
        ),
    )


def _verdict(grant: Grant, line: str, language: Language) -> str:
    """Return whether a grant pays a line, why, on what that rests, and from where it is."""
    verdict = grant.verdicts[line]
    return text(
        f"centre.eligible.{'pays' if verdict.eligible else 'not'}",
        language,
        reason=verdict.words(language),
        basis=text(f"documents.basis.{verdict.basis}", language),
        source=grant.source,
    )


def _grant_terms(reckoning: Reckoning, language: Language) -> Iterator[str]:
    """Yield what each grant rests on: its source, its value added tax, and whether it is past."""
    first = int(reckoning.parameters["first_year"])
    for grant in reckoning.grants:
        name = grant.words(language)
        yield text("centre.grant", language, name=name, source=grant.source)
        vat = text(f"centre.vat.{'pays' if grant.pays_vat else 'not'}", language)
        basis = text(f"documents.basis.{grant.vat_basis}", language)
        yield text("centre.grant_vat", language, name=name, vat=vat, basis=basis)
        if grant.ended_before(first):
            values = {"name": name, "closes": grant.closes, "year": str(first)}
            yield text("centre.grant_past", language, **values)


def sensitivity_table(reckoning: Reckoning, language: Language, *, most: int) -> TextTable:
    """Return what the ends of the widest bands do to the present cost, at most so many rows."""
    table, present_czk = reckoning.parameters.table, reckoning.money.present_czk
    return TextTable(
        text("centre.sensitivity", language),
        tuple(text(f"centre.head.{name}", language) for name in ("meaning", "band", "low", "high")),
        tuple(
            (
                table[swing.key].words(language),
                band(table[swing.key], language),
                number(swing.low_czk - present_czk, language, 0),
                number(swing.high_czk - present_czk, language, 0),
            )
            for swing in reckoning.swings[:most]
        ),
    )
