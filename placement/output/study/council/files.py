"""The council's sheet of a study as the files it is written into."""

from placement.output.study.basis import StudyBasis
from placement.output.study.council import page, paper
from placement.output.study.council.sheet import council_sheet

PDF, HTML = "council.pdf", "council.html"


def council_files(basis: StudyBasis) -> dict[str, bytes]:
    """Return the sheet of a study by name of file."""
    sheet = council_sheet(basis)
    return {
        PDF: paper.pdf_bytes(sheet, basis.plan, basis.layers),
        HTML: page.html_bytes(sheet, basis.plan, basis.layers),
    }
