"""`placement documents`: what a town must write down about its cameras, filled in from a plan."""

import json
from pathlib import Path

import click

from placement.cli import options
from placement.errors import InputError, Problem
from placement.texts import LANGUAGES, text

FOLDER = Path("documents")


@click.command()
@click.argument("result", required=False, type=click.Path(path_type=Path))
@options.folder("Folder for documents.json and a page in each language.", default=FOLDER)
@click.option(
    "--law",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder with the town's own facts.csv and documents.toml.",
)
@click.option(
    "--outline",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write the tables of the package to a folder, to be changed, and nothing else.",
)
@options.shared
@click.pass_context
def command(
    context: click.Context,
    result: Path | None,
    output: Path,
    law: Path | None,
    outline: Path | None,
) -> None:
    """Fill in the documents of data protection from a plan in the folder RESULT (maps/<case>).

    Balance test, record of processing, impact assessment, sign and public notice, in Czech and
    English; what a person must write is marked.
    """
    from placement.api.results import read_plan
    from placement.cli import summary
    from placement.cli.text_table import echo
    from placement.law import documents as templates
    from placement.law import facts as legal_facts
    from placement.law.tables import packaged_tables
    from placement.output import legal_documents
    from placement.output.folder import write_files

    settings = options.settings(context)
    if outline is not None:
        write_files(outline, packaged_tables())
        settings.say("documents.outlined", folder=outline)
        if settings.json:
            summary.as_json({"outline": str(outline)})
        return
    if result is None:
        raise InputError(Problem("documents_nothing"))
    plan = read_plan(result).plan
    own = _own(law)
    drafts, facts = templates.read_templates(own), legal_facts.read_facts(own)
    plain = legal_documents.as_dict(plan, drafts, facts)
    pages = {
        f"documents-{each}.html": legal_documents.page(plan, drafts, facts, each).encode("utf-8")
        for each in LANGUAGES
    }
    content = json.dumps(plain, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    write_files(output, {"documents.json": content.encode("utf-8"), **pages})
    for document in legal_documents.filled(plan, drafts, settings.language):
        echo(
            text(
                "documents.missing",
                settings.language,
                n=document.missing,
                title=document.title,
            ),
            settings,
        )
    settings.say("documents.written", folder=output)
    if settings.json:
        summary.as_json({**plain, "output": str(output)})


def _own(law: Path | None) -> Path | None:
    """Return the town's folder of tables, which must hold one of them."""
    from placement.law.tables import DOCUMENTS, FACTS

    if law is None:
        return None
    names = (FACTS, DOCUMENTS)
    if not any((law / name).is_file() for name in names):
        raise InputError(Problem("law_nothing", str(law)))
    return law
