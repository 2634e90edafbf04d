"""What the plan file says about the files that are written."""

from typing import Annotated, Literal

from pydantic import Field

from placement.config.section import Section

Withheld = Literal[
    "name", "street", "district", "kind", "provenance", "phase_cost_czk", "phase_budget_czk"
]
"""What a town may withhold although others publish it."""


class OutputSection(Section):
    """What is written."""

    views: tuple[str, ...] = ()
    """Detail levels whose view areas are drawn; those from 20 to 250 px/m if not given."""
    online_layers: bool = True
    """Whether the map's reader may switch on pictures from ČÚZK; nothing is asked before."""
    paper: bool = True
    """Whether the map is also drawn on paper: map-a3.pdf and map-a4.pdf."""
    date: Annotated[str, Field(max_length=60)] = ""
    """Date of the data as it is printed on paper; the sheets say so if it is not given."""
    public: bool = True
    """Whether public/ is written: map and lists with only what may be published; of no what-if."""
    withhold: tuple[Withheld, ...] = ()
    """What public/ leaves out beside what it never holds."""
