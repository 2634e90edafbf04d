"""What the headers of an answer say: how long it is, what it must add up to, when to come again."""

import email.utils
import re
import time
from collections.abc import Iterator, Mapping

SHA_256 = re.compile("sha-256=:?([A-Za-z0-9+/]+=*)", re.IGNORECASE)
Headers = Mapping[str, str]


def length(headers: Headers) -> int:
    """Return how many bytes are announced; 0 if it is not said."""
    written = headers.get("Content-Length", "")
    return int(written) if written.isdecimal() and len(written) < 19 else 0


def total(headers: Headers, *, offset: int) -> int | None:
    """Return how long the whole must be that an answer completes from an offset, if it is said."""
    if is_encoded(headers) or "Content-Length" not in headers:
        return None
    return offset + length(headers)


def is_encoded(headers: Headers) -> bool:
    """Return whether what travels is not what arrives."""
    return headers.get("Content-Encoding", "identity").lower() != "identity"


def version(headers: Headers) -> str:
    """Return what names the version exactly enough to go on with it later, or nothing."""
    tag = headers.get("ETag", "")
    if is_encoded(headers):
        return ""
    return headers.get("Last-Modified", "") if not tag or tag.startswith("W/") else tag


def media_type(headers: Headers) -> str:
    """Return the content type without its parameters."""
    return headers.get("Content-Type", "").partition(";")[0].strip().lower()


def starts_at(headers: Headers) -> int | None:
    """Return where a part begins."""
    match = re.match(r"bytes (\d{1,18})-", headers.get("Content-Range", ""))
    return int(match[1]) if match else None


def digests(headers: Headers, *, whole: bool) -> Iterator[tuple[str, str]]:
    """Yield the checksums a server gives of the whole, base64 (RFC 9530, RFC 3230, RFC 1864)."""
    for name in ("Repr-Digest", "Digest"):
        if match := re.search(
            r"sha-256=:?([A-Za-z0-9+/]+=*)", headers.get(name, ""), re.IGNORECASE
        ):
            yield "sha-256", match[1]
    if whole and "Content-MD5" in headers:
        yield "md5", headers["Content-MD5"]


def retry_after_s(headers: Headers) -> float:
    """Return how long a server asks to wait, given as seconds or as a date. [s]"""
    written = headers.get("Retry-After", "").strip()
    if written.isdecimal():
        return float(written)
    try:
        return max(email.utils.parsedate_to_datetime(written).timestamp() - time.time(), 0.0)
    except (ValueError, TypeError, OverflowError):
        return 0.0
