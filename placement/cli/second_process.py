"""The second process that shares the work on a large town, on its own core."""

from typing import TYPE_CHECKING

from placement.worker import IN_PLACE, Worker, begin, load

if TYPE_CHECKING:  # `--help` imports nothing heavy
    from placement.api.case import Case

MANY_BYTES = 1_000_000
"""Input files from which a second process takes less time to begin than it saves."""
READING = ("placement.inputs.rasters.elevation",)
"""What it imports before it has anything to do."""


def second_process_for(town: "Case") -> Worker:
    """Begin a second process for a town; nobody else works where it is small, or on one core."""
    from placement.visibility.kernels import r3

    files = [file for file in town.input_files.values() if file.is_file()]
    if r3.cores() == 1 or sum(file.stat().st_size for file in files) < MANY_BYTES:
        return IN_PLACE
    second = begin()
    second.call(load, *READING)
    return second
