"""Bytes of a file, whether it lies there plainly, packed by zip or gzip, or in a folder."""

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from attrs import frozen

from placement.errors import InputError, MissingInputError, Problem

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
        with zipfile.ZipFile(path) as archive:
            return not any(name.lower().endswith(LAYER_SUFFIXES) for name in archive.namelist())
    except (zipfile.BadZipFile, OSError):
        return True  # reading it as a table says what is wrong


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
        inside = sorted(entry for entry in path.iterdir() if _wanted(entry.name, suffixes))
        return tuple(Member(f"{path.name}/{entry.name}", _read(entry)) for entry in inside)
    content = _read(path)
    if content.startswith((ZIP, EMPTY_ZIP)):
        return tuple(_unzipped(content, path, suffixes))
    if content.startswith(GZIP):
        content = _gunzipped(content, path.name)
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
    found = members(path, suffixes=suffixes)
    if len(found) > 1:  # a readme beside the table is no reason to refuse
        found = tuple(member for member in found if not member.name.startswith("readme"))
    if len(found) != 1:
        names = ", ".join(member.file for member in found)
        values = {"n": len(found), "found": names or "–", "suffixes": ", ".join(suffixes)}
        raise InputError(Problem("zip_members", path.name, values=values))
    return found[0]


def refuse_binary(member: Member) -> None:
    """Raise with the remedy if the content is of a format that is no text."""
    content = member.content
    if content.startswith(OLD_SPREADSHEET):
        raise InputError(Problem("file_is_spreadsheet", member.file))
    for magic, name in OTHER_FORMATS.items():
        if content.startswith(magic):
            raise InputError(Problem("file_is_not_text", member.file, values={"format": name}))


def _read(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise _too_large(path.name, size)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise MissingInputError(
            Problem("table_missing", path.name, values={"path": path})
        ) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(
            Problem("table_unreadable", path.name, values={"reason": reason})
        ) from error


def _unzipped(content: bytes, path: Path, suffixes: Sequence[str]) -> Iterator[Member]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if any(name in archive.namelist() for name in SPREADSHEET_MEMBERS):
                raise InputError(Problem("file_is_spreadsheet", path.name))
            for entry in archive.infolist():
                if _wanted(PurePosixPath(entry.filename).name, suffixes):
                    yield Member(f"{path.name}/{entry.filename}", _member(archive, entry, path))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(Problem("zip_broken", path.name)) from error


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path) -> bytes:
    if entry.flag_bits & 0x1:
        raise InputError(Problem("zip_encrypted", f"{path.name}/{entry.filename}"))
    if entry.file_size > MOST_BYTES:
        raise _too_large(f"{path.name}/{entry.filename}", entry.file_size)
    with archive.open(entry) as stream:
        return stream.read(MOST_BYTES)  # what the directory claims of its size is only a claim


def _gunzipped(content: bytes, file: str) -> bytes:
    try:
        with gzip.open(io.BytesIO(content)) as stream:
            plain = stream.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(Problem("zip_broken", file)) from error
    if len(plain) > MOST_BYTES:
        raise _too_large(file, len(plain))
    return plain


def _wanted(name: str, suffixes: Sequence[str]) -> bool:
    return name.lower().endswith(tuple(suffixes)) and not name.startswith((".", "._"))


def _too_large(file: str, size: int) -> InputError:
    values = {"megabytes": size // 1_000_000, "most": MOST_BYTES // 1_000_000}
    return InputError(Problem("file_too_large", file, values=values))
