"""How fluent the council's page is in Chromium without a graphics card.

`python -m tests.benchmarks.page_frames maps/litvinov/map.html --cameras 300` drags and zooms each
page by the input of the DevTools protocol, in a window of 1440 × 900, and counts from a trace the
frames that the compositor drew; prints them with load time, heap and size. Several pages are
measured in turn, round by round, so that their ratios mean something while other jobs run.
"""

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count, pairwise
from pathlib import Path
from typing import Any

import websocket
from attrs import frozen
from selenium import webdriver

CATEGORIES = "disabled-by-default-devtools.timeline.frame,devtools.timeline.frame,devtools.timeline"
WINDOW = (1440, 900)
STEP_S = 1 / 120
"""Between two events of a hand that drags; twice as often as frames are drawn."""
DRAG_S, WHEEL_S = 3.0, 3.0
NOTCH_PX, NOTCH_S = 120, 0.25
READY = "return document.documentElement.dataset.ready"
LOAD_MS = "const t = performance.timing; return t.loadEventEnd - t.navigationStart"
CENTRE = (
    "const b = map_council.getContainer().getBoundingClientRect();"
    "return [b.x + 0.62 * b.width, b.y + b.height / 2]"
)
"""Right of the legend."""
LOOK_CLOSER = "map_council.setZoom(map_council.getZoom() + 2, {animate: false})"


@frozen
class Fluency:
    """What one round measured of one page."""

    load_ms: float
    heap_mb: float
    drag_fps: float
    worst_drag_ms: float
    wheel_fps: float
    worst_wheel_ms: float


class Page:
    """A page in a Chromium of its own, driven by the DevTools protocol."""

    def __init__(self, driver: webdriver.Chrome, page: Path) -> None:
        self._driver = driver
        self._numbers = count(1)
        driver.get(page.as_uri())
        assert driver.execute_script(READY) == "yes"
        address = driver.capabilities["goog:chromeOptions"]["debuggerAddress"]
        target = f"ws://{address}/devtools/page/{driver.current_window_handle}"
        self._socket = websocket.create_connection(target, suppress_origin=True)

    def close(self) -> None:
        """End the connection."""
        self._socket.close()

    def tell(self, method: str, **parameters: Any) -> None:
        """Send a command whose answer nobody waits for."""
        message = {"id": next(self._numbers), "method": method, "params": parameters}
        self._socket.send(json.dumps(message))

    def script(self, source: str) -> Any:
        """Run a script in the page."""
        return self._driver.execute_script(source)

    def heap_mb(self) -> float:
        """Return the size of the script's heap after a collection of garbage. [MB]"""
        self._driver.execute_cdp_cmd("HeapProfiler.collectGarbage", {})
        used = self._driver.execute_cdp_cmd("Runtime.getHeapUsage", {})["usedSize"]
        return float(used) / 1e6

    def mouse(self, kind: str, x: float, y: float, **more: object) -> None:
        """Send one event of the mouse."""
        self.tell("Input.dispatchMouseEvent", type=kind, x=x, y=y, **more)

    def frames_s(self, acts: Iterator[float]) -> list[float]:
        """Return when frames were drawn while acts were done, each after a pause. [s]"""
        self.tell("Tracing.start", categories=CATEGORIES, transferMode="ReportEvents")
        time.sleep(0.3)
        due = time.perf_counter()
        for pause_s in acts:
            due += pause_s
            time.sleep(max(0.0, due - time.perf_counter()))
        self.tell("Tracing.end")
        return sorted(event["ts"] / 1e6 for event in self._traced() if event["name"] == "DrawFrame")

    def _traced(self) -> Iterator[dict[str, Any]]:
        while True:
            message = json.loads(self._socket.recv())
            if message.get("method") == "Tracing.dataCollected":
                yield from message["params"]["value"]
            if message.get("method") == "Tracing.tracingComplete":
                return


def dragging(page: Page, x: float, y: float) -> Iterator[float]:
    """Drag the map to and fro by 200 px, as fast as a hand; yield the pauses between the events."""
    page.mouse("mousePressed", x, y, button="left", clickCount=1)
    steps = round(DRAG_S / STEP_S)
    for step in range(steps):
        there = abs((step / 60) % 4 - 2) - 1  # from 1 to -1 and back in two seconds
        page.mouse("mouseMoved", x + 200 * there, y + 120 * there, button="left", buttons=1)
        yield STEP_S
    page.mouse("mouseReleased", x, y, button="left", clickCount=1)


def wheeling(page: Page, x: float, y: float) -> Iterator[float]:
    """Turn the wheel four notches closer and four back, over and over; yield the pauses."""
    for notch in range(round(WHEEL_S / NOTCH_S)):
        closer = -1 if notch % 8 < 4 else 1
        page.mouse("mouseWheel", x, y, deltaX=0, deltaY=closer * NOTCH_PX)
        yield NOTCH_S


def per_second(drawn_s: list[float], lasting_s: float) -> tuple[float, float]:
    """Return frames a second and the longest wait for one. [1/s, ms]"""
    waits = [b - a for a, b in pairwise(drawn_s)]
    return len(drawn_s) / lasting_s, 1000 * max(waits, default=lasting_s)


@contextmanager
def chromium() -> Iterator[webdriver.Chrome]:
    """Start a Chromium that draws by software, and end it."""
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    width, height = WINDOW
    for each in ("--headless", "--no-sandbox", "--disable-gpu", f"--window-size={width},{height}"):
        options.add_argument(each)
    service = webdriver.ChromeService(executable_path=shutil.which("chromedriver"))
    driver = webdriver.Chrome(options=options, service=service)
    try:
        yield driver
    finally:
        driver.quit()


def measured(file: Path) -> Fluency:
    """Return what one fresh Chromium makes of a page."""
    with chromium() as driver:
        page = Page(driver, file)
        load_ms, (x, y) = page.script(LOAD_MS), page.script(CENTRE)
        page.script(LOOK_CLOSER)
        drag_fps, worst_drag_ms = per_second(page.frames_s(dragging(page, x, y)), DRAG_S)
        wheel_fps, worst_wheel_ms = per_second(page.frames_s(wheeling(page, x, y)), WHEEL_S)
        heap_mb = page.heap_mb()
        page.close()
    return Fluency(load_ms, heap_mb, drag_fps, worst_drag_ms, wheel_fps, worst_wheel_ms)


def made_page(cameras: int, folder: Path) -> Path:
    """Write the page of a made town with so many cameras; the same at every call."""
    from placement.output.webmap.page import render
    from tests.output.conftest import town

    file = folder / f"made-{cameras}.html"
    file.write_text(render(*town(cameras), language="cs"), encoding="utf-8")
    return file


def main() -> None:
    """Print a row a page: the medians of all rounds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="*", type=Path, help="files of maps")
    parser.add_argument("--cameras", type=int, help="and a made town with so many cameras")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--keep", type=Path, help="folder for the page of the made town")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        files = [each.resolve() for each in asked.pages]
        if asked.cameras:
            files.append(made_page(asked.cameras, (asked.keep or Path(scratch)).resolve()))
        rounds = [[measured(file) for file in files] for _ in range(asked.rounds)]
        lines = [
            "| page | MB | load ms | heap MB | drag fps | longest ms | wheel fps | longest ms |",
            "|---|---:|---:|---:|---:|---:|---:|---:|",
        ]
        for file, seen in zip(files, zip(*rounds, strict=True), strict=True):
            middles = [
                statistics.median(getattr(each, name) for each in seen)
                for name in (
                    "load_ms",
                    "heap_mb",
                    "drag_fps",
                    "worst_drag_ms",
                    "wheel_fps",
                    "worst_wheel_ms",
                )
            ]
            cells = [f"{file.stat().st_size / 1e6:.2f}", *(f"{each:.0f}" for each in middles)]
            lines.append(f"| {file.parent.name}/{file.name} | {' | '.join(cells)} |")
    sys.stdout.write(
        "\n".join([*lines, "", f"Load of the machine at the end: {os.getloadavg()[0]:.1f}", ""])
    )


if __name__ == "__main__":
    main()
