"""The page on paper, printed by a real Chromium: sheets, letters and the drawn map."""

import base64
import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from placement.output.layers import Layers
from placement.plan import Plan
from tests.output.chromium import complaints, open_page

pytestmark = pytest.mark.browser
PAPERS_MM = {"A3": (420, 297), "A4": (297, 210), "A4 upright": (210, 297)}
INCH_MM = 25.4
VIEW = """
const m = map_council, c = m.getCenter();
return [m.getSize().x, m.getSize().y, m.getZoom(), c.lat, c.lng];
"""


@pytest.fixture(scope="module")
def printed(
    driver, tmp_path_factory: pytest.TempPathFactory, small_town: tuple[Plan, Layers]
) -> dict[str, Path]:
    """Print the small town's page on each paper, and check that the screen is as it was."""
    folder = tmp_path_factory.mktemp("print")
    open_page(driver, folder, *small_town)
    driver.execute_script("document.getElementById('legend').open = false")
    before = driver.execute_script(VIEW)
    files = {}
    for name, (width, height) in PAPERS_MM.items():
        asked = {
            "paperWidth": width / INCH_MM,
            "paperHeight": height / INCH_MM,
            "printBackground": True,
        }
        made = driver.execute_cdp_cmd("Page.printToPDF", asked)
        files[name] = folder / f"{name}.pdf"
        files[name].write_bytes(base64.b64decode(made["data"]))
    assert driver.execute_script(VIEW) == pytest.approx(before, abs=5e-5)
    assert driver.execute_script("return document.getElementById('legend').open") is False
    assert driver.execute_script(
        "let n = 0; map_council.eachLayer((l) => { n += l instanceof L.SVG }); return n === 0"
    )
    assert complaints(driver) == []
    return files


def told_by(tool: str, *arguments: str) -> bytes:
    """Return what a poppler tool prints."""
    found = shutil.which(tool)
    if found is None:
        pytest.skip(f"no {tool} on this machine")
    return subprocess.run([found, *arguments], capture_output=True, check=True).stdout


@pytest.mark.parametrize("paper", PAPERS_MM)
def test_pages_have_the_size_of_the_paper(printed: dict[str, Path], paper: str) -> None:
    """As the reader lays it, to a millimetre, and few sheets to leaf through."""
    boxes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]", printed[paper].read_bytes())
    sizes = np.array(boxes, dtype=float) / 72 * INCH_MM

    assert sizes == pytest.approx(np.tile(PAPERS_MM[paper], (len(boxes), 1)), abs=1)
    assert 2 <= len(boxes) <= 6


@pytest.mark.parametrize("paper", PAPERS_MM)
def test_first_sheet_is_a_whole_map_and_the_list_follows(
    printed: dict[str, Path], paper: str, small_town: tuple[Plan, Layers]
) -> None:
    """Title, legend, scale, north and sources with the map; every camera on later sheets."""
    file = str(printed[paper])
    first = told_by("pdftotext", "-layout", "-f", "1", "-l", "1", file, "-").decode()
    whole = told_by("pdftotext", "-layout", file, "-").decode()
    later = whole[whole.index("Seznam kamer") :]

    for words in ("Litvínov: návrh", "UKÁZKOVÁ DATA", "navržená kamera", "© přispěvatelé"):
        assert words in first
    assert re.search(r"\d+ k?m\b", first)
    assert re.search(r"(?m)\bS\s*$", first)
    assert "Seznam kamer" in later
    for button in ("Hledat", "Projít návrh", "Obhlídka v terénu"):
        assert button not in whole
    for camera in small_town[0].cameras:
        assert camera.name.split(" × ")[0] in later
        if camera.status != "out of service":
            assert re.search(rf"(?m)(^|\s){camera.rank}(\s|$)", first), camera.rank


@pytest.mark.parametrize("paper", PAPERS_MM)
def test_map_is_drawn_as_vectors_on_most_of_the_first_sheet(
    printed: dict[str, Path], paper: str, tmp_path: Path
) -> None:
    """Ground, houses, woods and busy streets have their colours where the map is."""
    image = pytest.importorskip("matplotlib.image")
    target = str(tmp_path / "sheet")
    told_by("pdftoppm", "-r", "72", "-png", "-singlefile", str(printed[paper]), target)
    picture = np.rint(255 * image.imread(f"{target}.png")[..., :3]).astype(int)

    def share(colour: str, within: int = 6) -> float:
        wanted = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
        return float((np.abs(picture - wanted).max(axis=2) <= within).mean())

    assert share("#f4f5f2", 2) > (0.1 if "upright" in paper else 0.2)
    assert share("#d5d0c8") > 0.02
    assert share("#cfe0c3") > 0.001
    assert share("#b9d7ea") > 0.0005
    assert share("#7a1a1e", 30) > 0.0003
