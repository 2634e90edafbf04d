"""`cameras.dxf`: points, directions and views for CAD, in the working system, in metres (R2010).

Layers: KAM_STAV (what stands), KAM_E1, KAM_E2 … (phases), KAM_ZORNE_POLE (what is always seen in
the detail asked). Each camera is a block whose attributes a CAD can list. Azimuths are from grid
north, because a drawing knows no other. Names of layers, blocks and attributes are the same in both
languages, so that templates of a designer's office fit.

The file is in UTF-8, as R2010 asks. GDAL goes by the code page in its header: it reads Czech
letters with the configuration option DXF_ENCODING=UTF-8.

ezdxf is slow to import and lists the machine's fonts the first time, so only this file imports it,
and only when a drawing is made.
"""

import io
import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np
import shapely

from placement.crs.krovak import S_JTSK
from placement.errors import InputError, Problem
from placement.inputs.layers.drawing import tag_of
from placement.output.layers import Layers
from placement.output.lists.camera_table import CameraTable, always_seen, by_point
from placement.output.lists.legend import gap_sentence, notes
from placement.output.wording import printable, word_of
from placement.plan import TODAY, Plan, PlannedCamera
from placement.plan.column_values import known_kind
from placement.texts import Language, number, text
from placement.units import LISTED_DECIMALS, rounded_deg

if TYPE_CHECKING:
    from ezdxf.document import Drawing
    from ezdxf.layouts.blocklayout import BlockLayout
    from ezdxf.layouts.layout import Modelspace

STANDING, VIEWS, NOTES = "KAM_STAV", "KAM_ZORNE_POLE", "KAM_POPIS"
HALF = "half circle"
"""Of a camera for the whole circle that hangs on a wall."""
BLOCKS = {
    "fixed": "KAM_PEVNA",
    "turning": "KAM_OTOCNA",
    "whole circle": "KAM_CELOKRUHOVA",
    HALF: "KAM_PULKRUHOVA",
    "unknown": "KAM_NEZNAMA",
}
COLOURS = (7, 5, 3, 1, 6, 30)
"""Of AutoCAD's index: what stands in the foreground's, then one for each phase."""
VIEW_COLOUR = 8
RADIUS_M, ARROW_M = 0.6, 4.0
TEXT_M = {"ID": 1.25, "AZIMUT": 0.9, "VYSKA": 0.9, "MODEL": 0.9}
"""Heights of the texts that are seen: 2.5 and 1.8 mm on a sheet of 1:500. [m]"""
TAGS = ("ID", "NAZEV", "STAV", "ETAPA", "AZIMUT", "SKLON", "VYSKA", "MODEL", "DATA")
"""Attributes of a camera; one that is taken down also has `ODSTRANENA`, the phase.

Behind them come those that make the drawing a list that comes back (`MORE`), which nobody sees.
"""
MORE = ("rank", "point_id", "carrier", "kind", "grid_azimuth_deg", "facing_deg", "width_deg",
        "seen", "gain", "crs")  # fmt: skip
"""Columns of lists that a drawing has in attributes of their own, as `drawing.tag_of` calls them.

Of what lists give back the rest is among `TAGS`, is the place itself, or stands beside a value
(`(assumed)`).
"""
LINE = 1.5
"""From one line of text to the next, in heights of it. [-]"""
LABEL_M = LINE * (sum(TEXT_M.values()) + 0.5)
NOTE_M = 2.5
STYLE, FONT = "KAM", "arial.ttf"
LONGEST = 250
"""Bytes of a text; some readers cut at 256."""
CODES = re.compile(r"(?<=%)(?=%)|(?<=\\)(?=[UuMm]\+)")
"""Between the first letter of a code and the rest of it."""
TOLERANCE_M = 0.1
"""How far the line of a view may lie from the true one. [m]"""
MARGIN_M = 20.0


def cameras_dxf(
    plan: Plan, layers: Layers | None, language: Language, *, positive: bool = False
) -> bytes:
    """Return the drawing.

    Parameters
    ----------
    plan, layers, language
        What is drawn, views only if layers are given; the language of words among the attributes.
    positive
        Write S-JTSK as Y, X (both positive, south up), as drawings of older CADs have it: the
        whole drawing turned by 180°. Attributes stay as they are.

    Raises
    ------
    InputError
        If `positive` is asked of a plan that is not in S-JTSK.
    """
    if positive and plan.crs != S_JTSK:
        values = {"crs": plan.crs, "s_jtsk": S_JTSK}
        raise InputError(Problem("not_s_jtsk", values=values))
    with _fixed_marks():
        return _drawing(plan, layers, language, -1.0 if positive else 1.0)


def layer_of(camera: PlannedCamera) -> str:
    """Return the layer a camera is drawn on."""
    return STANDING if camera.phase == TODAY else f"KAM_E{camera.phase}"


def _drawing(plan: Plan, layers: Layers | None, language: Language, sign: float) -> bytes:
    from ezdxf.filemanagement import new  # noqa: PLC0415 - slow, see above
    from ezdxf.units import M  # noqa: PLC0415 - as above

    drawing = new("R2010", units=M)
    drawing.header["$MEASUREMENT"] = 1
    drawing.styles.new(STYLE, dxfattribs={"font": FONT})
    _make_layers(drawing, plan)
    _make_blocks(drawing)
    space = drawing.modelspace()
    table = CameraTable.of(plan)
    if layers is not None:
        for shape in always_seen(plan, layers).geometry.simplify(TOLERANCE_M):
            _view(space, shape, sign)
    for cameras in by_point(plan):
        for below, camera in enumerate(cameras):
            attributes = (*_attributes(camera, plan, language), *_unseen(camera, table))
            _camera(space, camera, plan, attributes, sign=sign, below_m=below * LABEL_M)
    _frame(drawing, space, plan, language, sign)
    for name in sorted(drawing.entitydb.dxf_types_in_use()):
        drawing.classes.add_class(name)  # ezdxf adds them from a set, in another order each run
    stream = io.StringIO()
    drawing.write(stream)
    return stream.getvalue().encode("utf-8")


def _make_layers(drawing: "Drawing", plan: Plan) -> None:
    drawing.layers.add(STANDING, color=COLOURS[0])
    for phase in sorted({c.phase for c in plan.cameras} - {TODAY}):
        colour = COLOURS[1 + (phase - 1) % (len(COLOURS) - 1)]
        drawing.layers.add(f"KAM_E{phase}", color=colour)
    drawing.layers.add(VIEWS, color=VIEW_COLOUR)
    drawing.layers.add(NOTES, color=COLOURS[0])


def _make_blocks(drawing: "Drawing") -> None:
    """Define a sign for each kind; the arrow points to grid north, an insert turns it."""
    for kind, name in BLOCKS.items():
        block: BlockLayout = drawing.blocks.new(name)
        block.add_circle((0, 0), RADIUS_M)
        if kind == "whole circle":
            block.add_circle((0, 0), 2 * RADIUS_M)
        else:
            block.add_lwpolyline(
                [
                    (0, RADIUS_M),
                    (0, ARROW_M),
                    (-RADIUS_M / 2, ARROW_M - RADIUS_M),
                    (RADIUS_M / 2, ARROW_M - RADIUS_M),
                    (0, ARROW_M),
                ]
            )
        if kind == HALF:
            block.add_arc((0, 0), 2 * RADIUS_M, 0, 180)
        if kind == "turning":
            block.add_circle((0, 0), 1.5 * RADIUS_M)
        for tag in TAGS:
            block.add_attdef(tag, (0, 0), dxfattribs={"style": STYLE, "height": 0.9, "flags": 1})


def _camera(
    space: "Modelspace",
    camera: PlannedCamera,
    plan: Plan,
    attributes: Sequence[tuple[str, str]],
    *,
    sign: float,
    below_m: float,
) -> None:
    """Insert a camera's sign; its texts lie level, below those of others at the point. [m]"""
    kind = known_kind(plan, camera) or "unknown"
    if kind == "whole circle" and not plan.sees_whole_circle(camera):
        kind = HALF
    x, y = sign * camera.x_m, sign * camera.y_m
    turned = -camera.grid_azimuth_deg if sign > 0 else 180.0 - camera.grid_azimuth_deg
    insert = space.add_blockref(
        BLOCKS[kind],
        (x, y),
        dxfattribs={"layer": layer_of(camera), "rotation": round(turned % 360.0, 6)},
    )
    level = y + RADIUS_M - below_m
    for tag, value in attributes:
        height = TEXT_M.get(tag)
        attribute = insert.add_attrib(
            tag,
            escape_codes(value),
            (x + 2 * RADIUS_M, level),
            dxfattribs={"layer": layer_of(camera), "style": STYLE, "height": height or 0.9},
        )
        attribute.is_invisible = height is None
        level -= 0.0 if height is None else LINE * height


def _attributes(camera: PlannedCamera, plan: Plan, language: Language) -> Iterator[tuple[str, str]]:
    assumed = f" ({text('map.camera.assumed', language)})"

    def marked(value: str, guessed: bool) -> str:  # noqa: FBT001 - which of the two it is
        return value + assumed if guessed else value

    azimuth = f"{_one(rounded_deg(camera.grid_azimuth_deg, 1), language)}°"
    yield "ID", camera.camera_id
    yield "NAZEV", camera.name
    yield "STAV", word_of("lists.status", camera.status, language)
    yield "ETAPA", str(camera.phase)
    if camera.removed_in is not None:
        yield "ODSTRANENA", str(camera.removed_in)
    turned = marked(azimuth, camera.azimuth_assumed) if plan.has_direction(camera) else "360°"
    yield "AZIMUT", turned
    yield "SKLON", marked(f"{_exact(camera.tilt_deg, language)}°", camera.tilt_assumed)
    yield "VYSKA", marked(f"{_exact(camera.height_m, language)} m", camera.height_assumed)
    yield "MODEL", marked(camera.model, camera.model_assumed)
    yield "DATA", word_of("lists.provenance", camera.provenance, language)


def _unseen(camera: PlannedCamera, table: CameraTable) -> Iterator[tuple[str, str]]:
    """Yield the attributes by which a drawing comes back as a list."""
    for column in table.columns:
        if column.name in MORE:
            cell = table.cell(column, camera)
            if cell is not None and cell != "":
                yield tag_of(column.name), column.cell_text(cell)


def _exact(value: float, language: Language) -> str:
    """Return a number with one decimal, or with as many as lists keep of it."""
    decimals = next(n for n in range(1, LISTED_DECIMALS + 1) if _is_whole(value, n))
    return number(value, language, decimals)


def _is_whole(value: float, decimals: int) -> bool:
    return decimals == LISTED_DECIMALS or round(value, decimals) == round(value, LISTED_DECIMALS)


def _one(value: float, language: Language) -> str:
    return number(value, language, 1)


def escape_codes(words: str) -> str:
    r"""Return text as a drawing holds it: what would be a code (`%%d`, `^I`, `\U+0041`) is none.

    A caret is written before a blank, as CADs do; within the other codes comes a blank, for there
    is no way to write them that every program takes back.
    """
    safe = CODES.sub(" ", printable(words))
    bytes_long = safe.encode("utf-8")
    if len(bytes_long) > LONGEST:
        safe = bytes_long[: LONGEST - 3].decode("utf-8", errors="ignore") + "…"
    return safe.replace("^", "^ ")


def _view(space: "Modelspace", shape: shapely.Geometry, sign: float) -> None:
    """Draw the outlines of a view and of the holes in it."""
    for part in shapely.get_parts(shapely.normalize(shape)):
        for ring in (part.exterior, *part.interiors):
            corners = np.round(sign * shapely.get_coordinates(ring)[:-1], 3)
            space.add_lwpolyline(corners.tolist(), close=True, dxfattribs={"layer": VIEWS})


def _frame(
    drawing: "Drawing", space: "Modelspace", plan: Plan, language: Language, sign: float
) -> None:
    """Write what the drawing is below it, and let a CAD open on the cameras."""
    at = sign * np.array([(c.x_m, c.y_m) for c in plan.cameras]).reshape(-1, 2)
    at = at if at.size else np.zeros((1, 2))
    (left, low), (right, high) = at.min(axis=0) - MARGIN_M, at.max(axis=0) + MARGIN_M
    key = "exports.dxf.positive" if sign < 0 else "exports.dxf.system"
    system = text(key, language, crs=plan.crs)
    lines = [*notes(plan, language), printable(plan.case), system]
    for count, line in enumerate([*lines, gap_sentence(plan, language)]):
        space.add_text(
            escape_codes(line),
            height=NOTE_M,
            dxfattribs={
                "layer": NOTES,
                "style": STYLE,
                "insert": (left, low - 2 * NOTE_M * (count + 1)),
            },
        )
    drawing.header["$EXTMIN"] = (float(left), float(low), 0.0)
    drawing.header["$EXTMAX"] = (float(right), float(high), 0.0)
    drawing.set_modelspace_vport(
        height=max(float(high - low), MARGIN_M),
        center=(float(left + right) / 2, float(low + high) / 2),
    )


@contextmanager
def _fixed_marks() -> Iterator[None]:
    """Let ezdxf write fixed times and identifiers, so that the same plan gives the same bytes."""
    logging.getLogger("ezdxf").addHandler(logging.NullHandler())  # where it cannot keep its fonts
    from ezdxf._options import options  # noqa: PLC0415 - slow, see above; so named in its manual

    before = options.write_fixed_meta_data_for_testing
    options.write_fixed_meta_data_for_testing = True
    try:
        yield
    finally:
        options.write_fixed_meta_data_for_testing = before
