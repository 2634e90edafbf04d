"""Every file that lists the cameras, by name: for the result, its public edition and `export`."""

from collections.abc import Callable, Mapping

from placement.output.layers import Layers
from placement.output.lists import cameras as lists
from placement.output.lists import dxf, gpx, kml, osm_proposal, workbook
from placement.plan import Plan
from placement.texts import Language

Writer = Callable[[Plan, Layers | None, Language], bytes]

LISTS: Mapping[str, Writer] = {
    "cameras.csv": lambda plan, layers, _: lists.cameras_csv(plan, layers),
    "cameras-cs.csv": lambda plan, layers, _: lists.cameras_csv_cs(plan, layers),
    "cameras.geojson": lambda plan, layers, _: lists.cameras_geojson(plan, layers),
    "cameras.xlsx": workbook.cameras_xlsx,
    "cameras.kml": kml.cameras_kml,
    "cameras.gpx": gpx.cameras_gpx,
    "cameras.dxf": dxf.cameras_dxf,
    "cameras.osm": osm_proposal.cameras_osm,
}
"""Name of a file → what makes it."""
PUBLIC = (
    "cameras.csv",
    "cameras-cs.csv",
    "cameras.geojson",
    "cameras.xlsx",
    "cameras.kml",
    "cameras.osm",
)
"""Those a public edition has too; a walk from pole to pole and a drawing are for who builds."""


def written(
    plan: Plan, layers: Layers, *, language: Language, names: tuple[str, ...] = tuple(LISTS)
) -> dict[str, bytes]:
    """Return files by name.

    Parameters
    ----------
    plan, layers
        Of an edition: the whole ones, or those that may be published.
    language
        Of headers and words; the two CSV files and GeoJSON have their own.
    names
        Which of `LISTS`.
    """
    return {name: LISTS[name](plan, layers, language) for name in names}
