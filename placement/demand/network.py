"""`Network`: streets and public spaces as lixels, each labelled with its street or space."""

import geopandas as gpd
import numpy as np
import pandas as pd
from attrs import frozen

from placement.demand import arguments, identifiers, spaces
from placement.demand.chains import join_at_pseudo_nodes
from placement.demand.lixels import Lixels, divide_lines
from placement.units import Booleans, Integers


@frozen(eq=False)
class Network:
    """I lixels, those of streets first."""

    lixels: Lixels
    table: gpd.GeoDataFrame
    """I rows: lixel_id, street_id, street, street_class, length_m, geometry.

    A lixel of a space has the identifier, name and kind of the space in their place.
    """


def build_network(
    streets: gpd.GeoDataFrame, areas: gpd.GeoDataFrame | None = None, *, lixel_m: float
) -> Network:
    """Return the network of streets and public spaces divided into lixels.

    Parameters
    ----------
    streets
        `schema.STREETS`. Where two of one name and class meet and no other does, they are divided
        as one street, so that lixels are nearly equal; a lixel is labelled with the row that its
        middle lies on.
    areas
        Public spaces, `schema.SPACES` in the same system.
    lixel_m
        Longest lixel and side of the cells of areas. [m]
    """
    street_key = streets["name"].astype(str) + "\n" + streets["street_class"].astype(str)
    chains = join_at_pseudo_nodes(arguments.geometries(streets), street_key, _decks(streets))
    lixels = divide_lines(chains.lines, lixel_m=lixel_m, decks=chains.decks)
    ids = identifiers.lixel_identifiers(lixels, chains.lines)
    labels = _labels(streets, ("street_id", "name", "street_class")).iloc[chains.line_of(lixels)]
    if areas is not None and len(areas):
        polygons, lines = arguments.geometries(areas), chains.lines.size
        raised = _raised(streets)[chains.line_of(lixels)]
        lixels = spaces.add_areas(lixels, polygons, lixel_m=lixel_m, raised=raised)
        ids += spaces.cell_identifiers(lixels, polygons, first_line=lines, lixel_m=lixel_m)
        area = lixels.line[~lixels.on_street] - lines
        area_labels = _labels(areas, ("space_id", "name", "kind")).iloc[area]
        labels = pd.concat([labels, area_labels])
    return Network(lixels, _table(lixels, ids, labels, crs=streets.crs))


def _decks(streets: gpd.GeoDataFrame) -> Integers | None:
    """Return the decks of the streets' ends (L, 2); None where the table has no such columns."""
    if not {"deck_from", "deck_to"} <= set(streets.columns):
        return None
    return np.asarray(streets[["deck_from", "deck_to"]], dtype=np.int64)


def _raised(streets: gpd.GeoDataFrame) -> Booleans:
    """Return which streets (L,) are above or below the ground."""
    if "storey" not in streets.columns:
        return np.zeros(len(streets), dtype=bool)
    return np.asarray(streets["storey"].to_numpy(dtype=np.int64) != 0)


def _labels(frame: gpd.GeoDataFrame, columns: tuple[str, str, str]) -> pd.DataFrame:
    """Return identifier, name and class of streets or spaces, in the columns of lixels."""
    names = ("street_id", "street", "street_class")
    return pd.DataFrame(
        {name: frame[column].to_numpy() for name, column in zip(names, columns, strict=True)}
    )


def _table(
    lixels: Lixels, ids: list[str], labels: pd.DataFrame, *, crs: object
) -> gpd.GeoDataFrame:
    """Return the table of `Network.table`."""
    return gpd.GeoDataFrame(
        {
            "lixel_id": np.array(ids, dtype=str),
            **{name: labels[name].to_numpy() for name in labels.columns},
            "length_m": lixels.length_m,
            "geometry": lixels.geometry,
        },
        geometry="geometry",
        crs=crs,
    )
