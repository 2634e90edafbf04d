"""What a page says of people's homes in the picture: all of it inside, what may be said outside."""

from collections.abc import Iterator

from placement.plan.plan import Plan
from placement.plan.privacy import PlanPrivacy
from placement.plan.public import AnyPlan, PublicPlan
from placement.texts import NO_BREAK_SPACE, Language, number, text


def privacy_sentences(plan: AnyPlan, language: Language) -> Iterator[str]:
    """Yield what of homes is in the picture, what is assumed, and what masks cover.

    In the public edition that it was worked out and whether masks cover homes, but no figure: areas
    by place would say where cameras look.
    """
    if isinstance(plan, PublicPlan):
        yield text(f"homes.{'public' if plan.homes_assessed else 'not_assessed'}", language)
        if plan.homes_masked:
            yield text("homes.public_masked", language)
        return
    if plan.privacy is None:
        yield text("homes.not_assessed", language)
        return
    yield from _figures(plan, plan.privacy, language)
    yield text(f"homes.{'masked' if has_masks(plan) else 'not_masked'}", language)
    yield text("homes.assumed", language)


def has_masks(plan: Plan) -> bool:
    """Return whether any camera's picture has masks."""
    return any(camera.masks for camera in plan.cameras)


def _figures(plan: Plan, privacy: PlanPrivacy, language: Language) -> Iterator[str]:
    """Yield areas of today and of the last phase at both densities."""
    today, target = privacy.of_phase(0), privacy.of_phase(len(plan.phases) - 1)
    low, high = (
        f"{number(each, language)}{NO_BREAK_SPACE}px/m" for each in privacy.thresholds_px_m
    )

    def area(value_m2: float) -> str:
        return f"{number(round(value_m2), language)}{NO_BREAK_SPACE}m²"

    yield text(
        "homes.facade",
        language,
        today=area(today.home_once_m2[0]),
        target=area(target.home_once_m2[0]),
        density=low,
    )
    yield text("homes.near", language, target=area(target.home_once_m2[1]), density=high)
    yield text("homes.reachable", language, target=area(target.home_reachable_once_m2[0]))
    if privacy.ground != "none":
        yield text("homes.ground", language, target=area(target.ground_once_m2[0]))
