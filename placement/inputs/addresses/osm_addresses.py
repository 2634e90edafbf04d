"""Addresses of OpenStreetMap: nodes and outlines of houses that bear a number (`addr:*`)."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from placement.errors import InputError
from placement.inputs.layers.features import Features
from placement.inputs.layers.osm import with_tags
from placement.inputs.layers.vector_file import read_features
from placement.schema import Geometry

NUMBERS = ("addr:housenumber", "addr:conscriptionnumber", "addr:provisionalnumber")
TAGS = (*NUMBERS, "addr:streetnumber", "addr:street", "addr:place", "addr:suburb")
WITH_A_NUMBER = " OR ".join(f"other_tags LIKE '%\"{tag}\"=>%'" for tag in NUMBERS)
KINDS: tuple[Geometry, ...] = ("Point", "Polygon")


def read_osm(
    path: Path,
    *,
    crs: str,
    name: str,
    source_crs: str | None = None,
    within: shapely.Geometry | None = None,
) -> Features:
    """Return the addresses of a raw file: columns as the reader knows them, a point each.

    A house's address stands at a point within its outline. Parameters are those of
    `vector_file.read_features`.

    Raises
    ------
    InputError
        If the file cannot be read, or no number of a house is left.
    """
    parts, errors = [], []
    for geometry in KINDS:
        try:
            parts.append(
                read_features(
                    path,
                    crs=crs,
                    name=name,
                    geometry=geometry,
                    source_crs=source_crs,
                    where=WITH_A_NUMBER,
                    within=within,
                )
            )
        except InputError as error:
            errors.append(error)
    if not parts:
        raise errors[0]
    columns = pd.concat([_columns(part.frame) for part in parts], ignore_index=True)
    frame = gpd.GeoDataFrame(columns, geometry="geometry", crs=crs)
    rows = sum(part.rows_read for part in parts)
    return Features(
        frame.assign(source_row=range(1, len(frame) + 1)),
        name,
        path,
        rows,
        {reason: n for part in parts for reason, n in part.dropped.items()},
        tuple(note for part in parts for note in part.notes),
    ).refuse_empty()


def _columns(frame: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return street, part and numbers of tagged features; a conscription number is the house's."""
    tagged = with_tags(frame, TAGS)
    house, conscription, hut = (tagged[tag] for tag in NUMBERS)
    place = tagged["addr:place"].where(tagged["addr:place"] != "", tagged["addr:suburb"])
    is_hut = (hut != "") & (conscription == "")
    own = conscription.where(conscription != "", hut.where(is_hut, house))
    return pd.DataFrame(
        {
            "street": tagged["addr:street"],
            "part": place,
            "house_number": own,
            "orientation_number": tagged["addr:streetnumber"],
            "kind": is_hut.map({True: "č.ev.", False: "č.p."}),
            "geometry": frame.geometry.representative_point(),
        }
    )
