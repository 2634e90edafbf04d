"""What a site visit noted on the map, photos_here over into a town's register of cameras."""

from collections.abc import Mapping
from pathlib import Path

from attrs import field, frozen

from placement.api.register import TownRegister
from placement.inputs.visit import CameraVisit, Photo, Visit
from placement.output.folder import write_files
from placement.output.visit_photos import SUFFIXES, safe_name
from placement.register.states import may_follow
from placement.texts import Language, number, text

FOLDER = "photos"
"""Of the photos, beside the register."""


@frozen
class VisitNews:
    """What a visit brought into a register, by identifiers of cameras."""

    visited: tuple[str, ...]
    only_noted: tuple[str, ...]
    """Past the state "visited": what was noted there is in the register, the state stays."""
    unknown: tuple[str, ...]
    """Not in the register."""
    photos: Mapping[str, Photo] = field(factory=dict, repr=False)
    """By their names in `FOLDER`."""

    def write_photos(self, folder: Path) -> int:
        """Write the photos below a folder, and return how many they are."""
        if self.photos:
            files = {name: photo.content for name, photo in self.photos.items()}
            write_files(folder / FOLDER, files)
        return len(self.photos)


def with_visit(register: TownRegister, visit: Visit) -> tuple[TownRegister, VisitNews]:
    """Return a register with what a visit noted: state, day, height, notes and photos.

    A camera that may be visited next becomes so on the day of its note. Of any other the state
    stays, and what was noted is noted.
    """
    names: dict[str, list[str]] = {"visited": [], "only_noted": [], "unknown": []}
    photos: dict[str, Photo] = {}
    for each in visit.cameras:
        name, day = each.camera_id, each.visited_at.date()
        if name not in register.records:
            names["unknown"].append(name)
            continue
        record, words = register.records[name], _words(each, register.sheet.language)
        photos_here = {
            f"{safe_name(name)}-{day}-{count:02}.{SUFFIXES[photo.media_type]}": photo
            for count, photo in enumerate(each.photos, start=1)
        }
        photos |= photos_here
        is_next = may_follow("visited", record.state) and day >= record.since
        if is_next:
            register = register.with_state(name, "visited", day=day, note=words)
        register = register.with_note(
            name,
            "" if is_next else f"{day} {words}",
            photos=[
                place for file in photos_here if (place := f"{FOLDER}/{file}") not in record.photos
            ],
            height_m=each.height_m,
        )
        names["visited" if is_next else "only_noted"].append(name)
    news = VisitNews(**{kind: tuple(each) for kind, each in names.items()}, photos=photos)
    return register, news


def _words(each: CameraVisit, language: Language) -> str:
    """Return what was noted at a camera as one sentence of a history."""
    parts = [each.note]
    if each.occluded is not None:
        parts.append(text(f"register.visit.{'hidden' if each.occluded else 'free'}", language))
    if each.height_m is not None:
        height = number(round(each.height_m, 2), language)
        parts.append(text("register.visit.height", language, height=height))
    if each.carrier:
        parts.append(text("register.visit.carrier", language, carrier=each.carrier))
    return ", ".join(part for part in parts if part)
