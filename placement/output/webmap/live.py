"""What the internal edition's page answers "what if" with: demand, cameras, carriers, prices.

Beside the ground (`webmap.ground`): the demand points as the exact engine judges them, the plan's
cameras as they hang, where others could hang, and the prices of demand that bound every plan.
"""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from attrs import evolve

from placement import sites as places
from placement.optimise.demand_prices import PARTS, DemandPrices, demand_prices
from placement.optimise.removal import staying_as_choice
from placement.optimise.rules import Rules
from placement.output.webmap.ground import UNITS_M, Origin, ground_data, is_exact, origin_of
from placement.output.webmap.varints import joined, packed, steps
from placement.pipeline.offer import Offer, offer_of
from placement.pipeline.plan_coverage import PlanSights
from placement.pipeline.program import program_of
from placement.pipeline.situation import Situation
from placement.plan import Plan, PlannedCamera
from placement.plan.public import in_order
from placement.sites import Sites
from placement.units import Booleans, Integers
from placement.worker import IN_PLACE, Task, Worker

WEIGHT_PARTS = 1 << 30
"""Weights are whole parts of all demand, this many to the whole. [-]"""
MORE_CAMERAS = 20
"""So many cameras more than the plan's are told what they are worth at most. [-]"""
SAME_PLACE_M = 0.1
"""A carrier this close to a site is that site. [m]"""


def live_blocks(
    plan: Plan, situation: Situation, *, prices: Task[DemandPrices] | None = None
) -> dict[str, Any] | None:
    """Return the blocks `ground` and `live` of the page's data; None where it cannot judge sight.

    That is where obstacles are known as a raster only: a measured surface, or canopy. `prices` are
    those that `plan_prices` began; begun here if not given.
    """
    prices = plan_prices(plan, situation) if prices is None else prices
    if prices is None:
        return None
    origin = origin_of(situation)
    ground = ground_data(situation, origin)
    return {"ground": ground, "live": live_data(plan, situation, origin, prices.result())}


def live_data(
    plan: Plan, situation: Situation, origin: Origin, prices: DemandPrices
) -> dict[str, Any]:
    """Return the block `live`, as `LiveData` in `page_data.d.ts` says."""
    final, offer = plan.final, offer_of(situation)
    gone = [camera for camera in plan.cameras if camera.removed_in is not None]
    carriers = _carriers(situation, offer)
    kinds = list(dict.fromkeys([*sorted(offer.point_czk), *map(str, carriers.carrier)]))
    return {
        **_demand(situation, prices, origin),
        "worths": _worths(prices) if plan.evaluated is None else [],
        "cameras": _cameras(plan, situation, origin, lambda camera: camera.works_in(final.phase)),
        "gone": _cameras(plan, situation, origin, lambda camera: camera.removed_in is not None),
        "removals_czk": math.fsum(camera.cost_czk for camera in gone),
        "removal_czk": offer.removal_czk,
        "carriers": _packed_carriers(carriers, kinds, origin, sites=situation.sites),
        "kinds": [[kind, offer.point_price_czk(kind)] for kind in kinds],
        "point_czk": offer.default_point_czk,
        "per_point": offer.cameras_per_point,
        "mount_height_m": offer.mount_height_m,
        "required_px_m": situation.required_density_px_m,
        "budget_czk": offer.budget_czk,
        "value": final.value,
        "bound": final.bound,
    }


def _worths(prices: DemandPrices) -> list[dict[str, Any]]:
    """Return what cameras are worth at most; nothing is known of it where none were chosen."""
    return [
        {"money_price": each.money_price, "most": [_up(float(value)) for value in each.most]}
        for each in prices.worths
    ]


def plan_prices(
    plan: Plan, situation: Situation, *, worker: Worker = IN_PLACE
) -> Task[DemandPrices] | None:
    """Begin to seek prices of demand for the number of new cameras of a plan, and all money.

    None where the page cannot judge sight. Standing cameras that may go are candidates beside the
    new ones, at no price: taking them down only costs more, so the bounds hold.
    """
    if not is_exact(situation.surface):
        return None
    program, removable = evolve(program_of(situation), rules=Rules()), offer_of(situation).removable
    if program.removable:
        price = np.zeros(program.n_candidates)
        price += 0.0 if program.camera_cost is None else program.camera_cost
        price[list(program.removable)] = 0.0
        program = staying_as_choice(evolve(program, camera_cost=price))
    staying = sum(c.camera_id in removable for c in plan.standing(plan.final.phase))
    chosen = sum(camera.status == "new" for camera in plan.cameras) + staying
    count = len(program.existing) + max(chosen, 1)
    program = evolve(program, count=count, budget=offer_of(situation).budget_czk)
    most = chosen + MORE_CAMERAS
    return worker.call(demand_prices, program, value=plan.final.value, most_cameras=most)


def point_order(situation: Situation) -> Integers:
    """Return the demand points in the order in which the page draws their pieces, (I,)."""
    lixels = situation.demand.lixels.reset_index(drop=True)
    return np.asarray(lixels.sort_values("lixel_id", kind="stable").index, dtype=np.int64)


def _demand(situation: Situation, prices: DemandPrices, origin: Origin) -> dict[str, Any]:
    """Return the columns of demand points; a plan for day and night has some of them twice."""
    targets, night, order = situation.targets, situation.night, point_order(situation)
    x_m, y_m = targets.x_m[order], targets.y_m[order]
    weight = situation.coverage.weight
    unit = float(weight.sum()) / WEIGHT_PARTS or 1.0
    whole = np.rint(weight / unit).astype(np.int64)
    is_drawn = np.asarray(situation.demand.lixels["length_m"] > 0, dtype=np.bool_)[order]
    return {
        "x": packed(steps(origin.east(x_m), order=2)),
        "y": packed(steps(origin.north(y_m), order=2)),
        "z": packed(steps(origin.above(situation.surface.ground_at(x_m, y_m)), order=2)),
        "weight": packed(whole[order]),
        "price": packed(prices.parts[order]),
        **({} if night is None else {"night": _by_night(whole, prices, night.lit, order)}),
        "weight_unit": unit,
        "price_parts": PARTS,
        "slack": float(np.abs(weight - whole * unit).sum()),
        "denser": _denser(situation, order),
        "left_out": packed(steps(np.flatnonzero(~is_drawn))),
    }


def _by_night(
    whole: Integers, prices: DemandPrices, lit: Booleans, order: Integers
) -> dict[str, Any]:
    """Return what the same demand points are by night."""
    return {
        "weight": packed(whole[order + order.size]),
        "price": packed(prices.parts[order + order.size]),
        "lit": packed(steps(np.flatnonzero(lit[order]))),
    }


def _denser(situation: Situation, order: Integers) -> list[list[Any]]:
    """Return the demand points that ask for more pixels than all: density, and steps of indices."""
    density = situation.targets.density_px_m
    if density is None:
        return []
    density, required = density[order], situation.required_density_px_m
    return [
        [float(value), packed(steps(np.flatnonzero(density == value)))]
        for value in np.unique(density[density > required])
    ]


def _cameras(
    plan: Plan, situation: Situation, origin: Origin, is_meant: Callable[[PlannedCamera], bool]
) -> list[dict[str, Any]]:
    """Return some of the plan's cameras as they hang, with their places in the page's list."""
    names = [model.name for model in situation.models]
    removable = offer_of(situation).removable
    lost = lost_points(plan, situation)
    rows = []
    for number, camera in enumerate(in_order(plan)):
        if not isinstance(camera, PlannedCamera) or not is_meant(camera):
            continue
        x, y = np.array([camera.x_m]), np.array([camera.y_m])
        ground_m = float(situation.surface.ground_at(x, y)[0])
        rows.append(
            {
                "camera": number,
                "x_m": round(camera.x_m - origin.x_m, 3),
                "y_m": round(camera.y_m - origin.y_m, 3),
                "ground_m": round(ground_m - origin.height_m, 3),
                "height_m": camera.height_m,
                "azimuth_deg": camera.grid_azimuth_deg,
                "tilt_deg": camera.tilt_deg,
                "facing_deg": camera.facing_deg,
                "model": names.index(camera.model),
                **({"may_go": True} if camera.camera_id in removable else {}),
                **(
                    {"masks": [[m.picture, m.corners] for m in camera.masks]}
                    if camera.masks
                    else {}
                ),
                **({"masked": lost[camera.camera_id]} if camera.camera_id in lost else {}),
            }
        )
    return rows


def lost_points(plan: Plan, situation: Situation) -> dict[str, str]:
    """Return the demand points that masks take from each camera, packed, as the page counts them.

    The page judges sight without masks; these pairs it leaves out for cameras as planned.
    """
    if not any(camera.masks for camera in plan.cameras):
        return {}
    masked = PlanSights.of(plan, situation)
    bare = evolve(masked, masks={}, sights=evolve(masked.sights, mask_px_rad=None))
    density_px_m = situation.required_density_px_m
    free, visible = bare.coverage(density_px_m), masked.coverage(density_px_m)
    place = np.argsort(point_order(situation))
    lost = {}
    for number, camera in enumerate(plan.cameras):
        points = np.setdiff1d(free.of(number), visible.of(number))
        if points.size:
            lost[camera.camera_id] = packed(steps(np.sort(place[points])))
    return lost


def _carriers(situation: Situation, offer: Offer) -> Sites:
    """Return where a camera can hang: points that stand, sites, and carriers that are no site."""
    inputs, sites = situation.inputs, situation.sites
    if inputs.carriers is None or inputs.carriers.empty:
        return sites
    carriers = places.at_points(
        inputs.carriers,
        id_column="carrier_id",
        carrier=None,
        default_height_m=offer.mount_height_m,
    )
    allowed = places.usable(
        carriers, area=inputs.area, buildings=inputs.buildings, no_mount=inputs.no_mount
    )
    both = places.concatenate([sites, carriers.take(np.flatnonzero(allowed))])
    return places.thin(both, spacing_m=SAME_PLACE_M, keep=len(sites))


def _packed_carriers(carriers: Sites, kinds: list[str], origin: Origin, *, sites: Sites) -> str:
    """Return carriers column by column, from west to east: x, y, kind, height, facing.

    The kind is doubled, and one more where the plan had the carrier to choose.
    """
    order = np.argsort(carriers.x_m, kind="stable")
    is_site = np.arange(len(carriers))[order] < len(sites)
    carriers = carriers.take(order)
    faces: Booleans = ~np.isnan(carriers.facing_deg)
    facing = np.where(faces, np.rint(np.nan_to_num(carriers.facing_deg) * 10), -1)
    kind = np.array([kinds.index(str(name)) for name in carriers.carrier], dtype=np.int64)
    return packed(
        joined(
            (
                steps(origin.east(carriers.x_m)),
                steps(origin.north(carriers.y_m)),
                2 * kind + is_site,
                np.rint(carriers.height_m * UNITS_M).astype(np.int64),
                facing.astype(np.int64),
            )
        )
    )


def _up(value: float) -> float:
    """Return a number rounded up to nine digits, so that bounds stay bounds."""
    if value == 0 or not math.isfinite(value):
        return value
    scale = 10.0 ** (8 - math.floor(math.log10(abs(value))))
    return math.ceil(value * scale) / scale
