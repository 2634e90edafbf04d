"""A fetch under way: what every source gave, and what it would not."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from attrs import define, evolve, field, frozen

from placement.errors import InputError, OutputError, Problem
from placement.fetch.cache import Cache, Kept
from placement.fetch.endpoints import Endpoint
from placement.fetch.network import FULL

Stage = Callable[[str], None]


@frozen
class Used:
    """One answer that went into the case."""

    key: str
    url: str
    bytes: int
    sha256: str
    fetched: str
    """Day, ISO 8601; empty for a file of the user's."""
    source: str
    licence: str
    stale: bool = False


@frozen
class Missing:
    """A source that gave nothing, and why."""

    key: str
    problems: tuple[Problem, ...]


@define(eq=False)
class Work:
    """One fetch under way: what was used and what is missing so far."""

    cache: Cache
    endpoints: Mapping[str, Endpoint]
    stage: Stage
    used: list[Used] = field(factory=list)
    missing: list[Missing] = field(factory=list)

    def attempt(
        self, key: str, get: Callable[[], Any], *, fatal: frozenset[str] = frozenset()
    ) -> Any:  # noqa: ANN401 -- passes through
        """Return what a source gives; None, and a note of it, if it gives nothing."""
        self.stage(key)
        try:
            return get()
        except InputError as error:
            if fatal & {problem.kind for problem in error.problems}:
                raise
            self.miss(key, error)
            return None
        except OSError as error:
            if isinstance(error, OutputError):
                raise
            raise OutputError(_refusal(error, self.cache.folder)) from error

    def miss(self, key: str, error: InputError) -> None:
        """Note that a source is missing."""
        self.missing.append(Missing(key, error.problems))

    def use(self, kept: Kept) -> Kept:
        """Note that an answer is used."""
        endpoint = self.endpoints[kept.key]
        self.used.append(
            Used(
                kept.key,
                kept.url,
                kept.bytes,
                kept.sha256,
                kept.fetched.isoformat(),
                endpoint.source,
                endpoint.licence,
                kept.stale,
            )
        )
        return kept

    def newest(self, key: str, code: str, check: Callable[[Path], object]) -> Kept:
        """Return the newest monthly file of a municipality; an older one if it is not there yet."""
        if not code:
            raise InputError(Problem("fetch_no_code", column=key))
        endpoint = self.endpoints[key]
        orders = [
            endpoint.order(code=code, date=f"{day:%Y%m%d}")
            for day in month_ends(self.cache.today, endpoint.months_back)
        ]
        kept_only = evolve(self.cache, offline=True)
        cache, first = self.cache, None
        for order in orders:
            try:
                return self.use(cache.get(order, check=check))
            except InputError as error:
                first = first or error
                if {problem.kind for problem in error.problems} != {"fetch_not_there"}:
                    cache = kept_only  # a server that fails is not asked for older files
        raise first or InputError(Problem("fetch_no_code", column=key))


def month_ends(today: date, count: int) -> list[date]:
    """Return the last days of the months before a day, the newest first."""
    found = [today.replace(day=1) - timedelta(days=1)]
    while len(found) < count:
        found.append(found[-1].replace(day=1) - timedelta(days=1))
    return found


def _refusal(error: OSError, folder: Path) -> Problem:
    kind = "output_disk_full" if error.errno in FULL else "output_failed"
    values = {"folder": str(folder), "reason": error.strerror or str(error)}
    return Problem(kind, values=values)
