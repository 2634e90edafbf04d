"""What a town's register says of a camera, in lines for its visit sheet."""

from collections.abc import Iterator

from placement.output.wording import printable, word_of
from placement.register.records import CameraRecord
from placement.texts import Language, text

LAST = 4
"""So many changes and consents are on the sheet, the last ones; all stand in the register."""


def register_lines(record: CameraRecord, language: Language) -> Iterator[str]:
    """Yield state, owner, consents, history and notes of a camera, one line each."""
    state = word_of("register.state", record.state, language)
    yield _line("state", language, state=state, day=record.since.isoformat())
    if record.owner:
        yield _line("owner", language, owner=record.owner)
    consents = "; ".join(str(consent) for consent in record.consents[-LAST:])
    yield _line("consents", language, consents=consents or "–")
    history = "; ".join(str(change.entry) for change in record.changes[-LAST:])
    yield _line("history", language, history=history)
    if record.note:
        yield _line("note", language, note=record.note)
    if record.photos:
        yield _line("photos", language, n=len(record.photos))


def _line(name: str, language: Language, **values: object) -> str:
    return printable(text(f"register.sheet.{name}", language, **values))
