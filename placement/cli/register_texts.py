"""What `placement register` says: states, what a plan or a visit news, problems to come."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import asdict, evolve

from placement.cli import summary
from placement.cli.options import Settings
from placement.inputs.tables.row_notes import first_few

if TYPE_CHECKING:  # `--help` imports nothing heavy
    from placement.api.register import TownRegister
    from placement.api.register_visits import VisitNews


def say_account(register: "TownRegister", settings: Settings) -> None:
    """Say what of the register's file was read, and every note on it."""
    if register.account is not None:
        account = register.account
        summary.given_list(evolve(account, dropped={}, rows_kept=account.rows_read), settings)


def say(register: "TownRegister", settings: Settings, *, is_written: bool) -> None:
    """Say the states, and what a newer plan or a visit news."""
    states = summary.states_text(register.states, settings.language)
    settings.say("register.done.states", states=states)
    news = register.news
    if news is not None:
        for kind, names in asdict(news).items():
            if names:
                settings.say(f"register.done.{kind}", n=len(names), cameras=first_few(names))
    unwritten = _unwritten(register)
    if unwritten and not is_written:
        settings.say("register.done.unwritten", cameras=first_few(unwritten))


def say_visit(news: "VisitNews", photos: int, settings: Settings) -> None:
    """Say what a site visit news, and what of it could not be taken over."""
    settings.say("register.done.visited", n=len(news.visited))
    if photos:
        settings.say("register.done.photos", n=photos)
    for kind in ("only_noted", "unknown"):
        names = getattr(news, kind)
        if names:
            settings.say(f"register.done.visit_{kind}", cameras=first_few(names))


def as_dict(register: "TownRegister", target: Path | None) -> dict[str, Any]:
    """Return the same as plain values."""
    return {
        "output": None if target is None else str(target),
        "states": dict(register.states),
        **({} if register.news is None else asdict(register.news)),
        "unwritten": _unwritten(register) if target is None else [],
    }


def _unwritten(register: "TownRegister") -> list[str]:
    records: Iterable[Any] = register.records.values()
    return [record.camera_id for record in records if record.unwritten]
