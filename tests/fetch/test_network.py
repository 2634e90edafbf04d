"""The network as it is: busy, cut, lying; and a disk that is full."""

import base64
import errno
import hashlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from attrs import evolve

from placement.errors import InputError, OutputError
from placement.fetch.endpoints import FetchRequest
from placement.fetch.network import RetryPolicy, download
from placement.texts import LANGUAGES
from tests.fetch.replaying import Replay, Reply

BODY = bytes(range(256)) * 1000
QUICK = RetryPolicy(tries=3, first_pause_s=1, longest_pause_s=4, connect_s=5, read_s=5)
WHOLE = Reply(BODY, headers={"ETag": '"a"'})


def server_file(server: Replay, path: str = "/file") -> FetchRequest:
    """Return a request for a file on the server."""
    return FetchRequest("osm", server.url + path, None, (), ".bin", 10_000_000, 31, "")


def got(server: Replay, tmp_path: Path, **changes: object) -> tuple[bytes, list[float]]:
    """Return what is downloaded, and the pauses that were made."""
    pauses: list[float] = []
    part = tmp_path / "x.part"
    received = download(
        evolve(server_file(server), **changes), part, policy=QUICK, wait=pauses.append
    )
    content = part.read_bytes()
    assert received.sha256 == hashlib.sha256(content).hexdigest()
    assert received.bytes == len(content)
    return content, pauses


def failing(server: Replay, tmp_path: Path, **changes: object) -> str:
    """Return the kind of problem a download ends with, having said it in both languages."""
    with pytest.raises(InputError) as raised:
        got(server, tmp_path, **changes)
    (problem,) = raised.value.problems
    assert all("127.0.0.1" in problem.render(language) for language in LANGUAGES)
    return problem.kind


def test_brings_what_is_there(server: Replay, tmp_path: Path) -> None:
    """An answer is brought whole, by somebody who says who he is."""
    server.routes["/file"] = WHOLE

    assert got(server, tmp_path) == (BODY, [])
    assert server.asked[0].headers["User-Agent"].startswith("placement/")


@pytest.mark.parametrize("status", [429, 503])
def test_waits_as_long_as_the_server_asks(server: Replay, tmp_path: Path, status: int) -> None:
    """Retry-After goes before our own pauses."""
    server.routes["/file"] = [Reply(status=status, headers={"Retry-After": "17"}), WHOLE]

    assert got(server, tmp_path) == (BODY, [17.0])


def test_waits_until_the_day_the_server_names(server: Replay, tmp_path: Path) -> None:
    """Retry-After may be a date."""
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=100), usegmt=True)
    server.routes["/file"] = [Reply(status=429, headers={"Retry-After": later}), WHOLE]

    content, pauses = got(server, tmp_path)

    assert content == BODY
    assert 90 < pauses[0] <= 100


def test_does_not_wait_for_hours(server: Replay, tmp_path: Path) -> None:
    """A server that asks for an hour is left in peace until the next run."""
    server.routes["/file"] = Reply(status=429, headers={"Retry-After": "3600"})

    assert failing(server, tmp_path) == "fetch_busy"
    assert len(server.asked) == 1


def test_pauses_grow_up_to_a_cap(server: Replay, tmp_path: Path) -> None:
    """A server in trouble is asked again after 1, 2, 4, 4 seconds, then no more."""
    server.routes["/file"] = Reply(status=500)
    pauses: list[float] = []

    with pytest.raises(InputError):
        download(
            server_file(server),
            tmp_path / "x.part",
            policy=evolve(QUICK, tries=5),
            wait=pauses.append,
        )

    assert pauses == [1, 2, 4, 4]


@pytest.mark.parametrize("status", [400, 401, 403])
def test_a_refusal_is_not_asked_again(server: Replay, tmp_path: Path, status: int) -> None:
    """What will not be different the next time is told at once."""
    server.routes["/file"] = Reply(status=status)

    assert failing(server, tmp_path) == "fetch_status"
    assert len(server.asked) == 1


def test_what_is_not_there_is_told(server: Replay, tmp_path: Path) -> None:
    """404 has its own words: a wrong code, or a source that moved."""
    assert failing(server, tmp_path) == "fetch_not_there"


def test_a_cut_connection_goes_on_where_it_stopped(server: Replay, tmp_path: Path) -> None:
    """The second question asks for the rest only, of the same version."""
    server.routes["/file"] = [evolve(WHOLE, cut_after=98_304), WHOLE]

    assert got(server, tmp_path)[0] == BODY
    assert server.asked[1].headers["Range"] == "bytes=98304-"
    assert server.asked[1].headers["If-Range"] == '"a"'


def test_the_next_run_goes_on_where_the_last_one_stopped(server: Replay, tmp_path: Path) -> None:
    """A part survives tries that ran out; each that brings something counts as none."""
    server.routes["/file"] = [evolve(WHOLE, cut_after=65_536), evolve(WHOLE, cut_after=0)]
    assert failing(server, tmp_path) in ("fetch_cut", "fetch_no_connection")
    server.routes["/file"] = WHOLE

    assert got(server, tmp_path)[0] == BODY
    assert server.asked[-1].headers["Range"] == "bytes=65536-"


@pytest.mark.parametrize(
    "second",
    [Reply(b"new" * 9, headers={"ETag": '"b"'}), Reply(b"new" * 9)],
    ids=["another version", "no version"],
)
def test_another_version_is_brought_anew(server: Replay, tmp_path: Path, second: Reply) -> None:
    """Parts of two versions are never put together."""
    server.routes["/file"] = [evolve(WHOLE, cut_after=98_304), second]

    assert got(server, tmp_path)[0] == b"new" * 9


def test_without_a_version_nothing_is_resumed(server: Replay, tmp_path: Path) -> None:
    """A server that does not say what it sends is asked for all of it."""
    server.routes["/file"] = [Reply(BODY, cut_after=98_304), Reply(BODY)]

    assert got(server, tmp_path)[0] == BODY
    assert "Range" not in server.asked[1].headers


def test_a_part_that_is_too_long_is_begun_again(server: Replay, tmp_path: Path) -> None:
    """Status 416, or a part from elsewhere, starts from nothing."""
    server.routes["/file"] = [
        evolve(WHOLE, cut_after=98_304),
        Reply(status=416),
        WHOLE,
    ]

    assert got(server, tmp_path)[0] == BODY


def sums(body: bytes) -> dict[str, Reply]:
    """Return answers with each kind of checksum, of another content."""
    sha256 = base64.b64encode(hashlib.sha256(body).digest()).decode()
    md5 = base64.b64encode(hashlib.md5(body).digest()).decode()
    return {
        "Repr-Digest": Reply(BODY, headers={"Repr-Digest": f"sha-256=:{sha256}:"}),
        "Digest": Reply(BODY, headers={"Digest": f"SHA-256={sha256}"}),
        "Content-MD5": Reply(BODY, headers={"Content-MD5": md5}),
    }


@pytest.mark.parametrize("name", ["Repr-Digest", "Digest", "Content-MD5"])
def test_checksums_of_the_server_are_kept(server: Replay, tmp_path: Path, name: str) -> None:
    """An answer that is not what its headers say is asked for again, then given up."""
    server.routes["/file"] = [sums(b"other")[name], sums(BODY)[name]]
    assert got(server, tmp_path)[0] == BODY
    server.routes["/file"] = sums(b"other")[name]

    assert failing(server, tmp_path) == "fetch_checksum"
    assert not (tmp_path / "x.part").exists()


def test_a_fixed_checksum_goes_before_all(server: Replay, tmp_path: Path) -> None:
    """What the endpoints fix is all that is taken."""
    server.routes["/file"] = WHOLE
    right = hashlib.sha256(BODY).hexdigest()

    assert got(server, tmp_path, sha256=right)[0] == BODY
    assert failing(server, tmp_path, sha256="0" * 64) == "fetch_checksum"


def test_a_page_with_an_apology_is_no_zip(server: Replay, tmp_path: Path) -> None:
    """The content type must be one of those expected; the message shows what came."""
    server.routes["/file"] = Reply(b"<html><b>Down for repairs</b></html>", "text/html")

    with pytest.raises(InputError, match="Down for repairs"):
        got(server, tmp_path, types=("application/zip",))


@pytest.mark.parametrize("announced", [True, False])
def test_what_is_too_large_is_cut_off(server: Replay, tmp_path: Path, announced: bool) -> None:
    """Neither an announced nor a silent flood fills the disk."""
    server.routes["/file"] = evolve(WHOLE, announced=announced)

    assert failing(server, tmp_path, most_bytes=1000) == "fetch_too_large"
    assert not (tmp_path / "x.part").exists()


def test_follows_few_redirects(server: Replay, tmp_path: Path) -> None:
    """One redirect is followed, a circle is not."""
    server.routes["/file"] = Reply(status=302, headers={"Location": "/there"})
    server.routes["/there"] = WHOLE
    assert got(server, tmp_path)[0] == BODY
    server.routes["/there"] = Reply(status=302, headers={"Location": "/file"})

    assert failing(server, tmp_path) == "fetch_redirected"
    assert len(server.asked) < 10


@pytest.mark.parametrize("to", ["ftp://127.0.0.1/x", "file:///etc/passwd"])
def test_never_leaves_the_web(server: Replay, tmp_path: Path, to: str) -> None:
    """A redirect to a file of this machine is not followed."""
    server.routes["/file"] = Reply(status=302, headers={"Location": to})

    assert failing(server, tmp_path) == "fetch_redirected"


def test_posts_a_body(server: Replay, tmp_path: Path) -> None:
    """A question with a body is posted, and never resumed."""
    server.routes["/file"] = [evolve(WHOLE, cut_after=10), WHOLE]

    assert got(server, tmp_path, body="[out:json];") == (BODY, [1.0])
    assert server.asked[1].body == b"data=%5Bout%3Ajson%5D%3B"
    assert "Range" not in server.asked[1].headers


def test_nobody_there_is_told(server: Replay, tmp_path: Path) -> None:
    """A host that does not answer is asked again, then named."""
    url = server.url
    server.http.server_close()

    with pytest.raises(InputError) as raised:
        download(
            evolve(server_file(server), url=f"{url}/file"),
            tmp_path / "x.part",
            policy=QUICK,
            wait=lambda _: None,
        )

    assert raised.value.problems[0].kind == "fetch_no_connection"


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_a_full_disk_leaves_nothing(
    server: Replay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    """Nothing of a file is left that could not be written, and the message says why."""
    server.routes["/file"] = WHOLE
    usual = Path.open

    def opened(path: Path, mode: str = "r", **options: object) -> object:
        stream = usual(path, mode, **options)
        if mode in ("wb", "ab"):
            write, left = stream.write, [100_000]

            def limited(content: bytes) -> int:
                left[0] -= len(content)
                if left[0] < 0:
                    raise OSError(code, "disk")
                return write(content)

            return Limited(stream, limited)
        return stream

    monkeypatch.setattr(Path, "open", opened)

    with pytest.raises(OutputError) as raised:
        got(server, tmp_path)

    full = code == errno.ENOSPC
    assert raised.value.problems[0].kind == ("output_disk_full" if full else "output_failed")
    assert list(tmp_path.iterdir()) == []


class Limited:
    """A stream of which only writing is ours."""

    def __init__(self, stream, write) -> None:
        self.stream, self.write = stream, write

    def __enter__(self):
        return self

    def __exit__(self, *_: object) -> None:
        self.stream.close()
