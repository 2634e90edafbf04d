"""The plan file read, overridden and written back."""

import tomllib

import pytest

from placement.config import as_toml, load, plan_file_of, with_optimise_keys, with_repetitions
from placement.config.study import StudySection
from placement.errors import ConfigError, PlacementError

FULL = (
    ("lixel_m = 10", 'lixel_m = 10\nweights = { "vandalismus – lavičky" = 0.5 }'),
    ("spacing_m = 40", "spacing_m = 40\npoint_cost_czk = { default = 90000 }"),
)
MORE = """
[existing]
default_model = "old"
[output]
views = ["detect"]
[[inputs.backdrop]]
path = "streets.gpkg"
provenance = "assumed"
kind = "park"
columns = { a = "B" }
"""


def kinds(error: PlacementError) -> list[str]:
    """Return the kinds of an error's problems."""
    return [problem.kind for problem in error.problems]


def test_a_sound_file_is_read_with_its_defaults(write):
    """What is written counts, the rest has its defaults."""
    config = load(write())

    assert config.case.name == "Litvínov"
    assert [phase.cameras for phase in config.phases] == [40, 75]
    assert config.viewshed.required_density_px_m == 62.5
    assert config.sites.mount_height_m == 5.0
    assert config.optimise.seed == 7


def test_the_byte_order_mark_of_windows_is_accepted(write):
    """Notepad's UTF-8 reads like any other."""
    assert load(write(encoding="utf-8-sig")) == load(write())


def test_line_ends_of_windows_are_accepted(write):
    """CRLF reads like LF."""
    file = write()
    plain = load(file)
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))

    assert load(file) == plain


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("name = Litvínov".encode("cp1250"), "plan_not_utf8"),
        ("[case]\nname = Litvínov".encode(), "plan_not_toml"),
        (b"[case]\n[case]\n", "plan_not_toml"),
        (b"\x00", "plan_not_toml"),
        (b"seed = " + b"9" * 5000, "plan_not_toml"),
        (b"a = " + b"[" * 100_000, "plan_not_toml"),
        (b"#" * 4_000_001, "plan_not_toml"),
        ("[case]".encode("utf-16"), "plan_not_utf8"),
    ],
    ids=["cp1250", "no quotes", "twice", "NUL", "endless number", "nested", "huge", "utf-16"],
)
def test_what_is_no_plan_file_is_answered_with_a_message(tmp_path, content, kind):
    """Whatever the bytes are, the error is about the plan file, with exit code 3."""
    file = tmp_path / "plan.toml"
    file.write_bytes(content)

    with pytest.raises(ConfigError) as caught:
        load(file)

    assert kinds(caught.value) == [kind]
    assert caught.value.exit_code == 3
    assert caught.value.render("cs").startswith(("plan.toml: ", "plan.toml, řádek "))


def test_an_empty_file_lacks_its_sections(tmp_path):
    """All four that have no defaults are named at once."""
    file = tmp_path / "plan.toml"
    file.touch()

    with pytest.raises(ConfigError) as caught:
        load(file)

    assert set(kinds(caught.value)) == {"plan_missing_key"}
    assert {problem.column for problem in caught.value.problems} == {
        "case",
        "inputs",
        "camera_models",
        "phases",
    }


def test_a_case_is_a_folder_or_its_file(write):
    """Both lead to the same plan file."""
    file = write()

    assert plan_file_of(file) == plan_file_of(file.parent) == file


@pytest.mark.parametrize("name", ["nowhere", "empty", "x" * 5000])
def test_a_case_without_a_plan_file_is_told(tmp_path, name):
    """No folder, a folder without the file, a name no file can have."""
    (tmp_path / "empty").mkdir()

    with pytest.raises(ConfigError) as caught:
        plan_file_of(tmp_path / name)

    assert kinds(caught.value) == ["plan_missing"]


def test_a_file_that_cannot_be_opened_is_told(tmp_path):
    """A folder in the file's place is no plan file."""
    with pytest.raises(ConfigError) as caught:
        load(tmp_path)

    assert kinds(caught.value) == ["plan_missing"]


@pytest.mark.parametrize("full", [False, True])
def test_the_resolved_file_reads_back_to_the_same(write, full):
    """Defaults are written out; free keys, Czech words and lists survive; twice is once."""
    file = write(*FULL, more=MORE) if full else write()
    config = load(file)
    text = as_toml(config)

    file.write_text(text, encoding="utf-8")

    assert load(file) == config
    assert as_toml(load(file)) == text
    assert tomllib.loads(text)["sites"]["azimuth_step_deg"] == 30.0


def test_overrides_replace_keys_of_the_search(write):
    """Seed and time may come from the command line; the config given stays as it was."""
    config = load(write())

    changed = with_optimise_keys(config, {"seed": 9, "time_limit_s": 1.5})

    assert (changed.optimise.seed, changed.optimise.time_limit_s) == (9, 1.5)
    assert config.optimise.seed == 7
    assert changed.case == config.case
    assert with_optimise_keys(config, {}) is config


@pytest.mark.parametrize(
    ("overrides", "kind", "column"),
    [
        ({"seeds": 1}, "plan_unknown_key", "optimise.seeds"),
        ({"gap": 2.0}, "plan_out_of_range", "optimise.gap"),
        ({"time_limit_s": "long"}, "plan_not_number", "optimise.time_limit_s"),
    ],
)
def test_overrides_are_checked_like_the_file(write, overrides, kind, column):
    """A wrong override is a problem of the plan file."""
    with pytest.raises(ConfigError) as caught:
        with_optimise_keys(load(write()), overrides)

    (problem,) = caught.value.problems
    assert (problem.kind, problem.column) == (kind, column)


def test_repeating_replaces_the_samples_only(write):
    """What else the section says stays; with 0 heights are not tried either."""
    bare = load(write())
    asked = bare.model_copy(update={"study": StudySection(height_samples=7, mount_error_m=0.25)})

    assert bare.study is None
    assert with_repetitions(bare, 5).study == StudySection(bootstraps=5)
    assert with_repetitions(bare, 5).study.towns == 5
    assert with_repetitions(asked, 5).study == StudySection(
        bootstraps=5, height_samples=7, mount_error_m=0.25
    )
    assert not with_repetitions(asked, 0).study.some
    with pytest.raises(ConfigError):
        with_repetitions(bare, -1)
