"""Public ways: lines of a file that are public space for people on foot, and their storey.

One set of rules for OpenStreetMap, what others make of it (Geofabrik, QuickOSM, osmnx, Overture)
and tables of towns in Czech. What is left out is counted by reason; classes without a rule stay
and are noted.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import numpy as np
import pandas as pd
from attrs import frozen

from placement.inputs.layers.features import Features
from placement.inputs.layers.tags import YES, is_no, tag_texts, tag_values
from placement.inputs.streets import overture
from placement.inputs.streets.way_vocabulary import (
    BELOW,
    CLOSED,
    NOT_BUILT,
    admits_public,
    excludes_public,
    is_bridge_class,
    is_closed_class,
    is_known_access,
    is_known_class,
)
from placement.texts import plain
from placement.units import Floats, Integers

CLASS_COLUMNS = (
    "street_class", "highway", "fclass", "class", "trida", "typ_komunikace", "druh_komunikace",
    "trida_komunikace", "kategorie_komunikace", "road_class", "roadclass", "typ", "type", "druh",
    "kategorie",
)  # fmt: skip
PASSAGES = frozenset({"building_passage", "arcade", "covered"})
"""Values of `tunnel` that are ways through a house at street level: people walk there."""
BESIDE = frozenset({"both", "left", "right", "yes", "ano"})
"""Values of `sidewalk` with which people walk there, whatever `foot` is for the carriageway."""
LIFECYCLE = ("abandoned", "disused", "proposed", "planned", "razed", "demolished", "removed")
TAGS: Mapping[str, Sequence[str]] = {
    "tunnel": ("tunnel", "tunel", "is_tunnel", "v_tunelu", "je_tunel"),
    "bridge": ("bridge", "most", "is_bridge", "na_moste", "je_most"),
    "layer": ("layer", "vrstva", "osm_layer"),
    "level": ("level", "podlazi", "uroven", "patro", "floor"),
    "location": ("location", "umisteni", "poloha"),
    "underground": ("is_underground", "underground", "podzemni", "pod_zemi"),
    "access": ("access", "pristup", "pristupnost"),
    "public": ("verejne", "verejna", "verejny", "verejnost", "is_public"),
    "foot": ("foot", "pesi", "chodci", "pro_pesi", "pristup_pesi"),
    "sidewalk": ("sidewalk", "sidewalk_both", "sidewalk_left", "sidewalk_right", "chodnik"),
    "motorroad": ("motorroad", "smv"),
    "indoor": ("indoor", "is_indoor", "uvnitr"),
    "conveying": ("conveying",),
    "covered": ("covered", "is_covered", "kryte"),
    "state": ("status", "stav", "lifecycle", "lifecycle_status", "state"),
    "subtype": ("subtype",),
    **{word: (word,) for word in LIFECYCLE},
}
OSM_TAGS = (
    "tunnel", "bridge", "layer", "level", "location", "access", "foot", "sidewalk", "motorroad",
    "indoor", "conveying", "covered", *LIFECYCLE,
)  # fmt: skip
"""Tags of OpenStreetMap that the rules look at, for who writes layers out of it."""
NOTHING = np.empty(0, dtype=np.int64)
_NUMBER = re.compile(r"[-+−]?\d+(?:[.,]\d+)?")
_RANGE = re.compile(r"([-+−]?\d+(?:[.,]\d+)?)\s*(?:-|–|\.\.|až|to)\s*([-+−]?\d+(?:[.,]\d+)?)")
_FLOOR_BELOW = re.compile(r"(\d+)\s*\.?\s*pp")
_FLOOR_ABOVE = re.compile(r"(\d+)\s*\.?\s*np")


@frozen(eq=False)
class Ways:
    """Features that are public space for people on foot."""

    features: Features
    """With the class of each as `way_class`: of several the first."""
    storey: Integers
    """(N,) 0 on the ground, above it on bridges, below it where the way passes under. [-]"""
    facts: Mapping[str, int]


def public_ways(features: Features, *, class_column: str | None = None) -> Ways:
    """Return the lines that are public space for people on foot; count the others by reason.

    Where classes are those of OpenStreetMap (`highway`), lines without one are no streets.

    Parameters
    ----------
    features
        Lines with any columns. Lines of Overture are cut where a rule begins or ends.
    class_column
        Column of the classes of ways; found by its name if not given.
    """
    if features.frame.empty:
        return Ways(features.with_frame(features.frame.assign(way_class="")), NOTHING, {})
    features = overture.split_by_rules(features)
    frame = features.frame
    heading = (class_column,) if class_column else _class_heading(frame)
    tags = tag_texts(frame, {"way_class": heading, **TAGS})
    values = _with_class_of_subtype(tags.map(tag_values))
    classes = [
        text if len(each) < 2 else _shown_class(each)
        for text, each in zip(tags["way_class"], values["way_class"], strict=True)
    ]
    features = features.with_frame(frame.assign(way_class=classes, way=values.index))
    is_tagged = class_column is None and heading == ("highway",)
    for reason, is_left_out in _reasons(values, is_tagged=is_tagged):
        keep_rows = features.frame["way"].to_numpy()
        features = features.without(is_left_out.loc[keep_rows].to_numpy(), reason)
    public_values = values.loc[features.frame["way"]]
    features = _with_unknown(features, public_values)
    facts = {
        "passages_kept": int(public_values["tunnel"].map(_any_value(PASSAGES.__contains__)).sum()),
        "classes_mixed": int((public_values["way_class"].map(len) > 1).sum()),
    }
    storey = _storeys(public_values)
    facts["below_kept"] = int((storey < 0).sum())
    return Ways(
        features.with_frame(features.frame.drop(columns="way")),
        storey,
        {fact: n for fact, n in facts.items() if n},
    )


def on_open_ground(features: Features, *, reasons: Collection[str]) -> Features:
    """Return features that no tag puts elsewhere than on open ground; count others by reason.

    For areas and points: a car park below a house, a lamp in a tunnel. Of the rules of
    `public_ways` those of the `reasons` are applied.
    """
    if features.frame.empty:
        return features
    values = tag_texts(features.frame, {"way_class": (), **TAGS}).map(tag_values)
    numbered = features.with_frame(features.frame.assign(way=values.index))
    for reason, is_left_out in _reasons(values, is_tagged=False):
        if reason in reasons:
            numbered = numbered.without(is_left_out.loc[numbered.frame["way"]].to_numpy(), reason)
    return numbered.with_frame(numbered.frame.drop(columns="way"))


def _class_heading(frame: pd.DataFrame) -> tuple[str, ...]:
    """Return the heading of the classes: the first whose column has values."""
    for heading in CLASS_COLUMNS:
        if tag_texts(frame, {"way_class": (heading,)})["way_class"].ne("").any():
            return (heading,)
    return ()


def _reasons(values: pd.DataFrame, *, is_tagged: bool) -> Iterable[tuple[str, pd.Series]]:
    """Yield reasons to leave a way out, each with the rows it holds for; of several values all."""
    way_class, foot = values["way_class"], values["foot"]
    yield (
        "not_a_street",
        way_class.map(_all_values(is_closed_class)) | ((way_class.map(len) == 0) & is_tagged),
    )
    unbuilt = values["state"].map(_all_values(lambda value: bool(NOT_BUILT.search(plain(value)))))
    for word in LIFECYCLE:
        unbuilt |= values[word].map(_all_values(YES.__contains__))
    yield "not_standing", unbuilt
    tunnel = values["tunnel"].map(
        _all_values(lambda value: not is_no(value) and value not in PASSAGES)
    )
    yield (
        "tunnel",
        tunnel | way_class.map(_all_values(lambda value: bool(BELOW.search(plain(value))))),
    )
    is_below_floor = (
        values["level"].map(_levels).map(lambda level: level is not None and level[1] < 0)
    )
    is_underground = values["location"].map(
        _all_values(lambda value: bool(BELOW.search(plain(value))))
    )
    is_underground |= values["underground"].map(_all_values(_affirms)) | is_below_floor
    yield (
        "underground",
        is_underground
        | (_numbers(values["layer"]) < 0) & values["covered"].map(_all_values(_affirms)),
    )
    yield "indoor", values["indoor"].map(_all_values(_affirms))
    yield "conveying", values["conveying"].map(_all_values(_affirms))
    is_open_on_foot = foot.map(_any_value(admits_public))
    has_sidewalk = values["sidewalk"].map(_any_value(BESIDE.__contains__))
    is_motorroad = values["motorroad"].map(_all_values(_affirms)) & ~is_open_on_foot
    yield "not_on_foot", is_motorroad | foot.map(_all_values(excludes_public)) & ~has_sidewalk
    is_closed = values["access"].map(_all_values(excludes_public)) | values["public"].map(
        _all_values(is_no)
    )
    is_closed |= way_class.map(_all_values(lambda value: bool(CLOSED.search(plain(value)))))
    yield "not_public", is_closed & ~is_open_on_foot


def _storeys(values: pd.DataFrame) -> Integers:
    """Return the storey of each way: its layer, else what bridge, tunnel or level make likely."""
    layer = _numbers(values["layer"])
    above = values["bridge"].map(_any_value(_affirms)) | values["way_class"].map(
        _all_values(is_bridge_class)
    )
    below = values["tunnel"].map(_any_value(lambda v: not is_no(v) and v not in PASSAGES))
    level = np.array([_nearest_level(_levels(each)) for each in values["level"]], dtype=np.float64)
    guess = np.where(above.astype(bool), 1.0, np.where(below.astype(bool), -1.0, level))
    chosen = np.where(np.isfinite(layer) & (layer != 0), layer, guess)
    return np.asarray(np.rint(np.clip(chosen, -99, 99)), dtype=np.int64)


def _with_class_of_subtype(values: pd.DataFrame) -> pd.DataFrame:
    """Return the values, with Overture's `subtype` as class where it is rail or water."""
    other = values["subtype"].map(lambda each: bool(each) and set(each) <= {"rail", "water"})
    return values.assign(way_class=values["way_class"].where(~other, values["subtype"]))


def _with_unknown(features: Features, values: pd.DataFrame) -> Features:
    """Return the features with a note on classes and permissions without a rule."""
    for column, is_known in (("way_class", is_known_class), ("access", is_known_access)):
        counts = Counter(value for each in values[column] for value in each if not is_known(value))
        if counts:
            listed = ", ".join(f"{value} ({n})" for value, n in counts.most_common(12))
            kind = "way_classes_unknown" if column == "way_class" else "way_access_unknown"
            features = features.noting(kind, n=sum(counts.values()), found=listed)
    return features


def _shown_class(way_class: tuple[str, ...]) -> str:
    return next((value for value in way_class if not is_closed_class(value)), "")


def _affirms(value: str) -> bool:
    return not is_no(value)


def _all_values(rule: Callable[[str], bool]) -> Callable[[tuple[str, ...]], bool]:
    return lambda values: bool(values) and all(rule(value) for value in values)


def _any_value(rule: Callable[[str], bool]) -> Callable[[tuple[str, ...]], bool]:
    return lambda values: any(rule(value) for value in values)


def _numbers(values: pd.Series) -> Floats:
    """Return the first number of each, NaN where there is none."""
    return np.array([next(map(_number, each), np.nan) for each in values], dtype=np.float64)


def _number(text: str) -> float:
    match = _NUMBER.fullmatch(text.strip())
    return float(match[0].replace(",", ".").replace("−", "-")) if match else float("nan")


def _levels(values: tuple[str, ...]) -> tuple[float, float] | None:
    """Return the lowest and the highest level of texts such as `-1`, `-2--1`, `1.PP`, or None."""
    levels: list[float] = []
    for text in (part.strip() for each in values for part in each.split(",")):
        if match := _FLOOR_BELOW.fullmatch(text):
            levels.append(-float(match[1]))
        elif match := _FLOOR_ABOVE.fullmatch(text):
            levels.append(float(match[1]) - 1)
        elif match := _RANGE.fullmatch(text):
            levels += [_number(match[1]), _number(match[2])]
        elif np.isfinite(number := _number(text)):
            levels.append(number)
    return (min(levels), max(levels)) if levels else None


def _nearest_level(level: tuple[float, float] | None) -> float:
    """Return the level nearest the ground; stairs from -1 to 0 reach it."""
    return 0.0 if level is None else float(np.clip(0.0, *level))
