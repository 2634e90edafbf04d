"""Describing chosen candidates as a plan: name, place, gain and price of each camera."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import evolve, frozen

from placement.config.sections import PlanConfig
from placement.crs import systems
from placement.demand.demand import Demand
from placement.demand.week import week_shares
from placement.pipeline.camera_ids import ProposedCameras, camera_ids
from placement.pipeline.case_inputs import Inputs
from placement.pipeline.data_edge import KnownGround, beyond_shares
from placement.pipeline.surface import engine_of
from placement.plan import TODAY, DistrictResult, PhaseResult, Plan, PlannedCamera, shares
from placement.plan.controller import Controller
from placement.plan.plan import Status
from placement.plan.term import stands_in
from placement.units import Floats, Integers

if TYPE_CHECKING:  # keeps the chain of imports short
    from placement.pipeline.existing_cameras import ExistingCameras
    from placement.pipeline.situation import Situation

PROPOSED = "derived"
"""Provenance of a camera that the plan proposes."""


@frozen
class ChosenCandidate:
    """A candidate in the plan: when it is built and what it costs then."""

    candidate: int
    phase: int
    cost_czk: float
    """Of building it, or of its removal. [Kč]"""
    cost_unknown: bool = False
    """The plan file has no price of it, of the point it opens, or of its removal."""
    removed_in: int | None = None
    """Phase in which one that stands today is taken down; None: it stays."""

    def works_in(self, phase: int) -> bool:
        """Return whether it stands at the end of a phase."""
        return stands_in(phase, since=self.phase, removed_in=self.removed_in)

    @property
    def paid_in(self) -> int:
        """Phase in which its price is paid."""
        return self.phase if self.removed_in is None else self.removed_in


def standing_in(choices: Sequence[ChosenCandidate], phase: int) -> list[int]:
    """Return the candidates that stand at the end of a phase, in the order of building."""
    return [choice.candidate for choice in choices if choice.works_in(phase)]


def describe(
    situation: "Situation", choices: Sequence[ChosenCandidate], phases: tuple[PhaseResult, ...]
) -> Plan:
    """Return the plan of candidates chosen in an order of building."""
    config = situation.config
    return Plan(
        case=situation.case,
        crs=situation.inputs.grid.crs,
        demand_total=situation.demand.total,
        total_alike=unweighted_total(situation.demand),
        demand_points=len(situation.demand.ids),
        demand_unit=situation.demand.unit,
        required_density_px_m=config.viewshed.required_density_px_m,
        detail_level=config.viewshed.detail_level,
        target_height_m=config.viewshed.target_height_m,
        engine=engine_of(config, situation.inputs),
        season=config.viewshed.season,
        person=config.viewshed.person,
        models=situation.models,
        cameras=(
            *_at_edge(situation, _cameras(situation, choices)),
            *_out_of_service(situation, len(choices)),
        ),
        phases=phases,
        count_as={one.name: one.count_as for one in config.camera_models if one.count_as > 1},
        seed=config.optimise.seed,
        districts=_districts(situation, choices, last=phases[-1].phase),
        provenance=situation.provenance,
        sources=situation.credits,
        assumptions=situation.assumptions,
        street_classes_m=_street_classes_m(situation.demand),
        unpriced_carriers=situation.unpriced_carriers_of(
            int(situation.candidates.site[choice.candidate]) for choice in choices
        ),
        night=None if situation.night is None else situation.night.facts,
        controller=_controller(config),
        week=_week(situation.inputs),
        states={} if situation.inputs.register is None else situation.inputs.register.states,
        azimuth_step_deg=0.0 if config.optimise.exact_azimuth else config.sites.azimuth_step_deg,
    )


def _week(inputs: Inputs) -> tuple[float, ...]:
    """Return the shares of events by hour of the week; nothing where too few tell their hour."""
    tables = (inputs.incidents, *inputs.more_incidents)
    shares = week_shares([each for each in tables if each is not None and "precision" in each])
    return () if shares is None else tuple(shares.tolist())


def _controller(config: PlanConfig) -> Controller | None:
    section = config.controller
    return None if section is None else Controller(**section.model_dump())


def unweighted_total(demand: Demand) -> float | None:
    """Return the demand of the area with every recorded event counted once; None if it is so."""
    return None if demand.unweighted is None else math.fsum(demand.unweighted)


def _street_classes_m(demand: Demand) -> dict[str, float]:
    """Return the length of each class of street or space, longest first, if length is demand."""
    if demand.unit != "street_metres":
        return {}
    lengths = demand.lixels.groupby(demand.lixels["street_class"].astype(str))["length_m"].sum()
    longest_first = sorted(lengths.items(), key=lambda each: (-each[1], str(each[0])))
    return {str(name): float(length) for name, length in longest_first}


def _districts(
    situation: "Situation", choices: Sequence[ChosenCandidate], *, last: int
) -> tuple[DistrictResult, ...]:
    if situation.inputs.districts is None:
        return ()
    lixels, covered = situation.demand.lixels, situation.coverage.covered
    part = situation.part_covered
    today = shares.by_district(lixels, part(covered(list(situation.existing))))
    target = shares.by_district(lixels, part(covered(standing_in(choices, last))))
    rows = zip(
        today["district"], today["expected"], today["covered"], target["covered"], strict=True
    )
    table = situation.inputs.districts
    english = dict(zip(table["name"], table["name_en"], strict=True))
    return tuple(
        DistrictResult(str(n), float(e), float(t), float(g), str(english.get(n, "")))
        for n, e, t, g in rows
    )


def _cameras(situation: "Situation", choices: Sequence[ChosenCandidate]) -> list[PlannedCamera]:
    candidates, sites = situation.candidates, situation.sites
    chosen = np.array([choice.candidate for choice in choices], dtype=np.int64)
    site = candidates.site[chosen]
    facts = Facts.of(situation, sites.x_m[site], sites.y_m[site], candidates.azimuth_deg[chosen])
    gains, facing = _gains(situation, choices), sites.facing_deg[site]
    ids, statuses = _ids(situation, choices, facts), _statuses(situation, choices)
    cameras = []
    for rank, choice in enumerate(choices):
        index = choice.candidate
        covered = situation.coverage.of(index)
        listed = _listed(situation, choice)
        row = None if listed is None else listed[0].table.iloc[listed[1]]
        street = str(facts.street[rank])
        cameras.append(
            PlannedCamera(
                camera_id=ids[rank],
                point_id=str(sites.ids[site[rank]]),
                name=(str(row["name"]) if row is not None else "") or street,
                status=statuses[rank],
                phase=choice.phase,
                rank=rank + 1,
                model=situation.models[candidates.model[index]].name,
                **facts.at(rank),
                height_m=float(sites.height_m[site[rank]]),
                carrier=str(sites.carrier[site[rank]]),
                tilt_deg=float(candidates.tilt_deg[index]),
                cost_czk=choice.cost_czk,
                cost_unknown=choice.cost_unknown,
                seen=math.fsum(situation.coverage.weight[covered]),
                gain=gains[rank],
                **_by_time(situation, covered),
                provenance=str(row["provenance"]) if row is not None else PROPOSED,
                facing_deg=None if np.isnan(facing[rank]) else float(facing[rank]),
                removed_in=choice.removed_in,
                **_masks(situation, index),
                **({} if listed is None else listed[0].of_source(listed[1])),
                state=_state(situation, row),
            )
        )
    return cameras


def _listed(
    situation: "Situation", choice: ChosenCandidate
) -> "tuple[ExistingCameras, int] | None":
    """Return the list that has a camera, and its row there: it stands, or is decided on."""
    if choice.phase == TODAY:
        return situation.existing_cameras, choice.candidate
    cameras, decided = situation.decided_cameras, situation.decided
    if cameras is None or choice.candidate not in decided:
        return None
    return cameras, choice.candidate - decided.start


def _state(situation: "Situation", row: Any) -> str:  # noqa: ANN401 -- a row of a table, or None
    """Return the state of a camera in the town's register; empty where the case has none."""
    if situation.inputs.register is None:
        return ""
    return "proposed" if row is None else str(row["state"])


def _gains(situation: "Situation", choices: Sequence[ChosenCandidate]) -> list[float]:
    """Return what each camera adds to those before it that stand at the end of its phase."""
    gains = [0.0] * len(choices)
    for number in {choice.phase for choice in choices}:
        here = [k for k, choice in enumerate(choices) if choice.works_in(number)]
        added = situation.coverage.gains([choices[k].candidate for k in here])
        for k, gain in zip(here, added, strict=True):
            if choices[k].phase == number:
                gains[k] = float(gain)
    return gains


def _statuses(situation: "Situation", choices: Sequence[ChosenCandidate]) -> list[Status]:
    """Return what each camera is; who goes is replaced if a new one hangs on its point."""
    points = situation.point[situation.candidates.site]
    built_on = {int(points[choice.candidate]) for choice in choices if choice.phase > TODAY}

    def status(choice: ChosenCandidate) -> Status:
        if choice.phase > TODAY:
            return "new"
        if choice.removed_in is None:
            return "existing"
        return "to be replaced" if int(points[choice.candidate]) in built_on else "to be removed"

    return [status(choice) for choice in choices]


def _masks(situation: "Situation", candidate: int) -> dict[str, Any]:
    """Return the masks of a camera and what it would cover without them."""
    if candidate not in situation.masks:
        return {}
    weight, lost = situation.coverage.weight, situation.lost_to_masks[candidate]
    points = np.unique(lost % len(situation.demand.ids))
    return {
        "masks": situation.masks[candidate].masks,
        "masked": math.fsum(weight[lost]),
        "masked_places": shares.top_streets(situation.demand.lixels, points),
    }


def _at_edge(situation: "Situation", cameras: list[PlannedCamera]) -> list[PlannedCamera]:
    """Return cameras with the share of their picture that lies beyond the data."""
    area_is_given = situation.config.inputs.area is not None
    known_ground = KnownGround.of(situation.inputs, area_is_given=area_is_given)
    shares_beyond = beyond_shares(cameras, situation.models, known_ground)
    return [evolve(c, beyond_data=b) for c, b in zip(cameras, shares_beyond, strict=True)]


def _ids(situation: "Situation", choices: Sequence[ChosenCandidate], facts: "Facts") -> list[str]:
    """Return the identifiers of chosen cameras: the standing ones' own, the others' by place."""
    table, candidates = situation.existing_cameras.table, situation.candidates
    lists = [_listed(situation, choice) for choice in choices]
    new = np.array([k for k, each in enumerate(lists) if each is None], dtype=np.int64)
    chosen = np.array([choices[k].candidate for k in new], dtype=np.int64)
    whole = np.array([model.whole_circle for model in situation.models], dtype=np.bool_)
    proposed = ProposedCameras(
        site=candidates.site[chosen],
        azimuth_deg=facts.azimuth_deg[new],
        whole_circle=whole[candidates.model[chosen]],
        tilt_deg=candidates.tilt_deg[chosen],
        model=candidates.model[chosen],
    )
    ids_in_use = [str(name) for name in table["camera_id"]]
    if situation.decided_cameras is not None:
        ids_in_use += [str(name) for name in situation.decided_cameras.table["camera_id"]]
    names = iter(camera_ids(proposed, situation.sites, taken=ids_in_use))
    return [
        next(names) if each is None else str(each[0].table["camera_id"].iloc[each[1]])
        for each in lists
    ]


def _by_time(situation: "Situation", columns: Integers) -> dict[str, Any]:
    """Return where a camera sees most and, in a plan for day and night, what at which time."""
    night, lixels = situation.night, situation.demand.lixels
    if night is None:
        return {"top_places": shares.top_streets(lixels, columns)}
    covered = np.zeros(night.weight.size, dtype=np.bool_)
    covered[columns] = True
    part = night.part(covered)
    by_day, by_night = night.seen(columns)
    return {
        "top_places": shares.top_streets(
            lixels.assign(expected=lixels["expected"] * part), np.flatnonzero(part)
        ),
        "seen_day": by_day,
        "seen_night": by_night,
    }


def _out_of_service(situation: "Situation", built: int) -> list[PlannedCamera]:
    """Return the existing cameras out of service, which are listed and cover nothing."""
    today = situation.existing_cameras
    out = np.flatnonzero(~today.in_service)
    x, y = today.points.x_m[today.point[out]], today.points.y_m[today.point[out]]
    facts = Facts.of(situation, x, y, today.azimuth_deg[out])
    return [
        PlannedCamera(
            camera_id=str(today.table["camera_id"].iloc[index]),
            point_id=str(today.points.ids[today.point[index]]),
            name=str(today.table["name"].iloc[index]) or str(facts.street[k]),
            status="out of service",
            phase=TODAY,
            rank=built + k + 1,
            model=situation.models[today.model[index]].name,
            **facts.at(k),
            height_m=float(today.points.height_m[today.point[index]]),
            carrier="existing",
            tilt_deg=float(today.tilt_deg[index]),
            cost_czk=0.0,
            seen=0.0,
            gain=0.0,
            top_places=(),
            provenance=str(today.table["provenance"].iloc[index]),
            **today.of_source(index),
            state=_state(situation, today.table.iloc[index]),
        )
        for k, index in enumerate(out)
    ]


@frozen(eq=False)
class Facts:
    """Coordinates, ground, street and district of cameras; arrays are (N,)."""

    x_m: Floats
    y_m: Floats
    lon_deg: Floats
    lat_deg: Floats
    ground_m: Floats
    """Above the sea; NaN where the ground is only taken as flat. [m]"""
    grid_azimuth_deg: Floats
    azimuth_deg: Floats
    street: np.ndarray
    district: np.ndarray

    @classmethod
    def of(cls, situation: "Situation", x: Floats, y: Floats, grid_azimuth: Floats) -> "Facts":
        """Return the facts of places in the working system; azimuths from grid north. [m, °]"""
        crs = situation.inputs.grid.crs
        if not x.size:
            return cls(*([np.zeros(0)] * 9))
        return cls(
            x,
            y,
            *systems.to_lonlat(x, y, crs=crs),
            _ground_m(situation, x, y),
            grid_azimuth,
            systems.true_azimuth_deg(grid_azimuth, x, y, crs=crs),
            shares.nearest_street(x, y, streets=situation.inputs.streets),
            shares.area_of(x, y, areas=situation.inputs.districts),
        )

    def at(self, index: int) -> dict[str, Any]:
        """Return the facts of one camera, by the plan's field names."""
        numbers = (
            "x_m",
            "y_m",
            "lon_deg",
            "lat_deg",
            "ground_m",
            "grid_azimuth_deg",
            "azimuth_deg",
        )
        coordinates = {name: float(getattr(self, name)[index]) for name in numbers}
        ground = {
            "ground_m": None if math.isnan(coordinates["ground_m"]) else coordinates["ground_m"]
        }
        return (
            coordinates
            | ground
            | {name: str(getattr(self, name)[index]) for name in ("street", "district")}
        )


def _ground_m(situation: "Situation", x: Floats, y: Floats) -> Floats:
    """Return the height of the ground at places; NaN if the case has none. [m]"""
    if "flat" in situation.assumptions:
        return np.full(x.size, np.nan)
    return situation.surface.ground_at(x, y)
