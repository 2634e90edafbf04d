"""The tables of law: those of the package (`data/privacy`), and a town's own in their place."""

from collections.abc import Callable
from importlib import resources
from pathlib import Path

from placement.files import plain_bytes, reading

FACTS, DOCUMENTS = "facts.csv", "documents.toml"
MOST_BYTES = 1_000_000


def packaged_text(name: str) -> str:
    """Return a table of the package as it is written."""
    return (resources.files("placement") / "data" / "privacy" / name).read_text(encoding="utf-8")


def packaged_tables() -> dict[str, bytes]:
    """Return all tables of the package as files to change; the one for Excel has a mark."""
    return {
        FACTS: packaged_text(FACTS).encode("utf-8-sig"),
        DOCUMENTS: packaged_text(DOCUMENTS).encode("utf-8"),
    }


def own_text(
    folder: Path | None, name: str, *, check: Callable[[str], object] | None = None
) -> str | None:
    """Return a table in a town's folder; None if there is none.

    Parameters
    ----------
    folder, name
        The folder, and the name of the table in it.
    check
        What raises if the text is none of its format.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    file = None if folder is None else folder / name
    if file is None or not file.exists():
        return None
    with reading(file):
        content = plain_bytes(file, most_bytes=MOST_BYTES).decode("utf-8-sig")
        if check is not None:
            check(content)
    return content
