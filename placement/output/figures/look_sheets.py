"""Pictures of many cameras on sheets of A4, two on each, as one PDF."""

import io
from collections.abc import Sequence

MM = 25.4
WIDE_MM, HIGH_MM, MARGIN_MM = 210.0, 297.0, 12.0
ON_A_SHEET = 2


def look_sheets(pictures: Sequence[bytes], *, title: str) -> bytes:
    """Return a PDF of pictures, each as large as half a sheet; the same ones, the same bytes.

    Parameters
    ----------
    pictures
        As `figures.look` draws them, which says on each that it is no photo.
    title
        Of the document.
    """
    # imported here, for it is slow and only drawings need it
    from matplotlib import style  # noqa: PLC0415
    from matplotlib.backends.backend_pdf import PdfPages  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415
    from matplotlib.image import imread  # noqa: PLC0415

    stream = io.BytesIO()
    metadata = {"Title": title, "CreationDate": None}
    wide, high = 1 - 2 * MARGIN_MM / WIDE_MM, 1 / ON_A_SHEET - MARGIN_MM / HIGH_MM
    with style.context("default"), PdfPages(stream, metadata=metadata) as file:
        for first in range(0, len(pictures), ON_A_SHEET):
            sheet = Figure(figsize=(WIDE_MM / MM, HIGH_MM / MM))
            for place, drawing in enumerate(pictures[first : first + ON_A_SHEET]):
                low = (ON_A_SHEET - 1 - place) / ON_A_SHEET + MARGIN_MM / HIGH_MM / 2
                axes = sheet.add_axes((MARGIN_MM / WIDE_MM, low, wide, high), anchor="N")
                axes.imshow(imread(io.BytesIO(drawing)), interpolation="none")
                axes.axis("off")
            file.savefig(sheet)
    return stream.getvalue()
