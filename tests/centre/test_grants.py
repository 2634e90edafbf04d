"""Grants: limits, costs and crowns, whatever is bought, and what is said of each line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placement.centre.grants import granted, grants_named, packaged_grants
from placement.centre.phase_money import INVESTMENT
from placement.centre.reckoning import reckoning_for
from placement.errors import ConfigError
from placement.output.centre.money import grants_table, sentences
from placement.texts import LANGUAGES, Language
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
        assert len({each.partition(":")[0] for each in verdicts}) == 2
        assert all(packaged_grants()[key].source in each for each in verdicts)
        for line, verdict in zip(INVESTMENT, verdicts, strict=True):
            assert packaged_grants()[key].verdicts[line].words(language) in verdict
    verdicts = [row[2] for row in grants_table(reckoning, "cs").rows]
    czech = dict(zip(INVESTMENT, verdicts, strict=True))
    assert czech["server_room"].startswith("způsobilá")
    assert czech["cameras"].startswith("nezpůsobilá")


def test_each_grant_judges_each_line_with_a_reason() -> None:
    """Nothing is left open, in both languages."""
    for grant in packaged_grants().values():
        assert set(grant.verdicts) == set(INVESTMENT)
        for verdict in grant.verdicts.values():
            assert all(verdict.words(language) for language in LANGUAGES)


def test_a_grant_that_has_ended_is_said_and_still_reckoned() -> None:
    """The recovery plan closed in May 2026, the first phase is in 2027 unless a town says 2026."""
    past = reckoning_for(town(), own={}, grants=["npo_cyber"])
    there = reckoning_for(town(), own={"first_year": 2026}, grants=["npo_cyber"])

    assert any("jen pro srovnání" in each for each in sentences(past, "cs"))
    assert not any("jen pro srovnání" in each for each in sentences(there, "cs"))
    assert any("daň z přidané hodnoty platí město" in each for each in sentences(past, "cs"))
    assert sum(past.money.years[0].granted_czk.values()) > 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_town_cannot_have_is_refused_with_the_reason(language: Language) -> None:
    """§ 78a is for employers with more than half of their staff disabled."""
    with pytest.raises(ConfigError) as caught:
        grants_named(["support_78a", "kraj"])

    words = caught.value.render(language)
    assert {"cs": "polovinu", "en": "half"}[language] in words
    assert len(caught.value.problems) == 2
    assert "support_78a" not in packaged_grants()
