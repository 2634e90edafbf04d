"""The site visit on the council's map, in a real Chromium: noted, kept, saved and read back."""

import struct
import zlib
from pathlib import Path

import pytest

from placement.inputs import visit
from placement.output.layers import Layers
from placement.output.public_edition import layers_of, plan_of
from placement.plan import Plan
from tests.output.chromium import complaints, find, open_page, opened_again, violations
from tests.output.test_webmap_filter import CATCH, READ

pytestmark = pytest.mark.browser
NOTED = "return [...document.querySelectorAll('#visit .photos li')].length"
SETTLED = "const done = arguments[0]; setTimeout(done, 400);"
PHONE = {"width": 360, "height": 640, "deviceScaleFactor": 1, "mobile": True}


def picture(path: Path) -> str:
    """Write a small PNG, and return its path for a file input."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0\xff\0\0\0\xff\0" + b"\0\0\0\xff\xff\xff\xff")
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )
    return str(path)


def press(driver, key: str) -> None:
    """Press a button of the visit."""
    driver.execute_script(f"document.querySelector('[data-do=\"{key}\"]').click()")
    driver.execute_async_script(SETTLED)


def saved_visit(driver, folder: Path) -> visit.Visit:
    """Save the visit in the page, and read the file as the command does."""
    press(driver, "save")
    name, content = driver.execute_async_script(READ)
    path = folder / str(name)
    path.write_bytes(bytes(content))
    return visit.read(path)


@pytest.fixture
def phone(driver, small_town: tuple[Plan, Layers]):
    """Give the browser the size of a phone, and put it two metres south of a camera."""
    camera = small_town[0].cameras[3]
    where = {"latitude": camera.lat_deg - 2e-5, "longitude": camera.lon_deg, "accuracy": 8}
    driver.execute_cdp_cmd("Browser.grantPermissions", {"permissions": ["geolocation"]})
    driver.execute_cdp_cmd("Emulation.setGeolocationOverride", where)
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", PHONE)
    yield driver
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    driver.execute_cdp_cmd("Emulation.clearGeolocationOverride", {})
    driver.execute_cdp_cmd("Browser.resetPermissions", {})


def note_something(driver, folder: Path) -> None:
    """Fill the form of the camera that is shown."""
    driver.execute_script("document.querySelector('[name=occluded][value=true]').click()")
    driver.find_element("css selector", '[data-visit="height"]').send_keys("5,2\t")
    driver.find_element("css selector", '[data-visit="note"]').send_keys("lípa <b>\t")
    driver.execute_script(
        "const c = document.querySelector('[data-visit=carrier]'); c.value = 'wall';"
        "c.dispatchEvent(new Event('change'))"
    )
    photo = driver.find_element("css selector", '[data-visit="photo"]')
    photo.send_keys(picture(folder / "x.png"))
    driver.execute_async_script(SETTLED)


def test_a_visit_is_noted_on_a_phone_saved_kept_and_erased(
    phone, tmp_path: Path, small_town: tuple[Plan, Layers]
) -> None:
    """Nearest camera first, distance and needle; every field comes back; two presses erase."""
    plan, layers = small_town
    near = plan.cameras[3]
    open_page(phone, tmp_path, plan, layers)
    phone.execute_script(CATCH)
    press(phone, "begin")
    assert find(phone, "#visit-head") == f"Obhlídka: navštíveno 0 z {len(plan.cameras)}"
    press(phone, "next")
    assert near.name in find(phone, "#visit h3")
    assert "Kamera je odtud 2 m, azimut 0° (sever)." in find(phone, "#visit-way")
    assert "Nahoře je sever." in find(phone, "#visit-way")
    note_something(phone, tmp_path)
    assert phone.execute_script(NOTED) == 1
    assert violations(phone) == []
    assert phone.execute_script("return document.documentElement.scrollWidth <= innerWidth")

    (noted,) = saved_visit(phone, tmp_path).cameras
    assert (noted.camera_id, noted.note) == (near.camera_id, "lípa <b>")
    assert (noted.occluded, noted.height_m, noted.carrier) == (True, 5.2, "wall")
    assert [photo.media_type for photo in noted.photos] == ["image/jpeg"]
    press(phone, "next")
    assert near.name not in find(phone, "#visit h3")

    opened_again(phone, tmp_path / "map.html")
    phone.execute_script(CATCH)
    press(phone, "begin")
    assert "zůstávají jen v tomto prohlížeči" in find(phone, "#visit-kept")
    assert saved_visit(phone, tmp_path).cameras == (noted,)
    press(phone, "erase")
    assert find(phone, '[data-do="erase"]') == "Opravdu smazat 1 zápis?"
    press(phone, "erase")
    assert saved_visit(phone, tmp_path).cameras == ()
    assert complaints(phone) == []


def test_where_nothing_can_be_kept_the_page_says_so_and_the_public_edition_has_no_visit(
    driver, tmp_path: Path, small_town: tuple[Plan, Layers]
) -> None:
    """Without a database notes are in memory; without directions there is nothing to visit."""
    plan, layers = small_town
    open_page(driver, tmp_path, plan, layers)
    driver.execute_script("Object.defineProperty(window, 'indexedDB', {value: null})")
    press(driver, "begin")
    assert "po zavření stránky zmizí" in find(driver, "#visit-kept")
    public = plan_of(plan)
    (tmp_path / "public").mkdir()
    open_page(driver, tmp_path / "public", public, layers_of(public, layers))
    assert not driver.find_element("id", "visit").is_displayed()
    assert "placement-visit" not in driver.page_source
    assert complaints(driver) == []
