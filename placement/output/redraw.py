"""Map, paper and lists of a finished plan, written anew from its folder without planning."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from placement.config.centre import CentreSection
from placement.config.file import of_result
from placement.config.output import OutputSection
from placement.config.sections import PlanConfig
from placement.errors import InputError, MissingInputError, PlacementError, Problem
from placement.files import plain_bytes, reading
from placement.output import folder as folders
from placement.output import public_folder
from placement.output.lists import dxf
from placement.output.lists import formats as camera_lists
from placement.output.manifest import fingerprint
from placement.output.paper.document import PAPERS, pdf
from placement.output.webmap import page
from placement.output.write import (
    GEOPACKAGE,
    GROUND,
    MAP,
    PLAN,
    RESOLVED,
    centre_data,
    contents,
    files_in,
    read_ground,
    read_json,
    read_layers,
    read_plan,
)
from placement.texts import Language, Phrase

MOST_BYTES = 4_000_000
KEPT = (PLAN, GEOPACKAGE, RESOLVED)
"""Files of a result that are the plan itself; the others follow from them."""
DECIDING = frozenset({"public", "withhold"})
"""Keys without which nobody knows what may be published; a resolved plan file has every key."""
KEPT_IF_THERE = (GROUND, "districts.csv", "districts-cs.csv", "places.csv", "places-cs.csv")
"""What not every plan has; these files ask for the case to be made again."""


def list_bytes(
    result: Path, name: str, *, language: Language, positive_sjtsk: bool = False
) -> bytes:
    """Return one of the `LISTS` of a finished plan; a drawing also with positive Y, X.

    Raises
    ------
    MissingInputError, InputError
        If there is no plan, it is damaged, or positive Y, X are asked of another system.
    """
    with _as_written(result):
        plan = read_plan(result)
        output_of(result)
        layers = read_layers(result)
        if positive_sjtsk:
            return dxf.cameras_dxf(plan, layers, language, positive=True)
        return camera_lists.LISTS[name](plan, layers, language)


def map_bytes(result: Path, *, language: Language) -> bytes:
    """Return the map of a finished plan as a page."""
    plan, layers, online = read_plan(result), read_layers(result), output_of(result).online_layers
    with _as_written(result):
        ground = read_ground(result)
        html = page.render(
            plan,
            layers,
            language=language,
            online=online,
            ground=ground,
            centre=centre_data(plan, layers, centre_of(result)),
        )
    return html.encode("utf-8", errors="replace")


def paper_bytes(result: Path, name: str, *, language: Language) -> bytes:
    """Return one of the `PAPERS` of a finished plan.

    Raises
    ------
    MissingInputError, InputError
        If there is no plan, or it is damaged.
    """
    plan, layers, date = read_plan(result), read_layers(result), output_of(result).date
    with _as_written(result):
        return pdf(plan, layers, paper=PAPERS[name], language=language, date=date)


def output_of(result: Path) -> OutputSection:
    """Return what the plan file of a finished plan asks to be written.

    Raises
    ------
    InputError
        If nobody can tell: what is to be withheld is then not known, so nothing is published.
    """
    return _config(result).output


def language_of(result: Path) -> Language:
    """Return the language the plan file of a finished plan asks for.

    Raises
    ------
    InputError
        As `output_of`.
    """
    return _config(result).case.language


def centre_of(result: Path) -> CentreSection:
    """Return what the plan file of a finished plan says of the operations centre.

    Raises
    ------
    InputError
        As `output_of`.
    """
    return _config(result).centre or CentreSection()


def settings_of(result: Path) -> dict[str, Any]:
    """Return the plan file of a finished plan, every default in it, as plain values.

    Raises
    ------
    InputError
        As `output_of`.
    """
    return _config(result).model_dump(mode="json")


def _config(result: Path) -> PlanConfig:
    """Return the plan file of a finished plan; a part of it that is missing is an error.

    Every key stands in it, as `placement plan` wrote it, so none has a default here.
    """
    path = result / RESOLVED
    with reading(path, kind="result_plan_file"):
        config = of_result(plain_bytes(path, most_bytes=MOST_BYTES))
        missing = sorted(DECIDING - config.output.model_fields_set)
        if missing:
            raise KeyError(f"[output] {', '.join(missing)}")
    return config


@contextmanager
def _as_written(result: Path) -> Iterator[None]:
    """Report a failure to read a result as an input error where its files were altered by others.

    A result that is as its manifest says is ours, and so is the mistake then.
    """
    try:
        yield
    except PlacementError:
        raise
    except Exception as error:
        altered = folders.altered_files(result)
        names = [name for name in KEPT if name in altered]
        if not names:
            raise
        values = {"names": ", ".join(names), "reason": type(error).__name__}
        raise InputError(Problem("result_edited", str(result), values=values)) from error


def refresh(result: Path, *, language: Language) -> Path:
    """Write everything that follows from a plan anew into its folder; return the path of the map.

    Raises
    ------
    MissingInputError, InputError
        If there is no plan, or it is damaged.
    OutputError
        If the folder cannot be written.
    """
    plan, account, output = read_plan(result), _manifest(result), output_of(result)
    layers, ground = read_layers(result), read_ground(result)
    centre = centre_data(plan, layers, centre_of(result))
    is_public = output.public and plan.what_if is None
    there = _lists_as_written(result, account)

    def write(new: Path) -> None:
        for name in (*KEPT, *there):
            shutil.copyfile(result / name, new / name)
        files = contents(
            plan, layers, language=language, output=output, ground=ground, centre=centre
        )
        for name, content in files.items():
            (new / name).write_bytes(content)
        if is_public:
            public_folder.write(
                plan,
                layers,
                new / folders.PUBLIC,
                language=language,
                output=output,
                ground=ground,
            )
        outputs = {name: fingerprint(file) for name, file in sorted(files_in(new).items())}
        json_text = json.dumps({**account, "outputs": outputs}, ensure_ascii=False, indent=1)
        (new / folders.MANIFEST).write_bytes(f"{json_text}\n".encode())

    folders.refuse_foreign(result)
    with _as_written(result):
        folders.replace(result, write)
    return result / MAP


def _lists_as_written(result: Path, account: dict[str, Any]) -> list[str]:
    """Return which lists are kept as they are.

    Raises
    ------
    InputError
        If one that the manifest names is gone, or no longer as it was: the new one vouches for it.
    """
    there = [name for name in KEPT_IF_THERE if name in account["outputs"]]
    gone = [name for name in there if not (result / name).is_file()]
    altered = folders.altered_files(result)
    edited = [name for name in there if name in altered]
    if gone:
        reason = Phrase("damage.missing", {"found": ", ".join(gone)})
        raise InputError(Problem("result_damaged", folders.MANIFEST, values={"reason": reason}))
    if edited:
        texts = {"names": ", ".join(edited), "reason": "sha256"}
        raise InputError(Problem("result_edited", str(result), values=texts))
    return there


def _manifest(result: Path) -> dict[str, Any]:
    path = result / folders.MANIFEST
    try:
        account = read_json(path)
    except MissingInputError as error:
        values = {"reason": Phrase("damage.missing", {"found": path.name})}
        raise InputError(Problem("result_damaged", str(path), values=values)) from error
    if not isinstance(account, dict) or folders.own_files(result) is None:
        values = {"reason": Phrase("damage.unknown", {"found": "program, outputs"})}
        raise InputError(Problem("result_damaged", str(path), values=values))
    return account
