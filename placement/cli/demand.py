"""`placement demand`: where incidents are expected, and which streets really stand out."""

from pathlib import Path
from typing import get_args

import click

from placement import config as plan_files
from placement import pipeline
from placement.cli import options, summary
from placement.cli.plan import default_output, input_files
from placement.cli.progress import Bar
from placement.demand.hotspots import Null
from placement.output import folder as folders
from placement.output.demand import folder as demand_folder
from placement.pipeline import Assessment
from placement.texts import number, text

STAGES = ("read", "demand", "hot", "write")
FOLDER = "demand"
MOST_NAMED = 10


@click.command()
@options.case
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the result; maps/<case>/demand if not given.",
)
@click.option(
    "--compare-with",
    type=click.Choice(get_args(Null)),
    default="town",
    show_default=True,
    help="Rate per street metre that chance would give: the town's, or that of the district or "
    "class of street.",
)
@options.shared
@click.pass_context
def command(context: click.Context, case: Path, output: Path | None, compare_with: Null) -> None:
    """Show where incidents are expected in CASE, and which streets really stand out."""
    told = options.settings(context)
    file = plan_files.plan_file_of(case)
    config = plan_files.load(file)
    target = output or default_output(file) / FOLDER
    folders.refuse_foreign(target)
    bar = Bar(told, stages=STAGES)
    with pipeline.naming(file.name):
        inputs = pipeline.read(config, folder=file.parent, progress=bar)
        made = pipeline.assess(config, inputs, compared_with=compare_with, progress=bar)
    bar.stage("write")
    demand_folder.write(
        made,
        target,
        language=told.language if told.language_asked else config.case.language,
        inputs=input_files(config, file.parent),
    )
    bar.done()
    if told.verbosity > 0:
        summary.accounts(inputs.accounts, told)
    _say(made, told)
    told.say("cli.written", folder=target)
    if told.json:
        found = [summary.account_dict(account, told) for account in inputs.accounts]
        figures = demand_folder.summary(made, most=None)
        summary.as_json({**figures, "inputs": found, "output": str(target)})


def _say(made: Assessment, told: options.Settings) -> None:
    """Say what stands out, and what the data do not allow to be said."""
    if made.synthetic:
        told.say("cli.synthetic")
    for assumption in made.assumptions:
        told.say(f"assumption.{assumption}")
    hot, language = made.hot, told.language
    if hot.resolution == "none":
        return
    told.say(
        f"demand.found.{hot.resolution}",
        share=number(100 * hot.hot_share, language, 1),
        against=text(f"demand.compared_with.{hot.compared_with}", language),
        gi=number(100 * hot.gi_share, language, 1),
    )
    if hot.at_edge:
        told.say("demand.at_edge", left=hot.at_edge, tests=hot.tests)
    for row in hot.listed.head(MOST_NAMED).itertuples():
        place = ", ".join(
            str(part)
            for part in (row.street or text("demand.unnamed", language), row.district)
            if part
        )
        crossings = " – ".join(str(part) for part in (row.crossing_from, row.crossing_to) if part)
        told.say(
            "demand.hot_street",
            kind=text(f"demand.kind.{row.kind}", language),
            place=f"{place} ({crossings})" if crossings else place,
            incidents=int(row.incidents),
            length=number(float(row.length_m), language, 0),
            ratio=number(float(row.rate_ratio), language, 1),
        )
    if len(hot.listed) > MOST_NAMED:
        told.say("demand.more", more=len(hot.listed) - MOST_NAMED)
