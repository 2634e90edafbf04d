"""A sheet with what a camera would show: pictures, whom one knows at which level, a note."""

import io
import math
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from placement.cameras.masks import Mask
from placement.look.labels import direction_labels, person_label, ring_labels, street_labels
from placement.look.paint import MASK, Colour, level_colour, painted
from placement.look.people import Figure
from placement.look.picture import masked
from placement.look.profiles import Kind
from placement.output.figures.palette import drawn
from placement.output.map_decorations import DARK, plate
from placement.pipeline.camera_look import CameraLook, Masks
from placement.texts import Language, catalogue, format_value, number, text
from placement.units import Booleans

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Sheet

DOTS_PER_INCH = 100
TITLE_PX, GAP_PX, LEGEND_PX, NOTE_PX = 54, 10, 30, 44
COLUMNS = 2
"""Pictures side by side where a camera has several heads."""
EMPTY_ROWS = 120
LONGEST_ID = 60
"""Letters of an identifier that the title has room for. [-]"""


def look(
    look_of_it: CameraLook, camera_id: str, *, language: Language = "cs", masks: Masks = ()
) -> bytes:
    """Return the sheet as PNG; the same view, the same bytes."""
    # imported here, for it is slow and only drawings need it
    from matplotlib import style  # noqa: PLC0415
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
    from matplotlib.figure import Figure as Sheet  # noqa: PLC0415

    places, width, height = _places(look_of_it)
    lines = _legend(look_of_it, language, masks)
    height += math.ceil(len(lines) / 2) * LEGEND_PX + NOTE_PX
    # the user's own settings must not change the picture
    with style.context("default"), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph")
        size = width / DOTS_PER_INCH, height / DOTS_PER_INCH
        sheet = Sheet(figsize=size, dpi=DOTS_PER_INCH, facecolor="#ffffff")
        FigureCanvasAgg(sheet)
        _write(
            sheet,
            12,
            height - 22,
            text("look.title", language, camera=camera_id[:LONGEST_ID]),
            size=14,
        )
        _write(sheet, 12, height - 43, _below(look_of_it, language), size=10)
        for number_of, (across_px, top) in enumerate(places):
            axes = sheet.add_axes(_box(look_of_it, number_of, across_px, top, size))
            draw_picture(axes, look_of_it, number_of, language, masks)
        for place, (line, colour) in enumerate(lines):
            across_px = 12 + place % 2 * width // 2
            up = NOTE_PX + (math.ceil(len(lines) / 2) - place // 2 - 0.5) * LEGEND_PX
            _write(sheet, across_px, up, "■", size=15, colour=colour)
            _write(sheet, across_px + 24, up, line, size=11)
        _write(sheet, 12, NOTE_PX / 2, _note(look_of_it, language), size=8.5)
        stream = io.BytesIO()
        sheet.savefig(
            stream, format="png", metadata={"Software": None}, pil_kwargs={"compress_level": 4}
        )
    return stream.getvalue()


def pictures_alone(
    look_of_it: CameraLook, *, language: Language = "cs", masks: Masks = ()
) -> NDArray[np.uint8] | None:
    """Return the pictures without title, legend and note, as red, green and blue (H, W, 3).

    None of a camera inside a house, which shows nothing.
    """
    # imported here, for it is slow and only drawings need it
    from matplotlib import style  # noqa: PLC0415
    from matplotlib.figure import Figure as Sheet  # noqa: PLC0415

    if not look_of_it.pictures:
        return None
    places, width, lowest = _places(look_of_it)
    height = lowest - TITLE_PX
    with style.context("default"), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph")
        size = width / DOTS_PER_INCH, height / DOTS_PER_INCH
        sheet = Sheet(figsize=size, dpi=DOTS_PER_INCH, facecolor="#ffffff")
        for number_of, (across_px, top) in enumerate(places):
            axes = sheet.add_axes(_box(look_of_it, number_of, across_px, top - TITLE_PX, size))
            draw_picture(axes, look_of_it, number_of, language, masks)
        return drawn(sheet)


def _box(
    look_of_it: CameraLook, number_of: int, across_px: int, top: int, size: tuple[float, float]
) -> tuple[float, float, float, float]:
    """Return where a picture lies on a sheet, in parts of its size, whose inches are given."""
    frame = look_of_it.pictures[number_of].frame
    width, height = (inches * DOTS_PER_INCH for inches in size)
    low = 1 - (top + frame.rows) / height
    return across_px / width, low, frame.columns / width, frame.rows / height


def _places(look_of_it: CameraLook) -> tuple[list[tuple[int, int]], int, int]:
    """Return the upper left corner of each picture, and the sheet's width and height so far."""
    frames = [picture.frame for picture in look_of_it.pictures]
    if not frames:
        return [], 900, TITLE_PX + EMPTY_ROWS
    strips = len({(frame.head, frame.azimuth_deg) for frame in frames}) < len(frames)
    across = 1 if strips or len(frames) == 1 else COLUMNS
    wide, tall = max(frame.columns for frame in frames), max(frame.rows for frame in frames)
    places = [
        (place % across * (wide + GAP_PX), TITLE_PX + place // across * (tall + GAP_PX))
        for place in range(len(frames))
    ]
    rows = math.ceil(len(frames) / across)
    width = across * wide + (across - 1) * GAP_PX
    return places, width, TITLE_PX + rows * tall + (rows - 1) * GAP_PX


def _write(
    sheet: "Sheet", across_px: float, up: float, words: str, *, size: float, colour: str = DARK
) -> None:
    """Write a line on the sheet; pixels from the lower left corner."""
    width, height = (inches * DOTS_PER_INCH for inches in sheet.get_size_inches())
    style: dict[str, Any] = {"va": "center", "parse_math": False, "color": colour}
    sheet.text(
        across_px / width, up / height, words, fontsize=size * 72 / DOTS_PER_INCH * 1.25, **style
    )


def draw_picture(
    axes: "Axes", look_of_it: CameraLook, number_of: int, language: Language, masks: Masks
) -> None:
    """Draw one picture with all that is written on it."""
    picture, figures = look_of_it.pictures[number_of], look_of_it.figures[number_of]
    grey = _polygons(masks, look_of_it.numbers[number_of])
    mask = masked(picture.frame, grey) if grey else None
    image = painted(
        picture,
        [(figure, level_colour(figure.level.density_px_m)) for figure in figures],
        mask=mask,
    )
    rows, columns = image.shape[:2]
    axes.imshow(image, extent=(0, columns, rows, 0), interpolation="nearest", aspect="auto")
    axes.axis("off")
    halo: dict[str, Any] = {"parse_math": False, "clip_on": True}
    for ring_m, label in ring_labels(picture):
        words = f"{number(ring_m, language, 0)}\N{NO-BREAK SPACE}m"
        axes.text(label.column, label.row - 3, words, fontsize=8, color=DARK, ha="center", **halo)
    for label in direction_labels(picture, grid_turn_deg=look_of_it.grid_turn_deg):
        words = text(f"map.compass.{label.text}", language)
        axes.text(
            label.column, label.row, words, fontsize=8, ha="center", va="center", color=DARK,
            bbox=plate(), **halo,
        )  # fmt: skip
    occupied = []
    for figure in figures:
        label = person_label(picture, figure, _person(figure, language))
        low, high = figure.outline.min(axis=0), figure.outline.max(axis=0)
        occupied += [label.box, (*low, *high)]
        if mask is None or not _is_masked(mask, *figure.outline.mean(axis=0)):
            box = {
                **plate(),
                "facecolor": _hex(level_colour(figure.level.density_px_m)),
                "alpha": 1.0,
            }
            axes.text(
                label.column, label.row, label.text, fontsize=9, ha=label.side, va="center",
                color="#ffffff", bbox={**box, "edgecolor": "#ffffff", "pad": 2.0}, **halo,
            )  # fmt: skip
    for label in street_labels(picture, occupied=occupied):
        if mask is None or not _is_masked(mask, label.column, label.row):
            name = format_value(label.text, language)
            axes.text(
                label.column, label.row, name, fontsize=9, style="italic", ha="center",
                va="center", color="#ffffff", bbox={**plate(), "facecolor": "#3c4048", "pad": 1.5},
                **halo,
            )  # fmt: skip
    title = _head_title(look_of_it, number_of, language)
    if title:
        axes.text(8, rows - 12, title, fontsize=9, color=DARK, bbox=plate(), **halo)


def _polygons(masks: Masks, picture: int) -> tuple[tuple[tuple[float, float], ...], ...]:
    """Return the polygons of a head or preset: those that are of it, and those of every picture."""
    return tuple(
        tuple((float(x), float(y)) for x, y in corners)
        for mask in masks
        if not isinstance(mask, Mask) or mask.picture == picture
        for corners in (mask.corners if isinstance(mask, Mask) else mask,)
    )


def _person(figure: Figure, language: Language) -> str:
    """Return a person's level and distance."""
    return text(
        "look.person",
        language,
        level=level_name(figure.level.name, language),
        distance=number(figure.slant_m, language, 0),
    )


def _is_masked(mask: Booleans, column: float, row: float) -> bool:
    return bool(mask[int(row), int(column)])


def level_name(name: str, language: Language) -> str:
    """Return a level as the map calls it."""
    return catalogue(language).get(f"map.level.{name}", name)


def _legend(look_of_it: CameraLook, language: Language, masks: Masks) -> list[tuple[str, str]]:
    """Return a line and a colour per level, finest first."""
    shown = {figure.level.name for figures in look_of_it.figures for figure in figures}
    lines = []
    for level in reversed(look_of_it.levels):
        key = "look.level" if level.name in shown else "look.level_nowhere"
        words = text(
            key,
            language,
            level=level_name(level.name, language),
            density=number(level.density_px_m, language),
        )
        if level.name == look_of_it.counted:
            words += text("look.counted", language)
        lines.append((words, _hex(level_colour(level.density_px_m))))
    return [*lines, (text("look.masked", language), _hex(MASK))] if masks else lines


def _below(look_of_it: CameraLook, language: Language) -> str:
    camera = look_of_it.camera
    return text(
        "look.below",
        language,
        model=camera.model.name[:LONGEST_ID],
        height=number(camera.observer.height_m, language, 1),
        azimuth=number(camera.azimuth_deg, language, 0),
        tilt=number(camera.tilt_deg, language, 0),
    )


def _note(look_of_it: CameraLook, language: Language) -> str:
    if not look_of_it.pictures:
        return text("look.nothing", language)
    range_m = number(look_of_it.camera.model.range_m, language, 0)
    note = text("look.note", language, range=range_m)
    if any((picture.hits.kind == Kind.OWN_WALL).any() for picture in look_of_it.pictures):
        note += f" {text('look.own_wall', language)}"
    return note


def _head_title(look_of_it: CameraLook, number_of: int, language: Language) -> str:
    """Return which of several pictures this is; nothing for the only one."""
    total = len(look_of_it.pictures)
    if total == 1:
        return ""
    key = "look.preset" if look_of_it.camera.model.presets else "look.part"
    return text(key, language, n=number_of + 1, total=total)


def _hex(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
