"""The sections of a plan file: documented, frozen, and in the analysis's own terms."""

import pytest
from pydantic import BaseModel, ValidationError

from placement.config import PlanConfig, load
from placement.config.problems import model_in
from placement.optics import detail_levels


def sections(section: type[BaseModel] = PlanConfig) -> dict[str, type[BaseModel]]:
    """Return every section of the plan file by its class's name."""
    found = {section.__name__: section}
    for field in section.model_fields.values():
        inner = model_in(field.annotation)
        if inner is not None:
            found |= sections(inner)
    return found


def test_there_are_all_the_sections():
    """The street from the case to the output."""
    assert {"Case", "Inputs", "Demand", "Sites", "Camera", "Viewshed", "Phase", "Optimise"} <= set(
        sections()
    )


@pytest.mark.parametrize("section", sections().values(), ids=sections().keys())
def test_every_field_says_what_it_means(section):
    """Messages and the reference quote this sentence."""
    for name, field in section.model_fields.items():
        assert (field.description or "").strip(), name


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

    assert list(config.inputs.given()) == ["streets", "backdrop.0"]


def test_blanks_around_words_are_no_part_of_them(write):
    """A stray space in a name does not make another name."""
    assert load(write(('name = "wide"', 'name = " wide "'))).camera_models[0].name == "wide"
