"""`Progress`: the interface by which a long run reports its stages and bounds."""

from typing import Protocol


class Progress(Protocol):
    """Is told each stage when it begins, and the bounds while the optimiser searches."""

    def stage(self, key: str) -> None:
        """Take note that a stage begins (key below `stage.` in the catalogues)."""

    def bounds(self, value: float, bound: float) -> None:
        """Take note of the best value so far and the bound on any plan's value."""


class _Silent:
    def stage(self, key: str) -> None:
        """Ignore it."""

    def bounds(self, value: float, bound: float) -> None:
        """Ignore it."""


silent: Progress = _Silent()
