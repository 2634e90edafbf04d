"""Buildings: outlines, heights, parts and what their tags say of their walls."""

from placement.inputs.buildings.reader import read

__all__ = ["read"]
