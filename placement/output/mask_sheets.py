"""Sheets of masks for whoever sets them: a page for every picture, and the same as JSON."""

import io
import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from attrs import frozen

from placement.masks.of_camera import PictureMasks
from placement.masks.turning import Zone
from placement.output.figures.look import LONGEST_ID, draw_picture
from placement.output.map_decorations import DARK
from placement.pipeline.camera_look import CameraLook
from placement.pipeline.device_masks import MaskedCamera
from placement.texts import Language, number, text
from placement.units import rounded_deg

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FORMAT, VERSION = "placement-masks", 1
"""Raised when the meaning of a field changes."""
WIDE_IN, HIGH_IN = 297 / 25.4, 210 / 25.4
ROW_MM, LETTER_PT = 4.4, 8.0
CORNERS_A_ROW = 4
LOWEST_MM = 14.0


@frozen(eq=False)
class MaskSheet:
    """One camera with its masks."""

    camera_id: str
    street: str
    look: CameraLook
    masked: MaskedCamera


def as_dict(case: str, sheets: Sequence[MaskSheet]) -> dict[str, Any]:
    """Return the coordinates of all masks as plain values."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "case": case,
        "cameras": [
            {
                "camera_id": sheet.camera_id,
                "street": sheet.street,
                "model": sheet.look.camera.model.name,
                "pictures": [_picture(each) for each in sheet.masked.masks.pictures],
                "zones": [_zone(zone, sheet.look) for zone in sheet.masked.zones],
            }
            for sheet in sheets
        ],
    }


def _picture(picture: PictureMasks) -> dict[str, Any]:
    wide, high = _size_px(picture)
    return {
        "picture": picture.picture + 1,
        "width_px": wide,
        "height_px": high,
        "protected_share": round(picture.protected_share, 4),
        "other_share": round(picture.other_share, 4),
        "masks": [
            {
                "shares": [list(corner) for corner in mask.corners],
                "pixels": [list(_pixel(corner, wide, high)) for corner in mask.corners],
            }
            for mask in picture.masks
        ],
    }


def _zone(zone: Zone, look: CameraLook) -> dict[str, float]:
    turn = look.grid_turn_deg
    return {
        "azimuth_from_deg": rounded_deg(zone.azimuth_from_deg - turn, 1),
        "azimuth_to_deg": rounded_deg(zone.azimuth_to_deg - turn, 1),
        "pan_from_deg": rounded_deg(zone.azimuth_from_deg - look.camera.grid_azimuth_deg, 1),
        "pan_to_deg": rounded_deg(zone.azimuth_to_deg - look.camera.grid_azimuth_deg, 1),
        "depression_from_deg": round(zone.depression_from_deg, 1),
        "depression_to_deg": round(zone.depression_to_deg, 1),
        "zoom_from": zone.zoom_from,
    }


def _size_px(picture: PictureMasks) -> tuple[int, int]:
    """Return the width and height of the camera's own picture. [px]"""
    frame = picture.frame
    lens = frame.head.lens
    return round(lens.width_px / frame.scale), round(lens.height_px / frame.scale)


def _pixel(corner: tuple[float, float], wide: int, high: int) -> tuple[int, int]:
    return round(corner[0] * wide), round(corner[1] * high)


def pdf(case: str, sheets: Sequence[MaskSheet], *, language: Language) -> bytes:
    """Return a page for every picture of every camera as PDF; the same masks, the same bytes."""
    # imported here, for it is slow and only paper needs it
    from matplotlib import rc_context, style  # noqa: PLC0415
    from matplotlib.backends.backend_pdf import PdfPages  # noqa: PLC0415

    stream = io.BytesIO()
    metadata = {"Title": text("masks.title", language, case=case), "CreationDate": None}
    with style.context("default"), rc_context({"pdf.fonttype": 42}), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph")
        with PdfPages(stream, metadata=metadata) as file:
            for sheet in sheets:
                for place in range(len(sheet.look.pictures)):
                    file.savefig(_page(case, sheet, place, language))
    return stream.getvalue()


def _page(case: str, sheet: MaskSheet, place: int, language: Language) -> "Figure":
    from matplotlib.figure import Figure  # noqa: PLC0415 - as above

    look, masks = sheet.look, sheet.masked.masks.masks
    own = next(each for each in sheet.masked.masks.pictures if each.picture == look.numbers[place])
    page = Figure(figsize=(WIDE_IN, HIGH_IN))
    title = text(
        "masks.sheet",
        language,
        camera=sheet.camera_id[:LONGEST_ID],
        street=sheet.street[:LONGEST_ID],
        case=case[:LONGEST_ID],
    )
    _write(page, 12, 199, title, size=13, fontweight="bold")
    wide, high = _size_px(own)
    below = text(
        "masks.below",
        language,
        model=look.camera.model.name[:LONGEST_ID],
        n=place + 1,
        total=len(look.pictures),
        wide=wide,
        high=high,
        protected=number(100 * own.protected_share, language, 1),
        other=number(100 * own.other_share, language, 1),
    )
    _write(page, 12, 193, below)
    frame = look.pictures[place].frame
    high_mm = 112.0
    wide_mm = min(273.0, high_mm * frame.columns / frame.rows)
    high_mm = wide_mm * frame.rows / frame.columns
    axes = page.add_axes((12 / 297, (189 - high_mm) / 210, wide_mm / 297, high_mm / 210))
    draw_picture(axes, look, place, language, masks)
    for index, mask in enumerate(own.masks, start=1):
        across, down = (sum(each) / len(mask.corners) for each in zip(*mask.corners, strict=True))
        column = across * frame.head.lens.width_px - frame.first
        if 0 <= column <= frame.columns:
            axes.text(
                column,
                down * frame.rows,
                str(index),
                fontsize=9,
                fontweight="bold",
                color="#ffffff",
                ha="center",
                va="center",
                bbox={"facecolor": DARK, "edgecolor": "#ffffff", "pad": 1.5},
                clip_on=True,
            )
    _table(page, 189 - high_mm - 6, _rows(own, sheet, language))
    _write(page, 12, 6, text("masks.note", language), size=7)
    return page


def _rows(own: PictureMasks, sheet: MaskSheet, language: Language) -> list[str]:
    """Return the lines of the table: corners of masks, then zones of a turning camera."""
    wide, high = _size_px(own)
    lines = [text("masks.columns" if own.masks else "masks.none", language)]
    for index, mask in enumerate(own.masks, start=1):
        corners = [
            f"{number(100 * x, language, 2)} % × {number(100 * y, language, 2)} %"
            f" = {column} × {row}"
            for (x, y), (column, row) in (
                (corner, _pixel(corner, wide, high)) for corner in mask.corners
            )
        ]
        for first in range(0, len(corners), CORNERS_A_ROW):
            head = f"{index}:  " if first == 0 else "     "
            lines.append(head + "   |   ".join(corners[first : first + CORNERS_A_ROW]))
    for index, zone in enumerate(sheet.masked.zones, start=1):
        values = {key: number(value, language, 1) for key, value in _zone(zone, sheet.look).items()}
        lines.append(text("masks.zone", language, n=index, **values))
    return lines


def _table(page: "Figure", top_mm: float, lines: list[str]) -> None:
    """Write lines below each other, closer where there are many."""
    row_mm = min(ROW_MM, (top_mm - LOWEST_MM) / max(len(lines), 1))
    for place, line in enumerate(lines):
        _write(page, 12, top_mm - place * row_mm, line, size=min(LETTER_PT, row_mm * 1.9))


def _write(page: "Figure", x_mm: float, y_mm: float, words: str, **look: Any) -> None:  # noqa: ANN401 - matplotlib's
    look = {"fontsize": look.pop("size", 9), "color": DARK, "va": "center", **look}
    page.text(x_mm / 297, y_mm / 210, words, parse_math=False, **look)
