"""The town's register: begun from a plan, changed, read by the next plan, state by state."""

import datetime as dt
import math
from pathlib import Path

import pytest
from attrs import evolve
from shapely.geometry import Point

import placement
from placement import Case, PlanResult
from placement.api.register import TownRegister, read_register, start_register
from placement.api.register_visits import with_visit
from placement.api.visit_sheets import site_visit
from placement.errors import InputError
from placement.inputs.visit import CameraVisit, Photo, Visit
from placement.output.visit_sheets.register_lines import register_lines
from placement.pipeline.plan_coverage import coverage_of
from placement.plan import PlannedCamera
from placement.register.states import State
from placement.texts import LANGUAGES, Language
from tests.pipeline import toy_case

BEGUN = dt.date(2026, 1, 5)
CANARY = "KANAREK7c1"
SURVEYED_M, SURVEYED_DEG = 5.5, 123.0


def cells(path: Path, camera_id: str, **changes: str) -> None:
    """Write other cells into the row of a camera, as somebody does in a spreadsheet."""
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    headings = [each.strip('"') for each in lines[0].split(",")]
    for at, line in enumerate(lines):
        if line.startswith(f'"{camera_id}"'):
            row = line.split(",")
            for heading, cell in changes.items():
                words = heading.replace("_", " ")
                row[next(k for k, h in enumerate(headings) if h.startswith(words))] = cell
            lines[at] = ",".join(row)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")


def registered(folder: Path, **keys: object) -> Case:
    """Return the toy town whose plan file names its register."""

    def change(values: toy_case.Plan) -> None:
        values["inputs"]["cameras"] = {
            "path": "register.csv", "provenance": "surveyed", "as_register": True,
        }  # fmt: skip
        values.update(keys)

    toy_case.change_plan(folder, change)
    return placement.read_case(folder)


def new(result: PlanResult) -> list[PlannedCamera]:
    """Return the proposed cameras in the order of building."""
    return [camera for camera in result.plan.cameras if camera.phase > 0]


@pytest.fixture(scope="module")
def free(tmp_path_factory: pytest.TempPathFactory) -> PlanResult:
    """Return the plan of the toy town without a register."""
    return placement.plan_case(
        placement.read_case(toy_case.write(tmp_path_factory.mktemp("free") / "case"))
    )


@pytest.fixture
def folder(tmp_path: Path, free: PlanResult) -> Path:
    """Return a town with a register begun from its plan."""
    folder = toy_case.write(tmp_path / "case")
    start_register(free, day=BEGUN, language="en").write(folder / "register.csv")
    return folder


def advance(register: TownRegister, name: str, *states: State, note: str = "") -> TownRegister:
    """Return a register with a camera taken through states, a month each."""
    for month, state in enumerate(states, start=2):
        register = register.with_state(name, state, day=dt.date(2026, month, 1), note=note)
    return register


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory, free: PlanResult) -> tuple[Path, PlanResult]:
    """Return a town with a register that has lived for a year, and its next plan."""
    folder = toy_case.write(tmp_path_factory.mktemp("lived") / "case")
    first, second, third, _ = new(free)
    path = folder / "register.csv"
    register = start_register(free, day=BEGUN, language="en")
    register = register.with_consent(first.camera_id, CANARY, day=dt.date(2026, 1, 6))
    register = advance(register, first.camera_id, "agreed", "designed", note=CANARY)
    register = register.with_consent(second.camera_id, CANARY, day=dt.date(2026, 2, 1))
    register = advance(register, second.camera_id, "agreed", "designed", "built")
    register = register.with_note(second.camera_id, CANARY, photos=[f"{CANARY}.jpg"])
    register = advance(register, third.camera_id, "given up")
    advance(register, "K2", "out of service").write(path)
    (folder / f"{CANARY}.jpg").write_bytes(b"")
    cells(path, second.camera_id, Height_above=str(SURVEYED_M), Azimuth_from_true=str(SURVEYED_DEG))
    cells(path, first.camera_id, Owner_of=CANARY)
    return folder, placement.plan_case(registered(folder, output={"paper": False, "public": True}))


def test_a_register_just_begun_leaves_the_plan_as_it_was(folder: Path, free: PlanResult) -> None:
    """Standing ones stand, proposed ones are free: the same cameras under the same names."""
    again = placement.plan_case(registered(folder))

    assert [camera.camera_id for camera in new(again)] == [c.camera_id for c in new(free)]
    assert math.isclose(again.value, free.value, rel_tol=1e-9)
    assert again.plan.states == {"proposed": 4, "in service": 2}
    assert {camera.state for camera in again.plan.cameras} == {"proposed", "in service"}


def test_each_state_has_its_effect_on_the_next_plan(
    lived: tuple[Path, PlanResult], free: PlanResult
) -> None:
    """Built stands as measured, designed is built and paid, given up is left, out sees nothing."""
    first, second, third, _ = new(free)
    _, result = lived
    plan = result.plan
    cameras = {camera.camera_id: camera for camera in plan.cameras}

    assert plan.states == {"proposed": 1, "designed": 1, "built": 1, "in service": 1,
                           "out of service": 1, "given up": 1}  # fmt: skip
    # built: stands today, as it was measured, and costs nothing more
    built = cameras[second.camera_id]
    assert (built.phase, built.status, built.state, built.cost_czk) == (0, "existing", "built", 0)
    assert (built.height_m, built.azimuth_deg) == (SURVEYED_M, pytest.approx(SURVEYED_DEG))
    # designed: new, exactly as it was, with the price of camera and point
    designed = cameras[first.camera_id]
    assert designed.phase > 0
    assert (designed.status, designed.state) == ("new", "designed")
    same = ("x_m", "y_m", "height_m", "model", "tilt_deg", "azimuth_deg", "carrier", "point_id")
    assert [getattr(designed, name) for name in same] == [
        pytest.approx(value) if isinstance(value := getattr(first, name), float) else value
        for name in same
    ]
    assert designed.cost_czk == first.cost_czk
    assert designed.name == first.name
    # given up: nothing new on its place
    place = Point(third.x_m, third.y_m)
    assert min(place.distance(Point(c.x_m, c.y_m)) for c in new(result)) > 1.0
    # out of service: listed, sees nothing
    broken = cameras["K2"]
    assert (broken.status, broken.state, broken.seen) == ("out of service", "out of service", 0)
    # money of the phase counts the designed one; figures are those of the cameras that stand
    paid = math.fsum(camera.cost_czk for camera in plan.cameras if camera.phase > 0)
    assert math.isclose(paid, math.fsum(phase.cost_czk for phase in plan.phases))
    assert result.situation is not None
    covers = coverage_of(plan, surface=result.situation.surface, demand=result.situation.demand)
    for phase in plan.phases:
        here = [k for k, c in enumerate(plan.cameras) if c in plan.standing(phase.phase)]
        assert math.isclose(phase.value, covers.value(here), rel_tol=1e-9)


def test_what_a_register_says_of_people_is_in_no_result(
    lived: tuple[Path, PlanResult], tmp_path: Path
) -> None:
    """Consents, owners, notes and photos stay in the register; states only leave the public."""
    _, result = lived
    placement.write_plan(result, tmp_path / "result", language="en")
    files = [path for path in (tmp_path / "result").rglob("*") if path.is_file()]
    public = [path for path in files if "public" in path.relative_to(tmp_path / "result").parts]

    assert public
    assert not [path.name for path in files if CANARY.encode() in path.read_bytes()]
    with_state = [path.name for path in files if b"designed" in path.read_bytes()]
    assert {"cameras.csv", "cameras.geojson", "plan.json"} <= set(with_state)
    for path in public:
        content = path.read_bytes().replace(b'"state":null', b"").replace(b'"state": null', b"")
        words = {word for word in (b"designed", b'"state":', b"given up") if word in content}
        assert not words, path.name


@pytest.mark.parametrize("language", ["cs", "en"])
@pytest.mark.parametrize("suffix", [".csv", ".gpkg"])
def test_a_register_comes_back_and_keeps_what_the_town_adds(
    tmp_path: Path, free: PlanResult, language: Language, suffix: str
) -> None:
    """States, consents, notes with any sign and own columns are the same once written again."""
    path = tmp_path / f"register{suffix}"
    begun = start_register(free, day=BEGUN, language=language, is_layer=suffix == ".gpkg")
    name = new(free)[0].camera_id
    heading = "starosta; =1+1"
    sheet = begun.sheet.with_column("mayor", heading).with_cells(name, {"mayor": 'ano; "ne"'})
    begun = evolve(begun, sheet=sheet).with_consent(name, "ČEZ; a.s.: sloup | 12", day=BEGUN)
    begun.with_state(name, "agreed", day=BEGUN, note="č. 1; 2026-01-01 nic").write(path)

    first = read_register(path)
    content = path.read_bytes()
    first.write(path)
    again = read_register(path)
    later = again.with_plan(free, day=dt.date(2027, 1, 1))

    assert again.records == first.records
    assert suffix == ".gpkg" or path.read_bytes() == content
    record = again.records[name]
    assert [change.state for change in record.changes] == ["proposed", "agreed"]
    assert record.changes[-1].note == "č. 1, 2026-01-01 nic"
    assert [(each.what, each.rest) for each in record.consents] == [("ČEZ, a.s.", "sloup , 12")]
    row = next(row for row in again.sheet.rows if name in row.values())
    assert row[next(h for h in again.sheet.headings if h.startswith("starosta"))] == 'ano; "ne"'
    assert again.sheet.language == language
    assert later.records == again.records
    assert later.news is not None
    assert (later.news.added, later.news.no_longer) == ((), ())
    assert later.news.renewed == tuple(camera.camera_id for camera in new(free)[1:])


def test_a_newer_plan_adds_its_cameras_and_loses_nothing(free: PlanResult) -> None:
    """A camera it no longer proposes stays; one it proposes anew is added, one given up is told."""
    first, second, third, fourth = new(free)
    register = start_register(free, day=BEGUN)
    register = advance(register, first.camera_id, "given up")
    other = evolve(third, camera_id="other-1")
    cameras = tuple(other if c is third else c for c in free.plan.cameras)
    newer = evolve(free, plan=evolve(free.plan, cameras=cameras))

    later = register.with_plan(newer, day=dt.date(2027, 1, 1))

    news = later.news
    assert news is not None
    assert (news.added, news.no_longer) == (("other-1",), (third.camera_id,))
    assert (news.given_up, set(news.renewed)) == (
        (first.camera_id,),
        {second.camera_id, fourth.camera_id},
    )
    assert {n: r for n, r in later.records.items() if n != "other-1"} == register.records


ROW_2, ROW_3 = 4, 5
"""Rows of the first two proposed cameras, below the header and two that stand."""
FAULTS: dict[str, tuple[dict[str, str], str, str]] = {
    "a state nobody knows": ({"Status": "asi"}, "register_state_unknown", "Status"),
    "no state": ({"Status": ""}, "register_no_state", "Status"),
    "a state changed without its day": ({"Status": "agreed"}, "register_no_day", "State since"),
    "in service before it is built": (
        {"Status": "in service", "State_since": "2026-03-01"},
        "register_transition",
        "History of states",
    ),
    "another day than in the history": (
        {"State_since": "2026-01-06"},
        "register_day_apart",
        "State since",
    ),
    "days that go backwards": (
        {"Status": "agreed", "History": "2026-01-05 proposed; 2025-12-01 agreed",
         "State_since": "1. 12. 2025"},
        "register_order",
        "History of states",
    ),
    "an entry without a day": (
        {"History": "2026-01-05 proposed; soon | agreed"},
        "register_history",
        "History of states",
    ),
    "a history that begins in the middle": (
        {"Status": "built", "State_since": "2026-01-05", "History": "2026-01-05 built",
         "Owner_of": "město"},
        "register_first",
        "History of states",
    ),
    "built on another's post without a consent": (
        {"Status": "built", "State_since": "2026-04-05", "Owner_of": "ČEZ",
         "History": "2026-01-05 proposed; 2026-02-05 agreed; 2026-03-05 designed; "
                    "2026-04-05 built"},
        "register_no_consent",
        "Consents",
    ),
    "a consent without a day": ({"Consents": "ČEZ"}, "register_consent", "Consents"),
    "a photo that is not there": ({"Photos": "12.jpg"}, "register_photo", "Photos"),
    "a photo elsewhere": ({"Photos": "../12.jpg"}, "register_photo_place", "Photos"),
    "a photo at an address of Windows": ({"Photos": "C:\\x.jpg"}, "register_photo_place", "Photos"),
    "no identifier": ({"Camera": ""}, "register_no_id", "Camera"),
    "an identifier twice": ({"Camera": "K1"}, "camera_ids_repeated", "Camera"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_refused_with_row_and_column(
    tmp_path: Path, free: PlanResult, fault: str
) -> None:
    """Each by itself: one problem, of its kind, in its row and under the heading of the file."""
    path = tmp_path / "register.csv"
    start_register(free, day=BEGUN, language="en").write(path)
    changes, kind, column = FAULTS[fault]
    cells(path, new(free)[0].camera_id, **changes)

    with pytest.raises(InputError) as error:
        read_register(path)

    problems = error.value.problems
    assert [problem.kind for problem in problems] == [kind]
    assert problems[0].column == column
    assert problems[0].row == (2 if kind == "camera_ids_repeated" else ROW_2)
    assert problems[0].file == "register.csv"
    assert all(problem.render(language) for problem in problems for language in LANGUAGES)


def test_all_faults_of_a_file_come_at_once(folder: Path, free: PlanResult) -> None:
    """Two rows, four kinds; the plan and its check refuse the same as the register's own reader."""
    path = folder / "register.csv"
    one, other = (camera.camera_id for camera in new(free)[:2])
    cells(path, one, Status="asi", Photos="12.jpg")
    cells(path, other, Consents="ČEZ", Photos="13.jpg", Height_above="vysoko")

    with pytest.raises(InputError) as error:
        read_register(path)

    told = {problem.kind: (problem.row, problem.values["n"]) for problem in error.value.problems}
    assert told == {
        "register_state_unknown": (ROW_2, 1),
        "register_photo": (ROW_2, 2),
        "register_consent": (ROW_3, 1),
        "value_not_number": (ROW_3, 1),
    }
    with pytest.raises(InputError) as of_case:
        registered(folder).inputs()
    assert {problem.kind for problem in of_case.value.problems} == set(told)


def test_a_change_by_hand_is_written_into_the_history(tmp_path: Path, free: PlanResult) -> None:
    """State and day changed in the table count, and stand in the history once it is written."""
    path = tmp_path / "register.csv"
    start_register(free, day=BEGUN, language="en").write(path)
    name = new(free)[0].camera_id
    cells(path, name, Status="agreed", State_since="2. 2. 2026")

    record = read_register(path).records[name]
    read_register(path).write(path)

    assert (record.state, record.since, record.unwritten) == ("agreed", dt.date(2026, 2, 2), True)
    again = read_register(path).records[name]
    assert (again.changes, again.unwritten) == (record.changes, False)
    assert "2026-01-05 proposed; 2026-02-02 agreed" in path.read_text(encoding="utf-8-sig")


def test_a_visit_comes_back_with_its_notes_heights_and_photos(
    tmp_path: Path, free: PlanResult
) -> None:
    """Who may be visited is so on that day; of the others it is noted; strangers are told."""
    name, other = (camera.camera_id for camera in new(free)[:2])
    path = tmp_path / "register.csv"
    register = start_register(free, day=BEGUN, language="en")
    advance(register, other, "given up").write(path)
    when = dt.datetime(2026, 6, 1, 9, tzinfo=dt.UTC)
    photo = Photo("a.jpg", "image/jpeg", b"\xff\xd8\xff")
    seen = CameraVisit(name, when, occluded=True, height_m=4.25, note="tree", photos=(photo,))
    visit = Visit("visit.json", "case", (seen, CameraVisit(other, when), CameraVisit("X", when)))

    after, news = with_visit(read_register(path), visit)
    news.write_photos(tmp_path)
    after.write(path)
    again = read_register(path)

    assert (news.visited, news.only_noted, news.unknown) == ((name,), (other,), ("X",))
    record = again.records[name]
    assert (record.state, record.since) == ("visited", when.date())
    assert record.changes[-1].note == "tree, view hidden, height 4.25 m"
    (file,) = record.photos
    assert (tmp_path / file).read_bytes() == photo.content
    assert again.records[other].state == "given up"
    heading = again.sheet.columns["height_m"]
    assert next(row for row in again.sheet.rows if name in row.values())[heading] == "4.25"


def test_sheets_of_a_visit_leave_out_who_is_in_service_or_given_up(free: PlanResult) -> None:
    """The others have their record; without anybody left that is said."""
    names = [camera.camera_id for camera in new(free)]
    register = advance(start_register(free, day=BEGUN), names[0], "given up")
    register = advance(register, names[1], "agreed")

    visit = site_visit(free, year=2026, register=register.records)

    sheets = {sheet.camera.camera_id: sheet for sheet in visit.sheets.sheets}
    assert set(sheets) == set(names[1:])
    record = sheets[names[1]].record
    assert record is not None
    lines = list(register_lines(record, "en"))
    assert lines[0] == "State: agreed since 2026-02-01"
    assert visit.as_pdf(language="cs").startswith(b"%PDF")
    with pytest.raises(InputError, match="no camera to visit"):
        site_visit(free, year=2026, phase=0, register=register.records)


def test_a_point_that_is_not_there_and_a_foreign_file_are_refused(
    tmp_path: Path, free: PlanResult
) -> None:
    """Each with what there is."""
    register = start_register(free, day=BEGUN)
    with pytest.raises(InputError, match="no camera and no point"):
        register.with_state("nowhere", "agreed", day=BEGUN)
    with pytest.raises(InputError, match="cannot be written"):
        register.write(tmp_path / "register.xlsx")
    with pytest.raises(InputError, match="cannot be written"):
        register.write(tmp_path / "register.gpkg")
    with pytest.raises(InputError):
        read_register(tmp_path / "missing.csv")
