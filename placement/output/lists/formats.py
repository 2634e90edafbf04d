"""Every file that lists the cameras, by name: for the result, its public edition and `export`."""

from collections.abc import Callable, Mapping

from placement.output.layers import Layers
from placement.output.lists import cameras as lists
from placement.output.lists import dxf, gpx, kml, osm_proposal, video_management, workbook
from placement.plan import Plan
from placement.plan.public import AnyPlan, PublicPlan
from placement.texts import Language

TO_READ: Mapping[str, Callable[[AnyPlan, Layers | None, Language], bytes]] = {
    "cameras.csv": lambda plan, layers, _: lists.cameras_csv(plan, layers),
    "cameras-cs.csv": lambda plan, layers, _: lists.cameras_csv_cs(plan, layers),
    "cameras.geojson": lambda plan, layers, _: lists.cameras_geojson(plan, layers),
    "cameras.xlsx": workbook.cameras_xlsx,
    "cameras.kml": kml.cameras_kml,
}
PUBLIC_LISTS = {**TO_READ, "cameras.osm": osm_proposal.cameras_osm}
"""Name of a file → what makes it, of a whole plan or of what may be published."""
LISTS: Mapping[str, Callable[[Plan, Layers | None, Language], bytes]] = {
    **TO_READ,
    "cameras.gpx": gpx.cameras_gpx,
    "cameras.dxf": dxf.cameras_dxf,
    "cameras-vms.csv": video_management.cameras_vms,
    "cameras.osm": osm_proposal.cameras_osm,
}
"""Name of a file → what makes it; a walk from pole to pole and a drawing are for who builds."""


def camera_files(plan: AnyPlan, layers: Layers, *, language: Language) -> dict[str, bytes]:
    """Return the content of every list of a plan, or of its public edition, by file name.

    Parameters
    ----------
    plan, layers
        The whole ones, or those that may be published.
    language
        Of headers and words; the two CSV files and GeoJSON have their own.
    """
    if isinstance(plan, PublicPlan):
        return {name: write(plan, layers, language) for name, write in PUBLIC_LISTS.items()}
    return {name: write(plan, layers, language) for name, write in LISTS.items()}
