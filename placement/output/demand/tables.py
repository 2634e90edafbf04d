"""The layers of a demand: pieces of street with what is expected there, and hot streets."""

from collections.abc import Mapping

import geopandas as gpd
import numpy as np

from placement.output.layer_tables import as_table
from placement.pipeline.assessment import Assessment
from placement.schema import Column, Table

LIXELS = Table(
    "lixels",
    "LineString",
    (
        Column("lixel_id", "text", "identifier of the piece of street or space, unique"),
        Column("street_id", "text", "street as the source numbers it"),
        Column("street", "text", "name of the street, empty if it has none"),
        Column("street_class", "text", "class as the source names it, empty if unknown"),
        Column("district", "text", "district, empty if unknown"),
        Column("length_m", "number", "length of the piece", "m", 0),
        Column("expected", "number", "demand on the piece, weighted", "incidents/year", 0),
        Column("per_100m", "number", "the same on 100 m of such street", "incidents/year", 0),
        Column("incidents", "integer", "incidents recorded nearest to it, unweighted", "-", 0),
        Column(
            "window_m",
            "number",
            "street metres tested together with it: a walk to either side, or the whole area "
            "of an anonymised place",
            "m",
            0,
            nullable=True,
        ),
        Column("window_incidents", "integer", "incidents on them", "-", 0),
        Column(
            "rate_ratio",
            "number",
            "incidents on them over those that chance would give",
            "-",
            0,
            nullable=True,
        ),
        Column("p", "number", "chance of so many or more", "-", 0, 1, nullable=True),
        Column(
            "q", "number", "share of false claims at this p or smaller", "-", 0, 1, nullable=True
        ),
        Column("hot", "flag", "stands out: part of a hot stretch or area"),
        Column("street_q", "number", "q of the whole street", "-", 0, 1, nullable=True),
        Column("gi_z", "number", "Gi* on a grid of 50 m, to compare", "-", nullable=True),
        Column("gi_hot", "flag", "what Gi* would call hot; it takes dense streets for hot ones"),
    ),
)
HOT_STREETS = Table(
    "hot_streets",
    "LineString",
    (
        Column("rank", "integer", "most incidents beyond chance first", "-", 1),
        Column(
            "kind",
            "text",
            "stretch of a street, whole street, or area of an anonymised place",
            choices=("stretch", "street", "area"),
        ),
        Column("street", "text", "its name; of an area the longest streets in it"),
        Column("crossing_from", "text", "crossing nearest to its western end, if it has a name"),
        Column("crossing_to", "text", "crossing nearest to its eastern end, if it is another"),
        Column("district", "text", "district most of it lies in"),
        Column("length_m", "number", "length", "m", 0),
        Column("incidents", "integer", "incidents recorded on it, unweighted", "-", 0),
        Column("incidents_per_year", "number", "the same a year", "incidents/year", 0),
        Column("per_100m", "number", "the same on 100 m and a year", "incidents/year", 0),
        Column("expected", "number", "incidents that chance would give there", "-", 0),
        Column("rate_ratio", "number", "incidents over those by chance", "-", 0, nullable=True),
        Column("p", "number", "chance of so many or more; of a stretch its surest window", "-"),
        Column("q", "number", "share of false claims at this p or smaller", "-", 0, 1),
    ),
)
TABLES: Mapping[str, Table] = {"lixels": LIXELS, "hot_streets": HOT_STREETS}
"""Layer → its columns, in the order of the GeoPackage."""


def tables(assessment: Assessment) -> dict[str, gpd.GeoDataFrame]:
    """Return the layers by name, in the working system."""
    crs = assessment.inputs.grid.crs
    lixels = assessment.hot.lixels
    lixels = lixels.assign(per_100m=100 * lixels["expected"] / lixels["length_m"])
    hot = assessment.hot.listed
    per_year = hot["incidents"].astype(np.float64) / assessment.demand.years
    hot = hot.assign(
        rank=np.arange(1, len(hot) + 1),
        incidents_per_year=per_year,
        per_100m=100 * per_year / hot["length_m"].astype(np.float64),
    )
    return {
        "lixels": as_table(lixels, LIXELS, crs=crs, by=["lixel_id"]),
        "hot_streets": as_table(hot, HOT_STREETS, crs=crs, by=["rank"]),
    }
