"""What every test may ask for."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ["PLACEMENT_CACHE"] = tempfile.mkdtemp(prefix="placement-tests-")
"""The user's own cache is never touched, neither here nor by the programs that tests start."""
os.environ["OSM_MAX_TMPFILE_SIZE"] = "1"
"""GDAL takes no 100 MB each time it opens a raw OpenStreetMap file: a quarter of the time. [MB]"""
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
"""Programs that tests start do not compile the package anew each: some 0.6 s of the processor."""
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine is no fault of the code."""
settings.register_profile("placement", PATIENT, max_examples=15)
settings.register_profile("thorough", PATIENT, max_examples=100)
settings.load_profile("placement")  # `--hypothesis-profile thorough`, as `.ci/run newest`, for more

SHARED_DATA = Path(__file__).parents[2] / "shared" / "data"
FIELD_CASES = SHARED_DATA.parent / "cases" / "field"


@pytest.fixture(scope="session")
def field_cases() -> Path:
    """Return the folder of inputs that outsiders found faults with; skip where it is absent."""
    if not FIELD_CASES.is_dir():
        pytest.skip("the cases of outsiders (../shared/cases/field) are not on this machine")
    return FIELD_CASES


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of real data that is not part of the project; skip where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the real data (../shared/data) is not on this machine")
    return SHARED_DATA


def pytest_collection_finish(session: pytest.Session) -> None:
    """Let two workers of a whole run compile half of the kernels each."""
    from tests import kernels

    kernels.share(tests=len(session.items))
