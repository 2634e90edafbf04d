"""The workbook, read back with openpyxl and GDAL: numbers are numbers, text is nothing but text."""

import io
import itertools
import math
import zipfile
from pathlib import Path

import openpyxl
import pyogrio
import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from placement.output.layers import Layers
from placement.output.lists.camera_table import CameraTable, in_order
from placement.output.lists.workbook import FIRST, cameras_xlsx
from placement.output.plan_layers import plan_layers
from placement.output.spreadsheets import LONGEST
from placement.output.wording import printable
from placement.plan import Plan
from placement.plan.confidence import CrossFittedShare
from placement.texts import LANGUAGES, Language

Town = tuple[Plan, Layers]


def book(town: Town, language: Language = "cs") -> openpyxl.Workbook:
    """Return the workbook of a town as another program reads it."""
    return openpyxl.load_workbook(io.BytesIO(cameras_xlsx(*town, language)))


def cut(name: str) -> str:
    """Return the text a cell holds of a name."""
    safe = printable(name)
    return safe if len(safe) <= LONGEST else safe[: LONGEST - 1] + "…"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cell_comes_back_as_what_it_is(small_town: Town, language: Language) -> None:
    """Integers, numbers, flags and texts of the one table of columns, in order of building."""
    plan, layers = small_town
    table = CameraTable.of(plan, layers)
    shown = sorted(table.columns, key=lambda column: column.name not in FIRST)
    order = [column.name for column in shown if column.name in FIRST]
    shown[: len(order)] = sorted(shown[: len(order)], key=lambda each: list(FIRST).index(each.name))
    (head, *rows) = book(small_town, language).worksheets[0].iter_rows()

    assert [cell.value for cell in head] == [table.header(column, language) for column in shown]
    assert len(rows) == len(plan.cameras)
    for camera, row in zip(in_order(plan), rows, strict=True):
        for column, cell in zip(shown, row, strict=True):
            expected = table.cell(column, camera)
            if column.kind in ("integer", "number"):
                assert cell.value == expected, column.name
                assert cell.data_type == "n", column.name
            elif column.kind == "flag":
                assert cell.value is expected
            elif not column.words:
                assert (cell.value or "") == expected, column.name


def test_gdal_reads_the_same_numbers(small_town: Town, tmp_path: Path) -> None:
    """Another reader: places to a centimetre, azimuths, counts, negative S-JTSK as numbers."""
    plan, layers = small_town
    (tmp_path / "cameras.xlsx").write_bytes(cameras_xlsx(plan, layers, "cs"))
    found = pyogrio.read_dataframe(tmp_path / "cameras.xlsx", layer="Kamery")

    assert len(found) == len(plan.cameras)
    for camera, (_, row) in zip(in_order(plan), found.iterrows(), strict=True):
        assert row["Kamera"] == camera.camera_id
        assert row["Východní souřadnice x [m]"] == pytest.approx(camera.x_m, abs=0.0051)
        assert row["Severní souřadnice y [m]"] == pytest.approx(camera.y_m, abs=0.0051)
        assert row["Zeměpisná šířka WGS 84 [°]"] == pytest.approx(camera.lat_deg, abs=1e-7)
        assert row["Azimut od severu sítě [°]"] == pytest.approx(camera.grid_azimuth_deg, abs=1e-6)
        true_deg = row["Azimut od zeměpisného severu [°]"]
        assert math.isnan(true_deg) == plan.sees_whole_circle(camera)


def test_the_list_is_ready_for_paper_and_filters(small_town: Town) -> None:
    """Frozen and repeated header, filter, A4 lying; legend and phases as wide as one page."""
    sheets = book(small_town).worksheets
    first = sheets[0]

    assert [sheet.title for sheet in sheets] == ["Kamery", "Legenda", "Souhrn etap"]
    assert first.freeze_panes == "A2"
    assert first.auto_filter.ref == f"A1:{first.dimensions.split(':')[1]}"
    assert first.print_title_rows == "$1:$1"
    assert first.print_title_cols == "$A:$C"
    for sheet in sheets:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.paperSize == 9
        if sheet is not first:
            assert sheet.page_setup.fitToWidth in (None, 1)  # what the format means by none
            assert sheet.page_setup.fitToHeight == 0
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert "UKÁZKOVÁ DATA" in sheet.oddHeader.left.text


def test_what_people_read_prints_on_one_sheet_of_paper_in_letters_they_can_read(
    small_town: Town,
) -> None:
    """7 points on A4 lying; the first break is behind people's columns, no sheet too wide."""
    (sheet, *_) = book(small_town).worksheets
    names = {cell.value: cell.column for cell in sheet[1]}
    scale = sheet.page_setup.scale / 100
    groups = {each.min: each for each in sheet.column_dimensions.values()}
    widths = [
        each.width
        for start in sorted(groups)
        for each in [groups[start]] * (groups[start].max - start + 1)
    ]
    wide_mm = [7 * width * 25.4 / 96 * scale for width in widths]  # padding is in the file's width
    room_mm = 297 - 25.4 * (sheet.page_margins.left + sheet.page_margins.right)
    ends = [each.id for each in sheet.col_breaks.brk] + [len(widths)]

    assert sheet["B2"].font.sz * scale >= 7
    assert ends[0] == names["Místa, kde vidí nejvíc"]
    assert sum(wide_mm[: ends[0]]) <= room_mm
    for begin, end in itertools.pairwise(ends):
        assert sum(wide_mm[:3]) + sum(wide_mm[begin:end]) <= room_mm


def test_the_legend_explains_every_column_and_where_all_is_from(small_town: Town) -> None:
    """A row a column with unit and meaning; sources, system, way to WGS 84, gap, made-up data."""
    plan, layers = small_town
    rows = [[cell or "" for cell in row] for row in book(small_town)["Legenda"].values]
    told = "\n".join(" ".join(map(str, row)) for row in rows)
    start = next(i for i, row in enumerate(rows) if row[0] == "Sloupec")
    table = CameraTable.of(plan, layers)
    shown = table.columns

    assert [row[1] for row in rows[start + 1 :]] == [table.unit(c, "cs") for c in shown]
    assert all(row[2].endswith(".") for row in rows[start + 1 :])
    assert "EPSG:5514" in told
    assert "Krovak" in told or "JTSK" in told
    assert "0,40 %" in told
    assert "UKÁZKOVÁ DATA" in told
    assert all(source in told for source in plan.sources.values())


def test_phases_are_summed_up_from_the_plan(small_town: Town) -> None:
    """Counts, prices, value, bound, gap and share as the plan has them; nothing where unknown."""
    plan, _ = small_town
    (head, *rows) = book(small_town)["Souhrn etap"].values

    assert len(rows) == len(plan.phases)
    for phase, row in zip(plan.phases, rows, strict=True):
        told = dict(zip(head, row, strict=True))
        assert told["Etapa"] == phase.phase
        assert told["Kamer v provozu"] == phase.cameras
        assert told["Cena etapy [Kč]"] == phase.cost_czk
        assert told["Rozpočet etapy [Kč]"] is None
        assert told["Vidí [událostí za rok]"] == pytest.approx(phase.value)
        assert told["Vidí z celku [%]"] == pytest.approx(100 * phase.value / plan.demand_total)
        assert told["Mezera [%]"] == pytest.approx(100 * phase.gap)
        assert told["Vidí událostí, které plán neznal [%]"] is None


def test_no_name_becomes_a_formula_a_link_or_two_cells(nasty_town: Town) -> None:
    """Every hostile name is read back as its printable form, as text; no formula is in the file."""
    plan, layers = nasty_town
    written = cameras_xlsx(plan, layers, "cs")
    sheet = openpyxl.load_workbook(io.BytesIO(written)).worksheets[0]
    at = [cell.value for cell in sheet[1]].index("Název") + 1
    cells = [sheet.cell(row, at) for row in range(2, len(plan.cameras) + 2)]

    assert [cell.value for cell in cells] == [cut(camera.name) for camera in in_order(plan)]
    assert {cell.data_type for cell in cells} == {"s"}
    with zipfile.ZipFile(io.BytesIO(written)) as packed:
        assert not any("hyperlink" in name or "vba" in name for name in packed.namelist())
        for name in packed.namelist():
            assert b"<f>" not in packed.read(name)
            assert b"<hyperlink" not in packed.read(name)


@given(name=st.text(max_size=20))
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_name_comes_back(small_town: Town, name: str) -> None:
    """Whatever is written there, the file opens and the cell holds it."""
    plan, _ = small_town
    camera = evolve(plan.cameras[0], name=name, point_id=name)
    renamed = evolve(plan, cameras=(camera,), case=name)
    found = book((renamed, plan_layers(renamed)))

    at = [cell.value for cell in found["Kamery"][1]].index("Kamerový bod") + 1
    assert (found["Kamery"].cell(2, at).value or "") == printable(name)
    assert (found["Legenda"].cell(1, 2).value or "") == printable(name)


def test_the_same_plan_gives_the_same_bytes(small_town: Town) -> None:
    """No time of day is in it, and the order of cameras does not matter."""
    plan, layers = small_town
    turned = evolve(plan, cameras=plan.cameras[::-1])

    once = cameras_xlsx(plan, layers, "cs")
    assert {cameras_xlsx(each, layers, "cs") for each in (plan, turned, plan)} == {once}


def test_what_is_no_number_is_an_empty_cell(small_town: Town) -> None:
    """A height that nobody knows and a price that is withheld."""
    plan, _ = small_town
    unknown = evolve(
        plan,
        cameras=(evolve(plan.cameras[0], ground_m=math.nan),),
        phases=(evolve(plan.phases[0], cost_czk=math.nan),),
    )
    found = book((unknown, plan_layers(unknown)))
    heads = {cell.value: cell.column for cell in found["Kamery"][1]}

    assert found["Kamery"].cell(2, heads["Nadmořská výška terénu [m]"]).value is None
    assert found["Souhrn etap"].cell(2, 6).value is None


def test_the_honest_share_is_told_with_its_limits(small_town: Town) -> None:
    """Where it is known: the share and both ends of its interval, in percent."""
    plan, layers = small_town
    phases = tuple(evolve(phase, honest=CrossFittedShare(0.25, 0.2, 0.31)) for phase in plan.phases)
    (_, *rows) = book((evolve(plan, phases=phases), layers), "en")["Phases"].values

    assert [row[-3:] for row in rows] == [(25, 20, 31)] * len(plan.phases)
