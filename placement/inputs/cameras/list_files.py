"""Points of a list of cameras, whatever its format: table, workbook, layer, KML, GPX or drawing."""

from pathlib import Path

import shapely

from placement.inputs.layers.drawing import is_drawing, read_drawing
from placement.inputs.layers.features import Features
from placement.inputs.layers.georeference import in_working_crs
from placement.inputs.layers.placemarks import is_placemarks, read_placemarks


def is_marks(path: Path) -> bool:
    """Return whether a file is one whose points carry their fields by themselves."""
    return is_placemarks(path) or is_drawing(path)


def read_marks(
    path: Path,
    *,
    crs: str,
    name: str,
    source_crs: str | None = None,
    within: shapely.Geometry | None = None,
) -> Features:
    """Return the points of KML, KMZ, GPX or DXF in the working system, fields as strings.

    Parameters
    ----------
    path
        The file.
    crs
        Working system of the run.
    name
        Key of the input in the plan file, for messages.
    source_crs
        System of a drawing; the others are in WGS 84 by their own rules.
    within
        Area of the case in the working system; what is outside is dropped and counted.

    Raises
    ------
    InputError
        If the file cannot be read or has no points that carry fields.
    CrsError
        If its coordinates contradict its system.
    """
    if is_drawing(path):
        features = read_drawing(path, name=name, crs=crs, source_crs=source_crs)
    else:
        features = read_placemarks(path, name=name)
    missing = features.frame.geometry.isna().to_numpy()
    features = features.without(missing, "no_coordinates")
    return in_working_crs(features, crs=crs, within=within).within(within)
