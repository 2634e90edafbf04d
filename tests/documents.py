"""Parts of the documents that follow from the code.

`python -m tests.documents` writes them anew between their marks, `<!-- generated: NAME -->` and
`<!-- /generated -->`; `tests/test_documents.py` says when that is to be done.
"""

import ast
import inspect
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path

import click

import placement
from placement import schema
from placement.cli.main import COMMANDS
from placement.config.reference import reference
from placement.output.layer_tables import layer_tables
from placement.plan.camera_columns import COLUMNS
from placement.plan.column import DEMAND, CameraColumn
from placement.schema import Table
from placement.texts import catalogue
from tests.output.list_changes import of_list_changes

ROOT = Path(__file__).parents[1]
DOCUMENTS = (
    *(ROOT / name for name in ("README.md", "DESIGN.md", "CONTRIBUTING.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
)


def of_commands() -> str:
    """Return every command with its arguments and options."""
    return "\n\n".join("\n".join(_of_command(name)) for name in COMMANDS)


def _of_command(name: str) -> Iterator[str]:
    command: click.Command = import_module(f"placement.cli.{name}").command
    arguments = [p.human_readable_name for p in command.params if isinstance(p, click.Argument)]
    yield f"## `placement {' '.join([name, *arguments])}`\n"
    yield f"{inspect.cleandoc(command.help or '')}\n"
    yield "| option | meaning |\n|---|---|"
    for option in command.params:
        if isinstance(option, click.Option):
            yield f"| {_option(option)} | {_meaning(option)} |"


def _option(option: click.Option) -> str:
    names = ", ".join(f"`{each}`" for each in sorted(option.opts, key=len))
    if option.is_flag or option.count:
        return names
    if isinstance(option.type, click.Choice):
        return f"{names} {', '.join(str(choice) for choice in option.type.choices)}"
    return f"{names} {option.metavar or option.type.name.upper().removesuffix(' RANGE')}"


def _meaning(option: click.Option) -> str:
    text = (option.help or "").replace("|", "\\|")
    if option.required:
        return f"{text} Required."
    return f"{text} Default: {option.default}." if option.show_default else text


def of_names() -> str:
    """Return the signature and docstring of every name of the front door."""
    return "\n\n".join(_of_name(name) for name in placement.__all__)


def _of_name(name: str) -> str:
    value = getattr(placement, name)
    lines = [f"### `placement.{name}`", ""]
    if not (inspect.isclass(value) and issubclass(value, Exception)):
        lines += ["```python", _signature(name, value), "```", ""]
    text = inspect.cleandoc(value.__doc__ or "")
    lines += [text] if "\n" not in text else ["```text", text, "```"]
    if inspect.isclass(value) and value.__module__.startswith(("placement.api", "placement.pipe")):
        lines += ["", *_members(value)]
    return "\n".join(lines)


def _signature(name: str, value: Callable[..., object]) -> str:
    """Return a call with the names and defaults of its parameters."""
    if inspect.isclass(value):
        return f"class {name}"
    shown = [
        p.replace(annotation=p.empty, default=_shown(p.default))
        for p in inspect.signature(value).parameters.values()
    ]
    return f"{name}{inspect.Signature(shown)}".replace("'…'", "…")


def _shown(default: object) -> object:
    """Return a default that prints alike in every run."""
    is_plain = default is inspect.Parameter.empty or default is None
    return default if is_plain or isinstance(default, str | int | float | tuple) else "…"


def _members(value: type) -> Iterator[str]:
    """Yield fields, properties and methods of a class with the first paragraph about each."""
    tree = ast.parse(inspect.getsource(value)).body[0]
    assert isinstance(tree, ast.ClassDef)
    for node, following in zip(tree.body, [*tree.body[1:], None], strict=True):
        text = None
        if isinstance(node, ast.FunctionDef) and node.name[0] != "_":
            text = ast.get_docstring(node)
            call = "" if node.decorator_list else "()"
            name = f"{node.name}{call}"
        elif isinstance(node, ast.AnnAssign) and isinstance(following, ast.Expr):
            name = ast.unparse(node.target)
            text = ast.literal_eval(following.value) if name[0] != "_" else None
        if text:
            paragraph = inspect.cleandoc(text).split("\n\n")[0]
            yield f"* `.{name}`: {' '.join(paragraph.split())}"


def of_columns() -> str:
    """Return the columns of the camera list in both languages, of the GeoPackage and of inputs."""
    inputs = [table for table in vars(schema).values() if isinstance(table, Table)]
    layers = {name: table for name, table in layer_tables().items() if name != "cameras"}
    return "\n".join(
        (
            "## Cameras: lists, `plan.json`, the layer `cameras`, the page\n",
            "| column | v českém seznamu | unit | meaning | význam | in | public |",
            "|---|---|---|---|---|---|---|",
            *(_of_column(column) for column in COLUMNS),
            "\n## Other layers of `plan.gpkg`",
            *(_of_table(f"`{name}`", table) for name, table in layers.items()),
            "\n## Tables of inputs, as the readers bring them to",
            *(_of_table(table.name, table) for table in inputs),
        )
    )


def _of_column(column: CameraColumn) -> str:
    english, czech = catalogue("en"), catalogue("cs")
    meaning, title = f"lists.meaning.{column.name}", f"lists.column.{column.name}"
    cells = (
        f"`{column.name}`",
        czech.get(title, ""),
        "incidents/year" if column.unit == DEMAND else column.unit,
        english.get(meaning, ""),
        czech.get(meaning, ""),
        ", ".join(sorted(column.outputs)),
        "yes" if column.rule.public else "no",
    )
    return f"| {' | '.join(cells)} |"


def _of_table(title: str, table: Table) -> str:
    rows = [
        f"| `{column.name}` | {column.meaning}{_choices(column.choices)} | {column.unit} |"
        for column in table.columns
    ]
    return "\n".join((f"\n### {title}\n", "| column | meaning | unit |\n|---|---|---|", *rows))


def _choices(choices: tuple[str, ...]) -> str:
    return f" ({', '.join(choices)})" if choices else ""


def of_decisions() -> str:
    """Return the list of decision records, oldest first."""
    files = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    rows = []
    for file in files:
        heading, _, date = file.read_text(encoding="utf-8").splitlines()[:3]
        number, _, title = heading.removeprefix("# ").partition(". ")
        rows.append(f"| {number} | [{title}]({file.name}) | {date} |")
    return "\n".join(("| | decision | date |\n|---|---|---|", *rows))


PARTS: Mapping[str, Callable[[], str]] = {
    "plan-file": reference,
    "commands": of_commands,
    "names": of_names,
    "columns": of_columns,
    "decisions": of_decisions,
    "list-changes": of_list_changes,
}


def marked(text: str) -> dict[str, str]:
    """Return the generated parts a document holds, by name."""
    found = re.findall(r"<!-- generated: ([\w-]+) -->\n(.*?)<!-- /generated -->", text, re.DOTALL)
    return dict(found)


def renewed(text: str) -> str:
    """Return a document with its generated parts made anew."""
    for name, part in marked(text).items():
        head, tail = f"<!-- generated: {name} -->\n", "<!-- /generated -->"
        text = text.replace(f"{head}{part}{tail}", f"{head}{PARTS[name]().strip()}\n{tail}")
    return text


if __name__ == "__main__":
    for document in DOCUMENTS:
        before = document.read_text(encoding="utf-8")
        after = renewed(before)
        if after != before:
            document.write_text(after, encoding="utf-8", newline="\n")
            sys.stdout.write(f"{document.relative_to(ROOT).as_posix()}\n")
