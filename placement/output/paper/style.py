"""Colours and widths of lines on paper, and the points of a millimetre."""

POINTS_PER_MM = 72 / 25.4
REACHABLE = "#6a3d9a"
MASKED, MASKED_HATCH = "#4a4f57", "//////"
"""What masks hide of views, hatched."""
BACKDROP = {"water": "#b9d7ea", "woods": "#cfe0c3", "park": "#dcebcf", "railway": "#9a9a9a"}
SOFT = "#4a5565"
HOUSE, HOUSE_EDGE, GROUND = "#dcd7cf", "#a79f92", "#fbfaf7"
ROAD, CASING = "#ffffff", "#a9afb8"
ROAD_MM = (1.3, 1.0, 0.7, 0.35)
"""Width of streets from main roads to paths, at 1:5 000 and larger. [mm]"""
