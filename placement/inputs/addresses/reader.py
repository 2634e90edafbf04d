"""Addresses with coordinates: RÚIAN's table of address places, any table like it, raw OSM."""

from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from placement.errors import Problem, SchemaError
from placement.inputs.account import Reading
from placement.inputs.addresses.osm_addresses import read_osm
from placement.inputs.coordinates.point_files import read_points
from placement.inputs.layers.features import Features
from placement.inputs.layers.vector_file import is_osm
from placement.inputs.tables.columns import columns_of, text_column
from placement.schema import ADDRESSES, check
from placement.texts import plain

NAME = "addresses"
USUAL_HEADINGS = {
    "street": ("nazev ulice", "ulice", "street", "addr street", "street name"),
    "part": ("nazev casti obce", "cast obce", "mistni cast", "part", "suburb"),
    "house_number": (
        "cislo domovni", "cislo popisne", "cp", "c p", "conscriptionnumber", "house number",
        "housenumber", "addr housenumber", "number",
    ),
    "orientation_number": ("cislo orientacni", "co", "c o", "streetnumber", "orientation number"),
    "letter": ("znak cisla orientacniho", "znak", "letter"),
    "kind": ("typ so", "typ stavebniho objektu", "kind"),
}  # fmt: skip
"""Names the columns are known by; RÚIAN's own come first."""


def read(
    path: Path,
    *,
    crs: str,
    columns: Mapping[str, str] | None = None,
    source_crs: str | None = None,
    layer: str | None = None,
    within: shapely.Geometry | None = None,
) -> Reading:
    """Return the addresses of a town.

    Parameters
    ----------
    path
        RÚIAN's CSV (also zipped, as it is published), another delimited text, a layer of points, or
        raw OpenStreetMap (`.osm`, `.osm.pbf`), of which houses' outlines count too.
    crs
        Working system of the run.
    columns
        Which columns of the file are `street`, `part`, `house_number`, `orientation_number`,
        `letter`, `kind`, and the coordinates; those not given are recognised by their names. A
        house number such as `12/3` is both numbers, `12a` one along the street.
    source_crs, layer, within
        As in `vector_file.read_features`.

    Returns
    -------
    reading
        `schema.ADDRESSES`.

    Raises
    ------
    InputError
        If the file cannot be used, or no column has numbers of houses.
    """
    places = {
        ours: theirs for ours, theirs in (columns or {}).items() if ours not in USUAL_HEADINGS
    }
    features = (
        read_osm(path, crs=crs, name=NAME, source_crs=source_crs, within=within)
        if is_osm(path) and layer is None
        else read_points(
            path,
            crs=crs,
            name=NAME,
            columns=places or None,
            source_crs=source_crs,
            layer=layer,
            within=within,
            refuse_at_once=False,
        )
    )
    with features.telling_all():
        return _addresses(features, columns)


def _addresses(features: Features, columns: Mapping[str, str] | None) -> Reading:
    """Return rows as addresses."""
    rows = features.frame
    header = [name for name in rows.columns if name not in ("geometry", "source_row")]
    ours = columns_of(rows, by_plan=columns, usual=USUAL_HEADINGS, file=features.file)
    if not {"house_number", "orientation_number"} & ours.keys():
        values = {"column": "house_number", "found": ", ".join(header)}
        raise SchemaError(
            Problem("column_missing", features.file, column="house_number", values=values)
        )
    text = {name: text_column(rows, ours.get(name)) for name in USUAL_HEADINGS}
    house = text["house_number"].str.extract(r"(\d+)\s*(?:/\s*(\d+)\s*([A-Za-z]?))?")
    own = text["orientation_number"].str.extract(r"(\d+)\s*([A-Za-z]?)")
    lettered = text["house_number"].str.extract(r"^\s*(\d+)\s*([A-Za-z])\s*$").where(own[0].isna())
    house[0] = house[0].where(lettered[0].isna())
    own = own.where(own[0].notna(), lettered)
    table = rows[["source_row", "geometry"]].assign(
        street=text["street"],
        part=text["part"],
        house_number=_numbers(house[0]),
        registration=text["kind"].map(plain).str.contains("ev", regex=False).astype("bool"),
        orientation_number=_numbers(_filled_from(own[0], house[1])),
        letter=text["letter"].mask(
            text["letter"] == "", _filled_from(_filled_from(own[1], house[2]), "")
        ),
    )
    features = features.with_frame(gpd.GeoDataFrame(table))
    empty = table["house_number"].isna() & table["orientation_number"].isna()
    features = features.without(empty, "no_house_number").refuse_empty()
    checked = check(features.frame, ADDRESSES, file=features.file)
    facts = {"addresses": len(checked), "street_names": len(set(checked["street"]) - {""})}
    return Reading(checked, features.account(facts=facts))


def _filled_from(texts: pd.Series, others: "pd.Series | str") -> pd.Series:
    """Return texts with others where there is none; pandas 2 and 3 fill them alike so."""
    return texts.where(texts.notna(), others)


def _numbers(texts: pd.Series) -> pd.Series:
    values = pd.to_numeric(texts, errors="coerce").astype("float64")
    return values.where((values >= 1) & (values <= 99_999), np.nan)
