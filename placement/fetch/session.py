"""`FetchSession`: one run of `fetch`, with the sources it used and those that failed."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from attrs import define, evolve, field, frozen

from placement.errors import InputError, OutputError, Problem
from placement.fetch.cache import Cache, CachedAnswer
from placement.fetch.endpoints import Endpoint
from placement.fetch.network import DISK_FULL_ERRORS

Stage = Callable[[str], None]


@frozen
class SourceUse:
    """One answer that the case uses: address, checksum, day, source and licence."""

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
class MissingSource:
    """A source that failed, and its problems."""

    key: str
    problems: tuple[Problem, ...]


@define(eq=False)
class FetchSession:
    """One run of `fetch`: sources used and sources missing so far."""

    cache: Cache
    endpoints: Mapping[str, Endpoint]
    stage: Stage
    used: list[SourceUse] = field(factory=list)
    missing: list[MissingSource] = field(factory=list)

    def attempt(
        self, key: str, get: Callable[[], Any], *, fatal: frozenset[str] = frozenset()
    ) -> Any:  # noqa: ANN401 -- passes through
        """Return the result of a source; None, and a record of it, if it fails."""
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
            raise OutputError(_write_problem(error, self.cache.folder)) from error

    def miss(self, key: str, error: InputError) -> None:
        """Record that a source is missing."""
        self.missing.append(MissingSource(key, error.problems))

    def use(self, answer: CachedAnswer) -> CachedAnswer:
        """Record that an answer is used, and return it."""
        endpoint = self.endpoints[answer.key]
        self.used.append(
            SourceUse(
                answer.key,
                answer.url,
                answer.bytes,
                answer.sha256,
                answer.fetched.isoformat(),
                endpoint.source,
                endpoint.licence,
                answer.stale,
            )
        )
        return answer

    def newest(self, key: str, code: str, check: Callable[[Path], object]) -> CachedAnswer:
        """Return the newest monthly file of a municipality; an older one if it is not there yet."""
        if not code:
            raise InputError(Problem("fetch_no_code", column=key))
        endpoint = self.endpoints[key]
        requests = [
            endpoint.request(code=code, date=f"{day:%Y%m%d}")
            for day in month_ends(self.cache.today, endpoint.months_back)
        ]
        cache_only = evolve(self.cache, offline=True)
        cache, first_error = self.cache, None
        for request in requests:
            try:
                return self.use(cache.get(request, check=check))
            except InputError as error:
                first_error = first_error or error
                if {problem.kind for problem in error.problems} != {"fetch_not_there"}:
                    cache = cache_only  # a server that fails is not asked for older files
        raise first_error or InputError(Problem("fetch_no_code", column=key))


def month_ends(today: date, count: int) -> list[date]:
    """Return the last days of the months before a day, the newest first."""
    days = [today.replace(day=1) - timedelta(days=1)]
    while len(days) < count:
        days.append(days[-1].replace(day=1) - timedelta(days=1))
    return days


def _write_problem(error: OSError, folder: Path) -> Problem:
    kind = "output_disk_full" if error.errno in DISK_FULL_ERRORS else "output_failed"
    values = {"folder": str(folder), "reason": error.strerror or str(error)}
    return Problem(kind, values=values)
