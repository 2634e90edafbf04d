"""Widths of lines on paper, hatching, and the points of a millimetre."""

POINTS_PER_MM = 72 / 25.4
MASKED_HATCH = "//////"
"""Of what masks hide of views."""
ROAD_MM = (1.3, 1.0, 0.7, 0.35)
"""Width of streets from main roads to paths, at 1:5 000 and larger. [mm]"""
