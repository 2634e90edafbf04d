"""Identifiers of lixels that follow from the geometry of their street, not from its row in a file.

Another street in the file, another order or another direction does not change them, so that two
plans of one town can be compared.
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
        Of lines with the same vertices the later ones have a number behind the digest.
    """
    count = np.bincount(lixels.line, minlength=lines.size)
    directed = [_west_to_east(line) for line in lines]
    names = list(
        make_unique(
            digest(vertices, size) for (vertices, _), size in zip(directed, count, strict=True)
        )
    )
    reverse = np.array([reverse for _, reverse in directed])[lixels.line]
    order = np.where(reverse, count[lixels.line] - 1 - lixels.order, lixels.order)
    return [f"{names[line]}-{place}" for line, place in zip(lixels.line, order, strict=True)]


def digest(vertices: Integers, size: object) -> str:
    """Return a short hash of vertices in millimetres and of the size they are cut to."""
    content = np.ascontiguousarray(vertices, dtype="<i8").tobytes() + f"/{size}".encode()
    return blake2b(content, digest_size=DIGEST_BYTES).hexdigest()


def millimetres(geometry: shapely.Geometry) -> Integers:
    """Return the vertices of a geometry (V, 2) as whole millimetres."""
    return np.asarray(np.rint(shapely.get_coordinates(geometry) * 10**NODE_DIGITS), dtype=np.int64)


def _west_to_east(line: shapely.LineString) -> tuple[Integers, bool]:
    """Return the vertices from the western, then southern end, and whether that reverses them."""
    vertices = millimetres(line)
    reverse = bool(vertices[::-1].tolist() < vertices.tolist())
    return (vertices[::-1] if reverse else vertices), reverse


def make_unique(names: Iterable[str]) -> Iterator[str]:
    """Yield names, each repetition with its number behind it: `a`, `a.2`, `a.3`."""
    times = Counter[str]()
    for name in names:
        times[name] += 1
        yield name if times[name] == 1 else f"{name}.{times[name]}"
