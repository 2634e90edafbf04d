"""The guided story and the reader's own location on the council's map, in a real Chromium."""

from pathlib import Path

import pytest

from placement.output.layers import Layers
from placement.output.public_edition import layers_of, plan_of
from placement.plan import Plan
from placement.plan.public import numbers_of
from tests.output.chromium import addresses, complaints, find, open_page, violations

pytestmark = pytest.mark.browser
ENTER, ESCAPE, LEFT, RIGHT = "\ue007", "\ue00c", "\ue012", "\ue014"


ANSWERED = """
const done = arguments[0], text = document.getElementById('located-text');
const look = () => (text.textContent.startsWith('Zjišťuje') ? setTimeout(look, 50) : done());
look();
"""


def ask_location(driver, *, lat: float, lon: float) -> str:
    """Put the device somewhere, press the button, and return what the page says then."""
    driver.execute_cdp_cmd("Browser.grantPermissions", {"permissions": ["geolocation"]})
    driver.execute_cdp_cmd(
        "Emulation.setGeolocationOverride", {"latitude": lat, "longitude": lon, "accuracy": 12}
    )
    driver.find_element("id", "locate").click()
    driver.execute_async_script(ANSWERED)
    return find(driver, "#located-text")


def phase_of(driver) -> int:
    """Return the phase on the slider."""
    return int(driver.execute_script("return document.getElementById('phase').value"))


def test_story_leads_by_keyboard_from_today_to_the_finished_network(
    driver, tmp_path: Path, small_town: tuple[Plan, Layers]
) -> None:
    """Each step sets its phase, says two sentences, and looks at the new cameras; Escape ends."""
    plan, layers = small_town
    open_page(driver, tmp_path, plan, layers)
    last = len(plan.phases) - 1
    driver.find_element("css selector", '[data-guide="begin"]').send_keys(ENTER)
    assert phase_of(driver) == 0
    seen = []
    for _ in range(len(plan.phases)):
        seen.append((phase_of(driver), find(driver, "#guide h2"), find(driver, "#guide p")))
        assert driver.switch_to.active_element.get_attribute("data-guide") == "next"
        driver.switch_to.active_element.send_keys(RIGHT)
    seen.append((phase_of(driver), find(driver, "#guide h2"), find(driver, "#guide p")))
    driver.switch_to.active_element.send_keys(RIGHT)

    assert [phase for phase, _, _ in seen] == [*range(last + 1), last]
    assert seen[0][1] == f"Krok 1 z {last + 2}: Dnes"
    assert seen[-1][1] == f"Krok {last + 2} z {last + 2}: Po dokončení"
    for number, phase in enumerate(plan.phases[1:], start=1):
        new = [c for c in plan.cameras if c.phase == phase.phase and c.status == "new"]
        best = max(new, key=lambda camera: camera.gain)
        assert f"{len(new)} kamer" in seen[number][2]
        assert (
            f"nejvíc z toho přidá kamera č. {numbers_of(plan)[best.camera_id]}, {best.name}"
            in seen[number][2]
        )
    assert find(driver, "#guide h2") == seen[-1][1]
    assert violations(driver) == []
    driver.switch_to.active_element.send_keys(LEFT)
    driver.switch_to.active_element.send_keys(ESCAPE)
    assert find(driver, "#guide") == "Projít návrh krok za krokem"

    public = plan_of(plan)
    (tmp_path / "public").mkdir()
    open_page(driver, tmp_path / "public", public, layers_of(public, layers))
    driver.find_element("css selector", '[data-guide="begin"]').click()
    driver.find_element("css selector", '[data-guide="next"]').click()
    assert "kamer" in find(driver, "#guide p")
    assert "přidá" not in find(driver, "#guide p").replace("přidají", "")
    hrefs = [a.get_attribute("href") for a in outside_links(driver, public.cameras[0].camera_id)]
    assert "heading" not in "".join(hrefs)
    assert complaints(driver) == []


def outside_links(driver, camera_id: str) -> list:
    """Return the links elsewhere of a camera, chosen in the list."""
    row = f'#cameras tr[data-camera="{camera_id}"] [data-choose]'
    driver.execute_script("document.querySelector(arguments[0]).click()", row)
    return list(driver.find_elements("css selector", "#detail [data-outside]"))


def test_own_location_is_asked_for_shown_and_kept_out_of_link_and_network(
    driver, tmp_path: Path, small_town: tuple[Plan, Layers]
) -> None:
    """Inside, the circle and who sees me; outside, a word; nothing of it in the address."""
    plan, layers = small_town
    open_page(driver, tmp_path, plan, layers)
    camera = plan.cameras[0]
    said = ask_location(driver, lat=camera.lat_deg + 1e-4, lon=camera.lon_deg)
    assert "s přesností na 12" in said
    assert find(driver, "#detail h2").endswith("Moje poloha")
    assert "place=" not in driver.execute_script("return location.hash")
    assert f"{camera.lat_deg + 1e-4:.5f}" not in driver.execute_script("return location.hash")
    assert violations(driver) == []
    driver.find_element("id", "located-end").click()
    assert not driver.find_element("id", "located").is_displayed()
    assert "place=" not in driver.execute_script("return location.hash")

    assert "mimo území" in ask_location(driver, lat=0.0, lon=0.0)
    driver.execute_cdp_cmd("Emulation.clearGeolocationOverride", {})
    driver.execute_cdp_cmd("Browser.resetPermissions", {})
    fixed = next(c for c in plan.cameras if c.azimuth_deg is not None)
    links = outside_links(driver, fixed.camera_id)
    where = [link.get_attribute("href") for link in links]
    assert f"center={fixed.lon_deg:.6f},{fixed.lat_deg:.6f}&" in where[0]
    assert f"viewpoint={fixed.lat_deg:.6f}%2C{fixed.lon_deg:.6f}" in where[1]
    assert f"&heading={round(fixed.azimuth_deg) % 360}" in where[1]
    assert f"mlat={fixed.lat_deg:.6f}&mlon={fixed.lon_deg:.6f}#" in where[2]
    assert {link.get_attribute("rel") for link in links} == {"noopener noreferrer"}
    assert {link.get_attribute("referrerpolicy") for link in links} == {"no-referrer"}
    assert violations(driver) == []
    asked = {a for a in addresses(driver) if not a.startswith(("file:", "data:", "about:"))}
    assert asked == set()
    assert complaints(driver) == []
