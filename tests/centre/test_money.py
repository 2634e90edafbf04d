"""Money of the centre adds up, grants pay by their rules, and each number moves what it should."""

from collections.abc import Mapping

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from placement.centre.cables import Cables, PhaseCables, PointCable
from placement.centre.grants import grants_named, packaged_grants
from placement.centre.measures import device_counts
from placement.centre.money import CashFlow, YearCosts, cash_flow, sensitivity
from placement.centre.needs import Centre, CentreNeeds, centre_for
from placement.centre.parameters import ContradictionError, Parameters, packaged
from placement.centre.phase_money import INVESTMENT, RENEWED, RUNNING, phase_money
from placement.centre.reckoning import reckoning_for
from placement.errors import ConfigError
from placement.texts import LANGUAGES
from tests.centre.small_town import town


def test_every_table_of_money_adds_up_to_the_crown() -> None:
    """Lines are whole crowns; what grants do not pay the town pays."""
    flow = cash_flow(centre_for(town(), packaged()), grants_named(["irop_cyber_less_developed"]))

    assert [each.year for each in flow.years] == list(range(2027, 2037))
    for each in flow.years:
        assert each.total_czk == sum(each.spent_czk.values())
        assert each.own_czk + sum(each.granted_czk.values()) == each.total_czk
    assert flow.own_czk == sum(each.own_czk for each in flow.years)
    assert flow.years[0].spent_czk["cameras"] == 3_000_000
    assert flow.years[1].spent_czk["cameras"] == 1_000_000
    assert flow.years[8].spent_czk["cameras"] == 3_000_000  # worn out after 8 years
    assert flow.years[0].spent_czk["room_works"] == 283_392


@pytest.mark.parametrize(
    ("key", "granted", "own"),
    [
        ("irop_cyber_less_developed", 8_500_000, 1_500_000),
        ("irop_cyber_transition", 8_500_000, 1_500_000),
        ("mv_prevention_2025", 0, 10_000_000),
        ("npo_cyber", 7_024_793, 2_975_207),  # 85 % of what is left without 21 % of tax
    ],
)
def test_a_server_room_of_ten_millions_is_paid_by_the_rules(
    key: str, granted: int, own: int
) -> None:
    """85 % of the Union and 15 % own; or 70, 15 of the state and 15; or nothing. Cameras: own."""
    parameters = packaged().replaced({"server_room_czk": 10_000_000})
    first = cash_flow(centre_for(town(), parameters), grants_named([key])).years[0]
    others = first.total_czk - first.spent_czk["server_room"]

    assert sum(first.granted_czk.values()) == granted
    assert first.own_czk - others == own


def test_a_grant_pays_no_more_than_its_limit() -> None:
    """The region paid 130 000 Kč in 2020; the limit holds over all years together."""
    flow = cash_flow(centre_for(town(), packaged()), grants_named(["ustecky_kraj"]))

    assert sum(sum(each.granted_czk.values()) for each in flow.years) == 150_000


@given(
    own=st.fixed_dictionaries(
        {},
        optional={
            "lifetime_years": st.integers(1, 12),
            "horizon_years": st.integers(2, 20),
            "gross_month_czk": st.floats(1, 60_000),
            "server_room_czk": st.floats(0, 2e7),
            "room_works_czk": st.floats(0, 1e6),
            "service_share": st.floats(0, 1),
            "price_kwh_czk": st.floats(0, 20),
        },
    ),
    grants=st.lists(st.sampled_from(sorted(packaged_grants())), unique=True),
    czk=st.tuples(st.floats(0, 1e7), st.floats(0, 1e7)),
)
def test_phases_and_years_are_the_same_money(
    own: dict[str, float], grants: list[str], czk: tuple[float, float]
) -> None:
    """To the crown: what phases buy, what grants pay of it, what is bought again, what runs."""
    plan = town()
    priced = [evolve(p, cost_czk=c) for p, c in zip(plan.phases, (0.0, *czk), strict=True)]
    plan = evolve(plan, phases=tuple(priced))
    centre = centre_for(plan, packaged().replaced(own))
    chosen = grants_named(grants)
    years, phases = cash_flow(centre, chosen).years, phase_money(centre, chosen)

    bought = {line: sum(p.invested_czk.get(line, 0) for p in phases) for line in INVESTMENT}
    lifetime, count = int(centre.parameters["lifetime_years"]), len(years)
    for line in INVESTMENT:
        again = 0
        if line in RENEWED:
            for phase in phases[1:]:
                times = (count - phase.phase) // lifetime
                again += times * phase.invested_czk[line]
        assert sum(year.spent_czk[line] for year in years) == bought[line] + again
    for number, year in enumerate(years[1:], 1):
        standing = phases[min(number, len(phases) - 1)]
        assert {line: year.spent_czk[line] for line in RUNNING} == standing.running_czk
        assert all(isinstance(spent, int) for spent in year.spent_czk.values())
    for grant in chosen:
        paid = sum(year.granted_czk.get(grant.key, 0) for year in years)
        assert paid == sum(phase.granted_czk.get(grant.key, 0) for phase in phases)
        assert grant.limit_czk is None or paid <= grant.limit_czk
    for phase in phases:
        assert phase.own_czk + sum(phase.granted_czk.values()) == phase.investment_czk
        assert 0 <= phase.own_czk <= phase.investment_czk


@pytest.mark.parametrize(
    ("own", "key"),
    [
        ({"seats_nonstop": 0, "seats_day": 0}, "seats"),
        ({"seats_nonstop": 1, "day_seat_h": 0, "events_a_year": 80_000}, "load"),
        ({"horizon_years": 1}, "horizon"),
        ({"group_disks": 2}, "parity"),
        ({"support_vpp_heads": 100}, "support"),
        ({"training_h": 500, "leave_weeks": 20, "illness_share": 0.8}, "contract"),
    ],
)
def test_numbers_that_cannot_hold_together_are_refused(own: dict[str, float], key: str) -> None:
    """Nobody in the centre, more events than time, years too few, disks of parity alone."""
    with pytest.raises(ContradictionError) as caught:
        cash_flow(centre_for(town(), packaged().replaced(own)))

    assert caught.value.key == key
    with pytest.raises(ConfigError) as refused:
        reckoning_for(town(), own=own)
    for language in LANGUAGES:
        assert "{" not in refused.value.render(language)


def test_an_end_of_a_band_that_contradicts_moves_nothing() -> None:
    """Groups of two disks: two of parity would leave no data, so that end is left out."""
    reckoning = reckoning_for(town(), own={"group_disks": 2, "parity_disks": 1})

    assert "parity_disks" not in {swing.key for swing in reckoning.swings}


def test_unknown_grants_are_refused_together() -> None:
    """Each key that is none is named."""
    with pytest.raises(ConfigError) as caught:
        grants_named(["irop", "kraj", "ustecky_kraj"])

    assert len(caught.value.problems) == 2


@pytest.mark.parametrize(("years", "rate", "annuity"), [(5, 0.03, 4.5797), (10, 0.04, 8.1109)])
def test_present_cost_is_the_textbook_annuity(years: int, rate: float, annuity: float) -> None:
    """A crown a year from the second year on is worth the annuity."""
    flow = CashFlow(
        [YearCosts(2027, {}), *(YearCosts(2028 + n, {"pay": 1}) for n in range(years))], rate
    )

    assert round(flow.present_czk, 4) == annuity


def test_every_grant_says_what_it_pays_and_from_where() -> None:
    """A source and a day for each; shares within the whole."""
    for grant in packaged_grants().values():
        assert grant.source
        assert grant.as_of
        assert grant.cs
        assert grant.en
        assert 0 <= grant.share + grant.state_share <= 1


def test_every_parameter_has_a_source_or_is_an_assumption() -> None:
    """Its value lies in its band, and its band within its bounds."""
    for each in packaged().table.values():
        assert each.source
        assert each.cs
        assert each.en
        assert each.least <= each.low <= each.value <= each.high <= each.most
        assert "předpoklad" in each.source or each.as_of


PEOPLE, PAY, WATCH, QUEUE = "people", "pay", "watch", "queue"
TODAY, ADMINISTRATORS = "today", "administrators"
RATE, STORE, RAW, UPLINK, TRUNK = "rate", "store", "raw", "uplink", "trunk"
CAMERAS_W, SUPPLY, ROOM_W, HEAT, UPS, ENERGY, BILL, COST = (
    "cameras_w", "supply", "room_w", "heat", "ups", "energy", "bill", "cost"
)  # fmt: skip
ALL_POWER = {ROOM_W, HEAT, UPS, ENERGY, BILL, COST}
MOVES: Mapping[str, set[str]] = {
    "weekly_hours": {PEOPLE, PAY, COST},
    "leave_weeks": {PEOPLE, PAY, COST},
    "illness_share": {PEOPLE, PAY, COST},
    "training_h": {PEOPLE, PAY, COST},
    "relief_share": {PEOPLE, PAY, COST},
    "year_h": {PEOPLE, PAY, TODAY, QUEUE, COST},
    "contract_h": {PEOPLE},
    "seats_nonstop": {PEOPLE, PAY, COST},
    "seats_day": {PEOPLE, PAY, COST},
    "day_seat_h": {PEOPLE, PAY, COST},
    "seats_nonstop_today": {TODAY},
    "administrators": {ADMINISTRATORS},
    "seats_day_today": {TODAY},
    "gross_month_czk": {PAY, COST},
    "employer_insurance": {PAY, COST},
    "night_premium": {PAY, COST},
    "weekend_premium": {PAY, COST},
    "support_76_czk": {PAY, COST},
    "support_76_heads": {PAY, COST},
    "support_vpp_czk": {PAY, COST},
    "support_vpp_heads": {PAY, COST},
    "active_share": {WATCH},
    "pictures_limit": set(),
    "events_a_year": {QUEUE},
    "event_minutes": {QUEUE},
    "peak_factor": {QUEUE},
    "most_waiting_share": set(),
    "frames_s": {RATE, STORE, RAW, UPLINK, TRUNK},
    "codec_factor": {RATE, STORE, RAW, UPLINK, TRUNK},
    "scene_factor": {RATE, STORE, RAW, UPLINK, TRUNK},
    "retention_days": {STORE, RAW},
    "storage_reserve": {RAW},
    "disk_tb": set(),
    "parity_disks": {RAW, *ALL_POWER},
    "group_disks": {RAW},
    "network_overhead": {UPLINK, TRUNK},
    "trunk_mbit_s": {TRUNK},
    "trunk_share": {TRUNK},
    "fixed_w": {CAMERAS_W, SUPPLY, ENERGY, BILL, COST},
    "circle_w": {CAMERAS_W, SUPPLY, ENERGY, BILL, COST},
    "turning_w": {CAMERAS_W, SUPPLY, ENERGY, BILL, COST},
    "poe_margin": {SUPPLY},
    "server_w": ALL_POWER,
    "disk_w": ALL_POWER,
    "connection_power_czk": {COST},
    "connection_fibre_czk": {COST},
    "cable_power_czk_m": {COST},
    "cable_fibre_czk_m": {COST},
    "room_m2": {HEAT},
    "ups_h": {UPS},
    "ups_efficiency": {UPS},
    "price_kwh_czk": {BILL, COST},
    "price_year": {COST},
    "room_works_czk": {COST},
    "room_works_year": {COST},
    "centre_czk": {COST},
    "lifetime_years": {COST},
    "server_room_czk": {COST},
    "documents_czk": {COST},
    "service_share": {COST},
    "horizon_years": {COST},
    "first_year": set(),
    "discount_share": {COST},
}
"""Parameter → outputs that move with it; what is rounded up to whole people or disks is left out,
but for parity, where one disk more draws power."""
STEPS = {
    "administrators": 1, "seats_nonstop": 1, "seats_day_today": 1, "seats_day": 1,
    "support_76_czk": 1000, "support_76_heads": 1,
    "support_vpp_czk": 1000, "support_vpp_heads": 1,
    "relief_share": 0.1, "parity_disks": 1, "price_year": -1, "room_works_year": 1,
    "first_year": 1, "year_h": -100, "horizon_years": 1, "lifetime_years": 1, "group_disks": 1,
    "weekly_hours": -3, "contract_h": -4, "frames_s": 7.5,
}  # fmt: skip
"""Steps of those that are whole, zero, at a bound, or on a flat of their table; others: 10 %."""


CABLE = tuple(
    PhaseCables(
        points=[PointCable(point_id=f"K{phase}", own_m=own_m, way_m=own_m)],
        length_m=own_m or 0.0,
        least_m=0.0,
        proven_factor=1.0,
    )
    for phase, own_m in ((1, 120.0), (2, None))
)
"""The point of the first phase is reached by 120 m, that of the second by no street."""


def outputs(parameters: Parameters) -> dict[str, float]:
    """Return the outputs of the last phase of the town, and people and money."""
    centre = centre_for(town(), parameters, cables=Cables(CABLE, CABLE))
    last: CentreNeeds = centre.phases[-1]
    return {
        PEOPLE: centre.staffing.heads,
        TODAY: centre.staffing_today.served_h,
        PAY: centre.staffing.cost_czk,
        WATCH: last.watched,
        QUEUE: last.peak_wait_min,
        RATE: last.storage.rate_mbit_s,
        STORE: last.storage.net_tb,
        RAW: last.storage.raw_tb,
        UPLINK: last.power.uplink_mbit_s,
        TRUNK: last.power.trunk_full,
        CAMERAS_W: last.power.cameras_w,
        SUPPLY: last.power.supply_w,
        ROOM_W: last.power.room_w,
        HEAT: last.power.heat_kw,
        UPS: last.power.ups_wh,
        ENERGY: last.power.energy_kwh,
        BILL: last.energy_czk,
        COST: cash_flow(centre).present_czk,
        ADMINISTRATORS: device_counts(town(), centre, 2)["administrators"],
    }


def test_each_parameter_moves_what_it_should_and_nothing_else() -> None:
    """By 10 % or a whole step; the table is the reckoning as a person expects it."""
    start = packaged().replaced(
        {"support_76_heads": 1, "support_76_czk": 10_000, "support_vpp_heads": 1}
    )
    before = outputs(start)
    assert set(MOVES) == set(start.table)
    for key, expected in MOVES.items():
        value = start[key]
        moved = value + STEPS[key] if key in STEPS else value * 1.1
        after = outputs(start.replaced({key: moved}))

        assert {name for name in before if after[name] != before[name]} == expected, key


def test_the_widest_band_comes_first() -> None:
    """Sensitivity has the present cost at both ends, each alone, by falling width."""
    parameters = packaged()

    def present_czk(numbers: Parameters) -> float:
        return cash_flow(centre_for(town(), numbers)).present_czk

    swings = sensitivity(parameters, present_czk)

    assert [s.width_czk for s in swings] == sorted((s.width_czk for s in swings), reverse=True)
    pay = next(swing for swing in swings if swing.key == "gross_month_czk")
    assert pay.low_czk == present_czk(parameters.replaced({"gross_month_czk": 22_400}))
    assert "contract_h" not in {swing.key for swing in swings}


def test_a_plan_without_prices_still_has_its_needs() -> None:
    """Cameras of unknown price cost nothing in the table; people and power are reckoned."""
    plan = town()
    free = evolve(plan, phases=tuple(evolve(each, cost_czk=0.0) for each in plan.phases))
    centre: Centre = centre_for(free, packaged())

    assert cash_flow(centre).years[0].spent_czk["cameras"] == 0
    assert centre.phases[-1].power.cameras_w == pytest.approx(51 + 12.95 + 25)


def test_cable_by_the_metre_takes_the_place_of_the_allowance() -> None:
    """Where no street leads to a point, or nobody gave a layer, the allowance stands."""
    numbers = packaged()
    flat = centre_for(town(), numbers)
    by_metre = centre_for(town(), numbers, cables=Cables(CABLE, None))

    assert [needs.connection.cost_czk for needs in flat.phases] == [0, 40_000, 40_000]
    assert [needs.connection.cost_czk for needs in by_metre.phases] == [
        0,
        120 * 1500 + 20_000,
        40_000,
    ]
    assert by_metre.phases[2].connection.no_way == ("K2",)
    assert by_metre.phases[1].connection.fibre_m is None
    assert cash_flow(by_metre).years[0].spent_czk["connection"] == 200_000
    assert cash_flow(by_metre).years[8].spent_czk["connection"] == 0  # cable does not wear out
