"""The council's sheet as one HTML page that needs nothing else and prints on one A4."""

import base64
import io
import warnings
from importlib import resources
from typing import TYPE_CHECKING

from jinja2 import Environment
from markupsafe import Markup

from placement.output.layers import Layers
from placement.output.study.council.map import draw_map, legend
from placement.output.webmap.policy import content_policy
from placement.plan import Plan
from placement.texts import text

if TYPE_CHECKING:  # keeps the chain of imports short
    from placement.output.study.council.sheet import CouncilSheet

MAP_INCHES = (3.6, 3.4)
DOTS_PER_INCH = 200


def html_bytes(sheet: "CouncilSheet", plan: Plan, layers: Layers) -> bytes:
    """Return the sheet as a page; the same sheet, the same bytes."""
    style = _resource("council.css")
    template = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(
        _resource("council.html")
    )
    language = sheet.language
    content = template.render(
        sheet=sheet,
        policy=content_policy(scripts=(), styles=(style,)),
        style=Markup(style),  # noqa: S704 -- ours
        map=base64.b64encode(_map(plan, layers, sheet)).decode("ascii"),
        alt=text("study.council.map", language),
        colours=legend(plan, language),
    )
    return content.encode("utf-8", "replace")


def _resource(name: str) -> str:
    return (resources.files("placement.output.study.council") / name).read_text(encoding="utf-8")


def _map(plan: Plan, layers: Layers, sheet: "CouncilSheet") -> bytes:
    # imported here, for it is slow and only drawings need it
    from matplotlib import rc_context, style  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    buffer = io.BytesIO()
    with style.context("default"), rc_context({"path.simplify": False}), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph")
        figure = Figure(figsize=MAP_INCHES)
        wide, high = (25.4 * inches for inches in MAP_INCHES)
        draw_map(figure, plan, layers, (0.0, 0.0, wide, high), language=sheet.language)
        figure.savefig(buffer, format="png", dpi=DOTS_PER_INCH, metadata={"Software": None})
    return buffer.getvalue()
