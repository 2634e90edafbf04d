"""Where GDAL finds the data of a file: in place or in a zip, how encoded; or why it cannot."""

import os
import zipfile
from pathlib import Path

from placement.errors import InputError, MissingInputError, Problem

DBF_LANGUAGE_BYTE = 29


def source_of(path: Path, *, name: str, suffixes: tuple[str, ...]) -> str:
    """Return the name by which GDAL opens a file, also one inside a zip.

    Raises
    ------
    MissingInputError
        If there is no such file.
    InputError
        If it is a folder, empty, or a zip that is broken or does not hold one such file.
    """
    if not path.exists():
        values = {"path": str(path), "input": name}
        raise MissingInputError(Problem("file_missing", path.name, values=values))
    if path.is_dir() and path.suffix.lower() != ".gdb":
        inside = sorted(p.name for p in path.iterdir() if p.suffix.lower() in suffixes)
        values = {"input": name, "inside": ", ".join(inside) or "–"}
        raise InputError(Problem("file_is_folder", path.name, values=values))
    if path.is_file() and path.stat().st_size == 0:
        raise InputError(Problem("file_empty", path.name))
    return _inside_zip(path, suffixes) if path.suffix.lower() == ".zip" else str(path)


def _inside_zip(path: Path, suffixes: tuple[str, ...]) -> str:
    """Return GDAL's name for the data in a zip, which may lie in a folder there."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = [m for m in archive.namelist() if m.lower().endswith(suffixes)]
            damaged = archive.testzip()
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, EOFError) as error:
        raise InputError(unreadable(path, error)) from error
    if damaged is not None:
        raise InputError(unreadable(path, f"{damaged}: CRC"))
    members = [m for m in members if not m.startswith("__MACOSX/")]
    if not members:
        wanted = {"expected": ", ".join(suffixes)}
        raise InputError(Problem("zip_without_layer", path.name, values=wanted))
    root = f"/vsizip/{path.resolve().as_posix()}"
    folders = {m.rpartition("/")[0] for m in members}
    if len(members) > 1 and len(folders) == 1 and all(m.lower().endswith(".shp") for m in members):
        return f"{root}/{folders.pop()}".rstrip("/")
    if len(members) > 1:
        values = {"n": len(members), "inside": ", ".join(members)}
        raise InputError(Problem("zip_with_several", path.name, values=values))
    return f"{root}/{members[0]}"


def encoding_of(path: Path) -> str | None:
    """Return the encoding of a Shapefile that does not say it: UTF-8 if it can be, else cp1250."""
    table = path.with_suffix(".dbf")
    if path.suffix.lower() != ".shp" or path.with_suffix(".cpg").exists() or not table.is_file():
        return None
    data = table.read_bytes()
    if len(data) <= DBF_LANGUAGE_BYTE or data[DBF_LANGUAGE_BYTE] != 0:
        return None
    try:
        data[DBF_LANGUAGE_BYTE + 3 :].decode("utf-8")
    except UnicodeDecodeError:
        return "cp1250"
    return "utf-8"


def unreadable(path: Path, error: object) -> Problem:
    """Return the problem of a file that GDAL gives up on, without the folders of this machine."""
    reason = str(error).partition("; It might")[0]
    for folder in (path.resolve().parent, path.parent):
        reason = reason.replace(f"{folder}{os.sep}", "")
    return Problem("file_unreadable", path.name, values={"reason": reason.rstrip(".")})
