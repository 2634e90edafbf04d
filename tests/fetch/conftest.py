"""What the tests of fetching share: a server on this machine, and no waiting."""

from collections.abc import Iterator

import pytest

from tests.fetch.replaying import Replay


@pytest.fixture
def server() -> Iterator[Replay]:
    """Return a server that answers as it is told, for one test."""
    with Replay() as replay:
        yield replay
