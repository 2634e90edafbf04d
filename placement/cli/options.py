"""Options that several commands share: one meaning each, said once."""

import hashlib
import locale
import logging
import math
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click
from attrs import evolve, frozen

from placement.cli import stdout
from placement.texts import LANGUAGES, Language, plain, text

if TYPE_CHECKING:  # `placement --help` imports nothing heavy
    from placement.api.case import Case

Command = TypeVar("Command", bound=Callable[..., Any])
META = "placement.settings"
LONGEST_SLUG = 60
"""Letters of a question in the name of its folder; a longer one ends in a digest."""


@frozen
class Settings:
    """What every command is told about its messages."""

    language: Language = "en"
    language_asked: bool = False
    """Whether `--lang` was given, rather than taken from the system."""
    json: bool = False
    verbosity: int = 0
    offline: bool = False

    def say(self, key: str, **values: object) -> None:
        """Write a message to standard error, unless told to be quiet."""
        if self.verbosity >= 0:
            click.echo(text(key, self.language, **values), err=True)


def system_language() -> Language:
    """Return Czech on a Czech system, English elsewhere."""
    name = locale.getlocale()[0] or ""
    return "cs" if name.lower().startswith(("cs", "czech")) else "en"


def settings(context: click.Context) -> Settings:
    """Return the settings of the running command."""
    chosen = context.meta.get(META)
    return chosen if isinstance(chosen, Settings) else Settings(system_language())


def language_of(chosen: Settings, case: "Case") -> Language:
    """Return the language of what is written: `--lang`, or else the plan file's."""
    return chosen.language if chosen.language_asked else case.language


def default_output(case: "Case") -> Path:
    """Return `maps/<case>` below the current folder; the case is the plan file's folder.

    The answer of a what-if question has a folder of its own, named by the question.
    """
    name = case.folder.resolve().name
    question = case.config.what_if
    if question is None:
        return Path("maps") / name
    parts = [
        f"{key.removesuffix('_czk')} {f'{value:.15g}' if isinstance(value, float) else value}"
        for key, values in question.model_dump(exclude_defaults=True).items()
        for value in (values if isinstance(values, tuple | list) else (values,))
    ]
    slug = "-".join(plain(" ".join(parts).removesuffix(" True")).split())
    if len(slug) > LONGEST_SLUG:
        digest = hashlib.sha256(" ".join(parts).encode()).hexdigest()[:8]
        slug = f"{slug[:LONGEST_SLUG].rstrip('-')}-{digest}"
    return Path("maps") / f"{name}-what-if-{slug}"


class Measure(click.FloatRange):
    """A finite number within limits; click's own range lets NaN through."""

    name = "number"

    def convert(
        self,
        value: Any,  # noqa: ANN401 -- click's signature
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> float:
        """Return the number."""
        number = float(super().convert(value, param, ctx))
        if not math.isfinite(number):
            self.fail(f"{value!r} is not a finite number", param, ctx)
        return number


class LonLat(click.ParamType[tuple[float, float]]):
    """Longitude and latitude, as in 13.6103,50.5985."""

    name = "lon,lat"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[float, float]:
        """Return the two numbers."""
        try:
            lon, lat = (float(part) for part in str(value).split(","))
        except ValueError:
            self.fail(f"{value!r} is not LON,LAT in degrees", param, ctx)
        if not (math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90):
            self.fail(f"{value!r} is not LON,LAT in degrees", param, ctx)
        return lon, lat


def shared(command: Command) -> Command:
    """Add the options of every command; the command's function gets `settings`."""
    for option in (_verbose, _quiet, _json, _language, _offline):
        command = option(command)
    return _aside(command)


def _aside(command: Command) -> Command:
    """Return a command's function during which what libraries print is no data."""

    @wraps(command)
    def run(*args: Any, **keywords: Any) -> Any:  # noqa: ANN401 -- passes through
        with stdout.aside():
            return command(*args, **keywords)

    return cast("Command", run)


def folder(help_text: str, *, default: Path | None = None) -> Callable[[Command], Command]:
    """Return the option `--output` of a command that writes a folder; its default is shown."""
    return click.option(
        "-o",
        "--output",
        type=click.Path(path_type=Path, file_okay=False),
        default=default,
        show_default=default is not None,
        help=help_text,
    )


case = click.argument("case", type=click.Path(path_type=Path))
output = folder("Folder of the result; maps/<case> if not given.")
result = click.argument("result", type=click.Path(path_type=Path))
case_of_result = click.option(
    "--case",
    type=click.Path(path_type=Path),
    help="Folder of the case the result was made from; data/<result> if not given.",
)
seed = click.option("--seed", type=click.IntRange(0, 2**31), help="Seed of every random choice.")
jobs = click.option(
    "--jobs", type=click.IntRange(1, 4096), help="Processor cores to use; all if not given."
)
alternatives = click.option(
    "--alternatives",
    "other_plans",
    type=click.IntRange(0, 9),
    metavar="N",
    help="Look for N other plans, at most 1 % worse, that differ most.",
)
curve = click.option(
    "--curve",
    is_flag=True,
    help="Work out what any number of cameras from today's to 100 or the target gives, and any sum "
    "of money up to that of the plan.",
)
fix = click.option(
    "--fix",
    multiple=True,
    metavar="PLACE",
    help="What if a camera stood exactly at LON,LAT[,azimuth[,model]] or Y,X in S-JTSK, or at the "
    "point of this id? Further: height=, tilt=, azimuth=, model=.",
)
forbid = click.option(
    "--forbid",
    multiple=True,
    metavar="ID",
    help="What if there were no camera or point of this id, or none at LON,LAT?",
)
move = click.option(
    "--move",
    multiple=True,
    metavar="ID=PLACE",
    help="What if the camera of this id hung at LON,LAT[,azimuth], or only looked elsewhere: "
    "ID=azimuth=90?",
)
setting = click.option(
    "--set",
    "settings_asked",
    multiple=True,
    metavar="KEY=VALUE",
    help="What if this key of the plan file had this value? As in sites.mount_height_m=5.5; a "
    "list's entry by its name or number.",
)
budget = click.option(
    "--budget",
    "budget_czk",
    type=Measure(0, 1e12),
    metavar="CZK",
    help="What if there were so much money, in one phase?",
)
cameras = click.option(
    "--cameras",
    type=click.IntRange(0, 100_000),
    metavar="N",
    help="What if there were so many cameras in the end?",
)
only = click.option(
    "--only",
    is_flag=True,
    help="Plan nothing else anew: the plan stays, but for what is asked.",
)


def _remember(context: click.Context, **changes: Any) -> None:  # noqa: ANN401 -- passes through
    now = settings(context)
    context.meta[META] = evolve(now, **changes)


def _set_language(context: click.Context, _: click.Parameter, value: Language | None) -> None:
    if value is not None:
        _remember(context, language=value, language_asked=True)


def _set_json(context: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001 -- click's call
    if value:
        _remember(context, json=True)


def _set_offline(context: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001 -- click's call
    if value:
        _remember(context, offline=True)


def _set_verbosity(sign: int) -> Callable[[click.Context, click.Parameter, int], None]:
    def remember(context: click.Context, _: click.Parameter, value: int) -> None:
        if value:
            _remember(context, verbosity=sign * value)
            logging.getLogger("placement").setLevel(logging.DEBUG if sign > 0 else logging.ERROR)

    return remember


_language = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    is_eager=True,
    expose_value=False,
    callback=_set_language,
    help="Language of messages and maps: cs or en; the system's if not given.",
)
_json = click.option(
    "--json",
    "as_json",
    is_flag=True,
    expose_value=False,
    callback=_set_json,
    help="Write a machine-readable summary to standard output.",
)
_verbose = click.option(
    "-v",
    "--verbose",
    count=True,
    expose_value=False,
    callback=_set_verbosity(1),
    help="Say more: what became of every input's rows.",
)
_quiet = click.option(
    "-q",
    "--quiet",
    count=True,
    expose_value=False,
    callback=_set_verbosity(-1),
    help="Say nothing but errors.",
)
_offline = click.option(
    "--offline",
    is_flag=True,
    expose_value=False,
    callback=_set_offline,
    help="Never use the network; only `fetch` ever does.",
)
