"""QR code of a place: a telephone that reads it opens its own map there (`geo:`, RFC 5870)."""

from collections.abc import Iterator

import segno
from attrs import frozen

DIGITS = 6
"""Of longitude and latitude: to a decimetre. [-]"""
QUIET = 4
"""Light modules around a code, as its standard asks. [-]"""
ERROR = "m"
"""A sheet that is wet or folded over 15 % of the code can still be read."""


@frozen
class PlaceCode:
    """A QR code and what it says."""

    uri: str
    rows: tuple[tuple[bool, ...], ...]
    """Of modules, the uppermost first; true ones are dark."""

    def squares(
        self, left_mm: float, top_mm: float, wide_mm: float
    ) -> Iterator[tuple[float, float, float]]:
        """Yield left, bottom and side of each dark module of a code drawn with its light rim."""
        side = wide_mm / (len(self.rows) + 2 * QUIET)
        for row, cells in enumerate(self.rows):
            for column, is_dark in enumerate(cells):
                if is_dark:
                    x, y = left_mm + (QUIET + column) * side, top_mm - (QUIET + row + 1) * side
                    yield x, y, side


def place_code(lon_deg: float, lat_deg: float) -> PlaceCode:
    """Return the code of a place in WGS 84."""
    uri = f"geo:{lat_deg:.{DIGITS}f},{lon_deg:.{DIGITS}f}"
    code = segno.make(uri, error=ERROR, micro=False, boost_error=False)
    return PlaceCode(uri, tuple(tuple(bool(cell) for cell in row) for row in code.matrix))
