"""The toy case and the slow oracle are modules beside the tests; real places are planned once."""

from pathlib import Path

import pytest

from tests.pipeline.real_place import Place, planned


@pytest.fixture(scope="session")
def zizkov(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Return the plan of Žižkov."""
    return planned("zizkov", shared_data / "zizkov", tmp_path_factory.mktemp("zizkov"))
