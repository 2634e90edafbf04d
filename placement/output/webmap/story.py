"""Figures of the council's map by phase, district and camera, and of hot streets."""

import math
from typing import Any

import numpy as np
from attrs import asdict

from placement.output.caveats import is_uncertain
from placement.output.layers import Layers
from placement.output.lists.place_coverage import district_rows
from placement.plan import PhaseResult, Plan, PlannedCamera
from placement.plan.phases_in_view import in_view
from placement.plan.public import AnyCamera, AnyPlan, PublicPlan
from placement.plan.street_coverage import LengthInView, districts_in_view

HEAT_QUANTILES = (0.3, 0.6, 0.8, 0.92, 0.98)
"""Where the classes of hot streets begin: how much of the street length is below."""
HOT_CLASSES = 2
"""Where hot streets were not tested, so many of the highest classes stand in the figures."""


def heat(layers: Layers) -> list[float]:
    """Return where the classes of demand per 100 m begin, two digits each, ascending."""
    rate = (100 * layers.demand["expected"] / layers.demand["length_m"]).to_numpy(dtype=np.float64)
    rate = rate[np.isfinite(rate) & (rate > 0)]
    if rate.size == 0:
        return []
    starts = (float(f"{start:.2g}") for start in np.quantile(rate, HEAT_QUANTILES))
    return sorted({start for start in starts if start > 0})


def phases(plan: AnyPlan, layers: Layers) -> list[dict[str, Any]]:
    """Return the figures of each phase, today first."""
    spent = {phase.phase: _spent(plan, phase) for phase in plan.phases}
    hot = _hot(plan, layers)
    shares = [p.value / plan.demand_total if plan.demand_total else 0.0 for p in plan.phases]
    claims = [
        share if phase.honest is None else phase.honest.share
        for phase, share in zip(plan.phases, shares, strict=True)
    ]
    rows = []
    for number, phase in enumerate(plan.phases):
        later = phase.phase > 0
        added = claims[number] - claims[number - 1] if later and number else 0.0
        unpriced = sum(each.unpriced for each in plan.phases[: number + 1])
        cost = spent[phase.phase] if later else 0.0
        rows.append(
            {
                "name": phase.name if later else "",
                **({"name_en": phase.name_en} if later and phase.name_en else {}),
                **({"years": phase.years} if later and phase.years else {}),
                "cameras": phase.cameras,
                "added": phase.new_cameras,
                **({"removed": phase.removed_cameras} if phase.removed_cameras else {}),
                "points": phase.points,
                "value": phase.value,
                "bound": phase.bound,
                "share": shares[number],
                **({} if phase.honest is None else {"honest": asdict(phase.honest)}),
                "uncertain": is_uncertain(plan, phase),
                "alike": plan.share_alike(phase) if isinstance(plan, Plan) else None,
                **_by_time(plan, phase),
                "reachable": phase.reachable / plan.demand_total if plan.demand_total else 0.0,
                "gap": phase.gap,
                "spent": cost,
                "cost": math.fsum(c for n, c in spent.items() if 0 < n <= phase.phase),
                "least": unpriced > 0,
                "per_point": cost / (100 * added)
                if added > 0 and cost > 0 and not unpriced
                else None,
                "hot": None if hot is None else hot["seen"][number],
            }
        )
    if rows and isinstance(plan, Plan):
        rows[-1] |= _robust(plan)
    return rows


def _by_time(plan: AnyPlan, phase: PhaseResult) -> dict[str, Any]:
    """Return what a phase sees by day and by night, in parts of what is expected then.

    Nothing in a plan that does not tell them apart, and in a public one.
    """
    shares = plan.shares_by_time(phase) if isinstance(plan, Plan) else None
    return {} if shares is None else {"by_time": {"day": shares[0], "night": shares[1]}}


def _spent(plan: AnyPlan, phase: PhaseResult) -> float:
    """Return the price of a phase's cameras; of a public plan what may be told of it. [Kč]"""
    if isinstance(plan, PublicPlan):
        return phase.cost_czk
    return math.fsum(camera.cost_czk for camera in plan.cameras if camera.paid_in == phase.phase)


def _robust(plan: Plan) -> dict[str, Any]:
    """Return how sure the target is, where the plan was made again; else nothing.

    `plans` made again, the largest mean `loss` of a scenario in parts of all demand, and in how
    many of the plans a new camera comes `back` on average, it or one like it.
    """
    back = [c.alike_again for c in plan.cameras if c.alike_again is not None]
    lost = [one.regret for one in plan.scenarios if one.plans]
    if not plan.repetitions or not back or not lost:
        return {}
    robustness = {"plans": plan.repetitions, "loss": max(lost), "back": math.fsum(back) / len(back)}
    return {"robust": robustness}


def hot_facts(plan: AnyPlan, layers: Layers) -> dict[str, Any] | None:
    """Return what the figures of hot streets rest on; None where no street stands out at all.

    `share` of the streets' length they are, and whether they were `tested` against chance or are
    only the pieces where most is expected.
    """
    hot = _hot(plan, layers)
    return None if hot is None else {name: hot[name] for name in ("tested", "share")}


def camera_facts(plan: AnyPlan, camera: AnyCamera) -> dict[str, Any]:
    """Return what is known of a camera beyond its own record, where anything is.

    `confidence`: share of repeated plans that have it or one like it; `lost`: demand only it
    covers; `by_time`: what it sees by day and by night; `alternative`: the next best place, and
    what the target would lose there.
    """
    if not (isinstance(plan, Plan) and isinstance(camera, PlannedCamera)):
        return {}
    facts: dict[str, Any] = {}
    if camera.seen_day is not None and camera.seen_night is not None:
        facts["by_time"] = {"day": camera.seen_day, "night": camera.seen_night}
    if camera.alike_again is not None:
        facts["confidence"] = camera.alike_again
    lost = {one.camera_id: one.lost for one in plan.sensitivity.failures}.get(camera.camera_id)
    if lost is not None:
        facts["lost"] = lost
    for other in plan.sensitivity.alternatives:
        if other.camera_id == camera.camera_id:
            facts["alternative"] = {
                "street": other.street,
                "carrier": other.carrier,
                "model": other.model,
                "lon": round(other.lon_deg, 7),
                "lat": round(other.lat_deg, 7),
                "loss": other.loss,
            }
    return facts


def district_facts(plan: AnyPlan, layers: Layers) -> list[dict[str, Any]]:
    """Return what each district gets: cameras and money, demand seen, metres of streets in view.

    It is not published.
    """
    if isinstance(plan, PublicPlan):
        return []
    metres = districts_in_view(plan, layers.demand)
    return [
        {
            "name": row["district"],
            "before": row["cameras_today"],
            "after": row["cameras_target"],
            "cost": row["cost_czk"],
            "expected": row["expected"],
            "seen_before": row["today_pct"] / 100,
            "seen_after": row["target_pct"] / 100,
            **_metres(metres.get(row["district"])),
        }
        for row in district_rows(plan)
    ]


def _metres(streets: LengthInView | None) -> dict[str, Any]:
    """Return the metres of a district's streets, and those in view by phase; if it has any."""
    if streets is None or not streets.length_m:
        return {}
    seen_m = [round(seen_m, 1) for seen_m in streets.seen_m]
    return {"length": round(streets.length_m, 1), "seen_length": seen_m}


def _hot(plan: AnyPlan, layers: Layers) -> dict[str, Any] | None:
    length = layers.demand["length_m"].to_numpy(dtype=np.float64)
    expected = layers.demand["expected"].to_numpy(dtype=np.float64)
    tested = bool(layers.demand["hot"].notna().any())
    classes = heat(layers)
    if tested:
        hot = (layers.demand["hot"] == 1).fillna(value=False).to_numpy(dtype=np.bool_)
    elif len(classes) > HOT_CLASSES:
        hot = 100 * expected >= classes[-HOT_CLASSES] * length
    else:
        return None
    whole = float(length[hot].sum())
    return {
        "tested": tested,
        "share": whole / float(length.sum()),
        "seen": [
            float(length[hot & in_view(layers.demand, p.phase)].sum()) / whole if whole else None
            for p in plan.phases
        ],
    }
