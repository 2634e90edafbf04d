"""Colours of the map: one palette for paper, page and GIS, cameras by the phase that builds them.

None comes near the warm colours of expected incidents; white text reads on each of them.
"""

REACHABLE = "#6a3d9a"
MASKED = "#4a4f57"
"""What masks hide of views."""
BACKDROP = {"water": "#b9d7ea", "woods": "#cfe0c3", "park": "#dcebcf", "railway": "#9a9a9a"}
SOFT = "#4a5565"
HOUSE, HOUSE_EDGE, GROUND = "#dcd7cf", "#a79f92", "#fbfaf7"
ROAD, CASING = "#ffffff", "#a9afb8"
EXISTING, BROKEN, GOING = "#0b5a94", "#5c6470", "#33241b"
NEW = ("#00663f", "#8a1c6b", "#3f2f8f", "#5a4a00", "#a34700", "#8f1d1d")
"""Of the phases that build, again from the first where there are more."""


def phase_colour(phase: int) -> str:
    """Return the colour of what a phase builds; 0 is today."""
    return EXISTING if phase == 0 else NEW[(phase - 1) % len(NEW)]
