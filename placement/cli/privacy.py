"""What a command says of people's homes in the picture of a plan's cameras."""

from typing import Any

from attrs import asdict

from placement.cli.options import Settings
from placement.plan import TODAY, Plan
from placement.texts import Language, number, text


def say(plan: Plan, settings: Settings) -> None:
    """Say how much façade and private ground is in the picture, today and at the target."""
    privacy, language = plan.privacy, settings.language
    if privacy is None:
        return
    today, target = privacy.of_phase(TODAY), privacy.of_phase(plan.final.phase)
    personal, near = (number(each, language) for each in privacy.thresholds_px_m)
    settings.say(
        "cli.home_facades",
        personal=personal,
        today=_area(today.home_m2[0], language),
        target=_area(target.home_m2[0], language),
        once=_area(target.home_once_m2[0], language),
    )
    settings.say(
        "cli.home_facades_near",
        near=near,
        close=_area(target.home_m2[1], language),
        windows=_area(privacy.windows_m2(target.home_m2)[0], language),
    )
    if target.home_reachable_m2[0] > target.home_m2[0]:
        reachable = _area(target.home_reachable_m2[0], language)
        settings.say("cli.home_facades_reachable", reachable=reachable)
    if privacy.ground != "none":
        settings.say(
            "cli.private_ground",
            today=_area(today.ground_m2[0], language),
            target=_area(target.ground_m2[0], language),
            source=text(f"cli.ground_{privacy.ground}", language),
        )
    settings.say("cli.homes", personal=personal, today=today.homes[0], target=target.homes[0])
    if privacy.unknown_houses:
        key = "cli.uses_unknown_home" if privacy.unknown_as_home else "cli.uses_unknown_other"
        settings.say(key, n=privacy.unknown_houses)


def totals_dict(plan: Plan) -> dict[str, Any]:
    """Return what of homes is in the picture as plain values, without single cameras."""
    if plan.privacy is None:
        return {}
    plain = asdict(plan.privacy)
    del plain["cameras"]
    return {"privacy": plain}


def _area(area_m2: float, language: Language) -> str:
    return number(area_m2, language, 0)
