"""The map of the council's sheet: the whole town with standing and new cameras."""

from typing import TYPE_CHECKING

from placement.output.layers import Layers
from placement.output.map_colours import EXISTING, phase_colour
from placement.output.paper import ground
from placement.output.paper.pen import Pen
from placement.output.paper.sheets import Paper, sheets
from placement.plan import Plan
from placement.texts import Language, text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Box = tuple[float, float, float, float]
"""Left, bottom, width, height on the page. [mm]"""
RADIUS_MM = 1.1
LETTER_PT = 6.0


def draw_map(figure: "Figure", plan: Plan, layers: Layers, box: Box, *, language: Language) -> None:
    """Draw the town into a box of a page, to a round scale; the page is as large as the figure."""
    west_mm, bottom, wide, high = box
    page_wide, page_high = (25.4 * float(inches) for inches in figure.get_size_inches())
    paper = Paper("box", wide, high, 0.0, LETTER_PT, margin_mm=0.0, head_mm=0.0, foot_mm=0.0)
    sheet = sheets(plan, layers, paper, by_district=False)[0]
    place = (west_mm / page_wide, bottom / page_high, wide / page_wide, high / page_high)
    ground.draw(figure.add_axes(place, zorder=1), layers, {}, sheet, paper)
    signs = figure.add_axes(place, zorder=2)
    signs.set_xlim(0, wide)
    signs.set_ylim(0, high)
    signs.axis("off")
    pen = Pen(signs, paper, language)
    for camera in sorted(plan.cameras, key=lambda camera: camera.phase):
        if sheet.holds(camera.x_m, camera.y_m):
            pen.symbol(*sheet.on_page(camera.x_m, camera.y_m, paper), RADIUS_MM, camera)
    pen.frame(0.1, wide - 0.1, 0.1, high - 0.1)


def legend(plan: Plan, language: Language) -> list[tuple[str, str]]:
    """Return what the colours of cameras mean, those of standing ones only where there are any."""
    entries = [
        (phase_colour(phase.phase), text("study.council.phase_colour", language, n=phase.phase))
        for phase in plan.phases[1:]
    ]
    has_standing = any(camera.status != "new" for camera in plan.cameras)
    return [(EXISTING, text("study.today", language)), *entries] if has_standing else entries
