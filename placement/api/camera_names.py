"""What is said of a camera that nobody knows: which names read alike."""

from collections.abc import Sequence
from difflib import get_close_matches

from placement.errors import InputError, Problem


def unknown_camera(camera_id: str, names: Sequence[str], kind: str) -> InputError:
    """Return the problem of a camera that is not among names, with those that read alike."""
    near = get_close_matches(camera_id, names, n=3, cutoff=0.5)
    return InputError(Problem(kind, values={"name": camera_id, "near": tuple(near) or ("–",)}))
