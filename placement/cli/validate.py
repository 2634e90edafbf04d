"""`placement validate`: what a plan made on earlier incidents would have seen of later ones."""

import math
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from placement.cli import options
from placement.cli.options import Settings
from placement.cli.progress import Bar
from placement.texts import Language, number, text

if TYPE_CHECKING:  # `--help` imports nothing heavy
    from placement.evaluation.results import Evaluation, Validation
    from placement.output.validation import Findings

SUBFOLDER = "validation"
RING_M = 200.0
"""As `evaluation.RING_M`. [m]"""
DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%Y-%m", "%Y")


@click.command()
@options.case
@click.option(
    "--until",
    type=click.DateTime(DAYS),
    metavar="DAY",
    help="Plan on the incidents before this day, count those from it on (YYYY-MM-DD).",
)
@click.option(
    "--installed",
    is_flag=True,
    help="Evaluate cameras with a date in the column `installed` of the cameras: before and after.",
)
@click.option(
    "--cameras",
    type=click.IntRange(1, 100_000),
    help="New cameras of every plan, money no object; if not given, those and the money of the "
    "plan file's phases.",
)
@click.option(
    "--error-m",
    type=options.Measure(0, 1000),
    help="Standard error of recorded positions; from the data if not given.",
)
@click.option(
    "--ring-m",
    type=options.Measure(1, 5000),
    default=RING_M,
    show_default=True,
    help="How far around installed cameras displaced incidents are looked for.",
)
@options.folder("Folder of the result; maps/<case>/validation if not given.")
@options.seed
@options.jobs
@options.shared
@click.pass_context
def command(
    context: click.Context,
    case: Path,
    until: datetime | None,
    installed: bool,  # noqa: FBT001 -- click's call
    cameras: int | None,
    error_m: float | None,
    ring_m: float,
    output: Path | None,
    seed: int | None,
    jobs: int | None,
) -> None:
    """Judge plans for CASE by incidents they could not know."""
    from placement.api.case import read_case
    from placement.api.evaluation import validate_case
    from placement.cli import summary
    from placement.output import folder as folders
    from placement.output import validation as results
    from placement.visibility.kernels import r3

    settings = options.settings(context)
    if until is None and not installed:
        raise click.UsageError("give --until DAY, --installed, or both", context)
    if jobs is not None:
        r3.use_cores(jobs)
    town = read_case(case).with_options(seed=seed)
    target = output or options.default_output(town) / SUBFOLDER
    folders.refuse_foreign(target)
    bar = Bar(settings)
    findings = validate_case(
        town,
        until=None if until is None else until.date(),
        installed=installed,
        new_cameras=cameras,
        error_m=error_m,
        ring_m=ring_m,
        progress=bar,
    )
    bar.stage("write")
    results.write(
        findings,
        target,
        language=options.language_of(settings, town),
        inputs=town.input_files,
    )
    bar.done()
    if settings.verbosity > 0:
        summary.accounts(town.inputs().accounts, settings)
    _say(findings, settings)
    settings.say("cli.written", folder=target)
    if settings.json:
        summary.as_json({**results.as_dict(findings), "output": str(target)})


def _say(findings: "Findings", settings: Settings) -> None:
    if findings.synthetic:
        settings.say("cli.synthetic")
    if findings.hold_out is not None:
        _say_scores(findings.hold_out, settings)
    for each in findings.installed:
        _say_change(each, settings)


def _say_scores(validation: "Validation", settings: Settings) -> None:
    settings.say(
        "validation.record",
        earlier=validation.earlier,
        later=validation.later,
        undated=validation.undated,
        left_out=validation.left_out,
    )
    if validation.anonymised:
        settings.say("validation.anonymised")
    for score in validation.scores:
        settings.say(
            "validation.row",
            method=text(f"method.{score.method}", settings.language),
            cameras=number(score.new_cameras, settings.language, 0),
            seen=number(100 * score.seen.value, settings.language, 1),
            low=number(100 * score.seen.low, settings.language, 1),
            high=number(100 * score.seen.high, settings.language, 1),
            blurred=number(100 * score.seen_blurred.value, settings.language, 1),
            pai=ratio(score.pai.value, settings.language),
            pei=ratio(score.pei.value, settings.language),
            rri=ratio(score.rri.value, settings.language),
        )


def ratio(value: float, language: Language) -> str:
    """Return a ratio in words; a dash where it is one to nothing."""
    return "–" if math.isnan(value) else number(value, language, 2)


def _say_change(each: "Evaluation", settings: Settings) -> None:
    low, high = each.total.interval()
    settings.say(
        "validation.change",
        day=str(each.installed),
        cameras=len(each.cameras),
        before=number(each.treated[0], settings.language, 0),
        after=number(each.treated[1], settings.language, 0),
        local=number(each.local.estimate, settings.language, 1),
        displaced=number(each.displaced.estimate, settings.language, 1),
        total=number(each.total.estimate, settings.language, 1),
        low=number(low, settings.language, 1),
        high=number(high, settings.language, 1),
    )
    if each.assumed_directions:
        settings.say("validation.assumed", n=each.assumed_directions)
