"""`Band`: one band of a raster, with the scale, offset and unit of its numbers."""

import re
from xml.sax.saxutils import escape

import numpy as np
from attrs import frozen
from numpy.typing import NDArray
from pyproj import CRS
from rasterio.enums import ColorInterp, MaskFlags
from rasterio.io import DatasetReader
from rasterio.transform import Affine

from placement.errors import InputError, Problem

FOOT_M, SURVEY_FOOT_M = 0.3048, 1200 / 3937
UNITS_M = {
    "m": 1.0, "metre": 1.0, "metres": 1.0, "meter": 1.0, "meters": 1.0, "metr": 1.0, "metry": 1.0,
    "dm": 0.1, "decimetre": 0.1, "decimeter": 0.1, "decimetres": 0.1, "decimeters": 0.1,
    "cm": 0.01, "centimetre": 0.01, "centimeter": 0.01, "centimetres": 0.01, "centimeters": 0.01,
    "mm": 0.001, "millimetre": 0.001, "millimeter": 0.001, "millimetres": 0.001,
    "millimeters": 0.001, "km": 1000.0, "kilometre": 1000.0, "kilometer": 1000.0,
    "ft": FOOT_M, "foot": FOOT_M, "feet": FOOT_M, "international foot": FOOT_M, "ft int": FOOT_M,
    "international feet": FOOT_M, "stopa": FOOT_M, "stopy": FOOT_M,
    "ftus": SURVEY_FOOT_M, "us ft": SURVEY_FOOT_M, "ft us": SURVEY_FOOT_M, "sft": SURVEY_FOOT_M,
    "us survey foot": SURVEY_FOOT_M, "us survey feet": SURVEY_FOOT_M, "foot us": SURVEY_FOOT_M,
    "survey foot": SURVEY_FOOT_M, "survey feet": SURVEY_FOOT_M, "us foot": SURVEY_FOOT_M,
    "us feet": SURVEY_FOOT_M, "us survey ft": SURVEY_FOOT_M, "usft": SURVEY_FOOT_M,
    "yd": 0.9144, "yard": 0.9144, "yards": 0.9144, "in": 0.0254, "inch": 0.0254,
    "inches": 0.0254, "fathom": 1.8288, "fathoms": 1.8288,
}  # fmt: skip
"""Units of length as rasters name them, without signs. [m]"""
NO_HEIGHT = re.compile(r"^(deg|degrees?|°|%|percent|rad|radians?|db|reflectance|dn|kelvin|k|°c)$")
"""Units of rasters that hold slopes, pictures or temperatures."""
ABOVE = re.compile(
    r"\s*(?:above|over|a ?s ?l|asl|amsl|n m|nad|b ?p ?v|bpv|baltic|navd|ngvd|egm|nap|height).*$"
)
HEIGHTS = re.compile(
    r"(?:^|[\W_\d])(?:elev\w*|height\w*|altitud\w*|dem|dtm|dsm|dmr\d*g?|dmp\d*g?|chm|ndsm|vysk\w*|"
    r"výšk\w*|teren\w*|terén\w*|z)(?:$|[\W_\d])",
    re.IGNORECASE,
)
"""How bands of heights are called."""
COLOURS = {ColorInterp.red, ColorInterp.green, ColorInterp.blue, ColorInterp.cyan}
COLOURS |= {ColorInterp.magenta, ColorInterp.yellow, ColorInterp.hue, ColorInterp.saturation}
NO_DATA = -np.float32(3.0e38)
"""Mark of cells without a height while warping; NaN there may also be a broken value."""


Numbers = NDArray[np.float32]


@frozen
class Band:
    """One band and how its numbers become heights: number times `scale` plus `offset`. [m]"""

    number: int
    """From 1, as GDAL counts."""
    alpha: int | None = None
    """Number of a band of transparency that GDAL does not take for a mask: one of fractions."""
    scale: float = 1.0
    offset: float = 0.0
    notes: tuple[Problem, ...] = ()
    """Notes on scale, offset and unit that were applied, or that contradict each other."""

    def heights_m(self, numbers: Numbers) -> Numbers:
        """Return heights of the band's numbers. [m]"""
        if (self.scale, self.offset) == (1.0, 0.0):
            return numbers
        return numbers * np.float32(self.scale) + np.float32(self.offset)


def band_of(raster: DatasetReader, *, file: str, name: str) -> Band:
    """Return the band of heights of a raster.

    Parameters
    ----------
    file, name
        Name of the file and key of the input in the plan file, for messages.

    Raises
    ------
    InputError
        If the raster is a picture, or its unit is none of length.
    """
    _refuse_picture(raster, file, name)
    notes = []
    heights = [i for i in raster.indexes if raster.colorinterp[i - 1] != ColorInterp.alpha]
    named_heights = [i for i in heights if HEIGHTS.search(raster.descriptions[i - 1] or "")]
    number = (named_heights or heights)[0]
    if len(heights) > 1:
        description = raster.descriptions[number - 1]
        values = {"n": len(heights), "band": number, "called": description or "–"}
        notes.append(Problem("raster_bands", file, values=values))
    if raster.dtypes[number - 1] == "uint8":
        notes.append(Problem("raster_bytes", file))
    scale, offset = raster.scales[number - 1], raster.offsets[number - 1]
    if not (np.isfinite(scale) and np.isfinite(offset) and scale != 0):
        values = {"scale": scale, "offset": offset}
        raise InputError(Problem("raster_scale_impossible", file, values=values))
    if (scale, offset) != (1.0, 0.0):
        values = {"scale": f"{scale:.6g}", "offset": f"{offset:.6g}"}
        notes.append(Problem("raster_scaled", file, values=values))
    unit_m, unit_notes = _unit_m(raster, number, file)
    alphas = [i for i in raster.indexes if raster.colorinterp[i - 1] == ColorInterp.alpha]
    alpha = next((i for i in alphas if raster.dtypes[i - 1] not in ("uint8", "uint16")), None)
    return Band(
        number, alpha, scale=scale * unit_m, offset=offset * unit_m, notes=(*notes, *unit_notes)
    )


def _refuse_picture(raster: DatasetReader, file: str, name: str) -> None:
    kinds = set(raster.colorinterp)
    bytes_only = set(raster.dtypes) == {"uint8"}
    what = ""
    if ColorInterp.palette in kinds or _has_colours(raster):
        what = "palette"
    elif kinds & COLOURS or (bytes_only and raster.count in (3, 4)):
        what = "colours"
    if what:
        values = {"input": name, "n": raster.count}
        kind = "raster_palette" if what == "palette" else "raster_picture"
        raise InputError(Problem(kind, file, values=values))


def _has_colours(raster: DatasetReader) -> bool:
    """Return whether the first band has a table of colours that are not all grey."""
    if raster.dtypes[0] not in ("uint8", "uint16"):
        return False
    try:
        colours = raster.colormap(1)
    except ValueError:
        return False
    return any(len(set(colour[:3])) > 1 for colour in colours.values())


def _unit_m(raster: DatasetReader, number: int, file: str) -> tuple[float, list[Problem]]:
    """Return the length of the unit of heights, and notes on it. [m]"""
    unit = (raster.units[number - 1] or "").strip()
    axis_m, axis = _axis_m(raster)
    if not unit:
        if axis_m is None or axis_m == 1.0:
            return 1.0, []
        return axis_m, [_conversion_note(file, axis, axis_m)]
    if NO_HEIGHT.match(unit.casefold()):
        raise InputError(Problem("raster_unit_no_height", file, values={"unit": unit}))
    unit_m = unit_length_m(unit)
    if unit_m is None:
        assumed_m = 1.0 if axis_m is None else axis_m
        values = {"unit": unit, "taken": f"{assumed_m:.6g}"}
        return assumed_m, [Problem("raster_unit_unknown", file, values=values)]
    notes = [] if unit_m == 1.0 else [_conversion_note(file, unit, unit_m)]
    if axis_m is not None and abs(abs(axis_m) - unit_m) > 1e-4:
        notes.append(Problem("raster_units_differ", file, values={"unit": unit, "axis": axis}))
    return unit_m, notes


def _conversion_note(file: str, unit: str, unit_m: float) -> Problem:
    return Problem("raster_unit", file, values={"unit": unit, "factor": f"{unit_m:.7g}"})


def unit_length_m(text: str) -> float | None:
    """Return the length of a unit of a raster, or None if it is unknown. [m]"""
    plain = re.sub(r"[\W_]+", " ", text.casefold()).strip()
    for candidate in (plain, ABOVE.sub("", plain).strip(), re.sub(r"\s+", "", plain)):
        if candidate in UNITS_M:
            return UNITS_M[candidate]
    if text.strip() in ("'", "′"):
        return FOOT_M
    return None


def _axis_m(raster: DatasetReader) -> tuple[float | None, str]:
    """Return the length of the unit of the vertical axis, negative if it points down. [m]"""
    crs = raster.crs or raster.gcps[1]
    if not crs:
        return None, ""
    system = CRS.from_wkt(crs.to_wkt())
    parts = [part for part in system.sub_crs_list if part.is_vertical] or [system]
    vertical = [axis for axis in parts[0].axis_info if axis.direction.lower() in ("up", "down")]
    if not vertical:
        return None, ""
    (axis, *_) = vertical
    sign = -1.0 if axis.direction.lower() == "down" else 1.0
    return sign * axis.unit_conversion_factor, f"{axis.unit_name} ({axis.name})"


def masked_source(
    source: str, raster: DatasetReader, band: Band, step: Affine, missing: tuple[float, ...] = ()
) -> str:
    """Return a virtual raster of one band whose every gap is `NO_DATA`: by mask, tag or value.

    Parameters
    ----------
    source
        GDAL's name of the raster.
    step
        From columns and rows to its system.
    missing
        Numbers of the band, beside its own mark, that stand for no height.
    """
    own = raster.nodata
    values = [value for value in (own, *missing) if value is not None]
    if np.issubdtype(np.dtype(raster.dtypes[band.number - 1]), np.floating):
        values.append(float("nan"))
    text, number = escape(source), band.number
    flags = raster.mask_flag_enums[number - 1]
    by_mask = MaskFlags.per_dataset in flags or MaskFlags.alpha in flags
    parts: list[str] = ["<UseMaskBand>true</UseMaskBand>"] if by_mask else []
    parts += [f"<NODATA>{value!r}</NODATA>" for value in dict.fromkeys(values)]
    for part in parts or [""]:
        text = escape(_virtual(text, raster, number, transform=step, part=part))
        number = 1
    return _unescape(text)


def _unescape(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _virtual(
    source: str, raster: DatasetReader, number: int, *, transform: Affine, part: str
) -> str:
    """Return a virtual raster over another, with `part` in the element of its source."""
    frame = ", ".join(repr(float(value)) for value in transform.to_gdal())
    size = f'xSize="{raster.width}" ySize="{raster.height}"'
    return (
        f'<VRTDataset rasterXSize="{raster.width}" rasterYSize="{raster.height}">'
        f"<GeoTransform>{frame}</GeoTransform>"
        f'<VRTRasterBand dataType="Float32" band="1"><NoDataValue>{float(NO_DATA)!r}</NoDataValue>'
        f'<ComplexSource><SourceFilename relativeToVRT="0">{source}</SourceFilename>'
        f"<SourceBand>{number}</SourceBand>"
        f'<SrcRect xOff="0" yOff="0" {size}/><DstRect xOff="0" yOff="0" {size}/>{part}'
        f"</ComplexSource></VRTRasterBand></VRTDataset>"
    )
