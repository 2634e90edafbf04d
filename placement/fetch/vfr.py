"""RÚIAN's exchange format (VFR): boundary, cadastral areas and buildings of a municipality.

Read as a stream, by local names: files of a town unpack to hundreds of megabytes. Arcs, which a
few boundaries have, are taken as the lines between their points.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.parsers import expat

import geopandas as gpd
import numpy as np
import shapely
from attrs import define, field, frozen

from placement.errors import InputError, Problem
from placement.fetch import unpack
from placement.fetch.municipality import Area, area_of
from placement.files import reading

CHUNK = 1 << 20
KINDS = {"Obec": "municipality", "KatastralniUzemi": "districts", "StavebniObjekt": "buildings"}
ITEM_DEPTH = 4
"""VymennyFormat, Data, a list, and what is listed."""
FIELDS_READ = {"Kod": "code", "Nazev": "name", "PocetPodlazi": "floors"}
EXACT, ROUGH = "OriginalniHranice", "GeneralizovaneHranice"
MOST_ITEMS = 2_000_000


@frozen(eq=False)
class Register:
    """Boundary, cadastral areas and buildings of a municipality in RÚIAN, in EPSG:5514."""

    name: str
    boundary: Area | None
    districts: gpd.GeoDataFrame
    """`name`: cadastral areas."""
    buildings: gpd.GeoDataFrame
    """`kod`, `pocetpodlazi`."""
    unusable: int
    """Number of items without an outline in Czechia. [-]"""


def read(path: Path, *, most_bytes: int) -> Register:
    """Return the register of a zipped VFR file.

    Raises
    ------
    InputError
        If it is damaged, too large, or no such file.
    """
    reader = _Reader()
    with unpack.open_member(path, suffix=".xml", most_bytes=most_bytes) as stream:
        while chunk := stream.read(CHUNK):
            with reading(path, kind="fetch_unreadable"):
                reader.parser.Parse(chunk, False)  # noqa: FBT003 -- expat takes no keywords
            reader.handle_events()
        with reading(path, kind="fetch_unreadable"):
            reader.parser.Parse(b"", True)  # noqa: FBT003
        reader.handle_events()
    if not reader.items["municipality"]:
        values = {"reason": "vf:Obec"}
        raise InputError(Problem("fetch_unreadable", path.name, values=values))
    town = reader.items["municipality"][0]
    districts, buildings = reader.items["districts"], reader.items["buildings"]
    return Register(
        town["name"],
        town["geometry"],
        _frame({"name": [d["name"] for d in districts]}, districts),
        _frame(
            {
                "kod": [b["code"] for b in buildings],
                "pocetpodlazi": [_floors(b["floors"]) for b in buildings],
            },
            buildings,
        ),
        reader.unusable,
    )


@define(eq=False)
class _Reader:
    """Handler of the parser's events, and the items read so far."""

    items: dict[str, list[dict[str, Any]]] = field(
        factory=lambda: {kind: [] for kind in KINDS.values()}
    )
    unusable: int = 0
    path: list[str] = field(factory=list)
    item: dict[str, str] | None = None
    rings: dict[str, list[list[tuple[float, ...]]]] = field(factory=dict)
    text: list[str] = field(factory=list)
    events: list[tuple[Callable[[str], None], str]] = field(factory=list)
    """Events not handled yet: they run outside of the parser, whose errors are the file's."""
    parser: Any = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = lambda name, _: self.events.append((self.start, name))
        self.parser.EndElementHandler = lambda name: self.events.append((self.end, name))
        self.parser.CharacterDataHandler = lambda text: self.events.append((self.text.append, text))
        self.parser.StartDoctypeDeclHandler = self.refuse

    # a document type may define entities that grow without end
    def refuse(self, *_: object) -> None:
        raise InputError(Problem("fetch_unreadable", values={"reason": "DOCTYPE"}))

    def handle_events(self) -> None:
        for take, what in self.events:
            take(what)
        self.events.clear()

    def start(self, name: str) -> None:
        local = name.rpartition(":")[2]
        self.path.append(local)
        self.text.clear()
        if len(self.path) == ITEM_DEPTH and self.path[1] == "Data" and local in KINDS:
            self.item = {}
            self.rings = {EXACT: [], ROUGH: []}
        elif self.item is not None and local in ("exterior", "interior"):
            self.in_boundary(lambda rings: rings.append([]))

    def end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        if self.item is not None:
            if local in ("posList", "pos"):
                self.in_boundary(self.extend)
            elif len(self.path) == ITEM_DEPTH + 1 and local in FIELDS_READ:
                self.item[FIELDS_READ[local]] = "".join(self.text).strip()
            elif len(self.path) == ITEM_DEPTH:
                self.finish(KINDS[local])
        self.path.pop()
        self.text.clear()

    def in_boundary(self, change: Callable[[list[list[tuple[float, ...]]]], None]) -> None:
        for boundary in (EXACT, ROUGH):
            if boundary in self.path:
                change(self.rings[boundary])

    def extend(self, rings: list[list[tuple[float, ...]]]) -> None:
        try:
            numbers = [float(number) for number in "".join(self.text).split()]
        except ValueError:
            numbers = []
        if rings:
            pairs = list(zip(numbers[::2], numbers[1::2], strict=False))
            rings[-1] += pairs[1:] if rings[-1][-1:] == pairs[:1] else pairs

    def finish(self, kind: str) -> None:
        item, self.item = self.item or {}, None
        try:
            geometry = area_of(self.rings[EXACT] or self.rings[ROUGH])
        except (ValueError, shapely.errors.ShapelyError):
            geometry = None
        row = {"name": "", "code": "", "floors": "", **item}
        if geometry is None and kind != "municipality":
            self.unusable += 1
        elif len(self.items[kind]) < MOST_ITEMS:
            self.items[kind].append({**row, "geometry": geometry})


def _frame(columns: dict[str, list[Any]], items: list[dict[str, Any]]) -> gpd.GeoDataFrame:
    shapes = gpd.GeoSeries([item["geometry"] for item in items], crs="EPSG:5514")
    return gpd.GeoDataFrame(columns, geometry=shapes)


def _floors(text: str) -> float:
    return float(text) if text.isdecimal() and len(text) < 4 else np.nan
