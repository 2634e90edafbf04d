"""OpenStreetMap's cameras: nodes with `man_made=surveillance`, their tags as our columns."""

import geopandas as gpd
import numpy as np
import pandas as pd
from attrs import evolve

from placement.inputs.attributes import lengths_m
from placement.inputs.directions import ENGLISH, directions
from placement.inputs.features import Features
from placement.inputs.mentions import about
from placement.inputs.osm import with_tags

TAGS = (
    "man_made",
    "surveillance",
    "surveillance:type",
    "camera:type",
    "camera:direction",
    "direction",
    "camera:angle",
    "camera:tilt",
    "height",
    "name",
    "ref",
)
MOVEMENTS = ("fixed", "panning", "dome")
MOUNTS_M = (1.0, 200.0)


def is_tagged(frame: gpd.GeoDataFrame) -> bool:
    """Return whether a layer has OpenStreetMap's columns for cameras."""
    return bool({"surveillance", "surveillance:type", "camera:type"} & set(frame.columns))


def tagged(features: Features) -> tuple[Features, dict[str, int]]:
    """Return the cameras among features with tags, as text columns of our table, and their types.

    Parameters
    ----------
    features
        Points with tags as columns or in `other_tags`.

    Returns
    -------
    features
        With `name`, `azimuth_deg` (as written), `tilt_deg`, `mount_height_m`. What is no camera, is
        a dummy, or hangs indoors is dropped and counted; so are bare nodes of surveillance (215 of
        221 in the middle of Helsinki), which may be anything and would count as covered ground.
    facts
        `fixed`, `panning`, `dome` → how many are said to be.
    """
    features = features.with_frame(with_tags(features.frame, TAGS))
    is_other = ~features.frame["man_made"].isin(("", "surveillance"))
    is_other |= ~features.frame["surveillance:type"].isin(("", "camera"))
    features = features.without(is_other, "not_a_camera")
    is_said = features.frame[["surveillance:type", "camera:type", "camera:direction"]].ne("")
    features = features.without(~is_said.any(axis=1), "kind_not_said")
    features = features.without(features.frame["surveillance"] == "fake", "fake")
    features = features.without(features.frame["surveillance"] == "indoor", "indoor")
    frame = features.frame
    direction = frame["camera:direction"].where(frame["camera:direction"] != "", frame["direction"])
    unclear = direction.map(lambda text: not _in_circle(text))
    if unclear.any():
        rows, found = frame.loc[unclear, "source_row"], direction[unclear]
        column = "camera:direction"
        note = about("direction_unclear", rows, file=features.file, column=column, found=found)
        features = evolve(features, notes=(*features.notes, note))
    tilt = frame["camera:angle"].where(frame["camera:angle"] != "", frame["camera:tilt"])
    cameras = frame.assign(
        azimuth_deg=direction.mask(unclear, ""),
        tilt_deg=_written(pd.to_numeric(tilt, errors="coerce"), -90.0, 90.0),
        mount_height_m=_written(pd.Series(lengths_m(list(frame["height"]))[0]), *MOUNTS_M),
    )
    movement = frame["camera:type"]
    facts = {kind: int((movement == kind).sum()) for kind in MOVEMENTS}
    return features.with_frame(cameras), {kind: n for kind, n in facts.items() if n}


def _in_circle(text: str) -> bool:
    found = directions(text, words=ENGLISH)
    return found is not None and all(0.0 <= azimuth < 360.0 for azimuth in found)


def _written(values: pd.Series, low: float, high: float) -> list[str]:
    """Return numbers as text, empty where they cannot be."""
    return [f"{value:g}" if low <= value <= high else "" for value in np.asarray(values, float)]
