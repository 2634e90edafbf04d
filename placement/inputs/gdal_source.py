"""GDAL's name for the data of a file, also inside a zip, and their encoding."""

import html
import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath

from placement.errors import InputError, MissingInputError, Problem
from placement.files import reading, refuse_large, refuse_special
from placement.texts import Phrase

DBF_LANGUAGE_BYTE = 29
SAMPLE_BYTES = 64_000_000
"""Size of the sample of a table by which its encoding is detected. [B]"""
MOST_TEXT_BYTES = 1_000_000_000
"""Of a layer or raster written as text, which is read from end to end. [B]"""
MOST_LAYER_BYTES = 8_000_000_000
"""Of a layer with an index, of which a part may be read. [B]"""
MOST_RASTER_BYTES = 200_000_000_000
"""Of a raster, of which only what lies on the grid is read. [B]"""
CHUNK_BYTES = 1 << 20
MOST_UNPACKED_BYTES = 2_000_000_000
"""Of all that a zip of a layer or raster holds. [B]"""
MOST_MOSAIC_BYTES = 100_000_000
MOST_MEMBERS = 10_000
SOURCE_NAME = re.compile(r"<Source(?:Filename|Dataset)[^>]*>([^<]+)<")
REMOTE = ("/vsicurl", "/vsis3", "/vsigs", "/vsiaz", "/vsistdin", "http:", "https:", "ftp:")
"""Inputs never reach for the network; only `fetch` does."""
AS_TEXT = (".geojson", ".json", ".gml", ".kml", ".osm", ".asc", ".xyz", ".vrt", ".csv", ".gpx")
RASTERS = (".tif", ".tiff", ".img")


def source_of(path: Path, *, name: str, suffixes: tuple[str, ...]) -> str:
    """Return the name by which GDAL opens a file, also one inside a zip.

    Raises
    ------
    MissingInputError
        If there is no such file.
    InputError
        If it is a folder, empty, no plain file, too large, or a zip that is broken or does not
        hold one such file.
    """
    if not path.exists():
        values = {"path": str(path), "input": name}
        raise MissingInputError(Problem("file_missing", path.name, values=values))
    if path.is_dir() and path.suffix.lower() != ".gdb":
        inside = sorted(p.name for p in path.iterdir() if p.suffix.lower() in suffixes)
        values = {"input": name, "inside": ", ".join(inside) or "–"}
        raise InputError(Problem("file_is_folder", path.name, values=values))
    for part in _files_opened(path):
        refuse_special(part, most_bytes=_most_bytes(path))
    if path.is_file() and path.stat().st_size == 0:
        raise InputError(Problem("file_empty", path.name))
    return _inside_zip(path, suffixes) if path.suffix.lower() == ".zip" else str(path)


def _files_opened(path: Path) -> Iterator[Path]:
    """Yield all that GDAL opens for a file: itself, what is in a folder, and its companions."""
    if path.is_dir():
        yield from (entry for entry in path.iterdir() if not entry.is_dir())
        return
    yield path
    if path.suffix.lower() == ".vrt" and path.stat().st_size <= MOST_MOSAIC_BYTES:
        yield from _files_of_mosaic(path)
    if path.suffix.lower() == ".shp":
        for suffix in (".dbf", ".shx", ".prj", ".cpg", ".qix", ".sbn"):
            yield from (p for s in (suffix, suffix.upper()) if (p := path.with_suffix(s)).exists())


def _files_of_mosaic(path: Path) -> Iterator[Path]:
    """Yield the files that a mosaic names; of those that are missing GDAL warns."""
    if not path.is_file():
        return
    with reading(path):
        mosaic_text = path.read_bytes().decode("utf-8", errors="replace")
    for name in SOURCE_NAME.findall(mosaic_text):
        if name.startswith(REMOTE):
            raise InputError(
                Problem("file_not_plain", path.name, values={"kind": Phrase("file_kind.remote")})
            )
        file = path.parent / html.unescape(name)
        with suppress(OSError):
            if file.exists():
                yield file


def _most_bytes(path: Path) -> int:
    name = path.name.lower()
    if name.endswith(AS_TEXT):
        return MOST_TEXT_BYTES
    return MOST_RASTER_BYTES if name.endswith(RASTERS) else MOST_LAYER_BYTES


def _inside_zip(path: Path, suffixes: tuple[str, ...]) -> str:
    """Return GDAL's name for the data in a zip, which may lie in a folder there."""
    with reading(path), zipfile.ZipFile(path) as archive:
        refuse_hostile(archive, path.name, archive.infolist(), most_bytes=MOST_UNPACKED_BYTES)
        inside = [m for m in archive.namelist() if not m.startswith("__MACOSX/")]
        members = [m for m in inside if m.lower().endswith(suffixes)]
        # of all else in the zip nothing is read
        stems = {m.rpartition(".")[0] for m in members}
        _refuse_damaged(archive, [m for m in inside if m.rpartition(".")[0] in stems])
    if not members:
        expected = {"expected": ", ".join(suffixes)}
        raise InputError(Problem("zip_without_layer", path.name, values=expected))
    root = f"/vsizip/{path.resolve().as_posix()}"
    folders = {m.rpartition("/")[0] for m in members}
    if len(members) > 1 and len(folders) == 1 and all(m.lower().endswith(".shp") for m in members):
        return f"{root}/{folders.pop()}".rstrip("/")
    if len(members) > 1:
        values = {"n": len(members), "inside": ", ".join(members)}
        raise InputError(Problem("zip_with_several", path.name, values=values))
    return f"{root}/{members[0]}"


def _refuse_damaged(archive: zipfile.ZipFile, members: Sequence[str]) -> None:
    """Read members to their ends, where their check sums are; zipfile raises if one is wrong."""
    for member in members:
        with archive.open(member) as stream:
            while stream.read(CHUNK_BYTES):
                pass


def refuse_hostile(
    archive: zipfile.ZipFile, file: str, entries: Sequence[zipfile.ZipInfo], *, most_bytes: int
) -> None:
    """Raise before anything is unpacked that leads out of a zip, is locked, or has no end.

    A member gives no more bytes than the directory claims, so claims bound what is unpacked.

    Parameters
    ----------
    archive, file
        The zip, and how messages call it.
    entries
        Members that are about to be read.
    most_bytes
        Of those together, unpacked.

    Raises
    ------
    InputError
        With the member's name, or the size of all.
    """
    if len(archive.infolist()) > MOST_MEMBERS:
        values = {"n": len(archive.infolist()), "most": MOST_MEMBERS}
        raise InputError(Problem("zip_crowded", file, values=values))
    for entry in entries:
        if _leads_out(entry.filename):
            raise InputError(Problem("zip_leads_out", f"{file}/{entry.filename}"))
        if entry.flag_bits & 0x1:
            raise InputError(Problem("zip_encrypted", f"{file}/{entry.filename}"))
    refuse_large(sum(entry.file_size for entry in entries), most_bytes=most_bytes, file=file)


def _leads_out(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/"))
    return parts.is_absolute() or ".." in parts.parts or ":" in parts.parts[:1]


def encoding_of(path: Path) -> str | None:
    """Return the encoding of a Shapefile that names none: UTF-8 if it can be, else cp1250."""
    table = path.with_suffix(".dbf")
    if path.suffix.lower() != ".shp" or path.with_suffix(".cpg").exists() or not table.is_file():
        return None
    with reading(table), table.open("rb") as stream:
        data = stream.read(SAMPLE_BYTES)
    if len(data) <= DBF_LANGUAGE_BYTE or data[DBF_LANGUAGE_BYTE] != 0:
        return None
    try:
        data[DBF_LANGUAGE_BYTE + 3 :].decode("utf-8")
    except UnicodeDecodeError as error:
        whole = len(data) < SAMPLE_BYTES or error.start < len(data) - 4 - DBF_LANGUAGE_BYTE
        return "cp1250" if whole else "utf-8"
    return "utf-8"
