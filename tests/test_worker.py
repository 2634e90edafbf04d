"""A second process computes what this one would, and nothing is lost if it ends."""

import operator
import os
import time
from pathlib import Path

import psutil
import pytest

from placement import worker


def process_of(second: worker.Worker) -> psutil.Process:
    """Return the process of a worker."""
    return psutil.Process(second.call(os.getpid).result())


@pytest.fixture(scope="module")
def second():
    """Return a worker that has begun; it ends with its process."""
    begun = worker.begin()
    yield begun
    process_of(begun).kill()


def test_values_come_from_another_process_in_any_order(second) -> None:
    """Calls are answered in their order, and values may be fetched in another, and twice."""
    one, other = second.call(operator.add, 1, 2), second.call(divmod, 17, 5)
    pid = second.call(os.getpid)

    assert pid.result() != os.getpid()
    assert other.result() == (3, 2)
    assert (one.result(), one.result()) == (3, 3)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a pipe with a name")
def test_calls_do_not_wait_for_the_one_before(second, tmp_path) -> None:
    """Large arguments are taken while the worker is busy."""
    named_pipe = tmp_path / "pipe"
    os.mkfifo(named_pipe)
    slow = second.call(Path.read_text, named_pipe)  # until somebody writes

    large = second.call(len, bytes(10_000_000))
    named_pipe.write_text("written", encoding="utf-8")

    assert large.result() == 10_000_000
    assert slow.result() == "written"


def test_a_large_value_does_not_wait_until_it_is_fetched(second, tmp_path) -> None:
    """The next call begins once the one before is computed, whether or not anybody wants it yet."""
    large = second.call(bytes, 10_000_000)
    second.call(Path.touch, tmp_path / "touched")

    until = time.monotonic() + 60
    while not (tmp_path / "touched").exists() and time.monotonic() < until:
        time.sleep(0.01)

    assert (tmp_path / "touched").exists()
    assert len(large.result()) == 10_000_000


def test_an_error_is_raised_where_it_can_be_told(second) -> None:
    """What a function raises comes from this process, and the worker goes on."""
    broken = second.call(operator.truediv, 1, 0)

    with pytest.raises(ZeroDivisionError):
        broken.result()
    assert second.call(operator.neg, 1).result() == -1


def test_what_cannot_be_copied_is_computed_here(second) -> None:
    """A function without a name is called here."""
    assert second.call(lambda one: one + os.getpid(), 0).result() == os.getpid()
    assert second.call(os.getpid).result() != os.getpid()


def test_the_work_of_a_killed_process_is_done_here() -> None:
    """Once the process is gone, its values and later ones are computed here."""
    second = worker.begin()
    process = process_of(second)
    waiting = second.call(operator.neg, 1), second.call(os.getpid)
    process.kill()
    process.wait()

    later = second.call(os.getpid)

    assert waiting[0].result() == -1
    assert waiting[1].result() in {process.pid, os.getpid()}
    assert later.result() == os.getpid()
    assert worker.IN_PLACE.call(os.getpid).result() == os.getpid()


def test_the_process_ends_once_nobody_asks() -> None:
    """A worker that is let go of ends, as it does if the process that began it is killed."""
    second = worker.begin()
    process = process_of(second)

    del second

    assert process.wait(timeout=60) == 0
