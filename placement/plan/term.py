"""The phases in which a camera stands: the one answer to "does it stand at the end of phase n"."""


def stands_in(phase: int, *, since: int, removed_in: int | None) -> bool:
    """Return whether a camera stands at the end of a phase.

    Parameters
    ----------
    phase
        Whose end is asked for; 0 is today.
    since
        Phase in which it is built; 0 for one that stands today.
    removed_in
        Phase in which it is taken down, at whose end it is gone; None if it stays.
    """
    return since <= phase and (removed_in is None or phase < removed_in)
