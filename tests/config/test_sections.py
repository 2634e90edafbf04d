"""The sections of a plan file: documented, frozen, and in the analysis's own terms."""

import pytest
from pydantic import BaseModel, ValidationError

from placement.cameras.heads import Preset
from placement.cameras.projection import detail_levels
from placement.config import PlanConfig, load
from placement.config.meanings import descriptions, section_in


def sections(section: type[BaseModel] = PlanConfig) -> dict[str, type[BaseModel]]:
    """Return every section of the plan file by its class's name."""
    found = {section.__name__: section}
    for field in section.model_fields.values():
        inner = section_in(field.annotation)
        if inner is not None:
            found |= sections(inner)
    return found


def test_there_are_all_the_sections():
    """The street from the case to the output."""
    names = ("Case", "Inputs", "Demand", "Sites", "Camera", "Viewshed", "Phase", "Optimise")

    assert {f"{name}Section" for name in names} <= set(sections())


@pytest.mark.parametrize("section", sections().values(), ids=sections().keys())
def test_every_field_says_what_it_means(section):
    """Messages, a row of the reference and a comment in a written plan file quote this sentence."""
    meanings = descriptions(section)

    for name in section.model_fields:
        assert meanings.get(name, "").strip(), name
        assert "\n" not in meanings[name], name


@pytest.mark.parametrize("section", sections().values(), ids=sections().keys())
def test_every_section_is_frozen_and_refuses_unknown_keys(section):
    """Nothing changes after reading; a typing mistake is never taken for an option."""
    assert section.model_config["frozen"] is True
    assert section.model_config["extra"] == "forbid"


def test_a_value_cannot_be_changed(write):
    """Assigning to a field raises."""
    with pytest.raises(ValidationError, match="frozen"):
        load(write()).sites.spacing_m = 1.0


def test_a_camera_becomes_the_model_of_the_analysis(write):
    """Every number arrives where the analysis looks for it."""
    camera = load(write()).camera_models[0]

    model = camera.model()

    assert (model.name, model.cost_czk, model.range_m) == ("wide", 45_000.0, 80.0)
    assert (model.lens.hfov_deg, model.lens.vfov_deg, model.lens.width_px) == (110.0, 60.0, 3840)
    assert (model.lens.projection, model.tilt_deg, model.turning) == ("f-theta", 15.0, False)


def first_model(write, *lines: str):
    """Return the first camera model, its angles replaced by some lines."""
    text = "\n".join(lines)
    return (
        load(write(("hfov_deg = 110\nvfov_deg = 60\nwidth_px = 3840", text)))
        .camera_models[0]
        .model()
    )


def test_a_lens_may_be_given_by_sensor_and_focal_length(write):
    """A type or its sides give the same angles; the inch mark is no part of the type."""
    by_type = first_model(write, "sensor = '1/2.8\"'", "focal_mm = 2.8", "width_px = 1920")
    by_sides = first_model(
        write,
        "sensor_width_mm = 5.6",
        "sensor_height_mm = 3.15",
        "focal_mm = 2.8",
        "width_px = 1920",
    )

    assert by_type == by_sides
    assert by_type.lens.hfov_deg == pytest.approx(114.6, abs=0.05)


def test_a_vendors_angles_come_before_computed_ones(write):
    """Both may be given if they agree; one angle alone is completed from the sensor."""
    model = first_model(
        write, "hfov_deg = 111", 'sensor = "1/2.8"', "focal_mm = 2.8", "width_px = 1920"
    )

    assert model.lens.hfov_deg == 111.0
    assert model.lens.vfov_deg == pytest.approx(64.5, abs=0.05)


def test_a_head_takes_from_its_camera_what_it_does_not_say(write):
    """A focal length of its own replaces the camera's angles only if the sensor is known."""
    model = first_model(
        write,
        'sensor = "1/2.8"',
        "focal_mm = 2.8",
        "width_px = 1920",
        "tilt_deg = 25",
        "heads = [{ azimuth_offset_deg = 0 }, { azimuth_offset_deg = 90, focal_mm = 6 },",
        "  { azimuth_offset_deg = 180, hfov_deg = 50, vfov_deg = 30, tilt_deg = 10 },",
        "  { azimuth_offset_deg = 270, sensor_width_mm = 11.2, sensor_height_mm = 6.3 }]",
    )

    assert [head.azimuth_offset_deg for head in model.heads] == [0.0, 90.0, 180.0, 270.0]
    assert [round(head.lens.hfov_deg, 1) for head in model.heads] == [114.6, 53.5, 50.0, 229.2]
    assert [head.tilt_deg for head in model.heads] == [25.0, 25.0, 10.0, 25.0]


def test_purpose_light_and_round_arrive_in_the_model(write):
    """What special cameras have is passed on as it stands."""
    model = first_model(
        write,
        "hfov_deg = 60",
        "vfov_deg = 34",
        "width_px = 1920",
        'purpose = "plates"',
        "lane_azimuth_deg = 30",
        "night_range_m = 40",
        "turning = true",
        "zoom = 4",
        "travel_s = 6",
        "presets = [{ tilt_deg = 8, zoom = 2, dwell_s = 20 }]",
    )

    assert (model.purpose, model.lane_azimuth_deg, model.night_range_m) == ("plates", 30.0, 40.0)
    assert model.travel_s == 6.0
    assert model.presets == (Preset(0.0, 8.0, 2.0, 20.0),)


@pytest.mark.parametrize("edition", ["2014", "2025"])
def test_every_level_of_an_edition_can_be_asked_for(write, edition):
    """The density demanded is that of the ladder."""
    for level in detail_levels(edition):
        file = write(('"observe"', f'"{level.name}"\nedition = "{edition}"'))

        assert load(file).viewshed.required_density_px_m == level.density_px_m


def test_the_inputs_given_are_listed_by_their_keys(write):
    """Only those that the file names, backdrops by number."""
    config = load(
        write(
            more='[[inputs.backdrop]]\npath = "streets.gpkg"\nkind = "park"\nprovenance = "assumed"'
        )
    )

    assert list(config.inputs.sources()) == ["streets", "backdrop.0"]


def test_blanks_around_words_are_no_part_of_them(write):
    """A stray space in a name does not make another name."""
    assert load(write(('name = "wide"', 'name = " wide "'))).camera_models[0].name == "wide"
