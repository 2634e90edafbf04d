"""`Offer`: what a plan may buy, and for how much: models, points on carriers, all money."""

import math
from collections.abc import Mapping

from attrs import frozen

from placement.pipeline.situation import Situation


@frozen
class Offer:
    """What the plan file offers a plan."""

    for_sale: tuple[bool, ...]
    """Of each model, whether it may be bought."""
    point_czk: Mapping[str, float]
    """Price of a new point by its carrier. [Kč]"""
    default_point_czk: float
    """Of a point on any other carrier. [Kč]"""
    cameras_per_point: int
    mount_height_m: float
    """Of a camera on a carrier of unknown height, or on none. [m]"""
    budget_czk: float | None
    """Of all phases together; None where some has no limit. [Kč]"""
    removable: frozenset[str] = frozenset()
    """Cameras in service that the plan may take down."""
    removal_czk: float = 0.0
    """Price of taking one down. [Kč]"""

    def point_price_czk(self, carrier: str) -> float:
        """Return the price of a new point on a carrier. [Kč]"""
        return self.point_czk.get(carrier, self.default_point_czk)


def offer_of(situation: Situation) -> Offer:
    """Return what the plan file of a situation offers."""
    config = situation.config
    budgets = [phase.budget_czk for phase in config.phases]
    limited = [budget for budget in budgets if budget is not None]
    prices = dict(config.sites.point_cost_czk)
    default_czk = prices.pop("default", 0.0)
    return Offer(
        tuple(camera.buy for camera in config.camera_models),
        prices,
        default_czk,
        config.sites.cameras_per_point,
        config.sites.mount_height_m,
        math.fsum(limited) if budgets and len(limited) == len(budgets) else None,
        situation.removable_ids,
        config.existing.removal_czk or 0.0,
    )
