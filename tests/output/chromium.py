"""A real Chromium with a page of the map in it: what a test does there and reads from it."""

import json
import os
import shutil
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from placement.output.layers import Layers
from placement.output.webmap.page import render
from placement.plan import Plan

if TYPE_CHECKING:
    from selenium import webdriver

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def started() -> Iterator["webdriver.Chrome"]:
    """Yield one Chromium that logs every request, and end it."""
    webdriver = pytest.importorskip("selenium.webdriver")
    browser, chauffeur = shutil.which("chromium"), shutil.which("chromedriver")
    if not browser or not chauffeur:
        if os.environ.get("PLACEMENT_BROWSER") == "1":
            pytest.fail("PLACEMENT_BROWSER=1, but there is no chromium with chromedriver")
        pytest.skip("no chromium with chromedriver on this machine")
    options = webdriver.ChromeOptions()
    options.binary_location = browser
    for option in ("--headless", "--no-sandbox", "--disable-gpu", "--window-size=1440,900"):
        options.add_argument(option)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    service = webdriver.ChromeService(executable_path=chauffeur)
    made = webdriver.Chrome(options=options, service=service)
    made.execute_cdp_cmd("Network.enable", {})
    yield made
    made.quit()


def open_page(
    driver: "webdriver.Chrome", folder: Path, plan: Plan, layers: Layers, *, link: str = ""
) -> "webdriver.Chrome":
    """Write a page, open it at a link, wait until its script says it is ready."""
    page = folder / "map.html"
    page.write_text(_rendered(plan, layers), encoding="utf-8")
    return opened_again(driver, page, link=link)


_PAGES: dict[tuple[int, int], tuple[Plan, Layers, str]] = {}
"""Pages of the plans and layers that are tests' own for good, by their identities."""


def _rendered(plan: Plan, layers: Layers) -> str:
    """Return the page of a plan; the same objects are drawn once for all tests."""
    key = (id(plan), id(layers))
    if key not in _PAGES:
        _PAGES[key] = (plan, layers, render(plan, layers, language="cs"))
    return _PAGES[key][2]


def opened_again(driver: "webdriver.Chrome", page: Path, *, link: str = "") -> "webdriver.Chrome":
    """Open a page that is written, with empty logs, and wait until its script says it is ready."""
    for log in ("browser", "performance"):
        driver.get_log(log)
    driver.get("about:blank")
    driver.get(page.as_uri() + link)
    assert driver.execute_script("return document.documentElement.dataset.ready") == "yes"
    return driver


def find(driver: "webdriver.Chrome", selector: str) -> str:
    """Return the text of the first element of a selector."""
    return str(driver.find_element("css selector", selector).text)


def set_phase(driver: "webdriver.Chrome", phase: int) -> None:
    """Move the slider as a hand would."""
    driver.execute_script(
        "const s = document.getElementById('phase'); s.value = arguments[0];"
        "s.dispatchEvent(new Event('input'));",
        phase,
    )


def violations(driver: "webdriver.Chrome", script: str = "") -> list[str]:
    """Return what axe-core finds against WCAG 2.2 A and AA, after a script has been run."""
    axe = pytest.importorskip("axe_core_python")
    if not driver.execute_script("return 'axe' in window"):
        source = resources.files(axe).joinpath("axe.min.js").read_text(encoding="utf-8")
        driver.execute_script(source)
    driver.execute_script(script)
    return list(
        driver.execute_async_script(
            "const done = arguments[arguments.length - 1];"
            "axe.run(document, {runOnly: arguments[0], resultTypes: ['violations']}).then((r) =>"
            " done(r.violations.map((v) => v.id + ': ' + v.nodes[0].html)))",
            RULES,
        )
    )


def complaints(driver: "webdriver.Chrome") -> list[str]:
    """Return what the console says."""
    return [entry["message"] for entry in driver.get_log("browser")]


def addresses(driver: "webdriver.Chrome") -> set[str]:
    """Return every address the page asked for."""
    events = [json.loads(entry["message"])["message"] for entry in driver.get_log("performance")]
    return {
        event["params"]["request"]["url"]
        for event in events
        if event["method"] == "Network.requestWillBeSent"
    }
