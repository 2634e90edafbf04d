"""Coordinate reference systems: the best way between two, both norths, S-JTSK by its definition."""
