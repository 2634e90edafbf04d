"""The council's map: the page, its data, shapes, story and layers."""

from placement.output.webmap.page import render

__all__ = ["render"]
