"""Identifiers of lixels that follow from what they are pieces of, not from their place in a file.

Another street in the file, another order or another direction leaves them as they are, so that two
plans of one town can be laid side by side.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import blake2b

import numpy as np
import shapely

from placement.demand.arguments import Geometries
from placement.demand.lixels import NODE_DIGITS, Lixels
from placement.units import Integers

DIGEST_BYTES = 6
"""Of 100 000 streets two share an identifier with a chance of 0.00002. [-]"""


def lixel_identifiers(lixels: Lixels, lines: Geometries) -> list[str]:
    """Return `<digest>-<order>` for the lixels of lines.

    Parameters
    ----------
    lixels : I lixels
        Of these lines.
    lines : (L,) array
        LineStrings.

    Returns
    -------
    list of I
        The digest is of the line's vertices, to the millimetre, and the number of its lixels; the
        order is counted from the end that comes first from west to east, then from south to north.
        Of lines that lie on each other the later ones have a number behind the digest.
    """
    count = np.bincount(lixels.line, minlength=lines.size)
    ways = [_way(line) for line in lines]
    names = list(make_unique(digest(way, size) for (way, _), size in zip(ways, count, strict=True)))
    turned = np.array([turned for _, turned in ways])[lixels.line]
    order = np.where(turned, count[lixels.line] - 1 - lixels.order, lixels.order)
    return [f"{names[line]}-{place}" for line, place in zip(lixels.line, order, strict=True)]


def digest(vertices: Integers, size: object) -> str:
    """Return a short name of vertices in millimetres and what they are cut by."""
    content = np.ascontiguousarray(vertices, dtype="<i8").tobytes() + f"/{size}".encode()
    return blake2b(content, digest_size=DIGEST_BYTES).hexdigest()


def millimetres(geometry: shapely.Geometry) -> Integers:
    """Return the vertices of a geometry (V, 2) as whole millimetres."""
    return np.asarray(np.rint(shapely.get_coordinates(geometry) * 10**NODE_DIGITS), dtype=np.int64)


def _way(line: shapely.LineString) -> tuple[Integers, bool]:
    """Return the vertices in the one direction that is the same either way, and whether turned."""
    vertices = millimetres(line)
    turned = bool(vertices[::-1].tolist() < vertices.tolist())
    return (vertices[::-1] if turned else vertices), turned


def make_unique(names: Iterable[str]) -> Iterator[str]:
    """Yield names, those that were there before with a number behind them."""
    seen = Counter[str]()
    for name in names:
        seen[name] += 1
        yield name if seen[name] == 1 else f"{name}.{seen[name]}"
