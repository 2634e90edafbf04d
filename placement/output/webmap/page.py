"""The council's map: one HTML file that works offline, from an e-mail, in Czech and English.

folium is the scaffold (figure, map, their options); none of its links to outside servers is kept.
Leaflet and our own script and style stand in the page as text, and a Content-Security-Policy
forbids everything else. Data travel as one JSON block and become text nodes only, never HTML:
folium's own pop-ups run what they find in names, and its elements are Jinja templates that would
run it once more.
"""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Any

import folium
from attrs import frozen
from jinja2 import Template

from placement.output.caveats import page_title
from placement.output.layers import Layers
from placement.output.webmap.bundle import bundle
from placement.output.webmap.data import page_data
from placement.output.webmap.online import layers_within
from placement.output.webmap.policy import content_policy
from placement.output.webmap.shapes import Packer
from placement.plan import Plan
from placement.plan.public import AnyPlan
from placement.texts import Language, text

DANGEROUS_IN_JSON = "<>&\u2028\u2029"
COUNCIL = "council"
"""The page of a plan: its frame and style bear this name."""
INTERNAL, PUBLIC = "internal", "public"
"""The modules that start the script of its two editions."""
OF_INTERNAL = ("live", "look", "centre")
"""The styles of what only the internal edition has."""
STYLES = (COUNCIL, "layout", "print")
"""What all pages wear: their parts, how these lie in a window, and on paper."""


def render(
    plan: AnyPlan,
    layers: Layers,
    *,
    language: Language,
    online: bool = True,
    ground: Mapping[str, Any] | None = None,
    centre: Mapping[str, Any] | None = None,
) -> str:
    """Return the page as HTML; the same plan and layers give the same text.

    Parameters
    ----------
    plan
        What is proposed; its figures are shown as they are.
    layers
        What is drawn; views and demand carry the answers to "who sees this place".
    language
        Language the page opens in.
    online
        Whether the reader may switch on layers from a server; nothing is asked of it before that.
    ground
        What the page may judge sight by (`webmap.ground`), which a public edition never has, and
        its hill shading (`webmap.relief`), which it has too.
    centre
        What the plan asks of the operations centre (`output.centre.page`), of which a public
        edition says nothing.
    """
    servers = layers_within(Packer.around(layers, plan).extent) if online else ()
    is_internal = isinstance(plan, Plan)
    return framed(
        COUNCIL,
        page_data(plan, layers, language=language, online=servers, ground=ground, centre=centre),
        language=language,
        title_text=page_title(plan, language, of="map"),
        pictures=[layer.host for layer in servers],
        script=INTERNAL if is_internal else PUBLIC,
        styles=OF_INTERNAL if is_internal else (),
    )


def framed(
    name: str,
    data: dict[str, Any],
    *,
    language: Language,
    title_text: str,
    pictures: Iterable[str] = (),
    script: str | None = None,
    styles: tuple[str, ...] = (),
) -> str:
    """Return one of our pages as HTML.

    Parameters
    ----------
    name
        Of its frame and of the module that starts its script; a style of that name comes after
        the one all pages have.
    data
        What its script reads.
    language, title_text
        As the page opens.
    pictures
        Servers whose pictures its reader may switch on, for its Content-Security-Policy.
    script
        Module that starts its script, if it has another name.
    styles
        What it wears beside the others.
    """
    worn = dict.fromkeys((*STYLES, name, *styles))
    page = Page(
        frame=name,
        language=language,
        title_text=title_text,
        no_script=text("map.no_script", language),
        parts=Parts(
            styles=(
                _style(_asset("vendor", "leaflet", "leaflet.css")),
                "\n".join(_style(_asset("assets", f"{each}.css")) for each in worn),
            ),
            leaflet_js=_script(_asset("vendor", "leaflet", "leaflet.js")),
            own_js=f"(() => {{\n{_script(own_script(script or name))}\n}})();",
            data=_json(data),
        ),
        pictures=tuple(pictures),
    )
    page.add_child(Map())
    return str(page.render())


@frozen
class Parts:
    """Text that is put into the page as it is, already harmless where it stands."""

    styles: tuple[str, ...]
    leaflet_js: str
    own_js: str
    data: str


class Page(folium.Figure):
    """A folium figure with our own frame."""

    def __init__(
        self,
        *,
        frame: str,
        language: Language,
        title_text: str,
        no_script: str,
        parts: Parts,
        pictures: tuple[str, ...],
    ) -> None:
        super().__init__()
        self.language = language
        self.title_text = title_text
        self.no_script = no_script
        self.parts = parts
        self.pictures = pictures
        self.header._children.clear()  # noqa: SLF001 - folium's own meta tag; our frame has one
        self._template = Template(_asset("assets", f"{frame}.html"))

    @property
    def scripts(self) -> tuple[str, ...]:
        """The scripts to the letter, in their order; the map's is whole once it is rendered."""
        return self.parts.leaflet_js, str(self.script.render()), self.parts.own_js

    @property
    def policy(self) -> str:
        """The Content-Security-Policy, which allows what is written here and nothing else."""
        return content_policy(
            scripts=self.scripts, styles=self.parts.styles, pictures=self.pictures
        )


class Map(folium.Map):
    """A folium map without tiles, links and random names."""

    _template = Template(
        """
        {%- macro html(this, kwargs) -%}
        <div class="folium-map" id="{{ this.get_name() }}" tabindex="0"></div>
        {%- endmacro -%}
        {%- macro script(this, kwargs) -%}
        const {{ this.get_name() }} = L.map("{{ this.get_name() }}",
          {zoomSnap: 0, minZoom: 9, maxZoom: 20, scrollWheelZoom: false});
        {%- endmacro -%}
        """
    )

    def __init__(self) -> None:
        super().__init__(tiles=None)
        self.default_js, self.default_css = [], []
        self._name, self._id = "map", "council"


@cache
def own_script(name: str) -> str:
    """Return the script of one of our pages: its modules, bundled."""
    return bundle(f"{name}.js", lambda path: _asset("assets", *path.split("/")))


def _asset(*path: str) -> str:
    return resources.files("placement.output.webmap").joinpath(*path).read_text(encoding="utf-8")


def _script(source: str) -> str:
    """Return a script that cannot end its element or open an HTML comment in it."""
    return source.replace("</script", "<\\/script").replace("<!--", "<\\!--")


def _style(source: str) -> str:
    """Return a style without images (nothing of ours uses them) that cannot end its element."""
    lines = [line for line in source.splitlines() if "url(" not in line]
    return "\n".join(lines).replace("</style", "<\\/style")


def _json(value: object) -> str:
    block = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign in DANGEROUS_IN_JSON:
        block = block.replace(sign, f"\\u{ord(sign):04x}")
    return block
