"""Processes of their own that start fast: forked from one that has imported the package.

The one they are forked from has read no argument, run no command and loaded no compiled kernel:
what a forked process does is what a fresh interpreter does, but that imports take it no seconds.
What imports themselves do is tested by fresh interpreters; so is all where a system has no fork.
"""

import atexit
import contextlib
import gc
import json
import os
import pkgutil
import runpy
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path

from attrs import frozen

ORDER_BYTES = 1 << 18
LONGEST_S = 300.0
FORKS = hasattr(os, "fork") and hasattr(socket, "send_fds")


@frozen
class Order:
    """What a forked process is told to be."""

    arguments: Sequence[str]
    """As after `python`: `-c`, a program and its arguments, or a file and its arguments."""
    folder: str
    environment: Mapping[str, str]


def run(
    arguments: Sequence[str],
    *,
    folder: Path,
    environment: Mapping[str, str],
    stdout: int | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """Run `python` with arguments, as `subprocess.run` does; it writes to `stdout`, if given."""
    if not FORKS:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE if stdout is None else stdout,
            stderr=subprocess.PIPE,
            check=False,
            timeout=LONGEST_S,
        )
    with (
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as err,
        Path(os.devnull).open("rb") as nothing,
    ):
        order = {"arguments": arguments, "folder": str(folder), "environment": {**environment}}
        told = out.fileno() if stdout is None else stdout
        streams = [nothing.fileno(), told, err.fileno()]
        socket.send_fds(_server(), [json.dumps(order).encode()], streams)
        code = int(_server().recv(32))
        out.seek(0)
        err.seek(0)
        return subprocess.CompletedProcess(arguments, code, out.read(), err.read())


@cache
def _server() -> socket.socket:
    """Start the process that forks, and return the way to it."""
    ours, theirs = socket.socketpair()
    ours.settimeout(LONGEST_S)
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", __file__, str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONSAFEPATH": "1"},
        )
    atexit.register(process.wait)
    atexit.register(ours.close)
    return ours


def _forked(channel: socket.socket) -> tuple[Order, list[int]]:
    """Fork a process for each order, and return in it; end when nobody is left to order."""
    while True:
        content, streams, _, _ = socket.recv_fds(channel, ORDER_BYTES, 3)
        if not content:
            sys.exit()
        child = os.fork()
        if not child:
            channel.close()
            return Order(**json.loads(content)), streams
        for stream in streams:
            os.close(stream)
        _, status = os.waitpid(child, 0)
        channel.send(str(os.waitstatus_to_exitcode(status)).encode())


def _become(order: Order, streams: Sequence[int]) -> None:
    """Be the process that was ordered, to its end."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(order.folder)
    os.environ.clear()
    os.environ.update(order.environment)
    first, *rest = order.arguments
    if first == "-c":
        program, *rest = rest
        sys.argv = ["-c", *rest]
        own = vars(sys.modules["__main__"])
        del own["__file__"]  # it has none, and a process it spawns looks for none
        exec(compile(program, "<string>", "exec"), own)
    else:
        sys.argv = [first, *rest]
        runpy.run_path(first, run_name="__main__")


def _import_all() -> None:
    """Import every module: commands import what they run with only once they run."""
    import placement

    for module in pkgutil.walk_packages(placement.__path__, "placement."):
        if not module.name.endswith("__main__"):
            import_module(module.name)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(ImportError):  # it is then told by the process that is asked for
        _import_all()
    gc.freeze()  # what is there already is not looked through when a forked process ends
    ordered = _forked(socket.socket(fileno=int(sys.argv[1])))
    signal.signal(signal.SIGINT, signal.default_int_handler)
    _become(*ordered)
