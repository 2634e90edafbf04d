"""The compiled loops of the bound, compiled and plain, against sums made afresh."""

import numpy as np
import pytest

from placement.optimise import Program
from placement.optimise.kernels import bounds
from placement.optimise.reduction import reduce


@pytest.fixture
def tables():
    """Return tables of seven candidates at three sites with room for two, one and three."""
    rng = np.random.default_rng(11)
    return reduce(
        Program(
            covers=np.hstack((rng.random((7, 9)) < 0.4, np.eye(7))),
            weight=rng.integers(1, 9, 16),
            site=[0, 0, 0, 1, 2, 2, 2],
            per_site=3,
            count=7,
            camera_cost=[3.0, 4.0, 5.0, 3.0, 4.0, 5.0, 1.0],
            site_cost=[10.0, 20.0, 0.0],
            budget=60.0,
        )
    ).tables


def no_offers(m):
    """Return offers of m candidates, none written yet."""
    return bounds.Offers(
        np.zeros(m, np.int64),
        np.zeros(m + 1, np.int64),
        np.zeros(m, np.int64),
        np.zeros(m),
        np.zeros(m),
        np.ones(m, np.uint8),
    )


def profits_of(tables, active):
    """Return the profits at multipliers of half the weights."""
    profit = np.zeros(7)
    bounds.profits.py_func(tables, tables.weight / 2, active, profit)
    return profit


def test_profits_and_coverage_are_matrix_products(tables):
    """Profits are A λ for the active ones, coverage is y A."""
    active = np.array([0, 2, 3, 6])
    covers = np.zeros((7, len(tables.weight)))
    for j in range(7):
        covers[j, tables.idx[tables.ptr[j] : tables.ptr[j + 1]]] = 1.0

    assert profits_of(tables, active)[active] == pytest.approx((covers @ tables.weight / 2)[active])
    for coverage in (bounds.coverage, bounds.coverage.py_func):
        z = np.empty(len(tables.weight))
        coverage(tables, np.array([2, 6]), np.array([0.5, 1.0]), z)

        assert z == pytest.approx(0.5 * covers[2] + covers[6])


@pytest.mark.parametrize("mu", [0.0, 0.3, 1.0])
def test_offers_are_the_concave_hull_of_each_site(tables, mu):
    """Steps fall within a site, and the first t of them reach the hull of its best values."""
    active = np.arange(7)
    profit = profits_of(tables, active)
    for site_offers in (bounds.site_offers, bounds.site_offers.py_func):
        offers = no_offers(7)
        k = site_offers(tables, active, profit, mu, offers)
        members, first, slope, money = offers.members, offers.first, offers.slope, offers.money
        for site in range(3):
            steps = [e for e in range(k) if tables.site[members[first[e]]] == site]
            net = np.sort((profit - mu * tables.price)[tables.site == site])[::-1]
            net = net[net > 0]
            best = max([0.0, *(np.cumsum(net) - mu * tables.opening[site])])
            paid = sum(money[e] for e in steps)
            plan_of = [j for e in steps for j in members[first[e] : first[e + 1]]]

            assert sum(slope[e] * (first[e + 1] - first[e]) for e in steps) == pytest.approx(best)
            assert [offers.cameras[e] for e in steps] == [first[e + 1] - first[e] for e in steps]
            assert not offers.instead[steps].any()
            assert (np.diff([slope[e] for e in steps]) <= 0).all()
            opening = tables.opening[site] if steps else 0.0
            assert paid == pytest.approx(tables.price[plan_of].sum() + opening)


@pytest.mark.parametrize(("mu", "nu"), [(0.0, 0.0), (0.0, 4.0), (0.4, 2.0), (2.0, 0.0)])
def test_forced_entry_costs_what_the_site_loses(tables, mu, nu):
    """Forcing a candidate in changes its site's best choice by exactly that much."""
    active = np.arange(7)
    profit = profits_of(tables, active)
    for forcing_changes in (bounds.forcing_changes, bounds.forcing_changes.py_func):
        change = np.zeros(7)
        forcing_changes(tables, active, profit, mu, nu, change, np.empty(3, np.int64))
        for j in range(7):
            here = np.flatnonzero(tables.site == tables.site[j])
            values = {k: profit[k] - mu * tables.price[k] - nu for k in here}
            opening = mu * tables.opening[tables.site[j]]
            subsets = [
                [k for bit, k in enumerate(here) if mask >> bit & 1]
                for mask in range(1 << len(here))
                if mask.bit_count() <= tables.room[tables.site[j]]
            ]
            worth = {tuple(s): sum(values[k] for k in s) - (opening if s else 0) for s in subsets}
            with_j = max(value for s, value in worth.items() if j in s)

            assert change[j] == pytest.approx(with_j - max(worth.values()))


@pytest.fixture
def laid_out(tables):
    """Return tables of one site with room for one of six layouts of one to three cameras."""
    return tables._replace(
        site=np.zeros(6, np.int32),
        room=np.ones(1, np.int32),
        cameras=np.array([1, 1, 2, 2, 3, 3], np.int32),
        price=np.array([3.0, 5.0, 6.0, 9.0, 9.0, 12.0]),
        opening=np.array([10.0]),
    )


@pytest.mark.parametrize("mu", [0.0, 0.5, 1.0])
def test_offers_of_layouts_are_the_hull_over_their_cameras(laid_out, mu):
    """Steps reach the least concave function above the best layout of each number of cameras."""
    profit = np.array([14.0, 16.0, 31.0, 20.0, 36.0, 38.0])
    worth = profit - mu * (laid_out.price + 10.0)
    best = [0.0, *(max(0.0, worth[laid_out.cameras == k].max()) for k in (1, 2, 3))]
    for site_offers in (bounds.site_offers, bounds.site_offers.py_func):
        offers = no_offers(6)
        k = site_offers(laid_out, np.arange(6), profit, mu, offers)
        at = np.cumsum([0, *offers.cameras[:k]])
        reached = np.cumsum([0.0, *(offers.slope[:k] * offers.cameras[:k])])
        last = offers.members[k - 1]

        assert (np.diff(offers.slope[:k]) < 0).all()
        assert offers.instead[:k].tolist() == [0, *[1] * (k - 1)][:k]
        assert reached == pytest.approx([best[number] for number in at])
        assert (np.interp(range(4), at, reached) >= np.array(best) - 1e-9).all()
        assert offers.money[:k].sum() == pytest.approx(laid_out.price[last] + 10.0 if k else 0.0)


@pytest.mark.parametrize("count", [1, 2, 3, 9])
def test_steps_are_taken_till_the_count_is_full(count):
    """Of three steps of 2, 1 and 2 cameras, the second in place of the first's candidate."""
    offers = no_offers(4)
    offers.members[:3], offers.first[:4] = [5, 6, 7], [0, 1, 2, 3]
    offers.cameras[:3], offers.slope[:3] = [2, 1, 2], [5.0, 4.0, 3.0]
    offers.money[:3], offers.instead[:3] = [10.0, 2.0, 7.0], [0, 1, 0]
    share = {1: [0.5, 0, 0], 2: [1, 0, 0], 3: [1, 1, 0], 9: [1, 1, 1]}[count]
    nu = {1: 5.0, 2: 5.0, 3: 4.0, 9: 0.0}[count]
    for take_steps in (bounds.take_steps, bounds.take_steps.py_func):
        taken = bounds.Taken(np.zeros(4, np.int64), np.zeros(4), np.zeros(4))
        k, price, value, money = take_steps(offers, np.arange(3), count, taken)
        amount = dict(zip(taken.members[:k].tolist(), taken.amounts[:k].tolist(), strict=True))

        assert price == nu
        assert money == pytest.approx(np.dot(share, offers.money[:3]))
        whole = np.minimum(np.ceil(share), 1) * (offers.slope[:3] - nu) * offers.cameras[:3]
        assert value == pytest.approx(whole.sum())
        assert [amount.get(j, 0.0) for j in (5, 6, 7)] == [share[0] - share[1], *share[1:]]
        assert not taken.steps.any()


def test_forcing_a_layout_in_costs_the_best_of_its_site(laid_out):
    """At a site with room for one layout the forced one stands instead of the best or of none."""
    profit, mu, nu = np.array([14.0, 16.0, 31.0, 20.0, 36.0, 38.0]), 0.5, 1.0
    worth = profit - mu * laid_out.price - nu * laid_out.cameras - mu * 10.0
    for forcing_changes in (bounds.forcing_changes, bounds.forcing_changes.py_func):
        change = np.zeros(6)
        forcing_changes(laid_out, np.arange(6), profit, mu, nu, change, np.empty(1, np.int64))

        assert change == pytest.approx(worth - max(0.0, worth.max()))


def test_layouts_count_as_many_as_their_cameras(laid_out):
    """A layout fits only if all its cameras do."""
    for fitting_candidates in (bounds.fitting_candidates, bounds.fitting_candidates.py_func):
        assert fitting_candidates(laid_out, np.array([4, 2, 0]), 2, np.inf).tolist() == [2]


def test_room_for_takes_what_fits_in_order(tables):
    """Candidates enter in the order wanted while count, site and money allow."""
    wanted = np.array([3, 0, 1, 4, 2, 6])
    for fitting_candidates in (bounds.fitting_candidates, bounds.fitting_candidates.py_func):
        assert fitting_candidates(tables, wanted, 3, np.inf).tolist() == [3, 0, 1]
        assert fitting_candidates(tables, wanted, 9, 27.0).tolist() == [3, 4]
