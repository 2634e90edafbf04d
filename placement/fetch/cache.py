"""What was fetched, kept on disk by what was asked; whole and unchanged, or not at all."""

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
    FULL,
    Heard,
    Patience,
    Received,
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
    named = os.environ.get(VARIABLE)
    folder = Path(named) if named else platformdirs.user_cache_path("placement", appauthor=False)
    return folder.expanduser()


@frozen
class Kept:
    """One answer in the cache."""

    key: str
    """Endpoint it belongs to."""
    path: Path
    url: str
    bytes: int
    sha256: str
    fetched: date
    stale: bool = False
    """Whether it is older than wished, because a newer one could not be had."""


@frozen(eq=False)
class Cache:
    """Answers by question; asks the network for those it has not."""

    folder: Path
    today: date
    offline: bool = False
    refresh: bool = False
    """Whether to ask again for what is there."""
    patience: Patience = field(factory=Patience)
    wait: Wait = time.sleep
    heard: Heard | None = None

    def get(self, order: FetchRequest, *, check: Check | None = None) -> Kept:
        """Return the answer to an order, from the cache if it is young enough.

        Parameters
        ----------
        order
            What is asked.
        check
            Raises `InputError` if a file is no such answer; such a file is not kept.

        Raises
        ------
        InputError
            If it cannot be had.
        OutputError
            If the cache cannot be written.
        """
        known = self._known(order, check)
        young = known is not None and (self.today - known.fetched).days <= order.keep_days
        if known is not None and (self.offline or (young and not self.refresh)):
            return evolve(known, stale=not young)
        if self.offline:
            raise InputError(Problem("fetch_offline", column=order.key, values={"url": order.url}))
        try:
            return self._asked(order, check)
        except InputError:
            if known is None:
                raise
            return evolve(known, stale=True)

    def _asked(self, order: FetchRequest, check: Check | None) -> Kept:
        data = self._data(order)
        part = data.with_name(f"{data.stem}.part")
        fresh = data.with_name(f"{data.stem}.new{order.suffix}")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            received = download(
                order, part, patience=self.patience, wait=self.wait, heard=self.heard
            )
            part.replace(fresh)
            discard_quietly(part)
            if check is not None:
                check(fresh)
            fresh.replace(data)
            return self._keep(order, received)
        except OutputError:
            raise
        except OSError as error:
            raise OutputError(self._refusal(error)) from error
        finally:
            discard_quietly(fresh)

    def _keep(self, order: FetchRequest, received: Received) -> Kept:
        data = self._data(order)
        told = {
            "key": order.key,
            "url": received.url,
            "bytes": received.bytes,
            "sha256": received.sha256,
            "fetched": self.today.isoformat(),
        }
        _about(data).write_text(json.dumps(told, indent=1), encoding="utf-8")
        return Kept(
            order.key, data, received.url, received.bytes, received.sha256, fetched=self.today
        )

    def _known(self, order: FetchRequest, check: Check | None) -> Kept | None:
        """Return what the cache has, if it is whole, unchanged and still passes for an answer."""
        data = self._data(order)
        try:
            told = json.loads(_about(data).read_text(encoding="utf-8"))
            sha256 = sha256_of(data)
            kept = Kept(
                order.key,
                data,
                str(told["url"]),
                data.stat().st_size,
                sha256,
                date.fromisoformat(told["fetched"]),
            )
            if sha256 != told["sha256"] or (order.sha256 and sha256 != order.sha256):
                return None
            if check is not None:
                check(data)
        except (OSError, ValueError, KeyError, TypeError):  # InputError is a ValueError
            return None
        return kept

    def _data(self, order: FetchRequest) -> Path:
        asked = json.dumps([order.url, order.body])
        name = hashlib.sha256(asked.encode("utf-8")).hexdigest()[:32]
        return self.folder / f"{name}{order.suffix}"

    def _refusal(self, error: OSError) -> Problem:
        kind = "output_disk_full" if error.errno in FULL else "output_failed"
        reason = error.strerror or str(error)
        return Problem(kind, values={"folder": str(self.folder), "reason": reason})


def _about(data: Path) -> Path:
    return data.with_name(f"{data.stem}.about.json")


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
