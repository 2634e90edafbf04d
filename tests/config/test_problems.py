"""Mistakes in a plan file: each has its kind, its place and a remedy; all come together."""

import pytest

from placement.config import load, sections
from placement.errors import ConfigError, MissingInputError
from placement.texts import LANGUAGES


def found(file) -> list:
    """Return the problems of a plan file that cannot be used."""
    with pytest.raises(ConfigError) as caught:
        load(file)
    assert caught.value.exit_code == 3
    return list(caught.value.problems)


MISTAKES = [
    ("hfov_deg = 110", "hfov_deg = 110\nrange = 6", "plan_unknown_key", "camera_models.0.range"),
    ("spacing_m = 40", "spacing = 40", "plan_unknown_key", "sites.spacing"),
    ("[optimise]", "[optimize]", "plan_unknown_key", "optimize"),
    ("spacing_m = 40", 'spacing_m = "40 m"', "plan_not_number", "sites.spacing_m"),
    ("spacing_m = 40", "spacing_m = nan", "plan_not_number", "sites.spacing_m"),
    ("spacing_m = 40", "spacing_m = inf", "plan_not_number", "sites.spacing_m"),
    ("spacing_m = 40", "spacing_m = -inf", "plan_not_number", "sites.spacing_m"),
    ("spacing_m = 40", "spacing_m = [40]", "plan_not_number", "sites.spacing_m"),
    ("seed = 7", "seed = 7.5", "plan_not_number", "optimise.seed"),
    ("spacing_m = 40", "spacing_m = 0", "plan_out_of_range", "sites.spacing_m"),
    ("hfov_deg = 110", "hfov_deg = 361", "plan_out_of_range", "camera_models.0.hfov_deg"),
    ("seed = 7", "gap = 1", "plan_out_of_range", "optimise.gap"),
    ("cameras = 40", "cameras = -1", "plan_out_of_range", "phases.0.cameras"),
    ("seed = 7", 'priority = "soon"', "plan_choice", "optimise.priority"),
    ('"open data"', '"found"', "plan_choice", "inputs.streets.provenance"),
    ('provenance = "open data"', "", "plan_missing_key", "inputs.streets.provenance"),
    ('name = "Litvínov"', "", "plan_missing_key", "case.name"),
    ('[case]\nname = "Litvínov"\n', "", "plan_missing_key", "case"),
    ('name = "Litvínov"', 'name = ""', "plan_wrong_value", "case.name"),
    ('name = "Litvínov"', "name = 5", "plan_wrong_value", "case.name"),
    ('[case]\nname = "Litvínov"\n', "case = 5\n", "plan_wrong_value", "case"),
    ('"observe"', '"discern"', "plan_unknown_level", "viewshed"),
    ("[viewshed]", "[viewshed]\ntarget_low_m = 1.8", "plan_person_upside_down", "viewshed"),
    ("[viewshed]", '[viewshed]\ntarget_part = "head"', "plan_choice", "viewshed.target_part"),
    ("[viewshed]", "[viewshed]\ntarget_share = 0", "plan_out_of_range", "viewshed.target_share"),
    ("cameras = 40", "", "plan_phase_without_limit", "phases.0"),
    ("cost_czk = 45000", "", "plan_price_missing", "camera_models.0.cost_czk"),
    ("hfov_deg = 110", 'hfov_deg = 180\nprojection = "rectilinear"', "plan_rectilinear_too_wide",
     "camera_models.0"),
    ("hfov_deg = 110", "", "plan_lens_missing", "camera_models.0"),
    ("vfov_deg = 60", 'sensor = "1/2.8"', "plan_lens_missing", "camera_models.0"),
    ("vfov_deg = 60", 'sensor = "1/2.8"\nfocal_mm = 4', "plan_lens_contradicts", "camera_models.0"),
    ("vfov_deg = 60", "vfov_deg = 60\nsensor_width_mm = 5.4\nsensor_height_mm = 4.6\nfocal_mm = 3",
     "plan_lens_contradicts", "camera_models.0"),
    ("hfov_deg = 110\nvfov_deg = 60", 'sensor = "1/2.8"\nfocal_mm = 0.5', "plan_lens_impossible",
     "camera_models.0"),
    ("hfov_deg = 110", 'hfov_deg = 110\nsensor = "1/2.8"\nfocal_mm = 2.8\nprojection = "panoramic"',
     "plan_lens_impossible", "camera_models.0"),
    ("hfov_deg = 110", 'hfov_deg = 110\nsensor = "huge"', "plan_unknown_sensor", "camera_models.0"),
    ("hfov_deg = 110", "hfov_deg = 110\npresets = [{ tilt_deg = 10 }]", "plan_presets_fixed",
     "camera_models.0"),
    ("hfov_deg = 110", "hfov_deg = 110\nturning = true\nheads = [{ azimuth_offset_deg = 0 }]",
     "plan_heads_turning", "camera_models.0"),
    ("hfov_deg = 110", "hfov_deg = 110\nturning = true\npresets = [{ tilt_deg = 9, zoom = 3 }]",
     "plan_preset_zoom", "camera_models.0"),
    ("hfov_deg = 110", 'hfov_deg = 110\nheads = [{ azimuth_offset_deg = 0, sensor = "1/9" }]',
     "plan_unknown_sensor", "camera_models.0"),
    ("hfov_deg = 110", "hfov_deg = 110\nheads = [{ tilt_deg = 9 }]", "plan_missing_key",
     "camera_models.0.heads.0.azimuth_offset_deg"),
    ("hfov_deg = 110", 'hfov_deg = 110\npurpose = "dogs"', "plan_choice",
     "camera_models.0.purpose"),
    ("[viewshed]", '[viewshed]\ntime = "dusk"', "plan_choice", "viewshed.time"),
    ("cameras = 75", "cameras = 39", "plan_phases_fall", "phases.1.cameras"),
    ("cameras = 40", "cameras = 40\nlast_year = 2027", "plan_phase_years", "phases.0"),
    ("cameras = 75", "cameras = 75\nyear = 2028\nlast_year = 2027", "plan_phase_years", "phases.1"),
    ("cameras = 75", "cameras = 75\nyear = 1066", "plan_out_of_range", "phases.1.year"),
    ('name = "old"', 'name = "wide"', "plan_duplicate_model", "camera_models"),
    ("cost_czk = 45000", "cost_czk = 45000\nbuy = false", "plan_nothing_to_buy", "camera_models"),
    ("lixel_m = 10", "lixel_m = 20.5", "plan_lixel_too_long", "demand.lixel_m"),
    ("[optimise]", '[existing]\ndefault_model = "zoom"\n[optimise]', "plan_unknown_model",
     "existing.default_model"),
    ("[optimise]", '[output]\nviews = ["see"]\n[optimise]', "plan_choice", "output.views"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "kind", "column"), MISTAKES)
def test_one_mistake_is_one_problem_at_its_place(write, old, new, kind, column):
    """Nothing else is complained of; the message names the key and renders in both languages."""
    (problem,) = found(write((old, new)))

    assert (problem.kind, problem.file, problem.column) == (kind, "plan.toml", column)
    for language in LANGUAGES:
        assert problem.render(language).startswith(f"plan.toml, {column}: ")


def test_phases_are_built_in_the_order_of_their_years(write):
    """A later phase may begin in the same year, not before; a phase without a year is let be."""
    years = [("cameras = 40", "cameras = 40\nyear = 2027\nlast_year = 2028")]
    later = load(write(*years, ("cameras = 75", "cameras = 75\nyear = 2027"))).phases[1]
    assert (later.year, later.last_year) == (2027, None)
    (problem,) = found(write(*years, ("cameras = 75", "cameras = 75\nyear = 2026")))
    assert (problem.kind, problem.column) == ("plan_years_fall", "phases.1.year")
    for language in LANGUAGES:
        assert "2026" in problem.render(language)


@pytest.mark.parametrize(
    ("old", "new", "near"),
    [
        ("spacing_m = 40", "spacing = 40", "spacing_m"),
        ("hfov_deg = 110", "hfov_deg = 110\nrange_metres = 60", "range_m"),
        ("[optimise]", "[optimize]", "optimise"),
        ("seed = 7", "xyzzy = 7", ", ".join(sections.OptimiseSection.model_fields)),
    ],
)
def test_an_unknown_key_brings_the_nearest_known_one(write, old, new, near):
    """A near miss gets one suggestion; nonsense gets the list of what there is."""
    (problem,) = found(write((old, new)))

    assert problem.values["near"] == near
    assert f"Expected: {near}." in problem.render("en")


def test_a_value_with_its_unit_is_told_to_leave_the_unit(write):
    """The usual slip has its own words."""
    (problem,) = found(write(("spacing_m = 40", 'spacing_m = "40 m"')))

    assert problem.render("en") == (
        "plan.toml, sites.spacing_m: “40 m” is not a number here. Expected: a bare number; the "
        "unit is in the key's name (spacing_m = 40). Do: Write the number without quotes and "
        "without the unit."
    )


@pytest.mark.parametrize(
    ("old", "new", "limit"),
    [
        ("spacing_m = 40", "spacing_m = -1.5", "hodnota > 0 v jednotce"),
        ("spacing_m = 40", "spacing_m = 1e6", "hodnota ≤ 100\N{NO-BREAK SPACE}000 v jednotce"),
        ("[viewshed]", "[viewshed]\ncell_m = 0.01", "hodnota ≥ 0,1 v jednotce"),
        ("seed = 7", "gap = 1", "hodnota < 1 v jednotce"),
    ],
)
def test_a_limit_is_written_as_the_reader_writes_numbers(write, old, new, limit):
    """Sign and number, with the Czech comma and spaces between thousands."""
    (problem,) = found(write((old, new)))

    assert limit in problem.render("cs")


def test_choices_are_listed_without_words_of_another_language(write):
    """The four projections, with commas between them."""
    (problem,) = found(write(("hfov_deg = 110", 'hfov_deg = 110\nprojection = "wide"')))

    choices = "'rectilinear', 'f-theta', 'equisolid', 'panoramic'"
    assert f"jedna z možností: {choices}." in problem.render("cs")


def test_all_mistakes_come_at_once(write):
    """Five lines wrong in four sections are five problems in one error."""
    file = write(
        ("spacing_m = 40", "spacing = 40"),
        ("hfov_deg = 110", "hfov_deg = 0"),
        ("width_px = 1280", 'width_px = "1280 px"'),
        ("cameras = 75\nbudget_czk = 3000000", ""),
        ("seed = 7", "seed = -1"),
    )

    assert {(problem.kind, problem.column) for problem in found(file)} == {
        ("plan_unknown_key", "sites.spacing"),
        ("plan_out_of_range", "camera_models.0.hfov_deg"),
        ("plan_not_number", "camera_models.1.width_px"),
        ("plan_phase_without_limit", "phases.1"),
        ("plan_out_of_range", "optimise.seed"),
    }


def test_one_wrong_entry_does_not_make_its_list_too_short(write):
    """Where every entry is wrong, only the entries are complained of; no entry at all is told."""
    old = write(("width_px = 3840", "width_px = 0"), ("width_px = 1280", "width_px = 0"))
    columns = {problem.column for problem in found(old)}
    none = old.with_name("none.toml")
    text = old.read_text(encoding="utf-8").replace("width_px = 0", "width_px = 9")
    none.write_text("phases = []\n" + text.split("[[phases]]")[0], encoding="utf-8")

    assert columns == {"camera_models.0.width_px", "camera_models.1.width_px"}
    assert [(p.kind, p.column) for p in found(none)] == [("plan_wrong_value", "phases")]


def test_mistakes_between_sections_come_with_missing_files(write):
    """What fits alone but not together, and files that are not there, are told together."""
    file = write(
        ('path = "streets.gpkg"', 'path = "roads.gpkg"'),
        ("cameras = 75", "cameras = 10"),
        ('name = "old"', 'name = "wide"'),
    )

    kinds = [problem.kind for problem in found(file)]

    assert kinds == ["plan_duplicate_model", "plan_phases_fall", "input_missing"]


def test_a_missing_input_alone_is_the_datas_fault(write):
    """The plan file is sound: exit code 4, one problem for each file, with where it was sought."""
    file = write(
        more='[inputs.buildings]\npath = "houses.gpkg"\nprovenance = "surveyed"\n'
        '[[inputs.backdrop]]\npath = "woods.gpkg"\nkind = "woods"\nprovenance = "surveyed"\n'
    )

    with pytest.raises(MissingInputError) as caught:
        load(file)

    assert caught.value.exit_code == 4
    assert isinstance(caught.value, ValueError)
    assert [(p.kind, p.column) for p in caught.value.problems] == [
        ("input_missing", "inputs.buildings.path"),
        ("input_missing", "inputs.backdrop.0.path"),
    ]
    assert file.parent.name in caught.value.render("en")


@pytest.mark.parametrize("path", ["a" * 5000, "nul\\u0000.gpkg", "\\u001b[2J.gpkg"])
def test_a_path_no_file_can_have_is_a_missing_file(write, path):
    """Overlong names and control characters end in a message, not in a traceback."""
    with pytest.raises(MissingInputError) as caught:
        load(write(('path = "streets.gpkg"', f'path = "{path}"')))

    assert caught.value.render("cs").isprintable()


def test_phases_are_compared_with_the_most_before_them(write):
    """After 40, both 30 and 35 are too few, though 35 is more than 30."""
    file = write(("cameras = 75", "cameras = 30"), more='[[phases]]\nname = "c"\ncameras = 35\n')

    assert [(problem.column, problem.values["before"]) for problem in found(file)] == [
        ("phases.1.cameras", 40),
        ("phases.2.cameras", 40),
    ]


def test_a_phase_may_have_money_alone(write):
    """A phase without a count is skipped when counts are compared."""
    config = load(
        write(("cameras = 40", "cameras = 75"), ("cameras = 75\nbudget_czk", "budget_czk"))
    )

    assert [phase.cameras for phase in config.phases] == [75, None]


def test_words_of_the_file_cannot_reach_the_terminal_raw(write):
    """A value with an escape sequence is shown harmless, on one line."""
    (problem,) = found(write(('"observe"', '"observe"\nedition = "\\u001b[2J\\n2014"')))

    assert "\x1b" not in problem.render("cs")
    assert "\n" not in problem.render("cs")
