"""`placement fetch`: a case folder from the live public sources, for any Czech municipality."""

import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from placement.cli import options
from placement.cli.options import Settings
from placement.cli.progress import Bar
from placement.errors import InputError, Problem
from placement.texts import Phrase, number, text

if TYPE_CHECKING:  # `--help` imports nothing heavy
    from placement.fetch import FetchedTown

ORDER = ("municipality", "ruian", "osm", "terrain", "surface", "addresses", "incidents")
STAGES = (*(f"fetch_{key}" for key in ORDER), "write")


@click.command()
@click.argument("municipality")
@options.folder("New folder of the case; data/<municipality> if not given.")
@click.option(
    "--osm",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A local .osm.pbf (or .osm) in place of Overpass.",
)
@click.option(
    "--years",
    type=click.IntRange(1, 12),
    default=3,
    show_default=True,
    help="Whole years of police incidents.",
)
@click.option(
    "--endpoints",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A TOML file whose addresses of sources go before the package's endpoints.toml.",
)
@click.option("--refresh", is_flag=True, help="Ask again for what the cache has.")
@click.option(
    "--cache",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder that keeps downloads between runs; else that of PLACEMENT_CACHE, or the user's "
    "cache folder.",
)
@options.shared
@click.pass_context
def command(
    context: click.Context,
    municipality: str,
    output: Path | None,
    osm: Path | None,
    years: int,
    endpoints: Path | None,
    refresh: bool,  # noqa: FBT001 -- click's call
    cache: Path | None,
) -> None:
    """Make a case of MUNICIPALITY (its RÚIAN code, or name) from public sources.

    Streets and more from OpenStreetMap, buildings and addresses from RÚIAN, terrain and surface
    from ČÚZK, incidents from the police. A source that fails is told, with what the case lacks; the
    exit code is 0 if streets came, else 4. What came stays in the cache, so that the next run goes
    on from there; --offline takes it from the cache alone.
    """
    from placement import fetch as sources
    from placement.output import fetched_case
    from placement.output import folder as folders

    settings = options.settings(context)
    if output is not None:
        folders.refuse_used(output)
    bar = Bar(settings, stages=STAGES)
    store = sources.Cache(
        _cache_folder(cache),
        _today(),
        offline=settings.offline,
        refresh=refresh,
        wait=_wait,
        on_bytes=bar.received,
    )
    town = sources.fetch(
        municipality.strip(),
        cache=store,
        endpoints=sources.load(endpoints),
        osm=osm,
        years=years,
        stage=lambda key: bar.stage(f"fetch_{key}"),
    )
    bar.stage("write")
    folder = output or Path("data") / (town.code or "town")
    fetched_case.write(town, folder, language=settings.language)
    bar.done()
    _say(town, folder, settings)


def _today() -> date:
    return date.today()  # noqa: DTZ011 -- the day where the user sits


def _wait(pause_s: float) -> None:
    time.sleep(pause_s)


def _cache_folder(chosen: Path | None) -> Path:
    from placement import fetch as sources

    try:
        return (chosen or sources.default_folder()) / "downloads"
    except RuntimeError as error:  # a user without a home
        raise InputError(Problem("fetch_no_cache")) from error


def _say(town: "FetchedTown", folder: Path, settings: Settings) -> None:
    from placement.cli import summary
    from placement.output import fetched_case

    language = settings.language
    for key in dict.fromkeys(used.key for used in town.used):
        used = [each for each in town.used if each.key == key]
        settings.say(
            "fetched.got",
            what=text(f"fetched.key.{key}", language),
            source=used[0].source,
            megabytes=number(sum(each.bytes for each in used) / 1e6, language, 1),
        )
        if any(each.stale for each in used):
            settings.say("fetched.stale", day=min(each.fetched for each in used))
    for name, layer in town.layers.items() if settings.verbosity > 0 else ():
        settings.say("fetched.layer", name=name, n=len(layer))
    for missing in town.missing:
        settings.say("fetched.missing", lost=fetched_case.lost(missing.key, language))
        for problem in missing.problems:
            click.echo(f"  {problem.render(language)}", err=True)
    settings.say("fetched.done", folder=folder, step=Phrase("fetched.step", {"folder": folder}))
    if settings.json:
        summary.as_json(
            {
                "case": town.name,
                "code": town.code,
                "folder": str(folder),
                "crs": town.crs,
                "layers": {name: len(layer) for name, layer in town.layers.items()},
                "rasters": sorted(town.rasters),
                "sources": [fetched_case.source_dict(used) for used in town.used],
                "missing": [
                    {"key": each.key, "problems": [p.render(language) for p in each.problems]}
                    for each in town.missing
                ],
            }
        )
