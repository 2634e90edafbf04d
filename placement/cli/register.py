"""`placement register`: the town's own register of cameras, begun, checked and changed."""

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from placement.cli import options
from placement.errors import InputError, OutputError, Problem

if TYPE_CHECKING:  # `--help` imports nothing heavy
    from placement.api.register import TownRegister

Change = Callable[["TownRegister"], "TownRegister"]


@click.command()
@click.argument("source", type=click.Path(path_type=Path))
@click.option(
    "--plan",
    "newer",
    type=click.Path(path_type=Path),
    metavar="RESULT",
    help="Bring in the cameras of a newer plan; nothing that the register says is lost.",
)
@click.option(
    "--set",
    "states",
    multiple=True,
    metavar="ID=STATE",
    help="A camera's new state, or that of all cameras of a point: agreed, visited, designed, "
    "built, in service, out of service, moved, given up, or proposed again; Czech words too.",
)
@click.option(
    "--consent",
    "consents",
    multiple=True,
    metavar="ID=WHO: WHAT",
    help="A consent to a camera, or to all cameras of a point.",
)
@click.option(
    "--visit",
    "visit",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Take over what a site visit noted, as the map saved it; photos go beside the register.",
)
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Day of states and consents; today if not given.",
)
@click.option("--note", default="", help="Why, for the history; of every --set.")
@click.option("--layer", help="Layer of a GeoPackage with several.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the register here (.csv, .gpkg); a changed one goes back into its file if not "
    "given.",
)
@options.shared
@click.pass_context
def command(
    context: click.Context,
    source: Path,
    newer: Path | None,
    states: tuple[str, ...],
    consents: tuple[str, ...],
    visit: Path | None,
    day: dt.datetime | None,
    note: str,
    layer: str | None,
    output: Path | None,
) -> None:
    """Begin, check or change the town's register of cameras.

    SOURCE is the folder of a result, to begin a register with -o: what stands is in service, what
    is new is proposed. Or it is the file of a register, which is checked, and changed if an option
    says so: each state with its day is added to the history, nothing is overwritten. The plan file
    names it under [inputs.cameras] with as_register = true.
    """
    from placement.api import register as registers
    from placement.api import register_visits
    from placement.api.results import read_plan
    from placement.cli import register_texts, summary
    from placement.inputs import visit as visits

    settings = options.settings(context)
    when = (day or dt.datetime.now().astimezone()).date()
    if source.is_dir():
        if output is None:
            raise click.UsageError("Beginning a register needs -o FILE.", context)
        if output.exists():
            raise OutputError(Problem("register_exists", str(output)))
        result = read_plan(source)
        register = registers.start_register(
            result,
            day=when,
            language=settings.language,
            is_layer=output.suffix.lower() == registers.PACKAGE,
        )
    else:
        register = registers.read_register(source, layer=layer)
        register_texts.say_account(register, settings)
    if newer is not None:
        register = register.with_plan(read_plan(newer), day=when)
    register = _changed(register, [*_consents(consents, when), *_states(states, when, note)])
    if visit is not None:
        register, news = register_visits.with_visit(register, visits.read(visit))
        photos = news.write_photos((output or source).resolve().parent)
        register_texts.say_visit(news, photos, settings)
    has_changes = any((newer, states, consents, visit))
    target = output or (source if has_changes else None)
    if target is not None:
        register.write(target)
        settings.say("cli.written", folder=target)
    register_texts.say(register, settings, is_written=target is not None)
    if settings.json:
        summary.as_json(register_texts.as_dict(register, target))


def _changed(register: "TownRegister", changes: Sequence[Change]) -> "TownRegister":
    """Return the register with all changes, or raise with what is wrong with any of them."""
    problems: list[Problem] = []
    for change in changes:
        try:
            register = change(register)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return register


def _states(texts: Sequence[str], day: dt.date, note: str) -> list[Change]:
    """Return the changes of state that were asked for."""
    from placement.inputs.cameras.vocabulary import state_of

    def change(text: str) -> Change:
        name, word = _parted(text, "--set", "ID=STATE")

        def apply(register: "TownRegister") -> "TownRegister":
            state = state_of(word)
            if state is None:
                values = {"n": 1, "rows": "–", "found": word}
                raise InputError(Problem("register_state_unknown", "--set", values=values))
            return register.with_state(name, state, day=day, note=note)

        return apply

    return [change(text) for text in texts]


def _consents(texts: Sequence[str], day: dt.date) -> list[Change]:
    """Return the consents that were noted."""

    def change(text: str) -> Change:
        name, consent = _parted(text, "--consent", "ID=WHO: WHAT")
        return lambda register: register.with_consent(name, consent, day=day)

    return [change(text) for text in texts]


def _parted(text: str, option: str, form: str) -> tuple[str, str]:
    name, _, rest = (part.strip() for part in text.partition("="))
    if not name or not rest:
        raise click.BadParameter(f"{text!r} is not {form}.", param_hint=option)
    return name, rest
