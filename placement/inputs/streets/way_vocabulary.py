"""Words for classes of ways and for access to them, of maps and of Czech tables."""

import re

from placement.inputs.layers.tags import NO, YES
from placement.texts import plain

CLOSED_CLASSES = frozenset(
    {
        "abandoned", "bus_guideway", "busway", "construction", "corridor", "demolished", "disused",
        "dismantled", "elevator", "emergency_bay", "escape", "escalator", "ferry", "historic",
        "light_rail", "monorail", "motorway", "motorway_junction", "motorway_link", "narrow_gauge",
        "no", "planned", "proposed", "raceway", "rail", "railway", "razed", "removed", "rest_area",
        "services", "standard_gauge", "subway", "toll_gantry", "tram", "funicular", "via_ferrata",
        "water", "motorway_trunk", "freeway", "expressway",
    }
)  # fmt: skip
"""Classes that are no public space for people on foot."""
OPEN_CLASSES = frozenset(
    {
        "alley", "bridleway", "crossing", "crosswalk", "cycleway", "driveway", "footpath",
        "footway", "ladder", "link", "living_street", "minor", "parking_aisle", "path",
        "pedestrian", "platform", "primary", "primary_link", "residential", "road", "secondary",
        "secondary_link", "service", "sidewalk", "square", "steps", "street", "tertiary",
        "tertiary_link", "track", "track_grade1", "track_grade2", "track_grade3", "track_grade4",
        "track_grade5", "traffic_island", "trunk", "trunk_link", "unclassified", "unknown",
        "cycle_crossing", "walkway", "trail", "local", "collector", "arterial", "main",
        "lane", "promenade",
    }
)  # fmt: skip
NOT_BUILT = re.compile(
    r"\b(ve? vystavb\w*|v realizaci|rozestav\w*|navrh\w*|navrz\w*|planovan\w*|projektovan\w*"
    r"|zrusen\w*|zanikl\w*|demol\w*|neexist\w*|construction|proposed|planned|abandoned|disused"
    r"|removed|razed|dismantled)\b"
)
"""Words of a class or a state, without diacritics."""
NO_STREET = re.compile(
    r"\b(zeleznic\w*|tramvajov\w* trat\w*|vleck\w*|lanov\w*|zavodni (drah\w*|okruh)|metro"
    r"|dialnic\w*|dalnic\w*|rychlostni (silnic\w*|komunikac\w*)|rychlostna cesta"
    r"|pro motorova vozidla|eskalator\w*|vytah\w*|vodni tok\w*|privoz\w*|autobahn\w*)\b"
)
BELOW = re.compile(r"\b(tunel\w*|podchod\w*|podzem\w*|pod zemi|tunnel|underground|subsurface)\b")
CLOSED = re.compile(
    r"\b(neverejn\w*|soukrom\w*|zakaz\w*|vojensk\w*|zasobovani|zamestnanc\w*|rezident\w*"
    r"|s povolenim|na povoleni|uzavren\w*|uzamcen\w*|zamcen\w*|nepristupn\w*|slozky izs)\b"
)
PUBLIC = re.compile(
    r"\b(verejn\w*|voln\w*|povolen\w*|bez omezeni|dopravni obsluha|pristupn\w*|prujezd\w*)\b"
)
OPEN_CZECH = re.compile(
    r"\b(silnic\w*|ulic\w*|chodni\w*|schod\w*|namesti|stezk\w*|mist\w*|cest\w*|pesin\w*|lavk\w*"
    r"|most\w*|nadchod\w*|pesi|obytn\w*|ucelov\w*|komunikac\w*|cyklo\w*|alej\w*|nabrezi|polni"
    r"|lesni|prechod\w*|parkov\w*|mk|ii?i?|iv)\b"
)
CLOSED_ACCESS = frozenset(
    {
        "private", "permit", "customers", "military", "delivery", "emergency", "employees",
        "employee", "staff", "residents", "resident", "forestry", "agricultural", "agriculture",
        "restricted", "closed", "denied", "locked", "members", "psv", "bus", "license", "students",
    }
)  # fmt: skip
OPEN_ACCESS = frozenset(
    {
        "yes", "public", "permissive", "designated", "destination", "official", "unknown",
        "discouraged", "variable", "allowed", "open", "use_sidepath", "limited", "dismount",
    }
)  # fmt: skip


def is_below(text: str) -> bool:
    """Return whether a text has a word for being under the ground."""
    return bool(BELOW.search(plain(text)))


def is_closed_class(value: str) -> bool:
    """Return whether a class is no public space for people on foot."""
    word, words = _tag_value(value), plain(value)
    return word in CLOSED_CLASSES or bool(NOT_BUILT.search(words) or NO_STREET.search(words))


def is_known_class(value: str) -> bool:
    """Return whether a class is known to be public space for people on foot."""
    return _tag_value(value) in OPEN_CLASSES or bool(OPEN_CZECH.search(plain(value)))


def is_bridge_class(value: str) -> bool:
    """Return whether a class is a bridge or a footbridge."""
    return bool(re.search(r"\b(most\w*|lavk\w*|nadchod\w*|bridge|viadukt)\b", plain(value)))


def _tag_value(value: str) -> str:
    """Return `motorway_link` of `highway=motorway link`, `highway.motorway-link` …"""
    return "_".join(plain(re.sub(r"^highway[=.:]", "", value)).split())


def excludes_public(value: str) -> bool:
    """Return whether a value of `access` or `foot` excludes the public."""
    words = plain(value)
    is_denied = value in NO or "_".join(words.split()) in CLOSED_ACCESS
    return is_denied or bool(CLOSED.search(words))


def admits_public(value: str) -> bool:
    """Return whether a value of `access` or `foot` admits the public."""
    is_admitted = value in YES or "_".join(plain(value).split()) in OPEN_ACCESS
    return is_admitted or bool(PUBLIC.search(plain(value)) and not CLOSED.search(plain(value)))


def is_known_access(value: str) -> bool:
    """Return whether a value of `access` is known at all."""
    return excludes_public(value) or admits_public(value)
