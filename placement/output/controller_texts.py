"""What is said of the controller of the recordings, on the page and in the documents."""

import math
from collections.abc import Iterator

from placement.output.wording import printable
from placement.plan.controller import Controller
from placement.texts import Language, text

HOURS_A_DAY = 24


def controller_sentences(controller: Controller | None, language: Language) -> Iterator[str]:
    """Yield who answers for the recordings, how to reach them, and how long they are kept.

    What the town does not say is left out; a town that says nothing is told so.
    """
    words = controller_words(controller, language)
    if controller is None:
        yield text("controller.unknown", language)
        return
    yield text("controller.name", language, controller=words["controller"])
    for name in ("contact", "officer", "retention", "web"):
        if words[name]:
            yield text(f"controller.{name}", language, **{name: words[name]})
    if words["retention_reason"]:
        yield text("controller.reason", language, reason=words["retention_reason"])


def controller_words(controller: Controller | None, language: Language) -> dict[str, str]:
    """Return who answers for the recordings, how to reach them, and how long they are kept."""
    if controller is None:
        return {}
    officer = ", ".join(filter(None, (controller.officer, controller.officer_email)))
    contact = ", ".join(filter(None, (controller.email, controller.phone, controller.address)))
    return {
        "controller": printable(", ".join(filter(None, (controller.name, controller.address)))),
        "officer": printable(officer),
        "contact": printable(contact),
        "web": printable(controller.web),
        "retention": retention(controller, language),
        "retention_reason": printable(controller.retention_reason),
    }


def retention(controller: Controller, language: Language) -> str:
    """Return how long recordings are kept, in days, or in hours where those are not whole."""
    days = controller.retention_days
    if days is None:
        return ""
    if math.isclose(days, round(days)):
        return text("documents.days", language, n=round(days))
    return text("documents.hours", language, n=round(days * HOURS_A_DAY))
