"""How wide streets are drawn, by their class."""

GRADES = (
    {"motorway", "trunk", "primary"},
    {"secondary", "tertiary"},
    {"footway", "path", "steps", "cycleway", "track", "service", "pedestrian path", "bridleway"},
)
"""Classes of main roads, of the next ones, and of ways for walking and riding alone."""
ORDINARY = 2
PATHS = 3


def grade(street_class: str) -> int:
    """Return how wide a street is drawn: 0 for main roads to 3 for paths."""
    plain = street_class.lower().removesuffix("_link")
    main, middle, paths = GRADES
    if plain in main:
        return 0
    if plain in middle:
        return 1
    return PATHS if plain in paths else ORDINARY
