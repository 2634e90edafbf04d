"""Streets: the ways of a file that people walk on, as a network."""

from placement.inputs.streets.reader import read

__all__ = ["read"]
