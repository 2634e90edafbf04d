"""The folder of a finished plan: everything written at once, and read back."""

import json
import math
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Any

from placement.centre.reckoning import TownNumbers
from placement.centre.room import Room
from placement.config.centre import CentreSection
from placement.config.file import as_toml
from placement.config.output import OutputSection
from placement.config.sections import PlanConfig
from placement.errors import InputError, MissingInputError, OutputError, Problem
from placement.files import plain_bytes, reading
from placement.output import folder as folders
from placement.output import geopackage, public_folder
from placement.output.centre.page import centre_block
from placement.output.figures import curve as curve_figure
from placement.output.figures import robustness as robustness_figure
from placement.output.layers import Layers
from placement.output.lists import alternatives as freedom_lists
from placement.output.lists import formats as camera_lists
from placement.output.lists import place_coverage as watch_lists
from placement.output.lists import robustness as robustness_lists
from placement.output.lists import street_coverage as street_lists
from placement.output.manifest import manifest
from placement.output.paper.document import PAPERS, pdf
from placement.output.webmap import page
from placement.plan import Plan
from placement.plan.consistency import flaws
from placement.plan.place_coverage import PlaceCoverage
from placement.plan.serialisation import (
    FORMAT,
    as_dict,
    damage,
    plan_of,
)
from placement.texts import Language
from placement.worker import IN_PLACE, Task, Worker

PLAN = "plan.json"
GEOPACKAGE = "plan.gpkg"
MAP = "map.html"
RESOLVED = "plan.toml"
GROUND = "ground.json"
"""What the page of the internal edition judges sight by; not of every case."""
MOST_FLAWS = 10
MOST_BYTES = 500_000_000
NO_MORE: Mapping[str, bytes] = MappingProxyType({})
NOTHING_SAID = OutputSection()
"""What is written if the plan file says nothing about it."""


def write_all(
    plan: Plan,
    layers: Layers,
    folder: Path,
    *,
    language: Language,
    inputs: Mapping[str, Path],
    config: PlanConfig,
    watched: Sequence[PlaceCoverage] = (),
    ground: Mapping[str, Any] | None = None,
    worker: Worker = IN_PLACE,
    more: Mapping[str, bytes] = NO_MORE,
) -> None:
    """Write the whole result into a folder, in place of an earlier one.

    Parameters
    ----------
    plan, layers
        What is proposed, and its tables.
    folder
        Where the result shall be; see `placement.output.folder.replace`.
    language
        Language the map opens in; its reader can switch.
    inputs
        Path relative to the case → file, for the manifest.
    config
        The plan file, written out with every default; its `[output]` says what is written.
    watched
        What the plan sees of each place.
    ground
        What the page may judge sight by (`webmap.ground`), for the internal edition alone, and the
        hill shading of both.
    worker
        Draws the large sheet of paper and that of the public edition: so both have half to do.
    more
        Further files by name.

    Raises
    ------
    OutputError
        If the folder cannot be written; an earlier result is untouched then.
    """
    output = config.output
    centre = centre_data(plan, layers, config.centre)

    is_public = output.public and plan.what_if is None  # a question is no proposal

    def write(new: Path) -> None:
        pages = _pages(plan, layers, language=language, output=output, worker=worker)
        public_page = None
        if is_public and output.paper:
            public_page = public_folder.begin_paper(
                plan, layers, language=language, output=output, worker=worker
            )
        files = _without_paper(
            plan, layers, language=language, output=output, ground=ground, centre=centre
        )
        for name, content in {**files, **more}.items():
            (new / name).write_bytes(content)
        if ground:
            (new / GROUND).write_bytes(_utf8(json.dumps(ground, ensure_ascii=False)))
        lived = watch_lists.inhabitants_of(layers.districts)
        for name, content in watch_lists.contents(plan, watched, inhabitants=lived).items():
            (new / name).write_bytes(content)
        (new / RESOLVED).write_bytes(_utf8(as_toml(config)))
        geopackage.write(layers, new / GEOPACKAGE, language=language)
        for name in [*pages][1:]:  # drawn here, while the worker draws the first
            (new / name).write_bytes(pages[name].result())
        if is_public:
            public_folder.write(
                plan,
                layers,
                new / folders.PUBLIC,
                language=language,
                output=output,
                ground=ground,
                paper=public_page,
            )
        for name in [*pages][:1]:
            (new / name).write_bytes(pages[name].result())
        outputs = files_in(new)
        account = manifest(plan, inputs=inputs, outputs=outputs)
        (new / folders.MANIFEST).write_bytes(_json(account))

    folders.replace(folder, write)


def centre_data(plan: Plan, layers: Layers, section: CentreSection | None) -> dict[str, Any]:
    """Return what the page says of the operations centre, by what a plan file says of it."""
    if section is None:
        return centre_block(plan, layers, TownNumbers())
    room = None if section.room is None else Room(**section.room.model_dump())
    town = TownNumbers(own=section.parameters, grants=section.grants, room=room)
    return centre_block(plan, layers, town)


def files_in(folder: Path) -> dict[str, Path]:
    """Return the files of a result by the names its manifest gives them."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path for path in files}


def contents(
    plan: Plan,
    layers: Layers,
    *,
    language: Language,
    output: OutputSection = NOTHING_SAID,
    ground: Mapping[str, Any] | None = None,
    centre: Mapping[str, Any] | None = None,
) -> dict[str, bytes]:
    """Return the files that follow from plan and layers alone, by name."""
    pages = _pages(plan, layers, language=language, output=output, worker=IN_PLACE)
    files = _without_paper(
        plan, layers, language=language, output=output, ground=ground, centre=centre
    )
    return {**files, **{name: sheet.result() for name, sheet in pages.items()}}


def _pages(
    plan: Plan, layers: Layers, *, language: Language, output: OutputSection, worker: Worker
) -> dict[str, Task[bytes]]:
    """Begin to draw the sheets of paper, by the names of their files; the worker the first one."""
    if not output.paper:
        return {}
    look = {"language": language, "date": output.date}
    return {
        name: (worker if place == 0 else IN_PLACE).call(pdf, plan, layers, paper=size, **look)
        for place, (name, size) in enumerate(PAPERS.items())
    }


def _without_paper(
    plan: Plan,
    layers: Layers,
    *,
    language: Language,
    output: OutputSection,
    ground: Mapping[str, Any] | None,
    centre: Mapping[str, Any] | None,
) -> dict[str, bytes]:
    """Return the files of `contents` but for the sheets of paper."""
    online = output.online_layers
    html = page.render(plan, layers, language=language, online=online, ground=ground, centre=centre)
    return {
        PLAN: plan_json(plan),
        **camera_lists.camera_files(plan, layers, language=language),
        MAP: _utf8(html),
        **street_lists.contents(plan, layers),
        **_of_freedom(plan, language),
        **_of_robustness(plan, language),
    }


def _of_freedom(plan: Plan, language: Language) -> dict[str, bytes]:
    """Return the lists of what may be swapped, and where asked for the curve of gains."""
    files = {}
    if plan.sensitivity.failures:
        files["alternatives.csv"] = freedom_lists.alternatives_csv(plan)
        files["alternatives-cs.csv"] = freedom_lists.alternatives_csv_cs(plan)
    if plan.sensitivity.curve is not None:
        files["curve.csv"] = freedom_lists.curve_csv(plan.sensitivity.curve)
        files["curve.png"] = curve_figure.curve(plan, plan.sensitivity.curve, language=language)
    if plan.sensitivity.money is not None:
        files["money.csv"] = freedom_lists.money_csv(plan.sensitivity.money)
        files["money.png"] = curve_figure.money(plan, plan.sensitivity.money, language=language)
    choice = plan.privacy_choice
    if choice is not None and choice.curve is not None:
        files["privacy.csv"] = freedom_lists.privacy_csv(choice.curve)
        figure = curve_figure.homes(plan, choice, language=language)
        files |= {} if figure is None else {"privacy.png": figure}
    return files


def _of_robustness(plan: Plan, language: Language) -> dict[str, bytes]:
    """Return lists and figure of robustness, where plans were repeated."""
    if not plan.repetitions:
        return {}
    figure = robustness_figure.robustness(plan, language=language)
    return {**robustness_lists.contents(plan), "robustness.png": figure}


def plan_json(plan: Plan) -> bytes:
    """Return the plan as JSON; floats read back to the same bits, what is no number as null."""
    return _json(_finite(as_dict(plan)))


def refuse_other_plan(folder: Path) -> None:
    """Raise if a folder holds the plan of a case, which the answer of a question must not replace.

    So does a plan of ours that is damaged: nobody knows whether it is one.

    Raises
    ------
    OutputError
        Before any work is done for the answer.
    """
    try:
        plain = json.loads(plain_bytes(folder / PLAN, most_bytes=MOST_BYTES).decode("utf-8"))
        is_plan = isinstance(plain, dict) and plain.get("what_if") is None
    except (OSError, ValueError, InputError):
        is_plan = PLAN in (folders.own_files(folder) or ())  # a plan of ours that cannot be read
    if is_plan:
        raise OutputError(Problem("what_if_over_plan", values={"folder": str(folder)}))


def read_plan(folder: Path) -> Plan:
    """Return the plan of a finished result.

    Raises
    ------
    MissingInputError
        If the folder holds no plan.
    InputError
        If the plan is damaged or of another format.
    """
    folders.recover(folder)
    path = folder / PLAN
    plain = read_json(path)
    version = plain.get("format") if isinstance(plain, dict) else None
    if version is not None and version != FORMAT:
        values = {"found": str(version), "format": str(FORMAT)}
        raise InputError(Problem("result_format", str(path), values=values))
    if not isinstance(plain, dict):
        raise InputError(_damaged(path, "", type(plain).__name__))
    try:
        plan = plan_of(plain)
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        problems = [_damaged(path, flaw.place, flaw.reason) for flaw in damage(plain)]
        raise InputError(
            problems or _damaged(path, "", f"{type(error).__name__}: {error}")
        ) from error
    problems = [_damaged(path, flaw.place, flaw.reason) for flaw in islice(flaws(plan), MOST_FLAWS)]
    if problems:
        raise InputError(problems)
    return plan


def read_json(path: Path) -> Any:  # noqa: ANN401 -- what JSON holds
    """Return what a JSON file of a finished result holds.

    Raises
    ------
    MissingInputError
        If there is no such file.
    InputError
        If it is no plain file, or damaged.
    """
    try:
        content = plain_bytes(path, most_bytes=MOST_BYTES)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise MissingInputError(Problem("result_missing", str(path))) from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError(_damaged(path, "", reason)) from error
    with reading(path, kind="result_damaged", file=str(path)):
        return json.loads(content.decode("utf-8"))


def read_layers(folder: Path) -> Layers:
    """Return the layers of a finished result.

    Raises
    ------
    MissingInputError, InputError
        If they are not there, or damaged.
    """
    folders.recover(folder)
    return geopackage.read(folder / GEOPACKAGE)


def read_ground(folder: Path) -> dict[str, Any] | None:
    """Return what the page of a finished result may judge sight by; None where it has nothing.

    Raises
    ------
    InputError
        If it is damaged.
    """
    path = folder / GROUND
    try:
        ground = read_json(path)
    except MissingInputError:
        return None
    if not isinstance(ground, dict):
        raise InputError(_damaged(path, "", type(ground).__name__))
    return ground


def _damaged(path: Path, place: str, reason: object) -> Problem:
    return Problem("result_damaged", str(path), column=place, values={"reason": reason})


def _finite(value: Any) -> Any:  # noqa: ANN401 - any plain value, that is what JSON holds
    if isinstance(value, dict):
        return {name: _finite(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _json(value: object) -> bytes:
    json_text = json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False)
    return _utf8(json_text + "\n")


def _utf8(words: str) -> bytes:
    return words.encode("utf-8", errors="replace")
