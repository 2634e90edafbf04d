"""The page of a plan that takes standing cameras down, in a real Chromium.

Whoever stands at the end of a phase by the plan, and nobody else, is on the map, in the answers and
in the live what-if.
"""

from pathlib import Path

import pytest

import placement
from placement import PlanResult
from placement.output.public_edition import layers_of, plan_of
from placement.output.webmap.page import render
from tests.api.test_removal import change
from tests.output.chromium import complaints, find, opened_again, set_phase, violations
from tests.output.test_webmap_filter import CATCH, on_map, saved
from tests.pipeline import toy_case

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> PlanResult:
    """Return the plan of a town whose two cameras both go in the second of three phases."""
    folder = toy_case.write(tmp_path_factory.mktemp("removal") / "case")
    toy_case.change_plan(folder, change)
    return placement.plan_case(placement.read_case(folder))


@pytest.fixture(scope="module")
def page(result: PlanResult, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write its page once."""
    file = tmp_path_factory.mktemp("page") / "map.html"
    file.write_text(result.map_html(language="cs"), encoding="utf-8")
    return file


@pytest.fixture
def opened(driver, page: Path):  # type: ignore[no-untyped-def]
    """Open the page anew; its console stays silent."""
    yield opened_again(driver, page)
    assert complaints(driver) == []


def standing(result: PlanResult, phase: int) -> set[str]:
    """Return who stands at the end of a phase."""
    return {camera.camera_id for camera in result.plan.standing(phase)}


def test_map_list_and_files_have_who_stands_in_the_phase(opened, result: PlanResult) -> None:
    """Phase by phase; a chosen camera that is gone brings back the last phase it stands in."""
    opened.execute_script(CATCH)
    for phase in range(len(result.plan.phases)):
        set_phase(opened, phase)
        rows = opened.find_elements("css selector", "#cameras tbody tr:not(.later)")
        _, content = saved(opened, "csv")
        lines = content.decode("utf-8-sig").splitlines()[1:]

        assert on_map(opened) == standing(result, phase)
        assert {row.get_attribute("data-camera") for row in rows} == standing(result, phase)
        assert len(lines) == len(standing(result, phase))
    opened.execute_script(
        "document.querySelector('#cameras tr[data-camera=K1] [data-choose]').click()"
    )
    assert opened.find_element("id", "phase").get_attribute("value") == "1"
    assert "vymění za novou" in find(opened, "#detail")
    assert "Cena odstranění" in find(opened, "#detail")


def test_answers_tell_who_saw_a_street_before(opened, result: PlanResult) -> None:
    """At the end a street's answer names the cameras that are gone apart from those that see it."""
    set_phase(opened, len(result.plan.phases) - 1)
    opened.execute_script(
        "const box = document.getElementById('search'); box.value = 'Mostecká';"
        "box.dispatchEvent(new Event('input'));"
        "box.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true}));"
    )
    answer = find(opened, "#detail")

    assert "V této etapě už odstraněné" in answer
    assert answer.index("něco zabírají") < answer.index("Křižovatka")
    set_phase(opened, 0)
    assert "V této etapě už odstraněné" not in find(opened, "#detail")


def test_legend_proposal_and_filter_say_who_goes(opened) -> None:
    """Signs of their own, sentences of the proposal, a status to choose; for everybody to read."""
    assert "stávající kamera, která se odstraní" in find(opened, "#legend-rows")
    assert "Plán vymění" in find(opened, "#proposal-rows")
    options = opened.find_element("css selector", "[data-filter=status]").text
    assert "k výměně" in options or "k odstranění" in options
    assert violations(opened) == []


def test_before_and_after_show_who_stands_on_each_side(opened, result: PlanResult) -> None:
    """Left of the line those of today, right of it those of the phase."""
    last = len(result.plan.phases) - 1
    set_phase(opened, last)
    opened.find_element("id", "compare").click()
    visible = """
      const line = document.getElementById('divider').getBoundingClientRect().left, map =
        document.getElementById('map-council') ?? document.querySelector('.leaflet-container');
      return [...document.querySelectorAll('.symbol[data-camera]')]
        .filter((node) => node.style.visibility !== 'hidden').map((node) => node.dataset.camera);"""
    both = set(opened.execute_script(visible))
    move = "const d = document.getElementById('divider'); d.focus();"
    opened.execute_script(move + "d.dispatchEvent(new KeyboardEvent('keydown', {key: 'End'}));")
    left = set(opened.execute_script(visible))
    opened.execute_script(move + "d.dispatchEvent(new KeyboardEvent('keydown', {key: 'Home'}));")
    right = set(opened.execute_script(visible))

    assert both <= standing(result, 0) | standing(result, last)
    assert left == standing(result, 0)
    assert right == standing(result, last)


def test_what_if_begins_with_who_stands_at_the_end(opened, result: PlanResult) -> None:
    """Value and price are the plan's, removals included; the list for `evaluate` has who goes."""
    opened.execute_script(CATCH)
    opened.find_element("id", "live-toggle").click()
    text = find(opened, "#live")
    cost = sum(phase.cost_czk for phase in result.plan.phases)
    millions = f"{cost / 1e6:.2f}".replace(".", ",")

    assert f"odstranění stávajících stojí {millions}" in text.replace("\N{NO-BREAK SPACE}", " ")
    assert "stejně jako v plánu" in text
    opened.execute_script("document.querySelector('#live details').open = true")
    opened.execute_script("document.querySelector('[data-live=save_csv]').click()")
    _, content = opened.execute_async_script(
        "const done = arguments[0], [name, blob] = window.saved.pop();"
        "blob.text().then((text) => done([name, text]));"
    )
    rows = [line.split(",") for line in content.splitlines()]
    leaving = {row[0]: row[5] for row in rows[1:] if row[3].startswith("to be")}
    assert leaving == {"K1": "2", "K2": "2"}


def test_the_public_page_shows_who_goes(driver, result: PlanResult, tmp_path: Path) -> None:
    """Also without prices and views the phases end and begin with who stands."""
    public = plan_of(result.plan)
    page = tmp_path / "public.html"
    page.write_text(
        render(public, layers_of(public, result.layers), language="cs"), encoding="utf-8"
    )
    opened_again(driver, page)
    for phase in (0, len(result.plan.phases) - 1):
        set_phase(driver, phase)
        assert len(on_map(driver)) == len(standing(result, phase))
    assert "Plán vymění" in find(driver, "#proposal-rows")
    assert complaints(driver) == []
