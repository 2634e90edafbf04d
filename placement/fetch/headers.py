"""Headers of HTTP replies: length, type, version, range, checksums, Retry-After."""

import email.utils
import re
import time
from collections.abc import Iterator, Mapping

SHA_256 = re.compile("sha-256=:?([A-Za-z0-9+/]+=*)", re.IGNORECASE)
Headers = Mapping[str, str]


def length(headers: Headers) -> int:
    """Return the announced number of bytes, 0 without any. [B]"""
    text = headers.get("Content-Length", "")
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def total(headers: Headers, *, offset: int) -> int | None:
    """Return the length of the whole that a reply completes from an offset, if announced. [B]"""
    if is_encoded(headers) or "Content-Length" not in headers:
        return None
    return offset + length(headers)


def is_encoded(headers: Headers) -> bool:
    """Return whether the content is compressed for the transfer."""
    return headers.get("Content-Encoding", "identity").lower() != "identity"


def version(headers: Headers) -> str:
    """Return the strong ETag or date by which a transfer can be resumed, or an empty text."""
    tag = headers.get("ETag", "")
    if is_encoded(headers):
        return ""
    return headers.get("Last-Modified", "") if not tag or tag.startswith("W/") else tag


def media_type(headers: Headers) -> str:
    """Return the content type without its parameters."""
    return headers.get("Content-Type", "").partition(";")[0].strip().lower()


def starts_at(headers: Headers) -> int | None:
    """Return the offset at which a partial reply begins, or None. [B]"""
    match = re.match(r"bytes (\d{1,18})-", headers.get("Content-Range", ""))
    return int(match[1]) if match else None


def digests(headers: Headers, *, whole: bool) -> Iterator[tuple[str, str]]:
    """Yield algorithm and checksum of the whole, base64 (RFC 9530, RFC 3230, RFC 1864)."""
    for name in ("Repr-Digest", "Digest"):
        if match := re.search(
            r"sha-256=:?([A-Za-z0-9+/]+=*)", headers.get(name, ""), re.IGNORECASE
        ):
            yield "sha-256", match[1]
    if whole and "Content-MD5" in headers:
        yield "md5", headers["Content-MD5"]


def retry_after_s(headers: Headers) -> float:
    """Return the pause that a server asks for, in seconds or as a date. [s]"""
    text = headers.get("Retry-After", "").strip()
    if text.isdecimal():
        return float(text)
    try:
        return max(email.utils.parsedate_to_datetime(text).timestamp() - time.time(), 0.0)
    except (ValueError, TypeError, OverflowError):
        return 0.0
