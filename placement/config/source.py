"""One input file, as every section that names a file has it."""

from pathlib import Path
from typing import Literal

from pydantic import Field

from placement.config.section import Section

Provenance = Literal["surveyed", "open data", "assumed", "synthetic"]


class SourceSection(Section):
    """One input file."""

    path: Path
    """File, relative to the plan file."""
    layer: str | None = None
    """Layer of a file that holds several."""
    crs: str | None = None
    """Coordinate system of a file that does not say its own."""
    columns: dict[str, str] = Field(default_factory=dict)
    """Our column name → the name it has in the file."""
    provenance: Provenance
    """Where the data come from: surveyed, open data, assumed or synthetic."""
    source: str = ""
    """Who to name as the source."""
    licence: str = ""
    """Licence of the data."""

    @property
    def credit(self) -> str:
        """Who is to be named for the data, with the licence where it is stated."""
        if self.source and self.licence:
            return f"{self.source} ({self.licence})"
        return self.source or self.licence
