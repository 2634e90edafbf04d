"""Variants of a study: none, minimal, the plan, maximal, each from a plan that was really made."""

import math
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from attrs import evolve

from placement.centre.cable_routes import cables_of
from placement.centre.money import cash_flow
from placement.centre.needs import centre_for
from placement.centre.reckoning import Reckoning
from placement.output.layers import Layers
from placement.output.study.basis import Variant, VariantKey
from placement.plan import Plan

MILLION = 1e6


def variants_of(
    plan: Plan, plans: Mapping[str, Plan], centre: Reckoning | None, layers: Layers
) -> tuple[Variant, ...]:
    """Return the variants of a plan, the smallest first.

    Parameters
    ----------
    plan
        The finished plan; it is the variant `recommended`.
    plans
        Plans of `minimal` and `maximal`, as `plan_variants` returns them. Without the minimal one
        the first phase stands for it, if there are several; without the maximal one there is none.
    centre
        The centre of the plan, with whose parameters and grants that of each variant is reckoned.
    layers
        Tables of the plan, with the streets and networks along which new cable lies.
    """
    variants = [_variant(*each, centre, layers) for each in _plans(plan, plans)]
    steps = [_step_million(before, after) for before, after in pairwise(variants)]
    return tuple(
        evolve(each, step_million=step) for each, step in zip(variants, [None, *steps], strict=True)
    )


def _plans(plan: Plan, plans: Mapping[str, Plan]) -> Iterator[tuple[VariantKey, str, Plan]]:
    yield "none", "today", _until(plan, 0)
    if "minimal" in plans:
        yield "minimal", "planned", plans["minimal"]
    elif len(plan.phases) > 2:
        yield "minimal", "phase", _until(plan, 1)
    yield "recommended", "plan", plan
    if "maximal" in plans:
        yield "maximal", "planned", plans["maximal"]


def _until(plan: Plan, phase: int) -> Plan:
    """Return a plan that ends with a phase."""
    cameras = tuple(camera for camera in plan.cameras if camera.phase <= phase)
    return evolve(plan, cameras=cameras, phases=plan.phases[: phase + 1])


def _variant(
    key: VariantKey, origin: str, plan: Plan, centre: Reckoning | None, layers: Layers
) -> Variant:
    final, phases = plan.final, plan.phases
    return Variant(
        key=key,
        origin=origin,  # type: ignore[arg-type]
        cameras=final.cameras,
        new_cameras=sum(phase.new_cameras for phase in phases),
        points=final.points,
        value=final.value,
        bound=final.bound,
        gap=final.gap,
        share=final.value / plan.demand_total if plan.demand_total else 0.0,
        cost_czk=math.fsum(phase.cost_czk for phase in phases),
        unpriced=sum(phase.unpriced for phase in phases),
        **_people_and_money(plan, centre, layers),
    )


def _people_and_money(plan: Plan, centre: Reckoning | None, layers: Layers) -> dict[str, Any]:
    if centre is None:
        return {}
    cables = cables_of(plan, streets=layers.streets, networks=layers.networks)
    needs = centre_for(plan, centre.parameters, cables=cables)
    people = needs.staffing if len(plan.phases) > 1 else needs.staffing_today
    return {
        "operators": needs.phases[-1].operators,
        "full_time": people.full_time,
        "own_czk": cash_flow(needs, centre.grants).own_czk,
    }


def _step_million(before: Variant, after: Variant) -> float | None:
    """Return what a variant adds for a million crowns; None where prices or gains do not say."""
    millions = (after.cost_czk - before.cost_czk) / MILLION
    if before.unpriced or after.unpriced or millions <= 0:
        return None
    return (after.value - before.value) / millions
