"""The network: one answer to one question, politely, in pieces if it must be, and nothing else.

What comes is hostile: redirects, types and sizes are checked here, contents by whoever asked.
"""

import base64
import contextlib
import errno
import hashlib
import json
import re
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import requests
from attrs import frozen

from placement import __version__
from placement.errors import InputError, OutputError, Problem
from placement.fetch import headers as told
from placement.fetch.endpoints import FetchRequest

CHUNK = 1 << 14
"""Less than this is lost where a connection is cut. [B]"""
MOST_REDIRECTS = 5
MOST_ATTEMPTS = 50
"""However much each of them brings."""
AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses that may be different the next time."""
GONE = frozenset({404, 410})
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
HEADERS = {
    "User-Agent": f"placement/{__version__} (plans municipal CCTV; one town at a time)",
    "Accept-Encoding": "identity",
}
Wait = Callable[[float], None]
Heard = Callable[[int], None]


@frozen
class Patience:
    """How often and how long to try."""

    tries: int = 5
    """In a row without a byte more."""
    first_pause_s: float = 1.0
    """Before the second try; doubled before each further one. [s]"""
    longest_pause_s: float = 60.0
    longest_asked_s: float = 300.0
    """If the server asks for a longer pause (Retry-After), we come another day. [s]"""
    connect_s: float = 15.0
    read_s: float = 240.0
    """Overpass is silent while it works, for three minutes. [s]"""


@frozen
class Received:
    """What came."""

    url: str
    """Where it came from in the end."""
    bytes: int
    sha256: str


class _AgainError(Exception):
    """A try failed; another may not."""

    def __init__(self, problem: Problem, *, after_s: float = 0.0) -> None:
        super().__init__(problem.kind)
        self.problem = problem
        self.after_s = after_s


def download(
    order: FetchRequest,
    part: Path,
    *,
    patience: Patience,
    wait: Wait = time.sleep,
    heard: Heard | None = None,
) -> Received:
    """Bring the answer to an order into a file, going on where an earlier try was cut.

    Parameters
    ----------
    order
        What to ask for, and what is taken.
    part
        File it is brought to; it stays if the tries run out, so that the next run goes on (HTTP
        Range, if the server names the version it sends). Beside it lies `<part>.json`.
    patience
        How often to try, and how long to wait in between (`Retry-After` goes first).
    wait
        Pauses for so many seconds.
    heard
        Hears of bytes as they come.

    Raises
    ------
    InputError
        If it cannot be had, is too large, of another type, or not what its checksum says.
    OutputError
        If it cannot be written; nothing is left of it then.
    """
    in_vain = 0
    for _ in range(MOST_ATTEMPTS):
        before = _size(part)
        try:
            return _attempt(order, part, patience, heard)
        except _AgainError as again:
            in_vain = 1 if _size(part) > before else in_vain + 1
            if in_vain >= patience.tries or again.after_s > patience.longest_asked_s:
                raise InputError(again.problem) from again
            backoff_s = patience.first_pause_s * 2 ** (in_vain - 1)
            wait(max(again.after_s, min(backoff_s, patience.longest_pause_s)))
    raise InputError(_problem("fetch_cut", order))


def discard(part: Path) -> None:
    """Remove a part and what is known of it."""
    for path in (part, _beside(part)):
        path.unlink(missing_ok=True)


def _attempt(order: FetchRequest, part: Path, patience: Patience, heard: Heard | None) -> Received:
    try:
        offset, version = _resumable(order, part)
        more = {"Range": f"bytes={offset}-", "If-Range": version} if offset else {}
        with _opened(order, {**HEADERS, **more}, patience) as reply:
            _check_status(order, reply, part)
            _check_head(order, reply)
            append = _goes_on(order, reply, offset, part)
            total = told.total(reply.headers, offset=offset if append else 0)
            _note_version(order, reply, part)
            _write(order, reply, part, append=append, heard=heard)
            return _checked(order, reply, part, total=total, whole=not append)
    except requests.RequestException as error:
        if isinstance(error, ValueError):  # an address that is none
            raise InputError(_problem("fetch_no_connection", order, reason=str(error))) from error
        reason = _reason(error)
        raise _AgainError(_problem("fetch_no_connection", order, reason=reason)) from error
    except OSError as error:
        discard_quietly(part)
        kind = "output_disk_full" if error.errno in FULL else "output_failed"
        values = {"folder": str(part.parent), "reason": error.strerror or str(error)}
        raise OutputError(Problem(kind, values=values)) from error


def discard_quietly(part: Path) -> None:
    """Remove a part, if the disk lets us."""
    with contextlib.suppress(OSError):
        discard(part)


@contextlib.contextmanager
def _opened(
    order: FetchRequest, headers: Mapping[str, str], patience: Patience
) -> Iterator[requests.Response]:
    """Yield the answer, redirects followed by hand: few, and never from https to less."""
    url, method, body = order.url, "GET", None
    if order.body is not None:
        method, body = "POST", {"data": order.body}
    with requests.Session() as session:
        for _ in range(MOST_REDIRECTS):
            reply = session.request(
                method,
                url,
                data=body,
                headers=dict(headers),
                stream=True,
                allow_redirects=False,
                timeout=(patience.connect_s, patience.read_s),
            )
            if not reply.is_redirect:
                with reply:
                    yield reply
                return
            reply.close()
            url = urljoin(url, reply.headers["Location"])
            safe = ("https",) if order.url.startswith("https:") else ("https", "http")
            kept = order.body is None or reply.status_code in (307, 308)
            if urlsplit(url).scheme not in safe or not kept:
                break
    raise InputError(_problem("fetch_redirected", order, to=url))


def _check_status(order: FetchRequest, reply: requests.Response, part: Path) -> None:
    status = reply.status_code
    if status in (200, 206):
        return
    if status == 416:  # our part is not of this version, or whole already
        discard(part)
        raise _AgainError(_problem("fetch_status", order, status=str(status)))
    if status in AGAIN:
        after_s = told.retry_after_s(reply.headers)
        kind = "fetch_busy" if status in (429, 503) else "fetch_status"
        problem = _problem(kind, order, status=str(status), seconds=round(after_s))
        raise _AgainError(problem, after_s=after_s)
    kind = "fetch_not_there" if status in GONE else "fetch_status"
    raise InputError(_problem(kind, order, status=str(status)))


def _check_head(order: FetchRequest, reply: requests.Response) -> None:
    kind = told.media_type(reply.headers)
    if order.types and kind not in order.types:
        found = kind or "–"
        if kind.startswith(("text/", "application/json")):
            start = next(reply.iter_content(200), b"").decode("utf-8", errors="replace")
            found += f": {' '.join(re.sub('<[^>]*>', ' ', start).split())[:100]}"
        expected = ", ".join(order.types)
        raise InputError(_problem("fetch_wrong_type", order, found=found, types=expected))
    if told.length(reply.headers) > order.most_bytes:
        raise InputError(_too_large(order))


def _goes_on(order: FetchRequest, reply: requests.Response, offset: int, part: Path) -> bool:
    """Return whether the answer begins where our part ends."""
    if reply.status_code == 200:
        return False
    if not offset or told.starts_at(reply.headers) != offset:
        discard(part)
        raise _AgainError(_problem("fetch_cut", order))
    return True


def _write(
    order: FetchRequest, reply: requests.Response, part: Path, *, append: bool, heard: Heard | None
) -> None:
    size = _size(part) if append else 0
    with part.open("ab" if append else "wb") as stream:
        for chunk in reply.iter_content(CHUNK):
            size += len(chunk)
            if size > order.most_bytes:
                break
            stream.write(chunk)
            if heard:
                heard(len(chunk))
    if size > order.most_bytes:
        discard(part)
        raise InputError(_too_large(order))


def _checked(
    order: FetchRequest, reply: requests.Response, part: Path, *, total: int | None, whole: bool
) -> Received:
    """Return what came, or ask for another try if it is not what the server says it is."""
    sha256, md5 = hashlib.sha256(), hashlib.md5(usedforsecurity=False)
    with part.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            sha256.update(chunk)
            md5.update(chunk)
    size = _size(part)
    if total is not None and size < total:
        raise _AgainError(_problem("fetch_cut", order))
    sums = told.digests(reply.headers, whole=whole)
    right = {"sha-256": sha256.digest(), "md5": md5.digest()}
    wrong = any(base64.b64encode(right[name]).decode() != found for name, found in sums)
    if wrong or (order.sha256 and order.sha256 != sha256.hexdigest()):
        discard(part)
        raise _AgainError(_problem("fetch_checksum", order))
    return Received(reply.url, size, sha256.hexdigest())


def _resumable(order: FetchRequest, part: Path) -> tuple[int, str]:
    """Return how much of which version we have; nothing if the version is not known."""
    if order.body is not None:
        return 0, ""
    try:
        version = json.loads(_beside(part).read_text(encoding="utf-8"))["version"]
    except (OSError, ValueError, KeyError, TypeError):
        return 0, ""
    return (_size(part), version) if isinstance(version, str) and version else (0, "")


def _note_version(order: FetchRequest, reply: requests.Response, part: Path) -> None:
    version = told.version(reply.headers) if order.body is None else ""
    _beside(part).write_text(json.dumps({"version": version}), encoding="utf-8")


def _reason(error: Exception) -> str:
    """Return the innermost words of an error: those of the system, not of the library."""
    inner: BaseException = error
    while (deeper := inner.__cause__ or inner.__context__) is not None:
        inner = deeper
    return getattr(inner, "strerror", None) or type(inner).__name__


def _too_large(order: FetchRequest) -> Problem:
    return _problem("fetch_too_large", order, most=max(order.most_bytes // 1_000_000, 1))


def _problem(kind: str, order: FetchRequest, **values: object) -> Problem:
    host = urlsplit(order.url).netloc
    return Problem(kind, column=order.key, values={"host": host, "url": order.url, **values})


def _beside(part: Path) -> Path:
    return part.with_name(f"{part.name}.json")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
