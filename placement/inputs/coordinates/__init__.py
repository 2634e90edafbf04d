"""Coordinates of points, in the columns of a table or in a layer."""
