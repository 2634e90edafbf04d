"""Cache of downloads on disk, by request; an answer in it is whole and unchanged."""

import hashlib
import json
import os
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import platformdirs
from attrs import evolve, field, frozen

from placement.errors import InputError, OutputError, Problem
from placement.fetch.endpoints import FetchRequest
from placement.fetch.network import (
    CHUNK,
    DISK_FULL_ERRORS,
    DownloadedFile,
    OnBytes,
    RetryPolicy,
    Wait,
    discard_quietly,
    download,
)

Check = Callable[[Path], object]
VARIABLE = "PLACEMENT_CACHE"
"""Environment variable that names another folder for the cache."""


def default_folder() -> Path:
    """Return the folder of the variable, else the user's cache folder of the system.

    Raises
    ------
    RuntimeError
        If there is no variable and the user has no home.
    """
    override = os.environ.get(VARIABLE)
    folder = (
        Path(override) if override else platformdirs.user_cache_path("placement", appauthor=False)
    )
    return folder.expanduser()


@frozen
class CachedAnswer:
    """One answer in the cache."""

    key: str
    """Endpoint it belongs to."""
    path: Path
    url: str
    bytes: int
    sha256: str
    fetched: date
    stale: bool = False
    """Whether it is older than `keep_days`, because a newer one could not be downloaded."""


@frozen(eq=False)
class Cache:
    """Answers by request; those that are missing or too old are downloaded."""

    folder: Path
    today: date
    offline: bool = False
    refresh: bool = False
    """Whether to download again what the cache has."""
    policy: RetryPolicy = field(factory=RetryPolicy)
    wait: Wait = time.sleep
    on_bytes: OnBytes | None = None

    def get(self, request: FetchRequest, *, check: Check | None = None) -> CachedAnswer:
        """Return the answer to a request, from the cache if it is young enough.

        Parameters
        ----------
        request
            What is asked.
        check
            Raises `InputError` if a file is no such answer; such a file does not enter the cache.

        Raises
        ------
        InputError
            If it cannot be had.
        OutputError
            If the cache cannot be written.
        """
        cached = self._cached_answer(request, check)
        is_fresh = cached is not None and (self.today - cached.fetched).days <= request.keep_days
        if cached is not None and (self.offline or (is_fresh and not self.refresh)):
            return evolve(cached, stale=not is_fresh)
        if self.offline:
            raise InputError(
                Problem("fetch_offline", column=request.key, values={"url": request.url})
            )
        try:
            return self._download(request, check)
        except InputError:
            if cached is None:
                raise
            return evolve(cached, stale=True)

    def _download(self, request: FetchRequest, check: Check | None) -> CachedAnswer:
        data = self._data_file(request)
        part = data.with_name(f"{data.stem}.part")
        fresh = data.with_name(f"{data.stem}.new{request.suffix}")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            received = download(
                request, part, policy=self.policy, wait=self.wait, on_bytes=self.on_bytes
            )
            part.replace(fresh)
            discard_quietly(part)
            if check is not None:
                check(fresh)
            fresh.replace(data)
            return self._record(request, received)
        except OutputError:
            raise
        except OSError as error:
            raise OutputError(self._refusal(error)) from error
        finally:
            discard_quietly(fresh)

    def _record(self, request: FetchRequest, received: DownloadedFile) -> CachedAnswer:
        data = self._data_file(request)
        record = {
            "key": request.key,
            "url": received.url,
            "bytes": received.bytes,
            "sha256": received.sha256,
            "fetched": self.today.isoformat(),
        }
        _record_file(data).write_text(json.dumps(record, indent=1), encoding="utf-8")
        return CachedAnswer(
            request.key, data, received.url, received.bytes, received.sha256, fetched=self.today
        )

    def _cached_answer(self, request: FetchRequest, check: Check | None) -> CachedAnswer | None:
        """Return the answer in the cache, or None if it is damaged, changed or fails the check."""
        data = self._data_file(request)
        try:
            record = json.loads(_record_file(data).read_text(encoding="utf-8"))
            sha256 = sha256_of(data)
            answer = CachedAnswer(
                request.key,
                data,
                str(record["url"]),
                data.stat().st_size,
                sha256,
                date.fromisoformat(record["fetched"]),
            )
            if sha256 != record["sha256"] or (request.sha256 and sha256 != request.sha256):
                return None
            if check is not None:
                check(data)
        except (OSError, ValueError, KeyError, TypeError):  # InputError is a ValueError
            return None
        return answer

    def _data_file(self, request: FetchRequest) -> Path:
        identity = json.dumps([request.url, request.body])
        name = hashlib.sha256(identity.encode("utf-8")).hexdigest()[:32]
        return self.folder / f"{name}{request.suffix}"

    def _refusal(self, error: OSError) -> Problem:
        kind = "output_disk_full" if error.errno in DISK_FULL_ERRORS else "output_failed"
        reason = error.strerror or str(error)
        return Problem(kind, values={"folder": str(self.folder), "reason": reason})


def _record_file(data: Path) -> Path:
    return data.with_name(f"{data.stem}.about.json")


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
