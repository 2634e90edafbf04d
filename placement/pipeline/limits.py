"""The limits of a plan file as limits of the covering problem."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from placement.config.rules import AREA_UNIT, LimitSection
from placement.errors import Problem
from placement.inputs.cameras.vocabulary import FIXED, TURNING, WHOLE_CIRCLE, kind_of
from placement.optimise.limits import Limit, Unit
from placement.pipeline.homes_in_view import home_area_m2
from placement.plan import shares
from placement.texts import Phrase
from placement.units import Booleans, Floats

if TYPE_CHECKING:
    from placement.pipeline.situation import Situation

UNITS: Mapping[str, Unit] = {"cameras": "cameras", "czk": "money", AREA_UNIT: "area"}


def limits_of(situation: "Situation", problems: list[Problem]) -> Iterator[Limit]:
    """Yield the limits that the plan file asks for; what is not there joins the problems."""
    for number, section in enumerate(situation.config.limits or ()):
        new = [*_unknown_places(situation, section, column=f"limits.{number}")]
        problems += new
        if not new:
            yield from _limits(situation, section)
    yield from _near_existing(situation)


def count_as(situation: "Situation") -> Floats | None:
    """Return as how many cameras each candidate counts; None if each is one."""
    number = np.array([camera.count_as for camera in situation.config.camera_models], dtype=float)
    return None if (number == 1).all() else number[situation.candidates.model]


def _limits(situation: "Situation", section: LimitSection) -> Iterator[Limit]:
    """Yield the limits of one entry: one for each bound that it names."""
    candidates = situation.candidates
    of_site = _sites_meant(situation, section)
    selected = of_site[candidates.site] & _models_meant(situation, section)[candidates.model]
    each = _unit_amount(situation, section)
    opening, removal_czk = None, np.zeros(len(each))
    if section.unit == "czk" and section.model is None and section.kind is None:
        opening = situation.site_cost_czk
        removal_czk = _removal_czk(situation) * of_site[candidates.site]
    for key, bound in section.bounds.items():
        sign = 1.0 if key.startswith("at_most") else -1.0
        share = bound if key.endswith("share") else 0.0
        staying_czk = np.zeros(len(each)) if key.endswith("share") else removal_czk
        saved_czk = float(staying_czk.sum())
        yield Limit(
            name=_name(section),
            amount=sign * (each * (selected - share) - staying_czk),
            opening=None if opening is None else sign * opening * (of_site - share),
            most=0.0 if key.endswith("share") else sign * (bound - saved_czk),
            saved=saved_czk,
            phase=section.phase,
            bound="most" if sign > 0 else "least",
            unit="share" if key.endswith("share") else UNITS[section.unit],
            asked=bound,
            whole=each if key.endswith("share") else None,
        )


def _removal_czk(situation: "Situation") -> Floats:
    """Return (J,) what the removal of each standing camera costs, 0 of who must stay or is new."""
    price_czk = np.zeros(len(situation.candidates))
    standing, ids = list(situation.existing), situation.existing_cameras.table["camera_id"]
    may_go = [str(camera_id) in situation.removable_ids for camera_id in ids]
    price_czk[standing] = np.where(may_go, situation.config.existing.removal_czk or 0.0, 0.0)
    return price_czk


def _unit_amount(situation: "Situation", section: LimitSection) -> Floats:
    """Return (J,) what each candidate comes to if it is meant."""
    model = situation.candidates.model
    standing = list(situation.existing)
    if section.unit == "czk":
        amount = np.array([one.cost_czk for one in situation.models], dtype=float)[model]
        amount[standing] = 0.0
        return amount
    if section.unit == AREA_UNIT:
        amount = home_area_m2(situation).copy()
        if section.of == "new":
            amount[standing] = 0.0
        return amount
    counted = count_as(situation)
    amount = np.ones(len(model)) if counted is None else counted.copy()
    if section.of == "new":
        amount[standing] = 0.0
    return amount


def _models_meant(situation: "Situation", section: LimitSection) -> Booleans:
    kind = None if section.kind is None else kind_of(section.kind)
    kinds = [
        TURNING if model.turning else WHOLE_CIRCLE if model.whole_circle else FIXED
        for model in situation.models
    ]
    return np.array(
        [
            section.model in (None, model.name) and kind in (None, of_model)
            for model, of_model in zip(situation.models, kinds, strict=True)
        ],
        dtype=np.bool_,
    )


def _sites_meant(situation: "Situation", section: LimitSection) -> Booleans:
    sites = situation.sites
    selected = np.ones(len(sites), dtype=np.bool_)
    if section.district is not None:
        selected &= districts_of_sites(situation) == section.district
    if section.owner is not None:
        selected &= sites.owner == section.owner
    return selected


def districts_of_sites(situation: "Situation") -> np.ndarray:
    """Return the name of the district each site lies in, empty where in none; (S,) text."""
    sites = situation.sites
    return shares.area_of(sites.x_m, sites.y_m, areas=situation.inputs.districts)


def _unknown_places(
    situation: "Situation", section: LimitSection, *, column: str
) -> Iterator[Problem]:
    """Yield a problem if a limit names a district, an owner or houses that are not there."""
    districts, owners = situation.inputs.districts, {str(o) for o in situation.sites.owner if o}
    if section.district is not None:
        values = {"name": section.district, "choices": ""}
        column_of_district = f"{column}.district"
        if districts is None:
            yield Problem("limit_no_districts", column=column_of_district, values=values)
        elif section.district not in (names := {str(name) for name in districts["name"]}):
            values["choices"] = ", ".join(sorted(names))
            yield Problem("limit_district_unknown", column=column_of_district, values=values)
    if section.unit == AREA_UNIT and situation.config.privacy is None:
        yield Problem("limit_without_privacy", column=f"{column}.unit")
    if section.owner is not None and section.owner not in owners:
        values = {"name": section.owner, "choices": ", ".join(sorted(owners)) or "–"}
        yield Problem("limit_owner_unknown", column=f"{column}.owner", values=values)


def _name(section: LimitSection) -> str | Phrase:
    """Return what a limit is called: as the plan file says, or what it counts, and where."""
    if section.name is not None:
        return section.name
    parts: list[Phrase | str] = []
    if section.model is not None:
        parts.append(Phrase("limit.model", {"name": section.model}))
    if section.kind is not None:
        parts.append(Phrase(f"limit.kind.{kind_of(section.kind).replace(' ', '_')}"))
    if section.district is not None:
        parts.append(section.district)
    if section.owner is not None:
        parts.append(Phrase("limit.owner", {"name": section.owner}))
    if section.unit == AREA_UNIT:
        parts.insert(0, Phrase("limit.homes"))
    parts = parts or [Phrase("limit.whole")]
    if section.of == "all":
        parts.append(Phrase("limit.today_too"))
    if section.phase is not None:
        parts.append(Phrase("limit.phase", {"n": section.phase}))
    return Phrase("limit.name", {"parts": tuple(parts)})


def _near_existing(situation: "Situation") -> Iterator[Limit]:
    """Yield for each point with standing cameras the most new ones near to it.

    Those that alone add enough to what is seen today are not counted.
    """
    section = situation.config.existing
    if section.near_m is None:
        return
    sites, candidates, weight = situation.sites, situation.candidates, situation.coverage.weight
    standing = list(situation.existing)
    new = np.ones(len(candidates), dtype=np.bool_)
    new[standing] = False
    if section.near_unless_share is not None:
        unseen = np.where(situation.coverage.covered(standing), 0.0, weight)
        new &= situation.coverage.covers @ unseen < section.near_unless_share * weight.sum()
    points = situation.point[candidates.site[standing]]
    ids = situation.existing_cameras.table["camera_id"]
    for point, first in zip(*np.unique(points, return_index=True), strict=True):
        distance_m = np.hypot(sites.x_m - sites.x_m[point], sites.y_m - sites.y_m[point])
        near = new & (distance_m <= section.near_m)[candidates.site]
        if near.any():
            values = {"m": section.near_m, "name": str(ids.iloc[standing[first]])}
            yield Limit(
                name=Phrase("limit.near", values),
                amount=near.astype(np.float64),
                most=float(section.near_at_most),
                asked=section.near_at_most,
            )
