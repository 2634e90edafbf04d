"""`placement demand`: where incidents are expected, and which streets really stand out."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from placement.cli import options
from placement.cli.progress import Bar
from placement.texts import number, text

if TYPE_CHECKING:  # `--help` imports nothing heavy
    from placement.demand.hotspots import Null
    from placement.pipeline import Assessment

STAGES = ("read", "demand", "hot", "write")
FOLDER = "demand"
NULLS = ("town", "district", "street_class")
"""Values of `demand.hotspots.Null`."""
MOST_NAMED = 10


@click.command()
@options.case
@options.folder("Folder of the result; maps/<case>/demand if not given.")
@click.option(
    "--compare-with",
    type=click.Choice(NULLS),
    default="town",
    show_default=True,
    help="Rate per street metre that chance would give: the town's, or that of the district or "
    "class of street.",
)
@options.shared
@click.pass_context
def command(context: click.Context, case: Path, output: Path | None, compare_with: "Null") -> None:
    """Show where incidents are expected in CASE, and which streets really stand out."""
    from placement.api.case import read_case
    from placement.api.planning import street_demand
    from placement.cli import summary
    from placement.output import folder as folders
    from placement.output.demand import folder as demand_folder

    settings = options.settings(context)
    town = read_case(case)
    target = output or options.default_output(town) / FOLDER
    folders.refuse_foreign(target)
    bar = Bar(settings, stages=STAGES)
    assessment = street_demand(town, compared_with=compare_with, progress=bar)
    bar.stage("write")
    demand_folder.write(
        assessment,
        target,
        language=options.language_of(settings, town),
        inputs=town.input_files,
    )
    bar.done()
    accounts = assessment.inputs.accounts
    if settings.verbosity > 0:
        summary.accounts(accounts, settings)
    _say(assessment, settings)
    settings.say("cli.written", folder=target)
    if settings.json:
        rows = [summary.account_dict(account, settings) for account in accounts]
        figures = demand_folder.summary(assessment, most=None)
        summary.as_json({**figures, "inputs": rows, "output": str(target)})


def _say(assessment: "Assessment", settings: options.Settings) -> None:
    """Say what stands out, and what the data do not allow to be said."""
    if assessment.synthetic:
        settings.say("cli.synthetic")
    for assumption in assessment.assumptions:
        settings.say(f"assumption.{assumption}")
    hot, language = assessment.hot, settings.language
    if hot.resolution == "none":
        return
    settings.say(
        f"demand.found.{hot.resolution}",
        share=number(100 * hot.hot_share, language, 1),
        against=text(f"demand.compared_with.{hot.compared_with}", language),
        gi=number(100 * hot.gi_share, language, 1),
    )
    if hot.at_edge:
        settings.say("demand.at_edge", left=hot.at_edge, tests=hot.tests)
    for row in hot.listed.head(MOST_NAMED).itertuples():
        place = ", ".join(
            str(part)
            for part in (row.street or text("demand.unnamed", language), row.district)
            if part
        )
        crossings = " – ".join(str(part) for part in (row.crossing_from, row.crossing_to) if part)
        settings.say(
            "demand.hot_street",
            kind=text(f"demand.kind.{row.kind}", language),
            place=f"{place} ({crossings})" if crossings else place,
            incidents=int(row.incidents),
            length=number(float(row.length_m), language, 0),
            ratio=number(float(row.rate_ratio), language, 1),
        )
    if len(hot.listed) > MOST_NAMED:
        settings.say("demand.more", more=len(hot.listed) - MOST_NAMED)
