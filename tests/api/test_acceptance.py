"""Forms of the test after installation: filled in as people do, read back; and every mistake."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from attrs import evolve

import placement
from placement.api.acceptance import AcceptanceTests, acceptance_tests
from placement.errors import InputError
from placement.output import acceptance_report
from placement.texts import LANGUAGES
from tests.pipeline import toy_case

HOSTILE = "</script><img src=x onerror=alert(1)> =1+1 \u202e"


@pytest.fixture(scope="module")
def tests(tmp_path_factory: pytest.TempPathFactory) -> AcceptanceTests:
    """Return the tests of the toy town's new cameras, the first as if it looked one way."""
    case = placement.read_case(toy_case.write(tmp_path_factory.mktemp("toy") / "case"))
    every = acceptance_tests(case, placement.plan_case(case))
    first, *others = every.cameras
    return evolve(every, cameras=(evolve(first, looks_one_way=True), *others))


def form(tests: AcceptanceTests, name: str = "acceptance.csv") -> pd.DataFrame:
    """Return a form as a table of texts."""
    content = tests.files()[name]
    if name.endswith("xlsx"):
        return pd.read_excel(io.BytesIO(content), dtype=str, keep_default_na=False)
    mark = ";" if "-cs" in name else ","
    return pd.read_csv(
        io.StringIO(content.decode("utf-8-sig")), sep=mark, dtype=str, keep_default_na=False
    )


def filled(tests: AcceptanceTests, table: pd.DataFrame) -> pd.DataFrame:
    """Return a form as somebody fills it in: all as expected but for the first camera.

    That one is turned by 10°, hangs half a metre low, and its last place is not seen.
    """
    test = tests.cameras[0]
    columns = {str(name).partition(" [")[0]: name for name in table.columns}
    words = next(iter(set(columns) & {"seen", "Terč je vidět (ano/ne)", "Board is seen (yes/no)"}))
    is_czech, yes, no = words.startswith("Terč"), "ano", "ne"
    if not is_czech:
        yes, no = "yes", "no"

    def column(name: str) -> str:
        titles = [
            name,
            *(acceptance_report.text(f"acceptance.column.{name}", each) for each in LANGUAGES),
        ]
        return next(columns[title] for title in titles if title in columns)

    expected = {
        place.place_id: place.expected_px for each in tests.cameras for place in each.places
    }
    table = table.copy()
    table[column("seen")] = yes
    table[column("measured_px")] = [str(expected[name]) for name in table[column("place_id")]]
    first = table.index[0]
    table.loc[first, column("measured_height_m")] = f"{test.height_m - 0.5:.2f}".replace(
        ".", "," if is_czech else "."
    )
    table.loc[first, column("measured_azimuth_deg")] = (
        f"{(test.azimuth_deg + 10) % 360:.1f}".replace(".", "," if is_czech else ".")
    )
    last = table.index[table[column("place_id")] == test.places[-1].place_id][0]
    table.loc[last, [column("seen"), column("measured_px")]] = [no, ""]
    table.loc[last, column("note")] = HOSTILE
    return table


def written(table: pd.DataFrame, path: Path) -> Path:
    """Write a table as its ending says, as a spreadsheet does."""
    if path.suffix == ".xlsx":
        table.to_excel(path, index=False)
    else:
        table.to_csv(path, index=False, sep=";", encoding="cp1250", errors="replace")
    return path


@pytest.mark.parametrize(
    "name", ["acceptance.csv", "acceptance-cs.csv", "acceptance.xlsx", "acceptance-cs.xlsx"]
)
def test_a_filled_form_comes_back_in_every_format(
    tests: AcceptanceTests, tmp_path: Path, name: str
) -> None:
    """Rows sorted, columns turned round, one more column: the same verdicts and corrections."""
    table = filled(tests, form(tests, name)).iloc[::-1, ::-1].assign(Moje="…")
    report = tests.read_results(written(table, tmp_path / name))
    first, *rest = report.cameras

    assert first.verdict == "failed"
    assert first.turn_deg == pytest.approx(-10.0, abs=0.1)
    assert first.raise_m == pytest.approx(0.5)
    assert [each.place.place_id for each in first.missing] == [first.test.places[-1].place_id]
    assert first.scale is None
    assert {each.verdict for each in rest} == {"passed"}
    assert not any(each.to_correct for each in rest)


def test_an_empty_form_is_no_failure(tests: AcceptanceTests, tmp_path: Path) -> None:
    """Nothing was tested; nothing is to be corrected."""
    for name, content in tests.files().items():
        if not name.endswith("json"):
            (tmp_path / name).write_bytes(content)
            report = tests.read_results(tmp_path / name)
            assert {each.verdict for each in report.cameras} == {"untested"}, name
            assert not any(each.to_correct for each in report.cameras)


def test_the_report_says_the_same_everywhere(tests: AcceptanceTests, tmp_path: Path) -> None:
    """Sentences, table, CSV, JSON and page; what was noted is no code in any."""
    path = written(filled(tests, form(tests)), tmp_path / "form.xlsx")
    report = tests.read_results(path)
    files = report.files(language="cs")
    rows = list(csv.DictReader(io.StringIO(files["acceptance-report.csv"].decode())))
    page = files["acceptance-report.html"].decode()

    assert [row["verdict"] for row in rows] == [each.verdict for each in report.cameras]
    assert rows[0]["turn_deg"] == "-10.0"
    assert report.as_dict()["cameras_passed"] == len(report.cameras) - 1
    assert "<img" not in page
    assert "&lt;img" in page
    assert "doleva" in "".join(report.sentences("cs"))
    assert "(75,0\N{NO-BREAK SPACE}%)" in report.sentences("cs")[0]  # three of four
    for language in LANGUAGES:
        said = [
            *report.sentences(language),
            *(cell for row in report.table(language).rows for cell in row),
        ]
        assert "{" not in "".join(said)
        assert len(report.table(language).rows) == len(report.cameras)


Mistake = Callable[[pd.DataFrame], None]


def mistakes() -> dict[str, tuple[Mistake, str]]:
    """Return what people get wrong → (how, what the message says)."""

    def cell(column: str, *values: str) -> Mistake:
        def make(table: pd.DataFrame) -> None:
            table[column] = table[column].astype(object)
            for at, value in enumerate(values):
                table.loc[at, column] = value

        return make

    return {
        "foreign": (cell("place_id", "K99-1"), "K99-1"),
        "twice": (lambda t: t.__setitem__("place_id", t["place_id"].iloc[0]), "already has"),
        "moved": (cell("lat", "50.7"), "lies elsewhere"),
        "maybe": (cell("seen", "asi"), "asi"),
        "words": (cell("measured_px", "hodně"), "hodně"),
        "negative": (cell("measured_px", "-3"), "-3"),
        "ruined": (cell("measured_px", "1.2.2026"), "1.2.2026"),
        "high": (cell("measured_height_m", "600"), "600"),
        "two heights": (cell("measured_height_m", "5", "6"), "another value"),
        "two azimuths": (cell("measured_azimuth_deg", "5", "6"), "another value"),
        "contradiction": (cell("seen", "ne"), "not seen"),
        "no places": (lambda t: t.pop("place_id"), "place_id"),
    }


@pytest.mark.parametrize("kind", mistakes())
def test_mistakes_are_told_with_row_and_column(
    tests: AcceptanceTests, tmp_path: Path, kind: str
) -> None:
    """In words of either language, none as a traceback."""
    make, message = mistakes()[kind]
    table = filled(tests, form(tests))
    make(table)

    with pytest.raises(InputError) as caught:
        tests.read_results(written(table, tmp_path / "form.csv"))

    assert message in str(caught.value)
    assert "form.csv" in str(caught.value)
    assert "{" not in caught.value.render("cs")


def test_all_mistakes_of_a_file_come_at_once(tests: AcceptanceTests, tmp_path: Path) -> None:
    """One message each, with the row a spreadsheet shows."""
    table = filled(tests, form(tests))
    for kind in ("maybe", "negative", "high"):
        mistakes()[kind][0](table)

    with pytest.raises(InputError) as caught:
        tests.read_results(written(table, tmp_path / "form.csv"))

    assert [problem.row for problem in caught.value.problems] == [2, 2, 2]
    assert len({problem.column for problem in caught.value.problems}) == 3


def test_a_hostile_name_is_a_name(tests: AcceptanceTests) -> None:
    """In every form, twice the same bytes; CSV cells are no formulas."""
    one = evolve(tests.cameras[0], camera_id="=cmd()", street=HOSTILE)
    hostile = evolve(tests, cameras=(one,))
    files = hostile.files()

    assert files == hostile.files()
    assert hostile.as_pdf() == hostile.as_pdf()
    assert "\n'=cmd()" in files["acceptance.csv"].decode()


def test_unknown_cameras_and_phases_are_named(tests: AcceptanceTests, tmp_path: Path) -> None:
    """As everywhere."""
    case = placement.read_case(toy_case.write(tmp_path / "case"))
    result = placement.PlanResult(tests.plan)

    with pytest.raises(InputError, match="K99"):
        acceptance_tests(case, result, ["K99"])
    with pytest.raises(InputError, match="no phase 9"):
        acceptance_tests(case, result, phase=9)


def test_each_camera_has_a_sheet_in_either_language(tests: AcceptanceTests) -> None:
    """A page a camera."""
    for language in LANGUAGES:
        sheet = tests.as_pdf(language=language)

        assert sheet.count(b"/Type /Page\n") + sheet.count(b"/Type /Page ") == len(tests.cameras)
