"""Filter and saved lists of the council's map, in a real Chromium."""

import json
from pathlib import Path

import pytest

from placement.output.layers import Layers
from placement.output.lists.cameras import cameras_csv, cameras_csv_cs, cameras_geojson
from placement.output.public_edition import layers_of, plan_of
from placement.plan import Plan
from tests.output.chromium import complaints, find, open_page, opened_again, set_phase, violations

pytestmark = pytest.mark.browser
CATCH = """
window.saved = [];
const create = URL.createObjectURL;
URL.createObjectURL = (blob) => { window.blob = blob; return create(blob); };
HTMLAnchorElement.prototype.click = function () {
  window.saved.push([this.download, window.blob]);
};
"""
READ = """
const done = arguments[arguments.length - 1], [name, blob] = window.saved.pop();
blob.arrayBuffer().then((bytes) => done([name, [...new Uint8Array(bytes)]]));
"""
CHOOSE = """
const select = document.querySelector(`[data-filter="${arguments[0]}"]`);
select.value = arguments[1];
select.dispatchEvent(new Event('change'));
"""


def saved(driver, key: str) -> tuple[str, bytes]:
    """Return name and content of the file that a button saves."""
    driver.execute_script(f"document.querySelector('[data-download=\"{key}\"]').click()")
    name, content = driver.execute_async_script(READ)
    return str(name), bytes(content)


def listed(driver) -> list[str]:
    """Return the ids of the cameras in the list."""
    rows = driver.find_elements("css selector", "#cameras tbody tr")
    return [row.get_attribute("data-camera") for row in rows]


def on_map(driver) -> set[str]:
    """Return the ids of the cameras on the map."""
    symbols = driver.find_elements("css selector", ".symbol[data-camera]")
    return {symbol.get_attribute("data-camera") for symbol in symbols}


def test_saved_lists_are_those_of_the_result_and_a_filter_rules_list_map_files_and_link(
    driver, tmp_path: Path, small_town: tuple[Plan, Layers]
) -> None:
    """All cameras give the bytes of the result's files; fewer give fewer, and come back by link."""
    plan, layers = small_town
    open_page(driver, tmp_path, plan, layers)
    driver.execute_script(CATCH)
    set_phase(driver, len(plan.phases) - 1)
    name, czech = saved(driver, "csv_cs")
    assert name.startswith(f"{plan.case.lower().replace('í', 'i')}-kamery-interni-")
    assert czech == cameras_csv_cs(plan, layers)
    assert saved(driver, "csv")[1] == cameras_csv(plan, layers)
    collection = json.loads(saved(driver, "geojson")[1])
    theirs = json.loads(cameras_geojson(plan, layers))
    assert collection["features"] == theirs["features"]
    assert (collection["case"], collection.get("note")) == (plan.case, theirs.get("note"))

    streets = {c.street for c in plan.cameras if c.status == "new"}
    street = min(streets)
    driver.execute_script(CHOOSE, "street", street)
    driver.execute_script(CHOOSE, "status", "new")
    wanted = [c for c in plan.cameras if (c.street, c.status) == (street, "new")]
    ids = {camera.camera_id for camera in wanted}
    assert 0 < len(ids) < len(plan.cameras)
    assert set(listed(driver)) == on_map(driver) == ids
    points = len({camera.point_id for camera in wanted})
    said = find(driver, "#filter p")
    assert said.startswith(f"{len(ids)} kamer")
    assert f"na {points} " in said
    cost = sum(camera.cost_czk for camera in wanted)
    assert f"{cost:,.0f}".replace(",", "") in said.replace("\xa0", "").replace(" ", "")
    assert find(driver, "#filtered-text").startswith("Zobrazen")
    assert violations(driver) == []
    assert len(saved(driver, "csv")[1].splitlines()) == 1 + len(ids)
    link = driver.execute_script("return location.hash")

    opened_again(driver, tmp_path / "map.html", link=link)
    assert set(listed(driver)) == on_map(driver) == ids
    driver.find_element("id", "filter-clear").click()
    assert len(listed(driver)) == len(plan.cameras)
    assert "only-" not in driver.execute_script("return location.hash")
    assert complaints(driver) == []


def test_public_edition_saves_what_is_public_and_hostile_names_stay_text(
    driver, tmp_path: Path, nasty_town: tuple[Plan, Layers]
) -> None:
    """The files are those of the public folder: no formula starts, no name leaves its cell."""
    plan, layers = nasty_town
    open_page(driver, tmp_path, plan, layers)
    driver.execute_script(CATCH)
    assert saved(driver, "csv_cs")[1] == cameras_csv_cs(plan, layers)
    name, content = saved(driver, "csv")
    assert content == cameras_csv(plan, layers)
    assert name.replace(".csv", "").replace("-", "").isalnum()

    public = plan_of(plan)
    drawn = layers_of(public, layers)
    (tmp_path / "public").mkdir()
    open_page(driver, tmp_path / "public", public, drawn)
    driver.execute_script(CATCH)
    assert saved(driver, "csv_cs")[1] == cameras_csv_cs(public, drawn)
    assert saved(driver, "csv")[1] == cameras_csv(public, drawn)
    features = json.loads(saved(driver, "geojson")[1])["features"]
    assert features == json.loads(cameras_geojson(public, drawn))["features"]
    assert complaints(driver) == []
