"""`placement study`: the feasibility study of a finished plan, as DOCX and HTML."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from placement.cli import options

if TYPE_CHECKING:  # `--help` imports nothing heavy
    from placement.output.study.word.writer import WordStudy
    from placement.pipeline.case_inputs import Inputs

FOLDER = Path("study")
DRAWING = ("placement.api.camera_looks", "matplotlib.backends.backend_agg", "PIL.Image")
"""What a second process imports before pictures are asked for."""


@click.command()
@options.result
@options.folder("Folder for study.docx, study.html and the page for the council.", default=FOLDER)
@options.case_of_result
@click.option(
    "--edition", default="", metavar="WORDS", help="Which version this is, on every page: 1.0."
)
@click.option(
    "--law",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder with the town's own facts.csv and documents.toml.",
)
@click.option(
    "--template",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The town's own DOCX: its styles, headers and texts stay, the study goes to its markers.",
)
@click.option(
    "--outline",
    is_flag=True,
    help="Write study-template.docx into the folder, to be changed for --template, and no study.",
)
@options.shared
@click.pass_context
def command(
    context: click.Context,
    result: Path,
    output: Path,
    case: Path | None,
    edition: str,
    law: Path | None,
    template: Path | None,
    *,
    outline: bool,
) -> None:
    """Write the feasibility study of a finished plan in the folder RESULT (maps/<case>).

    Chapters and annexes as grants ask for them, from the plan, the privacy part and the centre;
    what a person must write is marked. With the case at hand, smaller and larger variants are
    planned, too. council.pdf and council.html have it on one page.
    """
    from placement.cli.case_of_result import case_if_there
    from placement.cli.second_process import second_process_for
    from placement.worker import IN_PLACE, load

    settings = options.settings(context)
    town = None if outline else case_if_there(result, case)
    # before more is imported, which it does meanwhile
    second = IN_PLACE if town is None else second_process_for(town)

    from attrs import evolve

    from placement.api.camera_looks import camera_looks
    from placement.api.variants import plan_variants
    from placement.cli import summary
    from placement.cli.progress import Bar
    from placement.output import redraw
    from placement.output.folder import write_files
    from placement.output.study.contents import contents
    from placement.output.study.council.files import council_files
    from placement.output.study.page import html_bytes
    from placement.output.study.reader import read_basis
    from placement.output.study.variants import variants_of
    from placement.output.study.word.outline_template import outline_template
    from placement.output.study.word.writer import packed, word_study
    from placement.output.write import read_plan

    language = settings.language if settings.language_asked else redraw.language_of(result)
    plan = read_plan(result)
    inputs: Inputs | None = None
    looks: Mapping[str, bytes] = {}
    bar = Bar(settings)
    if town is not None:
        free = town.without_question()
        inputs = free.inputs(progress=bar, worker=second)
        second.call(load, *DRAWING)
        looks = camera_looks(free, plan, language=language, worker=second)
    basis = read_basis(
        result, language=language, plan=plan, inputs=inputs, law=law, edition=edition
    )
    plans = {} if town is None else plan_variants(town, plan, progress=bar)
    bar.done()
    study_basis = evolve(
        basis,
        variants=variants_of(basis.plan, plans, basis.centre, basis.layers),
        looks=looks,
    )
    study = contents(study_basis)
    account: dict[str, object] = {"output": str(output), "language": language}
    if outline:
        write_files(output, {"study-template.docx": packed(outline_template(study))})
    else:
        word = word_study(study, template)
        files = {"study.docx": word.content, "study.html": html_bytes(study)}
        write_files(output, {**files, **council_files(study_basis)})
        account |= _say_lacking(word, settings)
    settings.say("cli.written", folder=output)
    if settings.json:
        summary.as_json(account)


def _say_lacking(word: "WordStudy", settings: options.Settings) -> dict[str, object]:
    """Say what the template has no place and no style for; return it for programs."""
    if word.without:
        settings.say("study.without", names=word.without)
    if word.added_styles:
        settings.say("study.added_styles", names=word.added_styles)
    return {"without": list(word.without), "added_styles": list(word.added_styles)}
