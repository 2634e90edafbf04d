"""How a long run tells where it is: a stage and a count, to whoever listens."""

from typing import Protocol


class Progress(Protocol):
    """Hears of each stage once it begins, and of the bounds while the optimiser searches."""

    def stage(self, key: str) -> None:
        """Hear that a stage (key below `stage.` in the catalogues) begins."""

    def bounds(self, value: float, bound: float) -> None:
        """Hear the best value so far and the bound on any plan's value."""


class _Silent:
    def stage(self, key: str) -> None:
        """Ignore it."""

    def bounds(self, value: float, bound: float) -> None:
        """Ignore it."""


silent: Progress = _Silent()
