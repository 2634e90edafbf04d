"""The basis of a study, read from the folder of a finished result."""

from pathlib import Path
from typing import Any

import shapely

from placement.centre.cable_routes import cables_of
from placement.centre.reckoning import Reckoning, reckoning_for
from placement.centre.room import Room
from placement.config.centre import CentreSection
from placement.demand.security import security_analysis
from placement.errors import ConfigError
from placement.law.documents import read_templates
from placement.law.facts import read_facts
from placement.output import redraw
from placement.output.layers import Layers
from placement.output.lists.place_coverage import inhabitants_of
from placement.output.study.basis import StudyBasis, inhabitants_in
from placement.output.write import read_layers, read_plan
from placement.pipeline.case_inputs import Inputs
from placement.plan import Plan
from placement.texts import Language


def read_basis(
    result: Path,
    *,
    language: Language,
    plan: Plan | None = None,
    inputs: Inputs | None = None,
    law: Path | None = None,
    edition: str = "",
) -> StudyBasis:
    """Return what a study of a finished result is written from, without its variants.

    Parameters
    ----------
    result
        Folder of the result.
    language
        Language of the study.
    plan
        The plan in that folder, where it has been read already.
    inputs
        Inputs of the case it was made from, where they are at hand.
    law
        Folder with the town's own tables of law.
    edition
        Which version of the document this is.

    Raises
    ------
    MissingInputError, InputError
        If there is no plan, or it is damaged.
    """
    plan = read_plan(result) if plan is None else plan
    layers = read_layers(result)
    centre, reason = reckoned_centre(plan, layers, redraw.centre_of(result), language)
    settings = redraw.settings_of(result)
    return StudyBasis(
        plan=plan,
        layers=layers,
        language=language,
        settings=settings,
        date=redraw.output_of(result).date,
        edition=edition,
        centre=centre,
        centre_reason=reason,
        inputs=inputs,
        templates=read_templates(law),
        facts=read_facts(law),
        further=analyses(inputs, inhabitants=inhabitants_in(settings)),
    )


def analyses(inputs: Inputs | None, *, inhabitants: float | None = None) -> dict[str, Any]:
    """Return what annexes work out from the inputs of the case, by name; nothing without them.

    `inhabitants` are those of the whole town, where its plan file tells them.
    """
    if inputs is None or inputs.incidents is None:
        return {}
    inside = shapely.intersects(inputs.area, inputs.incidents.geometry.to_numpy())
    people = {} if inputs.districts is None else inhabitants_of(inputs.districts)
    incidents = inputs.incidents[inside]
    return {
        "security": security_analysis(
            incidents, inputs.districts, inhabitants=people, in_town=inhabitants
        )
    }


def reckoned_centre(
    plan: Plan, layers: Layers, section: CentreSection, language: Language
) -> tuple[Reckoning | None, str]:
    """Return the centre for a plan; None and the reason where its numbers contradict."""
    room = section.room
    try:
        reckoning = reckoning_for(
            plan,
            own=section.parameters,
            grants=section.grants,
            room=None if room is None else Room(**room.model_dump()),
            cables=cables_of(plan, streets=layers.streets, networks=layers.networks),
        )
    except ConfigError as error:
        return None, error.render(language)
    return reckoning, ""
