"""What a command says about a plan by night: its hours and light, and what it sees then."""

from placement.cli.options import Settings
from placement.demand.day_night import factors
from placement.plan import PhaseResult, Plan
from placement.texts import Phrase, number, percentage


def say(plan: Plan, settings: Settings) -> None:
    """Say when it is night, what it counts, what lights it, and how many hours are not known."""
    language, facts = settings.language, plan.night
    if facts is None:
        return
    by_day, by_night = factors(facts.share)
    is_lit = facts.lamps > 0 and facts.lit_radius_m > 0
    settings.say(
        "cli.night" if is_lit else "cli.night_dark",
        hours=f"{facts.hours[0]}–{facts.hours[1]}",
        by_day=number(by_day, language),
        by_night=number(by_night, language),
        lamps=Phrase("cli.lamps", {"n": facts.lamps}),
        radius=number(facts.lit_radius_m, language),
        lit=percentage(facts.lit_share, 1.0, language),
    )
    if facts.unknown_hours:
        share = percentage(facts.unknown_share, 1.0, language)
        settings.say("cli.hours_unknown", n=facts.unknown_hours, share=share)


def say_phase(plan: Plan, phase: PhaseResult, settings: Settings) -> None:
    """Say what a phase sees by day and by night; nothing in a plan that has no night."""
    shares = plan.shares_by_time(phase)
    if shares is not None:
        day, night = (percentage(share, 1.0, settings.language) for share in shares)
        settings.say("cli.by_time", day=day, night=night)
