"""`placement validate`: what a plan made on earlier incidents would have seen of later ones."""

import math
from datetime import datetime
from pathlib import Path

import click

from placement import config as plan_files
from placement import evaluation, pipeline
from placement.cli import options, summary
from placement.cli.options import Settings
from placement.cli.plan import default_output, input_files
from placement.cli.progress import Bar
from placement.evaluation.results import Evaluation, Validation
from placement.output import folder as folders
from placement.output import validation as results
from placement.output.validation import Findings
from placement.pipeline.description import credit
from placement.texts import Language, number, text
from placement.visibility.kernels import r3

SUBFOLDER = "validation"
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
    default=evaluation.RING_M,
    show_default=True,
    help="How far around installed cameras displaced incidents are looked for.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the result; maps/<case>/validation if not given.",
)
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
    told = options.settings(context)
    if until is None and not installed:
        raise click.UsageError("give --until DAY, --installed, or both", context)
    if jobs is not None:
        r3.use_cores(jobs)
    file = plan_files.plan_file_of(case)
    config = plan_files.overridden(plan_files.load(file), {} if seed is None else {"seed": seed})
    target = output or default_output(file) / SUBFOLDER
    folders.refuse_foreign(target)
    bar = Bar(told)
    with pipeline.naming(file.name):
        inputs = pipeline.read(config, folder=file.parent, progress=bar)
        held = changed = None
        if until is not None:
            held = evaluation.hold_out(
                config,
                inputs,
                until=until.date(),
                new_cameras=cameras,
                error_m=error_m,
                seed=config.optimise.seed,
                progress=bar,
            )
        if installed:
            changed = evaluation.evaluate(config, inputs, ring_m=ring_m, progress=bar)
    given = config.inputs.given()
    findings = Findings(
        case=config.case.name,
        crs=config.case.crs,
        seed=config.optimise.seed,
        provenance={name: source.provenance for name, source in given.items()},
        sources={name: credit(source.source, source.licence) for name, source in given.items()},
        hold_out=held,
        installed=changed or (),
    )
    bar.stage("write")
    results.write(
        findings,
        target,
        language=told.language if told.language_asked else config.case.language,
        inputs=input_files(config, file.parent),
    )
    bar.done()
    if told.verbosity > 0:
        summary.accounts(inputs.accounts, told)
    _tell(findings, told)
    told.say("cli.written", folder=target)
    if told.json:
        summary.as_json({**results.as_dict(findings), "output": str(target)})


def _tell(findings: Findings, told: Settings) -> None:
    if findings.synthetic:
        told.say("cli.synthetic")
    if findings.hold_out is not None:
        _tell_scores(findings.hold_out, told)
    for each in findings.installed:
        _tell_change(each, told)


def _tell_scores(found: Validation, told: Settings) -> None:
    told.say(
        "validation.record",
        earlier=found.earlier,
        later=found.later,
        undated=found.undated,
        left_out=found.left_out,
    )
    if found.anonymised:
        told.say("validation.anonymised")
    for score in found.scores:
        told.say(
            "validation.row",
            method=text(f"method.{score.method}", told.language),
            cameras=number(score.new_cameras, told.language, 0),
            seen=number(100 * score.seen.value, told.language, 1),
            low=number(100 * score.seen.low, told.language, 1),
            high=number(100 * score.seen.high, told.language, 1),
            blurred=number(100 * score.seen_blurred.value, told.language, 1),
            pai=ratio(score.pai.value, told.language),
            pei=ratio(score.pei.value, told.language),
            rri=ratio(score.rri.value, told.language),
        )


def ratio(value: float, language: Language) -> str:
    """Return a ratio in words; a dash where it is one to nothing."""
    return "–" if math.isnan(value) else number(value, language, 2)


def _tell_change(each: Evaluation, told: Settings) -> None:
    low, high = each.total.interval()
    told.say(
        "validation.change",
        day=str(each.installed),
        cameras=len(each.cameras),
        before=number(each.treated[0], told.language, 0),
        after=number(each.treated[1], told.language, 0),
        local=number(each.local.estimate, told.language, 1),
        displaced=number(each.displaced.estimate, told.language, 1),
        total=number(each.total.estimate, told.language, 1),
        low=number(low, told.language, 1),
        high=number(high, told.language, 1),
    )
    if each.assumed_directions:
        told.say("validation.assumed", n=each.assumed_directions)
