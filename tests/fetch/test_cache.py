"""The cache: whole and unchanged answers, or none; old ones only where no newer can be had."""

from datetime import timedelta
from pathlib import Path

import pytest
from attrs import evolve

from placement.errors import InputError, Problem
from placement.fetch.cache import Cache
from placement.fetch.endpoints import KEYS, FetchRequest, load
from placement.fetch.session import month_ends
from tests.fetch import made_town as town
from tests.fetch.replaying import Replay, Reply


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    """Return an empty cache that never waits."""
    return Cache(tmp_path / "cache", town.TODAY, wait=lambda _: None)


@pytest.fixture
def server_file(server: Replay) -> FetchRequest:
    """Return a request for what the server has."""
    server.routes["/a"] = Reply(b"first", "text/plain")
    return FetchRequest("osm", f"{server.url}/a", None, (), ".txt", 1000, 31, "")


def later(cache: Cache, days: int) -> Cache:
    """Return the cache so many days later."""
    return evolve(cache, today=cache.today + timedelta(days=days))


def test_what_was_asked_is_not_asked_again(
    server: Replay, cache: Cache, server_file: FetchRequest
) -> None:
    """A young answer comes from the disk, an old one anew."""
    assert cache.get(server_file).path.read_bytes() == b"first"
    server.routes["/a"] = Reply(b"second", "text/plain")

    assert later(cache, 31).get(server_file).path.read_bytes() == b"first"
    assert evolve(cache, refresh=True).get(server_file).path.read_bytes() == b"second"
    assert len(server.asked) == 2
    assert later(cache, 32).get(server_file).fetched == town.TODAY + timedelta(days=32)


def test_an_old_answer_is_better_than_none(
    server: Replay, cache: Cache, server_file: FetchRequest
) -> None:
    """Where the server fails, what was fetched before is used and says so."""
    cache.get(server_file)
    server.routes["/a"] = Reply(status=500)

    kept = later(cache, 100).get(server_file)

    assert kept.stale
    assert kept.fetched == town.TODAY


@pytest.mark.parametrize("damage", [b"fir5t", b"", None])
def test_a_damaged_answer_is_not_used(
    server: Replay, cache: Cache, server_file: FetchRequest, damage: bytes | None
) -> None:
    """A file that changed on the disk is asked for again, and offline it is none."""
    path = cache.get(server_file).path
    path.unlink() if damage is None else path.write_bytes(damage)

    with pytest.raises(InputError) as raised:
        evolve(cache, offline=True).get(server_file)
    assert raised.value.problems[0].kind == "fetch_offline"

    assert cache.get(server_file).path.read_bytes() == b"first"
    assert len(server.asked) == 2


def test_what_does_not_pass_for_an_answer_is_not_kept(
    cache: Cache, server_file: FetchRequest
) -> None:
    """An answer of the wrong content leaves nothing behind."""

    def refuse(_: Path) -> None:
        raise InputError(Problem("fetch_zip_broken"))

    with pytest.raises(InputError):
        cache.get(server_file, check=refuse)

    assert list(cache.folder.iterdir()) == []


def test_the_package_knows_every_source() -> None:
    """The file of addresses is whole, every address is https and says how it is known."""
    known = load()

    assert set(known) == set(KEYS)
    for endpoint in known.values():
        assert endpoint.url.startswith("https://")
        assert all((endpoint.licence, endpoint.source, endpoint.known_from, endpoint.types))


def test_a_user_mends_one_key(tmp_path: Path) -> None:
    """What a file of one's own says goes before; the rest stays."""
    file = tmp_path / "mine.toml"
    file.write_text('[ruian]\nurl = "https://example.org/{code}.zip"\n', encoding="utf-8")

    mended = load(file)["ruian"]

    assert mended.request(code="1/../2", date="x").url == "https://example.org/1%2F..%2F2.zip"
    assert mended.licence == load()["ruian"].licence


def test_months_end_before_today() -> None:
    """Files are named after the last days of months."""
    found = [f"{day:%Y%m%d}" for day in month_ends(town.TODAY.replace(month=1), 3)]

    assert found == ["20251231", "20251130", "20251031"]
