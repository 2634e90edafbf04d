"""`Worker`: a second process that computes values while this one does something else.

Only commands begin one: the new process imports the main module of the old one, which a user's
script need not bear. Everything is computed in this process where there is no second one, where
it ended, or where a function raised there: so a worker changes how long a result takes, and nothing
of what it is.
"""

import contextlib
import multiprocessing
import os
import pickle
import signal
from collections.abc import Callable
from importlib import import_module
from multiprocessing.connection import Connection
from queue import SimpleQueue
from threading import Thread
from typing import Any, Generic, TypeVar, cast

from attrs import define, field

Value = TypeVar("Value")
Answer = tuple[bool, Any]
"""Whether there is a value, and the value."""
NOT_COPIED = (pickle.PickleError, AttributeError, ImportError, TypeError)
"""What is raised for a value or a function that cannot be sent to another process."""


class Worker:
    """Calls functions in the order they are asked for; each value is fetched when it is needed.

    Answers are taken as they come: a process that waits until somebody wants the value before does
    not begin with the next.
    """

    def __init__(
        self, calls: Connection | None = None, answers: "SimpleQueue[Answer | None] | None" = None
    ) -> None:
        self._calls = calls
        self._answers = answers
        self._asked = 0
        self._values: dict[int, Answer] = {}

    def call(self, function: Callable[..., Value], /, *args: Any, **keywords: Any) -> "Task[Value]":  # noqa: ANN401 -- what the function takes
        """Begin to compute a function of a module with these arguments, all of which are copied."""
        number: int | None = None
        if self._calls is not None:
            try:
                self._calls.send((function, args, keywords))
                number, self._asked = self._asked, self._asked + 1
            except NOT_COPIED:
                number = None
            except OSError:
                self._calls = None
        return Task(lambda: function(*args, **keywords), self, number)

    def value(self, number: int) -> "Answer":
        """Wait for the value of a call; return whether there is one, and the value."""
        while number not in self._values and self._answers is not None:
            answer = self._answers.get()
            if answer is None:
                self._calls = self._answers = None
            else:
                self._values[len(self._values)] = answer
        return self._values.get(number, (False, None))


@define(eq=False)
class Task(Generic[Value]):
    """A value that is being computed."""

    _compute: Callable[[], Value]
    _worker: Worker
    _number: int | None = None
    """Of the call in the worker; None if it is computed here."""
    _value: list[Value] = field(factory=list, init=False)

    def result(self) -> Value:
        """Return the value, once it is there."""
        if not self._value:
            computed, value = (
                (False, None) if self._number is None else self._worker.value(self._number)
            )
            self._value.append(cast("Value", value) if computed else self._compute())
        return self._value[0]


IN_PLACE = Worker()
"""Computes in this process, each value when it is first asked for."""


def begin() -> Worker:
    """Begin a second process; it ends with this one, and with the last who may ask it."""
    requests, calls = multiprocessing.Pipe(duplex=False)
    answers, replies = multiprocessing.Pipe(duplex=False)
    spawned = multiprocessing.get_context("spawn")
    spawned.Process(target=_work, args=(requests, replies), daemon=True).start()
    requests.close()
    replies.close()
    queue: SimpleQueue[Answer | None] = SimpleQueue()
    Thread(target=_receive, args=(answers, queue), daemon=True).start()
    return Worker(calls, queue)


def _receive(answers: Connection, queue: "SimpleQueue[Answer | None]") -> None:
    """Take answers from the pipe as they come; None once there are no more."""
    try:
        with contextlib.suppress(EOFError, OSError):
            while True:
                queue.put(answers.recv())
    finally:
        queue.put(None)


def load(*modules: str) -> None:
    """Import modules by name: what a second process does while it has nothing else to do."""
    for module in modules:
        import_module(module)


def _work(requests: Connection, replies: Connection) -> None:
    """Answer calls one by one, until the process that asks is no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that was asked
    calls: SimpleQueue[tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]] = SimpleQueue()
    Thread(target=_listen, args=(requests, calls), daemon=True).start()
    while True:
        function, args, keywords = calls.get()
        answer: Answer = (False, None)
        with contextlib.suppress(Exception):  # it is computed again where its error can be told
            answer = True, function(*args, **keywords)
        try:
            replies.send(answer)
        except NOT_COPIED:
            replies.send((False, None))


def _listen(requests: Connection, calls: "SimpleQueue[Any]") -> None:
    """Take calls from the pipe as they come, so that nobody waits to ask; end with the asker."""
    try:
        while True:
            calls.put(requests.recv())
    finally:
        os._exit(0)
