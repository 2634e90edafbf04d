"""Who answers for the recordings: for the page, the notices and the papers of data protection."""

from typing import Annotated

from pydantic import Field

from placement.config.section import Name, Section

Line = Annotated[str, Field(max_length=200)]
Paragraph = Annotated[str, Field(max_length=2000)]


class ControllerSection(Section):
    """Who decides about the recordings, and how long they are kept; it is published."""

    name: Name
    """Controller of the recordings: the town, with its municipal police."""
    address: Line = ""
    """Where letters reach it."""
    email: Line = ""
    """Address for questions about the recordings."""
    phone: Line = ""
    """Telephone for questions about the recordings."""
    web: Line = ""
    """Page of the town with the whole information on the recordings."""
    officer: Line = ""
    """Data protection officer of the town."""
    officer_email: Line = ""
    """Address of the data protection officer."""
    retention_days: Annotated[float, Field(gt=0, le=3650)] | None = None
    """After so long a recording is overwritten. [d]"""
    retention_reason: Paragraph = ""
    """Why it is kept for so long; guidance asks for a reason beyond three days."""
