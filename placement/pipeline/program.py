"""The covering problem of a situation: candidates, prices, rules and phases."""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
from attrs import evolve
from scipy import sparse
from scipy.spatial import KDTree

from placement.config.rules import RequiredSection
from placement.crs import systems
from placement.errors import ConfigError, Problem
from placement.optimise import Solution, solve
from placement.optimise.nested_phases import PhaseLimit
from placement.optimise.phasing import check_phases
from placement.optimise.program import Program
from placement.optimise.rules import Floor, Requirement, Rules
from placement.pipeline import homes_in_view
from placement.pipeline.coverage_by_time import reachable_by_time
from placement.pipeline.decided_cameras import near_given_up
from placement.pipeline.limits import count_as, limits_of
from placement.pipeline.situation import Situation
from placement.texts import Phrase
from placement.units import Integers


def program_of(situation: Situation) -> Program:
    """Return the covering problem of a situation, with no limit but cameras per point and rules."""
    cost_czk = np.array([model.cost_czk for model in situation.models])
    existing = tuple(situation.existing)
    per_point = situation.config.sites.cameras_per_point
    most_per_camera = max(camera.count_as for camera in situation.config.camera_models)
    return Program(
        covers=situation.coverage.covers,
        weight=situation.coverage.weight,
        site=situation.point[situation.candidates.site],
        count=most_per_camera * (len(existing) + len(situation.sites) * per_point),
        per_site=per_point,
        existing=existing,
        camera_cost=cost_czk[situation.candidates.model],
        site_cost=situation.site_cost_czk,
        disutility=homes_in_view.disutility(situation),
        rules=rules_of(situation),
        **_removals(situation),
    )


def _removals(situation: Situation) -> dict[str, Any]:
    """Return who of the cameras in service may go, and at which price, as the program has it.

    Raises
    ------
    ConfigError
        With every identifier in `existing.replace` that no standing camera has.
    """
    section, existing = situation.config.existing, list(situation.existing)
    if not section.replace:
        return {}
    ids = [str(name) for name in situation.existing_cameras.table["camera_id"]]
    names = ids if isinstance(section.replace, bool) else section.replace
    if strangers := sorted(set(names).difference(ids)):
        values = {"name": ", ".join(strangers), "choices": ", ".join(sorted(ids)) or "–"}
        raise ConfigError(Problem("replace_unknown", column="existing.replace", values=values))
    price_czk, removable = np.zeros(len(situation.candidates)), situation.removable_ids
    price_czk[existing] = section.removal_czk or 0.0
    return {
        "removable": tuple(candidate for candidate in existing if ids[candidate] in removable),
        "removal_cost": price_czk,
    }


def phase_limits(situation: Situation, program: Program) -> list[PhaseLimit]:
    """Return what each phase of the plan file may build; without a number, as many as fit."""
    config = situation.config
    return [
        PhaseLimit(
            program.count if phase.cameras is None else phase.cameras,
            phase.budget_czk,
            removals=config.existing.may_replace_in(number),
        )
        for number, phase in enumerate(config.phases, start=1)
    ]


def refuse_impossible(situation: Situation) -> None:
    """Raise what `decide` would raise before it searches.

    Raises
    ------
    ConfigError
        If the rules of the plan file name what is not there.
    InfeasibleError
        If the phases of the plan file contradict each other or the cameras that stand, or no
        plan could meet a floor or a required place.
    """
    program = program_of(situation)
    check_phases(program, phase_limits(situation, program))


def choose(situation: Situation, *, new_cameras: int, budget_czk: float | None = None) -> Solution:
    """Return the best cameras of a situation chosen in one step, whatever phases its plan file has.

    All that stand stay, also those that `existing.replace` lets go.

    Parameters
    ----------
    situation
        Demand, sites and candidates; its plan file gives gap, time limit and seed.
    new_cameras
        Most cameras beside those in service. [-]
    budget_czk
        For new cameras and points together; None: no limit. [Kč]

    Returns
    -------
    Solution
        `chosen` are indices of `situation.candidates`, cameras in service included.

    Raises
    ------
    InfeasibleError
        If money is given that buys none.
    InputError
        If the number is negative.
    """
    optimise = situation.config.optimise
    program = program_of(situation)
    last = len(situation.config.phases)
    program = evolve(
        program,
        count=program.counted(situation.existing) + new_cameras,
        budget=budget_czk,
        removable=(),
        rules=program.rules.at_phase(last, last=last),
    )
    return solve(program, gap=optimise.gap, time_limit_s=optimise.time_limit_s, seed=optimise.seed)


def rules_of(situation: Situation) -> Rules:
    """Return the rules that the plan file asks for; none if it asks for nothing.

    Raises
    ------
    ConfigError
        With every district, street and point that is not there.
    """
    problems: list[Problem] = []
    floors = [*_floors(situation, problems)]
    required = [*_required(situation, problems), *_decided(situation)]
    apart = [*_apart(situation), *_not_both(situation, problems)]
    limits = [*limits_of(situation, problems)]
    if situation.inputs.buildings is None and homes_in_view.asks_of_homes(situation.config):
        problems.append(Problem("privacy_no_buildings", column="privacy"))
    if problems:
        raise ConfigError(problems)
    return Rules(
        floors=floors,
        required=required,
        limits=limits,
        count_as=count_as(situation),
        apart=apart,
        banned=[*homes_in_view.banned(situation).tolist(), *_given_up(situation)],
        backup=situation.config.optimise.backup_share or 0.0,
        partial=_partial(situation),
    )


def _decided(situation: Situation) -> Iterator[Requirement]:
    """Yield that each camera that the town's register has decided on is built."""
    cameras = situation.decided_cameras
    if cameras is None:
        return
    for candidate in situation.decided:
        name = str(cameras.table["camera_id"].iloc[candidate - situation.decided.start])
        yield Requirement(name, candidates=(candidate,))


def _given_up(situation: Situation) -> list[int]:
    """Return the new candidates on points that stand or are decided on, where one is given up."""
    near = near_given_up(situation.sites, situation.config, situation.inputs)
    new = np.flatnonzero(near[situation.candidates.site])
    return [int(candidate) for candidate in new if candidate >= situation.decided.stop]


def _floors(situation: Situation, problems: list[Problem]) -> Iterator[Floor]:
    config, lixels = situation.config, situation.demand.lixels
    own_shares = {floor.district: floor.share for floor in config.floors or ()}
    common_share = config.optimise.floor_share
    if not own_shares and common_share is None:
        return
    if situation.inputs.districts is None:
        problems.append(Problem("floor_no_districts", column="floors"))
        return
    district = lixels["district"].to_numpy(dtype=object)
    districts = sorted({str(name) for name in district if name})
    for name in sorted(set(own_shares) - set(districts)):
        values = {"name": name, "choices": ", ".join(districts)}
        problems.append(Problem("floor_district_unknown", column="floors", values=values))
    for name in districts:
        share = own_shares.get(name, common_share)
        if share:
            points = np.flatnonzero(district == name)
            columns = situation.columns(points)
            weight = math.fsum(situation.coverage.weight[columns])
            yield Floor(name, columns, share * weight)


def _required(situation: Situation, problems: list[Problem]) -> Iterator[Requirement]:
    for number, section in enumerate(situation.config.required or ()):
        points = _demand_at(situation, section)
        if points.size:
            yield from _required_times(situation, section, points)
        else:
            column = f"required.{number}"
            problems.append(
                Problem("required_nowhere", column=column, values={"name": section.name})
            )


def _required_times(
    situation: Situation, section: RequiredSection, points: Integers
) -> Iterator[Requirement]:
    """Yield that a place is to be seen, in a plan for day and night at each time asked for."""
    if situation.night is None:
        yield Requirement(section.name, demand=points)
        return
    by_day, by_night = np.split(situation.columns(points), 2)
    for time, columns in (("day", by_day), ("night", by_night)):
        if section.time in (time, "both"):
            name = Phrase(f"required.by_{time}", {"name": section.name})
            yield Requirement(name, demand=columns)


def _demand_at(
    situation: Situation, section: RequiredSection
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    demand = situation.demand
    if section.at is None:
        return np.flatnonzero(demand.lixels["street"].to_numpy(dtype=object) == section.street)
    lon, lat = section.at
    x, y = systems.from_lonlat([lon], [lat], crs=situation.inputs.grid.crs)
    return np.flatnonzero(np.hypot(demand.x_m - x[0], demand.y_m - y[0]) <= section.radius_m)


def _apart(situation: Situation) -> list[tuple[int, int]]:
    """Return the pairs of new sites nearer to each other than asked."""
    apart_m = situation.config.optimise.apart_m
    first, sites = len(situation.existing_cameras.points), situation.sites
    if apart_m is None or len(sites) <= first:
        return []
    places = np.column_stack([sites.x_m, sites.y_m])[first:]
    pairs = KDTree(places).query_pairs(apart_m * (1 - 1e-9))
    decided = set(situation.candidates.site[list(situation.decided)].tolist())
    near = sorted((first + one, first + other) for one, other in pairs)
    return [pair for pair in near if not decided.issuperset(pair)]


def _not_both(situation: Situation, problems: list[Problem]) -> Iterator[tuple[int, int]]:
    for number, pair in enumerate(situation.config.not_both or ()):
        sites_of_points = [situation.sites_named(name) for name in pair.points]
        for name, sites in zip(pair.points, sites_of_points, strict=True):
            if not sites.size:
                column = f"not_both.{number}.points"
                problems.append(Problem("point_unknown", column=column, values={"name": name}))
        if (
            all(sites.size for sites in sites_of_points)
            and sites_of_points[0][0] != sites_of_points[1][0]
        ):
            yield int(sites_of_points[0][0]), int(sites_of_points[1][0])


def _partial(situation: Situation) -> sparse.csr_array | None:
    """Return what turning cameras could be turned to, at the fraction asked for."""
    share, candidates = situation.config.optimise.reachable_share, situation.candidates
    turning = np.array([model.turning for model in situation.models])[candidates.model]
    if share is None or not turning.any():
        return None
    shape = situation.coverage.covers.shape
    points_in_reach: dict[tuple[int, int], np.ndarray[tuple[int], np.dtype[np.int64]]] = {}
    rows = [np.zeros(0, dtype=np.int64)] * len(candidates)
    for j in np.flatnonzero(turning):
        key = int(candidates.site[j]), int(candidates.model[j])
        if key not in points_in_reach:
            in_reach = reachable_by_time(
                candidates.take(np.array([j])),
                situation.sights,
                situation.targets,
                models=situation.models,
                required_density_px_m=situation.config.viewshed.required_density_px_m,
                night=situation.night,
            )
            points_in_reach[key] = np.flatnonzero(in_reach)
        rows[j] = points_in_reach[key]
    start = np.concatenate([[0], np.cumsum([row.size for row in rows])])
    indices = np.concatenate(rows)
    return sparse.csr_array((np.full(indices.size, share), indices, start), shape=shape)
