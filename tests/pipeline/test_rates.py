"""Incidents a year: dated rows over the time that their dates span, whatever wrote the dates."""

from pathlib import Path

import geopandas as gpd
import pytest
from shapely import LineString

from placement.config import PlanConfig, load
from placement.errors import InputError
from placement.pipeline import input_reader
from placement.pipeline.demand_points import demand_of
from placement.texts import LANGUAGES

CASES = ("61-postgres-offset", "61b-ogr-csv", "63-slash-iso", "65-form-changes-in-2024")
DAYS = [("2021", "03", "01"), ("2022", "03", "01"), ("2023", "03", "01"), ("2024", "02", "29")]
SPAN_YEARS = 1095 / 365.25
"""From the first of these days to the last, by the calendar. [year]"""
PLAN = """
[case]
name = "Toy"
crs = "EPSG:5514"

[inputs.streets]
path = "streets.gpkg"
provenance = "synthetic"

[inputs.incidents]
path = "inc.csv"
provenance = "synthetic"
{years}
[[camera_models]]
name = "fixed"
hfov_deg = 90
vfov_deg = 60
tilt_deg = 15
width_px = 3840
range_m = 80
cost_czk = 45000

[[phases]]
name = "1"
cameras = 1
"""


def case(folder: Path, dates: list[str], *, years: str = "") -> tuple[PlanConfig, Path]:
    """Write a street of 200 m and incidents on it with such dates."""
    street = LineString([(-791_900, -978_400), (-791_700, -978_400)])
    frame = gpd.GeoDataFrame({"name": ["S"], "highway": ["residential"]}, geometry=[street])
    frame.set_crs("EPSG:5514").to_file(folder / "streets.gpkg")
    rows = [f"{i};{-791_890 + 10 * i};-978400;{date}" for i, date in enumerate(dates)]
    text = "\n".join(["id;x;y;datum", *rows])
    (folder / "inc.csv").write_text(text, encoding="utf-8")
    (folder / "plan.toml").write_text(PLAN.format(years=years), encoding="utf-8")
    return load(folder / "plan.toml"), folder


def per_year(config: PlanConfig, folder: Path) -> tuple[float, list[str]]:
    """Return the incidents a year of a case and what its account tells of them."""
    inputs = input_reader.read(config, folder=folder)
    (account,) = (each for each in inputs.accounts if each.name == "incidents")
    for note in account.notes:
        assert all("{" not in note.render(language) for language in LANGUAGES)
    return demand_of(config, inputs)[0].total, [note.kind for note in account.notes]


@pytest.mark.parametrize(
    "form",
    ["{2}.{1}.{0} 10:15 hod.", "{0}/{1}/{2} 10:15:00+0100", "{0}{1}{2}T101500", "{2}.{1}.{0}"],
)
def test_the_rate_is_that_of_the_calendar(tmp_path: Path, form: str) -> None:
    """Four incidents in three years are 1.33 a year in the writing of people and of programs."""
    rate, _ = per_year(*case(tmp_path, [form.format(*day) for day in DAYS]))

    assert rate == pytest.approx(4 / SPAN_YEARS)


@pytest.mark.parametrize("lost", ["kdysi", "", "31.2.2023 10:15"])
def test_rows_without_a_date_leave_the_rate(tmp_path: Path, lost: str) -> None:
    """Neither above nor below the line, and told; a stated time takes them in again."""
    dates = ["{2}.{1}.{0} 10:15".format(*day) for day in DAYS]
    rate, told = per_year(*case(tmp_path, [*dates, lost, lost]))
    stated, silent = per_year(*case(tmp_path, [*dates, lost, lost], years="years = 3"))

    assert rate == pytest.approx(4 / SPAN_YEARS)
    assert "undated_left_out" in told
    assert stated == pytest.approx(6 / 3)
    assert "undated_left_out" not in silent


@pytest.mark.parametrize("lost", ["kdysi", "", "31.2.2023"])
def test_without_any_date_the_years_are_asked_for(tmp_path: Path, lost: str) -> None:
    """No year is assumed: the input is refused with the key to state."""
    config, folder = case(tmp_path, [lost] * 4)
    with pytest.raises(InputError) as caught:
        input_reader.read(config, folder=folder)
    (problem,) = caught.value.problems

    assert (problem.kind, problem.file) == ("years_missing", "inc.csv")
    assert all("years" in problem.render(language) for language in LANGUAGES)
    assert per_year(*case(tmp_path, [lost] * 4, years="years = 2"))[0] == pytest.approx(2.0)


def test_years_and_months_last_to_their_end(tmp_path: Path) -> None:
    """Incidents of 2021, 2022 and 2023 are of three years, those of three months of three."""
    years, _ = per_year(*case(tmp_path, ["2021", "2022", "2023", "2023"]))
    months, _ = per_year(*case(tmp_path, ["leden 2023", "únor 2023", "březen 2023"]))

    assert years == pytest.approx(4 / (1095 / 365.25))
    assert months == pytest.approx(3 / (90 / 365.25))


def test_a_slip_in_the_year_is_told(tmp_path: Path) -> None:
    """One date thirty years before all others makes every rate as much lower: the note says so."""
    dates = ["{2}.{1}.{0} 10:15".format(*day) for day in DAYS]

    assert "dates_apart" in per_year(*case(tmp_path, ["1.1.1992 8:00", *dates]))[1]
    assert "dates_apart" not in per_year(*case(tmp_path, dates))[1]


@pytest.mark.town
@pytest.mark.parametrize("name", CASES)
def test_field_cases_have_their_rate(shared_data: Path, name: str) -> None:
    """Three years of twelve incidents are 12.4 a year from the first to the last."""
    folder = shared_data.parent / "cases" / "field" / name
    if not folder.is_dir():
        pytest.skip("the field cases (../shared/cases/field) are not on this machine")
    rate, _ = per_year(load(folder / "plan.toml"), folder)

    assert round(rate, 1) == 12.4
