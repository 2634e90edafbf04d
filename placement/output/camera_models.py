"""Camera models from data sheets: the table of what they say, and sections for a plan file."""

from collections.abc import Sequence

import tomli_w

from placement.cameras.data_sheets import DataSheet
from placement.output.comparison_texts import TextTable
from placement.output.wording import printable
from placement.texts import Language, number, text

HEADS = ("model", "picture", "hfov", "vfov", "projections", "verdict")


def table(sheets: Sequence[DataSheet], language: Language) -> TextTable:
    """Return what sheets say, with the angles that sensor and focal length would give."""
    return TextTable(
        text("models.title", language, n=len(sheets)),
        tuple(text(f"models.head.{each}", language) for each in HEADS),
        tuple(_row(sheet, language) for sheet in sheets),
        states=tuple(sheet.name for sheet in sheets),
    )


def _row(sheet: DataSheet, language: Language) -> tuple[str, ...]:
    by_projection = ", ".join(
        f"{name} {angle_deg:.0f}°" for name, angle_deg in sheet.hfov_by_projection.items()
    )
    return (
        printable(sheet.name),
        "–" if sheet.size_px is None else f"{sheet.size_px[0]} × {sheet.size_px[1]}",
        _angles(sheet.hfov_deg, language),
        _angles(sheet.vfov_deg, language),
        by_projection or "–",
        verdict(sheet, language),
    )


def verdict(sheet: DataSheet, language: Language) -> str:
    """Return whether a sheet makes a camera model, and what is doubtful about it."""
    if sheet.lacks is not None:
        return text(f"models.lacks.{sheet.lacks}", language)
    parts = []
    if sheet.agrees is False:
        parts.append(text("models.disagrees", language))
    if sheet.upright_is_worked_out:
        parts.append(text("models.upright", language))
    if sheet.hfov_deg is not None and sheet.hfov_deg[0] < sheet.hfov_deg[1] and not sheet.turning:
        parts.append(text("models.range", language))
    return "; ".join(parts) or text("models.fits", language)


def sections(
    sheets: Sequence[DataSheet],
    language: Language,
    *,
    hfov_deg: float | None = None,
    cost_czk: float | None = None,
) -> str:
    """Return `[[camera_models]]` sections of sheets that make a model, each under a comment.

    `hfov_deg` is what a lens with a range of angles is set to [°], `cost_czk` the price of each.
    """
    price = {} if cost_czk is None else {"cost_czk": cost_czk}
    return "\n".join(
        f"{_comment(sheet, language)}[[camera_models]]\n"
        f"{tomli_w.dumps({**sheet.section(hfov_deg=hfov_deg), **price})}"
        for sheet in sheets
    )


def _comment(sheet: DataSheet, language: Language) -> str:
    notes = [text("models.note", language), verdict(sheet, language)]
    if sheet.source:
        notes.append(sheet.source)
    return "".join(f"# {printable(note)}\n" for note in notes)


def _angles(angles_deg: tuple[float, float] | None, language: Language) -> str:
    if angles_deg is None:
        return "–"
    low, high = (number(angle_deg, language) for angle_deg in angles_deg)
    return f"{high}°" if low == high else f"{low}–{high}°"
