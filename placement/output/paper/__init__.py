"""The plan on paper: sheets, what is drawn on them, their margins and words."""

from placement.output.paper.document import PAPERS, pdf

__all__ = ["PAPERS", "pdf"]
