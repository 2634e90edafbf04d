"""A worker that is no other process, and yet gives nothing but copies."""

import pickle
from collections.abc import Callable
from typing import Any

from placement.worker import Task, Worker


class Copying(Worker):
    """Computes here, and hands arguments and values on as from another process: as copies."""

    def call(self, function: Callable[..., Any], /, *args: Any, **keywords: Any) -> Task[Any]:
        """Begin to compute a function of copies."""
        called = pickle.dumps((function, args, keywords))

        def compute() -> Any:
            again, values, named = pickle.loads(called)
            return pickle.loads(pickle.dumps(again(*values, **named)))

        return Task(compute, self)
