"""A small made town, as the public sources would tell of it: Overpass, RÚIAN, ČÚZK, the police."""

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from pyproj import Transformer
from rasterio.io import MemoryFile
from rasterio.transform import Affine

from tests.fetch.replaying import Asked, Replay, Reply

TODAY = date(2026, 11, 22)
CODE, NAME = "599999", "Křížová Lhota"
WEST, SOUTH = -794_000.0, -979_500.0
SIDE, STEP = 400.0, 100.0
"""A square with a grid of streets. [m]"""
ZIP = "application/zip"
TO_WGS84 = Transformer.from_crs("EPSG:5514", "EPSG:4326", always_xy=True)
HOUSE_M, TREE_M, GROUND_M = 9.0, 14.0, 300.0
TREES = (WEST + 20.0, SOUTH + 20.0, WEST + 60.0, SOUTH + 60.0)
"""West, south, east, north of a wood that only the surface model has. [m]"""


def houses() -> Iterator[tuple[float, float, float, float]]:
    """Yield the houses: one in every block, 40 m wide."""
    for i in range(int(SIDE / STEP)):
        for j in range(int(SIDE / STEP)):
            x, y = WEST + i * STEP + 35, SOUTH + j * STEP + 65
            yield x, y, x + 40, y + 15


def overpass() -> dict[str, Any]:
    """Return what Overpass says: a grid of streets, lamps, trees, a camera, a school, a pond."""
    nodes: dict[tuple[float, float], int] = {}
    elements: list[dict[str, Any]] = []

    def node(x: float, y: float, tags: Mapping[str, str] | None = None) -> int:
        if (x, y) not in nodes or tags:
            number = len(elements) + 1
            lon, lat = TO_WGS84.transform(x, y)
            told = {"type": "node", "id": number, "lat": lat, "lon": lon}
            elements.append({**told, **({"tags": dict(tags)} if tags else {})})
            nodes[(x, y)] = number
        return nodes[(x, y)]

    def way(points: list[tuple[float, float]], tags: Mapping[str, str]) -> None:
        numbers = [node(*point) for point in points]
        elements.append({"type": "way", "id": len(elements) + 1, "nodes": numbers, "tags": tags})

    steps = [i * STEP for i in range(int(SIDE / STEP) + 1)]
    for number, offset in enumerate(steps):
        along = [(WEST + s, SOUTH + offset) for s in steps]
        way(along, {"highway": "residential", "name": f'Dlouhá <{number}> & "{number}"'})
        up = [(WEST + offset, SOUTH + s) for s in steps]
        way(up, {"highway": "residential", "name": f"{number}. května\x07"})
        for s in steps:
            node(WEST + s + 5, SOUTH + offset + 3, {"highway": "street_lamp"})
    way([(WEST, SOUTH), (WEST + SIDE, SOUTH + SIDE)], {"highway": "motorway"})
    node(WEST + 150, SOUTH + 107, {"natural": "tree", "height": "8"})
    camera = {"man_made": "surveillance", "surveillance:type": "camera", "camera:direction": "90"}
    node(WEST + 203, SOUTH + 203, camera)
    node(WEST + 120, SOUTH + 120, {"addr:street": "1. května", "addr:housenumber": "12/3"})
    ring = [(330, 330), (370, 330), (370, 370), (330, 370), (330, 330)]
    corners = [(WEST + x, SOUTH + y) for x, y in ring]
    way(corners, {"amenity": "school", "name": "Škola"})
    way([(x - 100, y) for x, y in corners], {"natural": "water"})
    return {"version": 0.6, "generator": "made", "elements": elements}


def boundary() -> list[list[float]]:
    """Return the ring around the town, 50 m wider than its streets."""
    west, south, east, north = WEST - 50, SOUTH - 50, WEST + SIDE + 50, SOUTH + SIDE + 50
    return [[west, south], [west, north], [east, north], [east, south], [west, south]]


def municipality(name: str = NAME, *, times: int = 1) -> bytes:
    """Return ČÚZK's answer about the municipality."""
    features = [
        {
            "attributes": {"kod": int(CODE) + i, "nazev": name},
            "geometry": {"rings": [boundary()], "spatialReference": {"wkid": 5514}},
        }
        for i in range(times)
    ]
    return json.dumps({"features": features}).encode()


def vfr() -> bytes:
    """Return RÚIAN's exchange file, not zipped."""
    west, south = boundary()[0]
    east, north = boundary()[2]
    middle = (west + east) / 2
    spaces = {
        "vf": "VymennyFormatTypy", "obi": "ObecIntTypy", "kui": "KatUzIntTypy",
        "soi": "StavObjIntTypy",
    }  # fmt: skip
    names = " ".join(f'xmlns:{k}="urn:cz:isvs:ruian:schemas:{v}:v1"' for k, v in spaces.items())
    start = (
        f'<?xml version="1.0" encoding="utf-8"?><vf:VymennyFormat {names} '
        'xmlns:gml="http://www.opengis.net/gml/3.2"><vf:Hlavicka/><vf:Data>'
        f'<vf:Obce><vf:Obec gml:id="OB.{CODE}"><obi:Kod>{CODE}</obi:Kod><obi:Nazev>{NAME}'
        "</obi:Nazev><obi:Geometrie><obi:DefinicniBod><gml:Point><gml:pos>1 2</gml:pos></gml:Point>"
        f"</obi:DefinicniBod>{_surface('obi', west, south, east, north)}</obi:Geometrie>"
        "</vf:Obec></vf:Obce><vf:KatastralniUzemi>"
    )
    parts = [start]
    for name, left, right in (("Dolní", west, middle), ("Horní", middle, east)):
        parts.append(
            f"<vf:KatastralniUzemi><kui:Kod>1</kui:Kod><kui:Nazev>{name}</kui:Nazev><kui:Obec>"
            f"<obi:Kod>{CODE}</obi:Kod></kui:Obec><kui:Geometrie>"
            f"{_surface('kui', left, south, right, north)}</kui:Geometrie></vf:KatastralniUzemi>"
        )
    parts.append("</vf:KatastralniUzemi><vf:StavebniObjekty>")
    for number, box in enumerate(houses()):
        parts.append(
            f"<vf:StavebniObjekt><soi:Kod>{number}</soi:Kod><soi:PocetPodlazi>3"
            f"</soi:PocetPodlazi><soi:Geometrie>{_surface('soi', *box)}</soi:Geometrie>"
            "</vf:StavebniObjekt>"
        )
    parts.append(
        "<vf:StavebniObjekt><soi:Kod>77</soi:Kod><soi:Geometrie/></vf:StavebniObjekt>"
        "</vf:StavebniObjekty></vf:Data></vf:VymennyFormat>"
    )
    return "".join(parts).encode()


def _surface(space: str, west: float, south: float, east: float, north: float) -> str:
    ring = [(west, south), (west, north), (east, north), (east, south), (west, south)]
    listed = " ".join(f"{x:.2f} {y:.2f}" for x, y in ring)
    return (
        f"<{space}:OriginalniHranice><gml:MultiSurface><gml:surfaceMember><gml:Polygon>"
        f"<gml:exterior><gml:LinearRing><gml:posList>{listed}</gml:posList></gml:LinearRing>"
        "</gml:exterior></gml:Polygon></gml:surfaceMember></gml:MultiSurface>"
        f"</{space}:OriginalniHranice>"
    )


def addresses() -> bytes:
    """Return RÚIAN's table of addresses, in cp1250."""
    head = (
        "Kód ADM;Kód obce;Název obce;Kód MOMC;Název MOMC;Kód obvodu Prahy;Název obvodu Prahy;"
        "Kód části obce;Název části obce;Kód ulice;Název ulice;Typ SO;Číslo domovní;"
        "Číslo orientační;Znak čísla orientačního;PSČ;Souřadnice Y;Souřadnice X;Platí Od"
    )
    lines = [head] + [
        f"{i};{CODE};{NAME};;;;;1;{NAME};2;Příčná;č.p.;{i + 1};;;43601;{-x:.2f};{-y:.2f};2012-01-01"
        for i, (x, y, _, _) in enumerate(houses())
    ]
    return "\r\n".join(lines).encode("cp1250")


def police(year: int, *, shifted: bool = False) -> bytes:
    """Return the police's download of a year; with `shifted`, its codes mean something else."""
    rng = np.random.default_rng(year)
    theft, window = ("2", "1") if shifted else ("1", "2")
    rows = ['"id","x","y","mp","date","state","relevance","types"']
    for i in range(40):
        x = WEST + STEP * rng.integers(0, 5)
        y = SOUTH + STEP * rng.integers(0, 5)
        lon, lat = TO_WGS84.transform(x, y)
        day = f"{year}-{rng.integers(1, 13):02d}-{rng.integers(1, 28):02d}T12:26:00.0000+01:00"
        kind = theft if i % 4 else window
        rows.append(f'{year}{i:03d},{lon:.6f},{lat:.6f},"false","{day}",2,4,{kind}')
    types = ['"id","parent_id1","parent_id2","parent_id3","name","label"']
    types += [f'{theft},0,0,0,"Krádež","krádež kapesní"', f'{window},0,0,0,"Sprejer","sprejerství"']
    files = {
        f"{year}_{CODE}.csv": "\n".join(rows),
        "types.csv": "\n".join(types),
        "states.csv": '"id","label"\n1,"zjištěn pravděpodobný pachatel"\n2,"neobjasněno"',
        "relevance.csv": '"id","label"\n2,"Místo oznámení"\n4,"Místo spáchání"',
        "readme.txt": "zdroj: Policie ČR",
    }
    return zipped({name: content.encode() for name, content in files.items()})


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a zip of files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def image(asked: Asked) -> Reply:
    """Return the raster a map service gives for a box."""
    west, _, east, north = map(float, asked.query["bbox"].split(","))
    columns, rows = map(int, asked.query["size"].split(","))
    cell_m = (east - west) / columns
    x = west + cell_m * (np.arange(columns) + 0.5)
    y = north - cell_m * (np.arange(rows) + 0.5)
    height_m = np.full((rows, columns), GROUND_M) + (x - WEST)[None, :] / 100
    if "surface" in asked.path:
        for box, tall_m in [*((box, HOUSE_M) for box in houses()), (TREES, TREE_M)]:
            inside_x = (x >= box[0]) & (x <= box[2])
            inside_y = (y >= box[1]) & (y <= box[3])
            height_m[np.ix_(inside_y, inside_x)] += tall_m
    frame = Affine(cell_m, 0.0, west, 0.0, -cell_m, north)
    options = {
        "driver": "GTiff", "width": columns, "height": rows, "count": 1, "dtype": "float32",
        "crs": "EPSG:5514", "transform": frame, "nodata": -9999,
    }  # fmt: skip
    with MemoryFile() as memory:
        with memory.open(**options) as raster:
            raster.write(height_m.astype(np.float32), 1)
        return Reply(memory.read(), "image/tiff")


def routes() -> dict[str, Any]:
    """Return the answers of every source about the town."""
    day = "20261031"
    return {
        "/municipality": Reply(municipality(), "application/json"),
        f"/vfr/{day}_OB_{CODE}_UKSH.xml.zip": Reply(
            zipped({f"{day}_OB_{CODE}_UKSH.xml": vfr()}), ZIP
        ),
        f"/csv/{day}_OB_{CODE}_ADR.csv.zip": Reply(
            zipped({f"CSV/{day}_OB_{CODE}_ADR.csv": addresses()}), ZIP
        ),
        "/overpass": Reply(json.dumps(overpass()).encode(), "application/json"),
        "/terrain": image,
        "/surface": image,
        **{f"/police/{year}_{CODE}.zip": Reply(police(year), ZIP) for year in (2023, 2024, 2025)},
    }


def endpoints(server: Replay, folder: Path) -> Path:
    """Write the addresses of the server as a user would mend those of the package."""
    urls = {
        "municipality": "/municipality",
        "ruian": "/vfr/{date}_OB_{code}_UKSH.xml.zip",
        "addresses": "/csv/{date}_OB_{code}_ADR.csv.zip",
        "osm": "/overpass",
        "terrain": "/terrain",
        "surface": "/surface",
        "incidents": "/police/{year}_{code}.zip",
    }
    lines = [f'[{key}]\nurl = "{server.url}{path}"' for key, path in urls.items()]
    lines[4] += "\ntile_cells = 200"
    lines[5] += "\ntile_cells = 200"
    file = folder / "mended.toml"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file
