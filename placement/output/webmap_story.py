"""What the council's map tells of each phase: what it adds, what it costs, what it leaves open."""

import math
from typing import Any

import numpy as np
from attrs import asdict, field, frozen

from placement.output.layers import Layers
from placement.plan import Plan

HEAT_QUANTILES = (0.3, 0.6, 0.8, 0.92, 0.98)
"""Where the classes of hot streets begin: how much of the street length is below."""
HOT_CLASSES = 2
"""How many of the highest classes count as hot streets in the figures of a phase."""


@frozen
class Alternative:
    """What could stand instead of a camera, if it cannot be built."""

    name: str
    gain: float
    """Demand it adds to what stands before it. [incidents/year]"""
    cost_czk: float


@frozen
class CameraFacts:
    """What a plan itself does not hold of a camera, and the page shows if it is known."""

    confidence: float | None = None
    """Share of repeated plans on varied inputs that choose it. [-]"""
    alternative: Alternative | None = None


@frozen(eq=False)
class Supplement:
    """What the page shows beside plan and layers, where there is any."""

    cameras: dict[str, CameraFacts] = field(factory=dict)
    """By camera id."""


def heat(layers: Layers) -> list[float]:
    """Return where the classes of demand per 100 m begin, two digits each, ascending."""
    rate = (100 * layers.demand["expected"] / layers.demand["length_m"]).to_numpy(dtype=np.float64)
    rate = rate[np.isfinite(rate) & (rate > 0)]
    if rate.size == 0:
        return []
    starts = (float(f"{start:.2g}") for start in np.quantile(rate, HEAT_QUANTILES))
    return sorted({start for start in starts if start > 0})


def phases(plan: Plan, layers: Layers) -> list[dict[str, Any]]:
    """Return the figures of each phase, today first."""
    spent = {
        p.phase: p.cost_czk
        if "cost_czk" in plan.withheld
        else math.fsum(c.cost_czk for c in plan.cameras if c.phase == p.phase)
        for p in plan.phases
    }
    hot = _hot(plan, layers)
    shares = [p.value / plan.demand_total if plan.demand_total else 0.0 for p in plan.phases]
    claims = [
        share if phase.honest is None else phase.honest.share
        for phase, share in zip(plan.phases, shares, strict=True)
    ]
    told = []
    for number, phase in enumerate(plan.phases):
        later = phase.phase > 0
        added = claims[number] - claims[number - 1] if later and number else 0.0
        cost = spent[phase.phase] if later else 0.0
        told.append(
            {
                "name": phase.name if later else "",
                "cameras": phase.cameras,
                "added": phase.new_cameras,
                "points": phase.points,
                "value": phase.value,
                "bound": phase.bound,
                "share": shares[number],
                **({} if phase.honest is None else {"honest": asdict(phase.honest)}),
                "alike": plan.share_alike(phase),
                "reachable": phase.reachable / plan.demand_total if plan.demand_total else 0.0,
                "gap": phase.gap,
                "gained": added,
                "spent": cost,
                "cost": math.fsum(c for n, c in spent.items() if 0 < n <= phase.phase),
                "per_point": cost / (100 * added) if added > 0 and cost > 0 else None,
                "hot": None if hot is None else hot["seen"][number],
            }
        )
    return told


def hot_share(plan: Plan, layers: Layers) -> float | None:
    """Return which share of the streets' length the hot streets are; None if none stand out."""
    found = _hot(plan, layers)
    return None if found is None else float(found["share"])


def camera_facts(supplement: Supplement, camera_id: str) -> dict[str, Any]:
    """Return `confidence` and `alternative` of a camera, if they are known."""
    facts = supplement.cameras.get(camera_id, CameraFacts())
    told: dict[str, Any] = {}
    if facts.confidence is not None:
        told["confidence"] = facts.confidence
    if facts.alternative is not None:
        other = facts.alternative
        told["alternative"] = {"name": other.name, "gain": other.gain, "cost": other.cost_czk}
    return told


def _hot(plan: Plan, layers: Layers) -> dict[str, Any] | None:
    classes = heat(layers)
    if len(classes) <= HOT_CLASSES:
        return None
    length = layers.demand["length_m"].to_numpy(dtype=np.float64)
    expected = layers.demand["expected"].to_numpy(dtype=np.float64)
    hot = 100 * expected >= classes[-HOT_CLASSES] * length
    seen = layers.demand["seen_phase"].astype("Float64").to_numpy(dtype=np.float64, na_value=np.inf)
    whole = float(length[hot].sum())
    return {
        "share": whole / float(length.sum()),
        "seen": [float(length[hot & (seen <= p.phase)].sum()) / whole for p in plan.phases],
    }
