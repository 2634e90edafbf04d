"""The plan on paper: scale, sheets, letters and bytes, read back from the PDF itself."""

import re
import subprocess
import sys
import zlib
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from scipy.ndimage import label

from placement.output import public_edition
from placement.output.layers import Layers
from placement.output.paper import document
from placement.output.paper.labels import (
    CURVED_MM,
    cut,
    spread,
    street_names,
    width_mm,
    wrap_text,
)
from placement.output.paper.margin import FOOT_SIZES
from placement.output.paper.pen import LINE, Pen
from placement.output.paper.sheets import A3, A4, FINEST, Paper, round_scale, sheets
from placement.output.paper.style import POINTS_PER_MM
from placement.output.paper.table import column_widths_mm
from placement.output.paper.words import legend_of_phase, table_columns, table_row
from placement.output.plan_layers import plan_layers
from placement.plan import Plan
from placement.texts import Language, number, text

Town = tuple[Plan, Layers]
MAP_MM = A3.map_mm


def streams(pdf: bytes) -> bytes:
    """Return the decompressed streams of a PDF."""
    found = []
    for match in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompress(match[1]))
        except zlib.error:
            found.append(match[1])
    return b"\n".join(found)


def page_sizes_mm(pdf: bytes) -> list[tuple[float, float]]:
    """Return width and height of each page. [mm]"""
    boxes = re.findall(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]", pdf)
    return [(float(w) / 72 * 25.4, float(h) / 72 * 25.4) for w, h in boxes]


def in_districts(plan: Plan) -> Plan:
    """Return a plan whose cameras stand in two districts and outside both."""
    names = ("Západ", "Východ", "")
    cameras = tuple(evolve(c, district=names[i % 3]) for i, c in enumerate(plan.cameras))
    return evolve(plan, cameras=cameras)


@pytest.fixture(scope="module")
def a4(small_town: Town) -> bytes:
    """Return the A4 of a small town."""
    return document.pdf(*small_town, paper=A4, language="cs", date="listopad 2026")


@given(st.floats(1, 1e7))
def test_a_scale_is_round_and_leaves_nothing_out(least: float) -> None:
    """The scale is one people know, at least what is needed and never twice as much."""
    scale = round_scale(least)

    assert scale >= least * (1 - 1e-6)
    assert scale <= max(1.34 * least, FINEST)
    assert float(f"{scale:.3g}") == scale


@given(st.sampled_from([A3, A4]))
def test_a_metre_is_as_long_as_the_scale_says(small_town: Town, size: Paper) -> None:
    """A kilometre on the ground takes a million millimetres over the scale on the sheet."""
    (sheet, *_) = sheets(*small_town, size, by_district=False)
    left, right, bottom, top = size.map_mm
    west, east, south, north = sheet.frame

    assert (east - west) * 1000 / sheet.scale == pytest.approx(right - left)
    assert (north - south) * 1000 / sheet.scale == pytest.approx(top - bottom)
    assert sheet.on_page(west, north, size) == pytest.approx((left, top))


def test_the_drawn_map_has_the_scale_it_states(small_town: Town, a4: bytes) -> None:
    """The outline of the planned area is drawn as long as area and scale ask for."""
    plan, layers = small_town
    (sheet,) = sheets(plan, layers, A4, by_district=False)
    west, south, _, _ = layers.area.total_bounds
    x, y = sheet.on_page(west, south, A4)
    numbers = re.findall(rb"(-?\d+\.?\d*) (-?\d+\.?\d*) [ml]\n", streams(a4))
    drawn = np.array([(float(a), float(b)) for a, b in numbers]) / 72 * 25.4

    assert np.min(np.abs(drawn[:, 0] - x)) < 0.05
    assert np.min(np.abs(drawn[:, 1] - y)) < 0.05


def test_every_camera_is_on_a_sheet_of_its_district(small_town: Town) -> None:
    """Districts and what lies outside them have a sheet each, with every camera in its frame."""
    plan = in_districts(small_town[0])
    overview, *parts = sheets(plan, small_town[1], A3, by_district=True)

    assert len(overview.cameras) == len(plan.cameras)
    assert [part.district for part in parts] == ["Východ", "Západ", ""]
    assert sum(len(part.cameras) for part in parts) == len(plan.cameras)
    for sheet in (overview, *parts):
        assert all(sheet.holds(c.x_m, c.y_m) for c in sheet.cameras)


def test_a3_has_a_page_for_each_sheet_and_fonts_inside(small_town: Town) -> None:
    """Four A3 pages; no font is left to the reader's machine; nothing tells the time."""
    plan, layers = small_town
    pdf = document.pdf(in_districts(plan), layers, paper=A3, language="en")

    assert page_sizes_mm(pdf) == [pytest.approx((420.0, 297.0), abs=0.1)] * 4
    assert pdf.count(b"/FontFile2") == pdf.count(b"/Type /FontDescriptor") > 0
    assert b"CreationDate" not in pdf
    assert b"/Subtype /Image" not in pdf


def test_all_that_did_not_fit_follows_on_lists(small_town: Town) -> None:
    """Ninety cameras on A4: what the table beside the map leaves out is on one further page."""
    plan, layers = small_town
    nine = plan.cameras[:9]
    many = [evolve(c, rank=i + 1) for i, c in enumerate(nine * 10)]
    pdf = document.pdf(evolve(plan, cameras=tuple(many)), layers, paper=A4, language="cs")

    assert len(page_sizes_mm(pdf)) == 2


def test_the_same_plan_gives_the_same_bytes(small_town: Town, a4: bytes) -> None:
    """Drawn again, nothing differs."""
    assert document.pdf(*small_town, paper=A4, language="cs", date="listopad 2026") == a4


@pytest.mark.slow
def test_names_of_fonts_do_not_depend_on_the_process() -> None:
    """Two processes with different hash seeds write the same PDF."""
    script = (
        "import sys; from tests.output.conftest import town;"
        "from placement.output.paper import document;"
        "sys.stdout.buffer.write(document.pdf(*town(4), paper=document.A4))"
    )
    made = [
        subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            check=True,
            env={"PYTHONPATH": ":".join(sys.path), "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    ]

    assert made[0] == made[1]
    assert made[0].startswith(b"%PDF")


def test_hostile_names_are_drawn_as_text(hostile_town: Town) -> None:
    """Formulas, dollars, direction marks and 10 000 letters neither fail nor fill the page."""
    pdf = document.pdf(*hostile_town, paper=A4, language="cs")

    assert len(page_sizes_mm(pdf)) == 1
    assert len(pdf) < 1_000_000
    assert b"/JavaScript" not in pdf


def test_a_plan_without_layers_is_drawn(small_town: Town) -> None:
    """With nothing but cameras there still is a page."""
    plan, _ = small_town
    pdf = document.pdf(plan, plan_layers(plan), paper=A4, language="cs")

    assert page_sizes_mm(pdf)[0] == pytest.approx((297.0, 210.0), abs=0.1)


@given(arrays(np.float64, (12, 2), elements=st.floats(100, 140)))
def test_symbols_never_hide_each_other(anchors: np.ndarray) -> None:
    """Twelve cameras in a thumb's breadth, some in one place: discs apart and within the map."""
    stands = spread(anchors, radius_mm=2.0, room_mm=MAP_MM)
    apart = np.hypot(*(stands[:, None] - stands[None]).transpose(2, 0, 1))

    assert apart[~np.eye(12, dtype=bool)].min() >= 4.0
    assert np.hypot(*(stands - anchors).T).max() < 20


def test_a_symbol_alone_stays_where_it_belongs() -> None:
    """Far from each other, nothing moves."""
    anchors = np.array([[50.0, 50.0], [100.0, 50.0]])

    assert np.array_equal(spread(anchors, radius_mm=2.0, room_mm=MAP_MM), anchors)


def test_street_names_keep_clear_of_symbols_and_each_other(small_town: Town) -> None:
    """Names lie along their street and none touches a camera or another name."""
    plan, layers = small_town
    (sheet,) = sheets(plan, layers, A3, by_district=False)
    taken = np.array([sheet.on_page(c.x_m, c.y_m, A3) for c in plan.cameras])
    names = street_names(layers, sheet, A3, taken_mm=taken, radius_mm=2.5)
    middles = np.array([(name.x_mm, name.y_mm) for name in names])

    assert len(names) >= 5
    assert {name.words for name in names} <= set(layers.streets["name"])
    assert all(
        name.turn_deg == pytest.approx(0, abs=1) or abs(abs(name.turn_deg) - 90) < 1
        for name in names
    )
    assert np.hypot(*(middles[:, None] - taken[None]).transpose(2, 0, 1)).min() > 2.5


@pytest.mark.parametrize(
    "words", ["Třebušická", "Tř. náměstí Míru", "Mezibořská", "silnice II/271"]
)
@pytest.mark.parametrize("turn_deg", [0.0, 33.0])
def test_letters_of_a_name_do_not_touch(words: str, turn_deg: float) -> None:
    """Written together, letters have as many pieces of ink as one by one: none meets another."""

    def pieces(written: str) -> int:
        figure = Figure(figsize=(1.6, 1.6), dpi=1200)
        axes = figure.add_axes((0, 0, 1, 1))
        axes.axis("off")
        Pen(axes, A3, "cs").write(0.1, 0.1, written, rotation=turn_deg, family="DejaVu Sans")
        canvas: Any = FigureCanvasAgg(figure)
        canvas.draw()
        ink = np.asarray(canvas.buffer_rgba())[..., 0] < 128
        return int(label(ink, np.ones((3, 3)))[1])

    if not hasattr(Text, "set_fontfeatures"):
        pytest.skip("this matplotlib always kerns")
    one_by_one = {letter: pieces(letter) for letter in set(words) - {" "}}

    assert pieces(words) == sum(one_by_one[letter] for letter in words if letter != " ")


@settings(max_examples=20)
@given(st.floats(15, 400), st.sampled_from(["Mezibořská", "silnice II/271", "Tř. náměstí Míru"]))
def test_a_name_on_a_curve_is_straight_or_left_out(
    small_town: Town, radius_mm: float, words: str
) -> None:
    """On an arc a name stands on one line that keeps to the street, or is not there at all."""
    plan, layers = small_town
    (sheet,) = sheets(plan, layers, A3, by_district=False)
    west, east, south, north = sheet.frame
    radius_m = radius_mm * sheet.metres_per_mm
    middle = np.array([(west + east) / 2, (south + north) / 2 - radius_m])
    turns = np.pi / 2 + np.linspace(-1, 1, 400) * min(1.2, 60 / radius_mm)
    arc = middle + radius_m * np.column_stack([np.cos(turns), np.sin(turns)])
    columns = {"street_id": ["a"], "name": [words], "street_class": ["primary"]}
    streets = gpd.GeoDataFrame(columns, geometry=[shapely.LineString(arc)], crs=layers.crs)
    nobody = np.empty((0, 2))
    names = street_names(evolve(layers, streets=streets), sheet, A3, taken_mm=nobody, radius_mm=2.5)
    long_mm = width_mm(words, 0.92 * A3.letter_pt)
    rise_mm = radius_mm * (1 - np.cos(long_mm / 2 / radius_mm))

    assert bool(names) == (rise_mm <= CURVED_MM) or abs(rise_mm - CURVED_MM) < 0.05
    for name in names:
        turn = np.radians(name.turn_deg)
        along = np.linspace(-0.5, 0.5, 20)[:, None] * long_mm * (np.cos(turn), np.sin(turn))
        x_mm, y_mm = sheet.on_page(middle[0], middle[1], A3)
        apart = along + np.array([name.x_mm - x_mm, name.y_mm - y_mm])
        assert np.abs(np.hypot(*apart.T) - radius_mm).max() <= CURVED_MM + 0.05


@settings(max_examples=40)
@given(st.text(max_size=300), st.floats(3, 80))
def test_a_cut_text_fits(words: str, most_mm: float) -> None:
    """What is left of a text is no wider than asked, an ellipsis at its end."""
    kept = cut(words, 7.0, most_mm)

    assert kept == "…" or width_mm(kept, 7.0) <= most_mm


def test_wrapping_keeps_every_word() -> None:
    """Lines put together again are the text."""
    words = "Plán je nejvýše o 0,38 % horší než nejlepší možný se stejným počtem kamer"

    assert " ".join(wrap_text(words, 7.0, 40.0)) == words


def test_the_legend_tells_which_numbers_a_colour_has(small_town: Town) -> None:
    """Runs of ranks are joined, so that colour is never the only sign of a phase."""
    plan, layers = small_town
    (sheet,) = sheets(plan, layers, A4, by_district=False)
    told = [words for _, words in legend_of_phase(sheet, plan, "cs")]

    assert told[0] == "stávající: č. 2–4"
    assert "mimo provoz: č. 1" in told


def test_sources_that_nobody_named_are_told_so(
    small_town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sheet's foot never says “Sources:” and nothing after it."""
    told: list[str] = []
    monkeypatch.setattr(Pen, "write", lambda _, __, ___, words, **____: told.append(words))
    plan, layers = small_town
    document.pdf(evolve(plan, sources={"streets": ""}), layers, paper=A4, language="cs")

    assert "Zdroje: neuvedeny" in told


@pytest.mark.parametrize("size", [A3, A4])
def test_the_foot_names_every_source_within_the_page(
    small_town: Town, monkeypatch: pytest.MonkeyPatch, size: Paper
) -> None:
    """Seven sources of 60 letters: none is cut, none leaves the margin or enters the map."""
    foot: list[tuple[float, float, float, str]] = []

    def write(_: Pen, x_mm: float, y_mm: float, words: str, **look: Any) -> None:
        if y_mm < size.map_mm[2] and x_mm == size.margin_mm:
            foot.append((x_mm, y_mm, look["fontsize"], words))

    monkeypatch.setattr(Pen, "write", write)
    plan, layers = small_town
    named = {
        f"{i}": f"{i}. zdroj: " + "příliš žluťoučký kůň " * 2 + "(CC BY 4.0)" for i in range(7)
    }
    document.pdf(evolve(plan, sources=named), layers, paper=size, language="cs")
    lines = [words for *_, words in foot]

    assert "Zdroje: " + "; ".join(named.values()) in " ".join(lines)
    assert len(" ".join(lines)) > 400
    assert all(
        x + width_mm(words, pt) <= size.width_mm - size.margin_mm for x, _, pt, words in foot
    )
    assert all(
        y >= size.margin_mm and y + pt / POINTS_PER_MM <= size.map_mm[2] for _, y, pt, _ in foot
    )
    apart = -np.diff([y for _, y, _, _ in foot])
    assert np.abs(apart) == pytest.approx(LINE * foot[0][2] / POINTS_PER_MM)


def test_sources_of_thousands_of_letters_stay_in_the_foot(
    small_town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What even the smallest letters cannot hold ends in an ellipsis, above the page's facts."""
    foot: list[tuple[float, float, str]] = []

    def write(_: Pen, x_mm: float, y_mm: float, words: str, **look: Any) -> None:
        if y_mm < A4.map_mm[2] and x_mm == A4.margin_mm:
            foot.append((y_mm, look["fontsize"], words))

    monkeypatch.setattr(Pen, "write", write)
    plan, layers = small_town
    long = {"streets": "slovo " * 2000}
    document.pdf(evolve(plan, sources=long), layers, paper=A4, language="cs")
    lines = [words for _, _, words in sorted(foot)]

    assert {pt for _, pt, _ in foot} == {FOOT_SIZES[-1] * A4.letter_pt}
    assert lines[0].startswith("Stav dat")
    assert lines[1].endswith("…")
    assert max(y for y, _, _ in foot) < A4.map_mm[2] - 2


@pytest.mark.parametrize("language", ["cs", "en"])
def test_the_list_has_price_and_gain_inside_and_neither_in_public(
    small_town: Town, language: Language
) -> None:
    """Prices of new cameras add up to the plan's; the public edition has no such column."""
    plan, _ = small_town
    columns = table_columns(plan)
    rows = {
        c.camera_id: dict(zip(columns, table_row(c, plan, language), strict=True))
        for c in plan.cameras
    }
    public = public_edition.plan_of(plan)

    assert columns[-2:] == ("price", "gain")
    for camera in plan.cameras:
        cells = rows[camera.camera_id]
        is_new, works = camera.status == "new", camera.status != "out of service"
        share = number(100 * camera.gain / plan.demand_total, language, 2)
        assert cells["price"] == (number(camera.cost_czk / 1000, language) if is_new else "–")
        assert cells["gain"] == (f"{share}\N{NO-BREAK SPACE}%" if works else "–")
    assert not {"price", "gain"} & set(table_columns(public))
    assert all(
        len(table_row(c, public, language)) == len(table_columns(public)) for c in public.cameras
    )


def test_a_price_nobody_knows_is_no_nought(small_town: Town) -> None:
    """A price known in part is a lower bound; one not known at all is said to be so."""
    plan, _ = small_town
    new = next(c for c in plan.cameras if c.status == "new")
    cells = [
        table_row(evolve(new, cost_unknown=True, cost_czk=czk), plan, "cs")[-2]
        for czk in (90_000.0, 0.0)
    ]

    assert cells == ["≥\N{NO-BREAK SPACE}90", "neuvedena"]


def test_columns_give_way_from_the_widest() -> None:
    """With room every cell is whole and the table as wide as asked; without, short ones stay."""
    rows: list[tuple[str, ...]] = [
        ("č.", "místo", "přidá"),
        ("10", "Valdštejnská – kruhový objezd", "0,79 %"),
    ]
    needs = np.array(
        [max(width_mm(a, 7.0, bold=True), width_mm(b, 7.0)) for a, b in zip(*rows, strict=True)]
    )
    wide, narrow = (column_widths_mm(rows, np.ones(3), 7.0, mm) for mm in (90.0, 36.0))

    assert wide.sum() == pytest.approx(90.0)
    assert narrow.sum() == pytest.approx(36.0)
    assert (wide > needs).all()
    assert (narrow > needs).tolist() == [True, False, True]


@pytest.mark.parametrize(
    ("language", "titles"),
    [
        ("cs", ["Seznam kamer", "Seznam kamer (pokračování)"]),
        ("en", ["List of cameras", "List of cameras (continued)"]),
    ],
)
def test_a_list_that_goes_on_says_so(
    small_town: Town, monkeypatch: pytest.MonkeyPatch, language: Language, titles: list[str]
) -> None:
    """On A4 the list begins beside the map and goes on, under that title, on the next page."""
    told: list[str] = []
    monkeypatch.setattr(Pen, "write", lambda _, __, ___, words, **____: told.append(words))
    plan, layers = small_town
    many = tuple(evolve(c, rank=i + 1) for i, c in enumerate(plan.cameras[:9] * 10))
    document.pdf(evolve(plan, cameras=many), layers, paper=A4, language=language)

    assert [words for words in dict.fromkeys(told) if words in titles] == titles
    assert told.count(titles[1]) >= 2  # above the table and as the page's title
    assert text("paper.cameras", language) not in told
