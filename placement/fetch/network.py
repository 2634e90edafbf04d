"""HTTP client: downloads one file, with retries, pauses and resumption of cut transfers.

Replies are hostile: redirects, types and sizes are checked here, contents by the caller.
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
from placement.fetch import headers
from placement.fetch.endpoints import FetchRequest

CHUNK = 1 << 14
"""Size of the pieces that are written; less than this is lost where a connection is cut. [B]"""
MOST_REDIRECTS = 5
MOST_ATTEMPTS = 50
"""Limit of attempts, however much each of them transfers. [-]"""
RETRIED_STATUSES = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses that are worth another attempt."""
MISSING_STATUSES = frozenset({404, 410})
DISK_FULL_ERRORS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
HEADERS = {
    "User-Agent": f"placement/{__version__} (plans municipal CCTV; one town at a time)",
    "Accept-Encoding": "identity",
}
Wait = Callable[[float], None]
OnBytes = Callable[[int], None]


@frozen
class RetryPolicy:
    """Limits of attempts and pauses."""

    tries: int = 5
    """Attempts in a row without another byte. [-]"""
    first_pause_s: float = 1.0
    """Pause before the second attempt; doubled before each further one. [s]"""
    longest_pause_s: float = 60.0
    longest_retry_after_s: float = 300.0
    """If the server asks for a longer pause (Retry-After), the download fails. [s]"""
    connect_s: float = 15.0
    read_s: float = 240.0
    """Overpass sends nothing while it computes, for three minutes. [s]"""


@frozen
class DownloadedFile:
    """A file that was downloaded whole."""

    url: str
    """Address after all redirects."""
    bytes: int
    sha256: str


class _RetryError(Exception):
    """A failed attempt that is worth another."""

    def __init__(self, problem: Problem, *, after_s: float = 0.0) -> None:
        super().__init__(problem.kind)
        self.problem = problem
        self.after_s = after_s


def download(
    request: FetchRequest,
    part: Path,
    *,
    policy: RetryPolicy,
    wait: Wait = time.sleep,
    on_bytes: OnBytes | None = None,
) -> DownloadedFile:
    """Download the reply to a request into a file, resuming an earlier transfer that was cut.

    Parameters
    ----------
    request
        Address, body, and the types and sizes that are accepted.
    part
        File of the content; it remains if all attempts fail, so that the next run resumes it (HTTP
        Range, if the server names the version it sends). Beside it lies `<part>.json`.
    policy
        Limits of attempts and of pauses between them (`Retry-After` prevails).
    wait
        Pauses for so many seconds.
    on_bytes
        Is called with the number of bytes of each piece.

    Raises
    ------
    InputError
        If it cannot be downloaded, is too large, of another type, or differs from its checksum.
    OutputError
        If it cannot be written; nothing is left of it then.
    """
    failures = 0
    for _ in range(MOST_ATTEMPTS):
        before = _size(part)
        try:
            return _try_download(request, part, policy, on_bytes)
        except _RetryError as retry:
            failures = 1 if _size(part) > before else failures + 1
            if failures >= policy.tries or retry.after_s > policy.longest_retry_after_s:
                raise InputError(retry.problem) from retry
            backoff_s = policy.first_pause_s * 2 ** (failures - 1)
            wait(max(retry.after_s, min(backoff_s, policy.longest_pause_s)))
    raise InputError(_problem("fetch_cut", request))


def discard(part: Path) -> None:
    """Remove a part and the file of its version."""
    for path in (part, _version_file(part)):
        path.unlink(missing_ok=True)


def _try_download(
    request: FetchRequest, part: Path, policy: RetryPolicy, on_bytes: OnBytes | None
) -> DownloadedFile:
    try:
        offset, version = _resumable_part(request, part)
        range_headers = {"Range": f"bytes={offset}-", "If-Range": version} if offset else {}
        with _open_reply(request, {**HEADERS, **range_headers}, policy) as reply:
            _check_status(request, reply, part)
            _check_head(request, reply)
            append = _continues_part(request, reply, offset, part)
            total = headers.total(reply.headers, offset=offset if append else 0)
            _write_version(request, reply, part)
            _write(request, reply, part, append=append, on_bytes=on_bytes)
            return _verify(request, reply, part, total=total, whole=not append)
    except requests.RequestException as error:
        if isinstance(error, ValueError):  # an address that is none
            raise InputError(_problem("fetch_no_connection", request, reason=str(error))) from error
        reason = _reason(error)
        raise _RetryError(_problem("fetch_no_connection", request, reason=reason)) from error
    except OSError as error:
        discard_quietly(part)
        kind = "output_disk_full" if error.errno in DISK_FULL_ERRORS else "output_failed"
        values = {"folder": str(part.parent), "reason": error.strerror or str(error)}
        raise OutputError(Problem(kind, values=values)) from error


def discard_quietly(part: Path) -> None:
    """Remove a part; errors of the disk are ignored."""
    with contextlib.suppress(OSError):
        discard(part)


@contextlib.contextmanager
def _open_reply(
    request: FetchRequest, request_headers: Mapping[str, str], policy: RetryPolicy
) -> Iterator[requests.Response]:
    """Yield the reply after at most `MOST_REDIRECTS` redirects, none of them from https to http."""
    url, method, body = request.url, "GET", None
    if request.body is not None:
        method, body = "POST", {"data": request.body}
    with requests.Session() as session:
        for _ in range(MOST_REDIRECTS):
            reply = session.request(
                method,
                url,
                data=body,
                headers=dict(request_headers),
                stream=True,
                allow_redirects=False,
                timeout=(policy.connect_s, policy.read_s),
            )
            if not reply.is_redirect:
                with reply:
                    yield reply
                return
            reply.close()
            url = urljoin(url, reply.headers["Location"])
            safe = ("https",) if request.url.startswith("https:") else ("https", "http")
            keeps_body = request.body is None or reply.status_code in (307, 308)
            if urlsplit(url).scheme not in safe or not keeps_body:
                break
    raise InputError(_problem("fetch_redirected", request, to=url))


def _check_status(request: FetchRequest, reply: requests.Response, part: Path) -> None:
    status = reply.status_code
    if status in (200, 206):
        return
    if status == 416:  # our part is not of this version, or whole already
        discard(part)
        raise _RetryError(_problem("fetch_status", request, status=str(status)))
    if status in RETRIED_STATUSES:
        after_s = headers.retry_after_s(reply.headers)
        kind = "fetch_busy" if status in (429, 503) else "fetch_status"
        problem = _problem(kind, request, status=str(status), seconds=round(after_s))
        raise _RetryError(problem, after_s=after_s)
    kind = "fetch_not_there" if status in MISSING_STATUSES else "fetch_status"
    raise InputError(_problem(kind, request, status=str(status)))


def _check_head(request: FetchRequest, reply: requests.Response) -> None:
    kind = headers.media_type(reply.headers)
    if request.types and kind not in request.types:
        media_text = kind or "–"
        if kind.startswith(("text/", "application/json")):
            start = next(reply.iter_content(200), b"").decode("utf-8", errors="replace")
            media_text += f": {' '.join(re.sub('<[^>]*>', ' ', start).split())[:100]}"
        expected = ", ".join(request.types)
        raise InputError(_problem("fetch_wrong_type", request, found=media_text, types=expected))
    if headers.length(reply.headers) > request.most_bytes:
        raise InputError(_too_large(request))


def _continues_part(
    request: FetchRequest, reply: requests.Response, offset: int, part: Path
) -> bool:
    """Return whether the reply begins where our part ends."""
    if reply.status_code == 200:
        return False
    if not offset or headers.starts_at(reply.headers) != offset:
        discard(part)
        raise _RetryError(_problem("fetch_cut", request))
    return True


def _write(
    request: FetchRequest,
    reply: requests.Response,
    part: Path,
    *,
    append: bool,
    on_bytes: OnBytes | None,
) -> None:
    size = _size(part) if append else 0
    with part.open("ab" if append else "wb") as stream:
        for chunk in reply.iter_content(CHUNK):
            size += len(chunk)
            if size > request.most_bytes:
                break
            stream.write(chunk)
            if on_bytes:
                on_bytes(len(chunk))
    if size > request.most_bytes:
        discard(part)
        raise InputError(_too_large(request))


def _verify(
    request: FetchRequest, reply: requests.Response, part: Path, *, total: int | None, whole: bool
) -> DownloadedFile:
    """Return the downloaded file, or raise for another attempt if size or checksum differ."""
    sha256, md5 = hashlib.sha256(), hashlib.md5(usedforsecurity=False)
    with part.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            sha256.update(chunk)
            md5.update(chunk)
    size = _size(part)
    if total is not None and size < total:
        raise _RetryError(_problem("fetch_cut", request))
    sums = headers.digests(reply.headers, whole=whole)
    right = {"sha-256": sha256.digest(), "md5": md5.digest()}
    wrong = any(base64.b64encode(right[name]).decode() != digest for name, digest in sums)
    if wrong or (request.sha256 and request.sha256 != sha256.hexdigest()):
        discard(part)
        raise _RetryError(_problem("fetch_checksum", request))
    return DownloadedFile(reply.url, size, sha256.hexdigest())


def _resumable_part(request: FetchRequest, part: Path) -> tuple[int, str]:
    """Return the size and version of the part on disk; 0 and empty if the version is unknown."""
    if request.body is not None:
        return 0, ""
    try:
        version = json.loads(_version_file(part).read_text(encoding="utf-8"))["version"]
    except (OSError, ValueError, KeyError, TypeError):
        return 0, ""
    return (_size(part), version) if isinstance(version, str) and version else (0, "")


def _write_version(request: FetchRequest, reply: requests.Response, part: Path) -> None:
    version = headers.version(reply.headers) if request.body is None else ""
    _version_file(part).write_text(json.dumps({"version": version}), encoding="utf-8")


def _reason(error: Exception) -> str:
    """Return the reason of the innermost error: the system's, not the library's."""
    inner: BaseException = error
    while (deeper := inner.__cause__ or inner.__context__) is not None:
        inner = deeper
    return getattr(inner, "strerror", None) or type(inner).__name__


def _too_large(request: FetchRequest) -> Problem:
    return _problem("fetch_too_large", request, most=max(request.most_bytes // 1_000_000, 1))


def _problem(kind: str, request: FetchRequest, **values: object) -> Problem:
    host = urlsplit(request.url).netloc
    return Problem(kind, column=request.key, values={"host": host, "url": request.url, **values})


def _version_file(part: Path) -> Path:
    return part.with_name(f"{part.name}.json")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
