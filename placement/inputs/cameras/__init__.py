"""Existing cameras, from a town's list, a layer or OpenStreetMap."""

from placement.inputs.cameras.reader import read

__all__ = ["read"]
