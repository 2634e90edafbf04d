"""What the tests of fetching share: a server on this machine, and no waiting."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from replaying import Replay


@pytest.fixture
def server() -> Iterator[Replay]:
    """Return a server that answers as it is told, for one test."""
    with Replay() as replay:
        yield replay
