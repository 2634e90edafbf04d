"""Layers the council's map may take from a server once its reader switches them on.

The page asks for nothing by itself. Its Content-Security-Policy names the servers of this table for
pictures, and only if the layers are offered at all.
"""

import csv
from functools import cache
from importlib import resources
from urllib.parse import urlsplit

from attrs import frozen

from placement.crs.systems import CZECHIA

TABLE = ("data", "online_layers.csv")


@frozen
class OnlineLayer:
    """One layer of tiles in the web's usual grid (EPSG:3857, 256 px)."""

    name: str
    """Key below `map.online.` in the catalogues."""
    url: str
    """Address of a tile, with {z}, {x} and {y}."""
    attribution: str
    most_zoom: int
    """The closest zoom the server draws; closer ones are enlarged."""

    @property
    def host(self) -> str:
        """Scheme and host, as a Content-Security-Policy names them."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"


@cache
def online_layers() -> tuple[OnlineLayer, ...]:
    """Return the layers of the table that comes with the package."""
    table = resources.files("placement").joinpath(*TABLE).read_text(encoding="utf-8")
    return tuple(
        OnlineLayer(row["name"], row["url"], row["attribution"], int(row["most_zoom"]))
        for row in csv.DictReader(table.splitlines())
    )


def layers_within(extent: tuple[float, float, float, float]) -> tuple[OnlineLayer, ...]:
    """Return the layers that have pictures of an area: all of them in Czechia, none elsewhere.

    Parameters
    ----------
    extent
        West, south, east, north. [°]
    """
    west, south, east, north = CZECHIA
    inside = west <= extent[0] and extent[2] <= east and south <= extent[1] and extent[3] <= north
    return online_layers() if inside else ()
