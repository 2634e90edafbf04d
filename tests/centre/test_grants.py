"""Grants: limits, costs and crowns, whatever is bought, and what is said of each line."""

from hypothesis import given
from hypothesis import strategies as st

from placement.centre.grants import granted, packaged_grants
from placement.centre.phase_money import INVESTMENT
from placement.centre.reckoning import reckoning_for
from placement.output.centre.money import grants_table
from placement.texts import LANGUAGES
from tests.centre.small_town import town

MONEY = st.fixed_dictionaries({line: st.integers(0, 10**9) for line in INVESTMENT})


@given(
    phases=st.lists(MONEY, min_size=1, max_size=4), order=st.permutations(sorted(packaged_grants()))
)
def test_grants_pay_no_more_than_their_limit_nor_than_the_cost(
    phases: list[dict[str, int]], order: list[str]
) -> None:
    """In whole crowns, over all phases together; no line is paid twice."""
    grants = [packaged_grants()[key] for key in order]
    remaining_czk = {grant.key: grant.limit_czk for grant in grants}
    total_czk = dict.fromkeys(order, 0)
    for lines in phases:
        paid = dict(granted(lines, grants, remaining_czk))
        assert sum(paid.values()) <= sum(lines.values())
        for grant in grants:
            own_lines_czk = sum(lines[line] for line in grant.lines)
            assert 0 <= paid.get(grant.key, 0) <= own_lines_czk
            total_czk[grant.key] += paid.get(grant.key, 0)
    for grant in grants:
        assert grant.limit_czk is None or total_czk[grant.key] <= grant.limit_czk


def test_each_line_is_said_to_be_eligible_or_not_with_its_source() -> None:
    """IROP pays the server room and no camera in the street."""
    key = "irop_cyber_less_developed"
    reckoning = reckoning_for(town(), own={}, grants=[key])
    for language in LANGUAGES:
        verdicts = [row[2] for row in grants_table(reckoning, language).rows]

        assert len(verdicts) == len(INVESTMENT)
        assert len({each.partition(" (")[0] for each in verdicts}) == 2
        assert all(packaged_grants()[key].source in each for each in verdicts)
    verdicts = [row[2] for row in grants_table(reckoning, "cs").rows]
    czech = dict(zip(INVESTMENT, verdicts, strict=True))
    assert czech["server_room"].startswith("způsobilá")
    assert czech["cameras"].startswith("nezpůsobilá")
