"""A table of text on the terminal, in columns."""

import click

from placement.cli.options import Settings
from placement.output.comparison_texts import TextTable
from placement.texts import format_value

WIDEST = 60
"""Columns are no wider: a longer cell stands whole and moves the rest of its own row only."""


def say_table(table: TextTable, settings: Settings) -> None:
    """Say a table in columns; numbers stand at the right."""
    rows = [[format_value(cell) for cell in row] for row in (table.head, *table.rows)]
    wide = [min(max(len(row[column]) for row in rows), WIDEST) for column in range(len(table.head))]
    echo(f"\n{table.title}", settings)
    for row in rows:
        first = row[0].ljust(wide[0])
        others = [
            cell.ljust(width) if table.states else cell.rjust(width)
            for cell, width in zip(row[1:], wide[1:], strict=True)
        ]
        echo("  ".join(["", first, *others]).rstrip(), settings)


def echo(words: str, settings: Settings) -> None:
    """Say words that are in the reader's language, unless the reader wants none."""
    if settings.verbosity >= 0:
        click.echo(words, err=True)
