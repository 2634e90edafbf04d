"""Fonts embedded in a PDF without the tables that lay text out."""

from collections.abc import Iterator
from contextlib import contextmanager

LAYOUT_TABLES = ("GDEF", "GPOS", "GSUB", "kern")
"""How letters join, move and replace each other: done before a page names its glyphs."""


@contextmanager
def without_layout() -> Iterator[None]:
    """Let fonts be embedded without their layout tables meanwhile, which a page never reads.

    fontTools takes as long to read and narrow them as all else of a font, and matplotlib offers no
    option to leave them out.
    """
    # imported here, for only paper needs it
    from fontTools.subset import Options  # noqa: PLC0415

    usual = Options._drop_tables_default  # noqa: SLF001 -- where every new set of options begins
    Options._drop_tables_default = [*usual, *LAYOUT_TABLES]  # noqa: SLF001
    try:
        yield
    finally:
        Options._drop_tables_default = usual  # noqa: SLF001
