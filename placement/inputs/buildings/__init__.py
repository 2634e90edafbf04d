"""Buildings: outlines, heights, parts and kinds by tags."""

from placement.inputs.buildings.reader import read

__all__ = ["read"]
