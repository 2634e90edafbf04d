"""Members of downloaded zips, read within limits and never written under their own names."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from placement.errors import InputError, Problem
from placement.files import reading

MOST_MEMBERS = 1000


class LimitedStream(io.RawIOBase):
    """A stream that raises after a number of bytes, whatever the zip's directory claims."""

    def __init__(self, stream: BinaryIO, *, most: int, file: str) -> None:
        super().__init__()
        self.stream, self.left, self.file, self.most = stream, most, file, most

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes.

        Raises
        ------
        InputError
            If there are more than allowed.
        """
        size_to_read = self.left + 1 if size is None or size < 0 else min(size, self.left + 1)
        content = self.stream.read(size_to_read)
        self.left -= len(content)
        if self.left < 0:
            raise InputError(_too_large(self.file, self.most))
        return content


@contextmanager
def open_member(path: Path, *, suffix: str, most_bytes: int) -> Iterator[LimitedStream]:
    """Yield the one member of a zip with a suffix, as a stream of at most so many bytes.

    Raises
    ------
    InputError
        If it is no zip, damaged, encrypted, holds none or several such members, a name that leads
        out of it, or more than is allowed.
    """
    with _archive(path, most_bytes) as archive:
        entries = [entry for entry in archive.infolist() if _has_suffix(entry, suffix)]
        if len(entries) != 1:
            names = ", ".join(entry.filename for entry in entries) or "–"
            values = {"n": len(entries), "found": names, "suffix": suffix}
            raise InputError(Problem("fetch_zip_members", path.name, values=values))
        with archive.open(entries[0]) as stream:
            yield LimitedStream(stream, most=most_bytes, file=path.name)  # type: ignore[arg-type]


def members(path: Path, *, suffixes: tuple[str, ...], most_bytes: int) -> dict[str, bytes]:
    """Return members of a zip by their names without folders; together at most so many bytes.

    Raises
    ------
    InputError
        As `open_member`.
    """
    contents: dict[str, bytes] = {}
    with _archive(path, most_bytes) as archive:
        bytes_left = most_bytes
        for entry in archive.infolist():
            if not any(_has_suffix(entry, suffix) for suffix in suffixes):
                continue
            with archive.open(entry) as stream:
                content = stream.read(bytes_left + 1)
            bytes_left -= len(content)
            if bytes_left < 0:
                raise InputError(_too_large(path.name, most_bytes))
            contents[PurePosixPath(entry.filename).name.lower()] = content
    return contents


@contextmanager
def _archive(path: Path, most_bytes: int) -> Iterator[zipfile.ZipFile]:
    with reading(path, kind="fetch_zip_broken"), zipfile.ZipFile(path) as archive:
        _refuse_hostile(archive, path, most_bytes)
        yield archive


def _refuse_hostile(archive: zipfile.ZipFile, path: Path, most_bytes: int) -> None:
    entries = archive.infolist()
    outside = [entry.filename for entry in entries if _leads_out(entry.filename)]
    if outside or len(entries) > MOST_MEMBERS or any(entry.flag_bits & 0x1 for entry in entries):
        values = {"found": (outside or [f"{len(entries)}"])[0]}
        raise InputError(Problem("fetch_zip_hostile", path.name, values=values))
    if sum(entry.file_size for entry in entries) > most_bytes:
        raise InputError(_too_large(path.name, most_bytes))


def _leads_out(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/"))
    return parts.is_absolute() or ".." in parts.parts or ":" in name


def _has_suffix(entry: zipfile.ZipInfo, suffix: str) -> bool:
    return not entry.is_dir() and entry.filename.lower().endswith(suffix)


def _too_large(file: str, most: int) -> Problem:
    return Problem("fetch_unpacked_too_large", file, values={"most": max(most // 1_000_000, 1)})
