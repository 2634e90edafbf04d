"""Identifiers of proposed cameras: unique, safe, and the same in every plan that proposes them."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from placement.pipeline.camera_ids import LONGEST, ProposedCameras, camera_ids, point_names
from placement.sites import Sites
from tests.strategies import numbers

SAFE = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*-[0-8](\.[0-9]+)?")
HOSTILE = st.text(max_size=40) | st.sampled_from(
    ["=cmd|'/C calc'!A0", "../../etc", "a/b\\c", "náměstí 3", "NAMESTI-3", "x" * 60, "1e9", ""]
)


def sites(names, place=None) -> Sites:
    """Return lamp posts with given names, 30 m apart."""
    count = len(names)
    x = 30.0 * np.arange(count) if place is None else np.asarray(place, dtype=float)
    still = np.full(count, np.nan)
    kind = np.full(count, "lamp post", dtype=object)
    ids = np.array(list(names), dtype=object)
    return Sites(ids, x, np.zeros(count), np.full(count, 5.0), kind, still)


def cameras(site, azimuth_deg, *, whole=None, tilt_deg=None, model=None) -> ProposedCameras:
    """Return proposed cameras, fixed ones if nothing else is said."""
    count = len(site)
    return ProposedCameras(
        site=np.asarray(site, dtype=np.int64),
        azimuth_deg=np.asarray(azimuth_deg, dtype=float),
        whole_circle=np.zeros(count, bool) if whole is None else np.asarray(whole, dtype=bool),
        tilt_deg=np.full(count, 15.0) if tilt_deg is None else np.asarray(tilt_deg, dtype=float),
        model=np.zeros(count, np.int64) if model is None else np.asarray(model, dtype=np.int64),
    )


@st.composite
def proposals(draw):
    """Draw sites with whatever names, and cameras on them in no order."""
    names = draw(st.lists(HOSTILE, min_size=1, max_size=6, unique=True))
    size = draw(st.integers(1, 8))
    many = {"min_size": size, "max_size": size}
    return sites(names), cameras(
        draw(st.lists(st.integers(0, len(names) - 1), **many)),
        draw(st.lists(numbers(0.0, 359.99), **many)),
        whole=draw(st.lists(st.booleans(), **many)),
        tilt_deg=draw(st.lists(numbers(0.0, 60.0), **many)),
        model=draw(st.lists(st.integers(0, 2), **many)),
    )


@pytest.mark.parametrize(
    ("azimuth_deg", "digit"),
    [(0, 1), (22.4, 1), (22.5, 2), (90, 3), (180, 5), (270, 7), (315, 8), (337.4, 8), (337.5, 1)],
)
def test_the_digit_tells_where_a_camera_looks(azimuth_deg, digit):
    """Eighths of the circle clockwise, the first one to both sides of north."""
    assert camera_ids(cameras([0], [azimuth_deg]), sites(["VO7"]), taken=()) == [f"VO7-{digit}"]


def test_a_camera_that_sees_all_round_has_a_nought():
    """Where its first head looks does not matter."""
    both = cameras([0, 1], [10, 200], whole=[True, True])

    assert camera_ids(both, sites(["VO7", "VO8"]), taken=()) == ["VO7-0", "VO8-0"]


@given(proposals())
def test_ids_are_unique_and_safe(proposal):
    """Letters, digits, hyphens and a number: safe in a path, a cell, a layer and an address."""
    all_sites, some = proposal
    ids = camera_ids(some, all_sites, taken=())

    assert len({name.casefold() for name in ids}) == len(ids)
    assert all(SAFE.fullmatch(name) and len(name) <= LONGEST + 6 for name in ids)


@given(proposals(), st.randoms())
def test_order_does_not_matter(proposal, random):
    """The same cameras ranked otherwise bear the same names; twins of one pose swap theirs."""
    all_sites, some = proposal
    order = np.array(random.sample(range(len(some.site)), len(some.site)), dtype=np.int64)
    names = ("site", "azimuth_deg", "whole_circle", "tilt_deg", "model")
    ranked = ProposedCameras(**{name: getattr(some, name)[order] for name in names})
    before = camera_ids(some, all_sites, taken=())

    def poses(which, ids):
        values = zip(*(getattr(which, name).tolist() for name in names), ids, strict=True)
        return sorted(values)

    assert poses(ranked, camera_ids(ranked, all_sites, taken=())) == poses(some, before)


@given(proposals(), st.data())
def test_a_smaller_plan_keeps_the_names(proposal, data):
    """What another budget leaves out changes no other name, but for cameras of one sector."""
    all_sites, some = proposal
    ids = camera_ids(some, all_sites, taken=())
    kept = data.draw(st.sets(st.integers(0, len(ids) - 1)))
    at = np.array(sorted(kept), dtype=np.int64)
    names = ("site", "azimuth_deg", "whole_circle", "tilt_deg", "model")
    fewer = ProposedCameras(**{name: getattr(some, name)[at] for name in names})

    for name, index in zip(camera_ids(fewer, all_sites, taken=()), at, strict=True):
        assert name.partition(".")[0] == ids[index].partition(".")[0]


def test_of_one_sector_the_middle_bears_the_plain_name():
    """85° is nearer to east than 105°, in whichever order they are ranked."""
    assert camera_ids(cameras([0, 0], [105, 85]), sites(["VO7"]), taken=()) == ["VO7-3.2", "VO7-3"]


def test_a_standing_camera_keeps_its_name_to_itself():
    """A new camera never takes the identifier of one that stands, whatever its case."""
    assert camera_ids(cameras([0], [90]), sites(["VO7"]), taken=["vo7-3"]) == ["VO7-3.2"]


def test_points_that_read_alike_are_named_by_their_place():
    """Names that differ in accents or case alone would be one; lenses of a point share its name."""
    names = point_names(sites(["Náměstí 3", "NAMESTI-3", "K 1", "K 1", "!!", "!!"]))

    assert names[2:4] == ["K-1", "K-1"]
    assert names[0] != names[1]
    assert names[4] == names[5]
    assert all(name.startswith("P-") for name in (*names[:2], *names[4:]))
