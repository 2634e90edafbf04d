"""Scale bar and north arrow of drawn maps."""

import math
from typing import TYPE_CHECKING, Any

from placement.texts import Language, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Frame = tuple[float, float, float, float]
"""West, east, south, north. [m]"""

DARK = "#222222"


def scale_bar(axes: "Axes", frame: Frame, language: Language) -> None:
    """Draw a bar of 1, 2 or 5 times a power of ten, at most a quarter of the width."""
    west, east, south, north = frame
    most = (east - west) / 4
    power = 10.0 ** math.floor(math.log10(most))
    length = max(step * power for step in (1, 2, 5) if step * power <= most)
    right, low = east - 0.04 * (east - west), south + 0.04 * (north - south)
    style: dict[str, Any] = {"solid_capstyle": "butt", "zorder": 8}
    axes.plot([right - length, right], [low, low], color="#ffffff", linewidth=6, **style)
    axes.plot([right - length, right], [low, low], color=DARK, linewidth=3, **style)
    axes.annotate(
        f"{number(length, language, 0)} m",
        (right - length / 2, low),
        (0, 6),
        textcoords="offset points",
        ha="center",
        bbox=plate(),
        fontsize=8,
        zorder=8,
    )


def north(axes: "Axes", grid_azimuth_deg: float) -> None:
    """Draw an arrow to true north, which is not straight up in most systems."""
    turned = math.radians(grid_azimuth_deg)
    foot = (0.94, 0.89)
    tip = (foot[0] + 0.06 * math.sin(turned), foot[1] + 0.06 * math.cos(turned))
    arrow = {"arrowstyle": "-|>", "color": DARK, "linewidth": 1.6, "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", tip, foot, "axes fraction", arrowprops=arrow, zorder=8)
    axes.text(*foot, "N", transform=axes.transAxes, ha="center", va="top", bbox=plate(), zorder=8)


def plate() -> dict[str, Any]:
    """Return the style of the plate behind a text on a drawing."""
    return {"facecolor": "#ffffff", "edgecolor": "none", "alpha": 0.75, "pad": 1.0}
