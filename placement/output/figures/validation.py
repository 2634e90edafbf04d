"""The figure of a validation: how much of the later incidents each method's cameras would see."""

import io
import warnings
from typing import TYPE_CHECKING, Any

from placement.evaluation.results import Score, Validation
from placement.texts import Language, number, text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SIZE_INCHES, DOTS_PER_INCH = (8.6, 5.2), 150
OURS_COLOUR, OTHER_COLOUR, LIMIT_COLOUR = "#2171b5", "#a9b8c6", "#e3e3e3"
DARK = "#222222"
BAR = 0.62
"""Height of a bar where methods are 1 apart. [-]"""
ABOVE = 0.06
"""Room right of the farthest whisker. [share of the axis]"""


def shares(validation: Validation, *, language: Language = "en") -> bytes:
    """Return the shares seen with their intervals as PNG; the same findings, the same bytes."""
    # imported here, for it is slow and only this drawing needs it
    from matplotlib import style  # noqa: PLC0415
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    # the user's own matplotlib settings must not change the picture
    with style.context("default"), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph")
        figure = Figure(figsize=SIZE_INCHES, dpi=DOTS_PER_INCH)
        FigureCanvasAgg(figure)
        axes = figure.add_axes((0.27, 0.2, 0.7, 0.62))
        _bars(axes, validation, language)
        _frame(axes, validation, language)
        _words(figure, validation, language)
        stream = io.BytesIO()
        figure.savefig(stream, format="png", metadata={"Software": None})
    return stream.getvalue()


def _bars(axes: "Axes", validation: Validation, language: Language) -> None:
    for row, score in enumerate(validation.scores):
        share, blur = score.seen, score.seen_blurred
        axes.barh(row, 100 * share.value, BAR, color=_colour(score))
        # all seen in every resample may differ from 1 in the last digit
        reach = (max(share.value - share.low, 0.0), max(share.high - share.value, 0.0))
        whisker = [[100 * part] for part in reach]
        axes.errorbar(100 * share.value, row, xerr=whisker, color=DARK, capsize=4, linewidth=1.1)
        axes.plot(100 * blur.value, row, "D", color="#ffffff", markeredgecolor=DARK, markersize=5)
        axes.annotate(
            f"{number(100 * share.value, language, 1)} %",
            (100 * max(share.high, blur.value), row),
            (6, 0),
            textcoords="offset points",
            va="center",
            fontsize=9,
        )


def _colour(score: Score) -> str:
    return {"ours": OURS_COLOUR, "oracle": LIMIT_COLOUR}.get(score.method, OTHER_COLOUR)


def _frame(axes: "Axes", validation: Validation, language: Language) -> None:
    names = [text(f"method.{score.method}", language) for score in validation.scores]
    axes.set_yticks(range(len(names)), names)
    axes.invert_yaxis()
    farthest = max(max(score.seen.high, score.seen_blurred.value) for score in validation.scores)
    axes.set_xlim(0, 100 * (farthest + ABOVE * 2))
    axes.set_xlabel(text("validation.axis", language))
    axes.xaxis.set_major_formatter(lambda value, _: number(value, language, 0))
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.tick_params(axis="y", length=0)


def _words(figure: Any, validation: Validation, language: Language) -> None:  # noqa: ANN401 -- matplotlib's
    values: dict[str, object] = {
        "case": validation.case,
        "until": _day(
            validation.until.year, validation.until.month, validation.until.day, language
        ),
        "earlier": validation.earlier,
        "later": validation.later,
        "cameras": validation.limits.new_cameras,
        "resamples": validation.resamples,
        "error": number(validation.error_m, language, 0),
    }
    plain = {"parse_math": False, "color": DARK}
    figure.text(0.02, 0.95, text("validation.title", language, **values), fontsize=12, **plain)
    figure.text(0.02, 0.895, text("validation.subtitle", language, **values), fontsize=9, **plain)
    figure.text(0.02, 0.065, text("validation.key", language, **values), fontsize=8, **plain)
    notes = [key for key in ("synthetic", "anonymised") if getattr(validation, key)]
    note = "  ".join(text(f"validation.{key}", language) for key in notes)
    figure.text(0.02, 0.025, note, fontsize=8, parse_math=False, color="#9c2a1c")


def _day(year: int, month: int, day: int, language: Language) -> str:
    return f"{day}. {month}. {year}" if language == "cs" else f"{year}-{month:02}-{day:02}"
