"""Map and lists of a finished plan, made again without planning again."""

import json
import secrets
import shutil
import tomllib
from pathlib import Path
from typing import Any

from placement.config import Output
from placement.errors import InputError, OutputError, Problem
from placement.output import edition, paper, webmap
from placement.output import folder as folders
from placement.output.lists import dxf
from placement.output.lists import formats as camera_lists
from placement.output.manifest import fingerprint
from placement.output.write import (
    GEOPACKAGE,
    MAP,
    PLAN,
    RESOLVED,
    contents,
    files_in,
    output_in,
    read_layers,
    read_plan,
)
from placement.texts import Language

KEPT = (PLAN, GEOPACKAGE, RESOLVED)
"""Files of a result that are the plan itself; the others follow from them."""
KEPT_IF_THERE = ("districts.csv", "districts-cs.csv", "places.csv", "places-cs.csv")
"""Lists that not every plan has; those of places ask for the case to be made again."""


def list_bytes(
    result: Path, name: str, *, language: Language, positive_sjtsk: bool = False
) -> bytes:
    """Return one of the `LISTS` of a finished plan; a drawing also with positive Y, X.

    Raises
    ------
    MissingInputError, InputError
        If there is no plan, it is damaged, or positive Y, X are asked of another system.
    """
    plan, layers = read_plan(result), read_layers(result)
    if positive_sjtsk:
        return dxf.cameras_dxf(plan, layers, language, positive=True)
    return camera_lists.LISTS[name](plan, layers, language)


def map_bytes(result: Path, *, language: Language) -> bytes:
    """Return the map of a finished plan as a page."""
    plan, layers, online = read_plan(result), read_layers(result), output_of(result).online_layers
    page = webmap.render(plan, layers, language=language, online=online)
    return page.encode("utf-8", errors="replace")


def paper_bytes(result: Path, name: str, *, language: Language) -> bytes:
    """Return one of the `PAPERS` of a finished plan.

    Raises
    ------
    MissingInputError, InputError
        If there is no plan, or it is damaged.
    """
    plan, layers, date = read_plan(result), read_layers(result), output_of(result).date
    return paper.pdf(plan, layers, paper=paper.PAPERS[name], language=language, date=date)


def output_of(result: Path) -> Output:
    """Return what the plan file of a finished plan asks to be written, the usual if unreadable."""
    try:
        return output_in((result / RESOLVED).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Output()


def language_of(result: Path) -> Language:
    """Return the language the plan file of a finished plan asks for, Czech if it does not say."""
    try:
        resolved = tomllib.loads((result / RESOLVED).read_text(encoding="utf-8"))
        return "en" if resolved["case"]["language"] == "en" else "cs"
    except (OSError, ValueError, KeyError, TypeError):
        return "cs"


def refresh(result: Path, *, language: Language) -> Path:
    """Make everything that follows from the plan again, in its own folder; return the map's path.

    Raises
    ------
    MissingInputError, InputError
        If there is no plan, or it is damaged.
    OutputError
        If the folder cannot be written.
    """
    plan, layers = read_plan(result), read_layers(result)
    account, said = _manifest(result), output_of(result)

    def write(new: Path) -> None:
        there = [name for name in KEPT_IF_THERE if (result / name).is_file()]
        for name in (*KEPT, *there):
            shutil.copyfile(result / name, new / name)
        for name, content in contents(plan, layers, language=language, output=said).items():
            (new / name).write_bytes(content)
        if said.public:
            edition.write(plan, layers, new / edition.PUBLIC, language=language, output=said)
        outputs = {name: fingerprint(file) for name, file in sorted(files_in(new).items())}
        written = json.dumps({**account, "outputs": outputs}, ensure_ascii=False, indent=1)
        (new / folders.MANIFEST).write_bytes(f"{written}\n".encode())

    folders.replace(result, write)
    return result / MAP


def write_file(target: Path, content: bytes) -> None:
    """Write a file in one step: beside it first, then by its name.

    Raises
    ------
    OutputError
        If the disk refuses.
    """
    beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}.new")
    try:
        beside.write_bytes(content)
        beside.replace(target)
    except OSError as error:
        beside.unlink(missing_ok=True)
        values = {"reason": error.strerror or str(error)}
        raise OutputError(Problem("file_not_written", str(target), values=values)) from error


def _manifest(result: Path) -> dict[str, Any]:
    path = result / folders.MANIFEST
    try:
        account: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        values = {"reason": str(error)}
        raise InputError(Problem("result_damaged", str(path), values=values)) from error
    return account
