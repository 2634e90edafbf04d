"""Photos of a site visit as files of a folder, by names of our own."""

import re
from pathlib import Path

from placement.inputs.visit import Photo, Visit
from placement.output import folder as folders
from placement.plan import Plan

SUFFIXES = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}
UNSAFE = re.compile(r"[^A-Za-z0-9]+")
LONGEST_ID = 40


def write(plan: Plan, visit: Visit, folder: Path) -> int:
    """Write the photos of a visit into a new folder; return how many they are.

    Raises
    ------
    OutputError
        If the folder holds anything, or the disk refuses.
    """
    photos = photo_names(plan, visit)

    def write_all(new: Path) -> None:
        for name, photo in photos.items():
            (new / name).write_bytes(photo.content)

    folders.create(folder, write_all)
    return len(photos)


def safe_name(camera_id: str) -> str:
    """Return an identifier as a part of a file's name."""
    return UNSAFE.sub("-", camera_id)[:LONGEST_ID].strip("-") or "camera"


def photo_names(plan: Plan, visit: Visit) -> dict[str, Photo]:
    """Return photos by file name: the camera's number on the map, its id, the photo's number.

    Nothing of the file is a name as it stands; no two are alike where capitals do not count.
    Cameras that the plan does not have come after its own, by `x` and their place in the visit.
    """
    numbers = {camera.camera_id: f"{camera.rank:03}" for camera in plan.cameras}
    names: dict[str, Photo] = {}
    for place, each in enumerate(visit.cameras, start=1):
        number = numbers.get(each.camera_id, f"x{place:03}")
        camera = safe_name(each.camera_id)
        for count, photo in enumerate(each.photos, start=1):
            names[f"{number}-{camera}-{count:02}.{SUFFIXES[photo.media_type]}"] = photo
    return names
