"""What a command says about homes in view: how much, what was paid, limits and what they cost."""

from placement.cli.options import Settings
from placement.plan import Plan
from placement.plan.privacy_choice import AreaLimit, PrivacyChoice
from placement.texts import Phrase, number, percentage


def say(plan: Plan, settings: Settings) -> None:
    """Say what homes in view did to the choice; nothing where they play no part in it."""
    choice = plan.privacy_choice
    if choice is None:
        return
    language = settings.language
    settings.say(
        f"cli.homes_{choice.in_view}",
        area=number(choice.area_m2[-1], language, 0),
        today=number(choice.area_m2[0], language, 0),
        density=number(choice.density_px_m, language),
    )
    for limit in choice.limits:
        _limit(limit, settings)
    if choice.price_per_m2:
        settings.say(
            "cli.homes_price",
            paid=number(choice.paid, language, 1),
            price=number(choice.price_per_m2, language, 4),
        )
    if choice.left_out:
        settings.say("cli.homes_left_out", n=choice.left_out)
    if choice.over:
        settings.say("cli.homes_over", n=len(choice.over), cameras=choice.over)
    _without(plan, choice, settings)
    _knee(plan, choice, settings)


def _limit(limit: AreaLimit, settings: Settings) -> None:
    settings.say(
        "cli.homes_limit_reached" if limit.reached else "cli.homes_limit",
        name=limit.name or Phrase("limit.whole"),
        asked=number(limit.asked_m2, settings.language, 0),
        used=number(limit.used_m2, settings.language, 0),
    )


def _without(plan: Plan, choice: PrivacyChoice, settings: Settings) -> None:
    """Say what the target would see if nothing were asked for homes, and what that costs."""
    if choice.free_value is None or choice.free_bound is None:
        return
    language, whole = settings.language, plan.demand_total
    lost = max(choice.free_value - plan.final.value - plan.final.extra, 0.0)
    settings.say(
        "cli.homes_free",
        share=percentage(choice.free_value, whole, language),
        bound=percentage(choice.free_bound, whole, language),
        area=number(choice.free_area_m2 or 0.0, language, 0),
        cost=percentage(lost, whole, language),
    )


def _knee(plan: Plan, choice: PrivacyChoice, settings: Settings) -> None:
    curve = choice.curve
    if curve is None or curve.knee_m2 is None:
        return
    language = settings.language
    at = next(point for point in curve.points if point.most_m2 == curve.knee_m2)
    settings.say(
        "cli.homes_knee",
        area=number(curve.knee_m2, language, 0),
        share=percentage(at.value, plan.demand_total, language),
        last=number(curve.points[-1].most_m2, language, 0),
    )
