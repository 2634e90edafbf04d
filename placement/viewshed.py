"""Lines of sight by their public name: `placement.viewshed.line_of_sight`."""

from placement.visibility.viewshed import line_of_sight

__all__ = ["line_of_sight"]
