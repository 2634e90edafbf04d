"""Staffing: full-time equivalents, contracts and the price of seats that must never be empty.

A seat served `H` hours a year needs `H (1 + relief) / net` people, where a contract of `h` hours a
week gives `net = (h · 365/7 - leave · h)(1 - illness) - training` hours a year (Labour Code §§ 79,
212; the shares are parameters). Checked by the worked rows of the research notes, `tests/centre`.
"""

from attrs import frozen

from placement.centre.parameters import ContradictionError, Parameters

DAYS_A_YEAR = 365
DAYS_A_WEEK = 7
MONTHS = 12
NIGHT_H, DAY_H = 8, 24
"""Night is from 22 to 6. [h]"""
WEEKEND_DAYS = 2
SUPPORTS = ("76", "vpp")
"""Contributions to pay: by § 76, and to publicly useful work. Nobody is taken for either unless a
town says so."""


@frozen
class Staffing:
    """What one year of the served seats asks for."""

    served_h: float
    """Hours that all seats are served. [h/year]"""
    net_h: float
    """Hours that a full contract really serves. [h/year]"""
    full_time: float
    """Full-time equivalents. [-]"""
    heads: float
    """Contracts of the length that the town gives. [-]"""
    cost_czk: float
    """Pay with insurance and premiums, contributions taken off. [Kč/year]"""


def fund_h(weekly_h: float) -> float:
    """Return the hours a year has for a contract of so many hours a week. [h]"""
    return weekly_h * DAYS_A_YEAR / DAYS_A_WEEK


def net_h(parameters: Parameters) -> float:
    """Return the hours a year that a full contract serves: without leave, illness, training. [h]"""
    weekly_h = parameters["weekly_hours"]
    working = fund_h(weekly_h) - parameters["leave_weeks"] * weekly_h
    return working * (1 - parameters["illness_share"]) - parameters["training_h"]


def full_time(served_h: float, parameters: Parameters) -> float:
    """Return the full-time equivalents for hours served in a year. [h → -]

    Raises
    ------
    ContradictionError
        If a contract serves no hour.
    """
    net = net_h(parameters)
    if net <= 0:
        raise ContradictionError("contract")
    return served_h * (1 + parameters["relief_share"]) / net


def premium_share(parameters: Parameters, *, nonstop: bool) -> float:
    """Return what nights and weekends add to pay, in parts of it. [-]

    A seat by day has no nights; its weekends count as those of a seat that is never empty.
    """
    nights = parameters["night_premium"] * NIGHT_H / DAY_H if nonstop else 0.0
    return nights + parameters["weekend_premium"] * WEEKEND_DAYS / DAYS_A_WEEK


def person_czk(parameters: Parameters) -> float:
    """Return what one full contract costs a year, with insurance, without premiums. [Kč]"""
    return parameters["gross_month_czk"] * (1 + parameters["employer_insurance"]) * MONTHS


def staffing(parameters: Parameters) -> Staffing:
    """Return people and pay for the seats of the plan: non-stop ones and those by day."""
    return _staffing(parameters, parameters["seats_nonstop"], parameters["seats_day"])


def staffing_today(parameters: Parameters) -> Staffing:
    """Return people and pay for the seats that are served today, at the same pay."""
    seats = parameters["seats_nonstop_today"], parameters["seats_day_today"]
    return _staffing(parameters, *seats)


def _staffing(parameters: Parameters, nonstop: float, day: float) -> Staffing:
    nonstop_h = nonstop * parameters["year_h"]
    day_h = day * parameters["day_seat_h"] * parameters["year_h"] / DAY_H
    people = [full_time(hours, parameters) for hours in (nonstop_h, day_h)]
    pay = sum(
        number * person_czk(parameters) * (1 + premium_share(parameters, nonstop=round_clock))
        for number, round_clock in zip(people, (True, False), strict=True)
    )
    contributions = sum(
        parameters[f"support_{title}_heads"] * parameters[f"support_{title}_czk"]
        for title in SUPPORTS
    )
    if contributions > pay:
        raise ContradictionError("support")
    total = sum(people)
    return Staffing(
        nonstop_h + day_h,
        net_h(parameters),
        total,
        total * parameters["weekly_hours"] / parameters["contract_h"],
        pay - contributions,
    )
