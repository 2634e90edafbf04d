"""Bytes of files: of a plain one, of one packed by zip or gzip, or of those in a folder."""

import gzip
import io
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from attrs import frozen

from placement.errors import InputError, MissingInputError, Problem
from placement.files import plain_bytes, reading, refuse_large
from placement.inputs.gdal_source import refuse_hostile

MOST_BYTES = 300_000_000
ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
GZIP = b"\x1f\x8b"
SPREADSHEET_MEMBERS = ("xl/workbook.xml", "content.xml", "xl/workbook.bin")
OLD_SPREADSHEET = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TABLE_SUFFIXES = (".csv", ".txt", ".tsv", ".gz", ".xlsx", ".xls", ".ods", ".xlsm")
LAYER_SUFFIXES = (".shp", ".gpkg", ".geojson", ".json", ".fgb", ".gml")
OTHER_FORMATS = {
    b"SQLite format 3\x00": "GeoPackage",
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"PAR1": "Parquet",
    b"7z\xbc\xaf": "7z",
    b"Rar!": "RAR",
}


@frozen
class Member:
    """One file, or one member of an archive."""

    file: str
    """How messages call it."""
    content: bytes

    @property
    def name(self) -> str:
        """Name without folders, in lower case."""
        return PurePosixPath(self.file).name.lower()


def is_table(path: Path) -> bool:
    """Return whether a file is to be read as a table, not as a layer of a GIS."""
    suffix = path.suffix.lower()
    if suffix != ".zip":
        return suffix in TABLE_SUFFIXES
    try:
        if not path.is_file():
            return True  # a pipe may never end; the reader of tables refuses it
        with zipfile.ZipFile(path) as archive:
            return not any(name.lower().endswith(LAYER_SUFFIXES) for name in archive.namelist())
    except Exception:
        return True


def members(path: Path, *, suffixes: Sequence[str] = (".csv",)) -> tuple[Member, ...]:
    """Return the file itself, or what an archive or a folder holds with one of the suffixes.

    Raises
    ------
    MissingInputError
        If there is nothing at the path.
    InputError
        If it cannot be read, is damaged, encrypted, too large, or a spreadsheet.
    """
    if path.is_dir():
        return tuple(_in_folder(path, suffixes))
    content = _read(path)
    if content.startswith((ZIP, EMPTY_ZIP)):
        return tuple(_unzip(content, path, suffixes))
    if content.startswith(GZIP):
        content = _gunzip(content, path)
    return (Member(path.name, content),)


def only_member(path: Path, *, suffixes: Sequence[str] = (".csv", ".txt", ".tsv")) -> Member:
    """Return the file itself, or the one file with such a suffix in an archive.

    Raises
    ------
    InputError
        As `members`; also if a folder is given, or the archive holds none or several.
    """
    if path.is_dir():
        raise InputError(Problem("table_is_folder", path.name))
    candidates = members(path, suffixes=suffixes)
    if len(candidates) > 1:  # a readme beside the table is no reason to refuse
        candidates = tuple(member for member in candidates if not member.name.startswith("readme"))
    if len(candidates) != 1:
        names = ", ".join(member.file for member in candidates)
        values = {"n": len(candidates), "found": names or "–", "suffixes": ", ".join(suffixes)}
        raise InputError(Problem("zip_members", path.name, values=values))
    return candidates[0]


def refuse_binary(member: Member) -> None:
    """Raise with the remedy if the content is of a format that is no text."""
    content = member.content
    if content.startswith(OLD_SPREADSHEET):
        raise InputError(Problem("file_is_spreadsheet", member.file))
    if content.startswith((ZIP, EMPTY_ZIP, GZIP)):
        raise InputError(Problem("zip_nested", member.file))
    for magic, name in OTHER_FORMATS.items():
        if content.startswith(magic):
            raise InputError(Problem("file_is_not_text", member.file, values={"format": name}))


def _in_folder(path: Path, suffixes: Sequence[str]) -> Iterator[Member]:
    """Yield the files of a folder with a suffix, together no larger than one may be."""
    with reading(path, kind="table_unreadable"):
        inside = sorted(entry for entry in path.iterdir() if _has_suffix(entry.name, suffixes))
        size = sum(entry.stat().st_size for entry in inside if entry.is_file())
    refuse_large(size, most_bytes=MOST_BYTES, file=path.name)
    for entry in inside:
        yield Member(f"{path.name}/{entry.name}", _read(entry))


def _read(path: Path) -> bytes:
    try:
        return plain_bytes(path, most_bytes=MOST_BYTES)
    except FileNotFoundError as error:
        raise MissingInputError(
            Problem("table_missing", path.name, values={"path": path})
        ) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(
            Problem("table_unreadable", path.name, values={"reason": reason})
        ) from error


def _unzip(content: bytes, path: Path, suffixes: Sequence[str]) -> Iterator[Member]:
    with reading(path, kind="zip_broken"), zipfile.ZipFile(io.BytesIO(content)) as archive:
        if any(name in archive.namelist() for name in SPREADSHEET_MEMBERS):
            raise InputError(Problem("file_is_spreadsheet", path.name))
        entries = [
            e for e in archive.infolist() if _has_suffix(PurePosixPath(e.filename).name, suffixes)
        ]
        refuse_hostile(archive, path.name, entries, most_bytes=MOST_BYTES)
        bytes_left = MOST_BYTES
        for entry in entries:
            with archive.open(entry) as stream:
                plain = stream.read(bytes_left + 1)  # what the directory claims is only a claim
            bytes_left -= len(plain)
            refuse_large(MOST_BYTES - bytes_left, most_bytes=MOST_BYTES, file=path.name)
            yield Member(f"{path.name}/{entry.filename}", plain)


def _gunzip(content: bytes, path: Path) -> bytes:
    with reading(path, kind="zip_broken"), gzip.open(io.BytesIO(content)) as stream:
        plain = stream.read(MOST_BYTES + 1)
    refuse_large(len(plain), most_bytes=MOST_BYTES, file=path.name)
    return plain


def _has_suffix(name: str, suffixes: Sequence[str]) -> bool:
    return name.lower().endswith(tuple(suffixes)) and not name.startswith((".", "._"))
