"""What a site visit found at the cameras of a plan, as sentences and a table."""

from typing import Any

from attrs import frozen

from placement.inputs.visit import CameraVisit, Visit
from placement.output.comparison_texts import TextTable
from placement.output.wording import word_of
from placement.plan import Plan, PlannedCamera
from placement.texts import Language, number, text

SAME_HEIGHT_M = 0.05
"""Heights that differ by less are the same: the map notes them to a decimetre."""
UNTOLD = "existing"
"""Carrier of a camera that stands on something the case does not name."""


@frozen
class VisitedCamera:
    """A camera of the plan with what was noted at it, if somebody was there."""

    camera: PlannedCamera
    visit: CameraVisit | None

    @property
    def height_differs(self) -> bool:
        """Whether another height was measured than the plan has."""
        noted = None if self.visit is None else self.visit.height_m
        return noted is not None and abs(noted - self.camera.height_m) >= SAME_HEIGHT_M

    @property
    def carrier_differs(self) -> bool:
        """Whether it hangs, or would hang, on another carrier than the plan knows."""
        noted = "" if self.visit is None else self.visit.carrier
        return self.camera.carrier != UNTOLD and noted not in ("", self.camera.carrier)

    @property
    def occluded(self) -> bool:
        """Whether somebody noted that something hides its view."""
        return self.visit is not None and self.visit.occluded is True

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain values; photos by their names."""
        visit = self.visit
        return {
            "camera_id": self.camera.camera_id,
            "name": self.camera.name,
            "phase": self.camera.phase,
            "visited_at": None if visit is None else visit.visited_at.isoformat(),
            "occluded": None if visit is None else visit.occluded,
            "height_m": self.camera.height_m,
            "noted_height_m": None if visit is None else visit.height_m,
            "height_differs": self.height_differs,
            "carrier": self.camera.carrier,
            "noted_carrier": "" if visit is None else visit.carrier,
            "carrier_differs": self.carrier_differs,
            "note": "" if visit is None else visit.note,
            "photos": [] if visit is None else [photo.name for photo in visit.photos],
        }


def visited_cameras(plan: Plan, visit: Visit) -> list[VisitedCamera]:
    """Return every camera of a plan in order of building, with its note."""
    notes = {each.camera_id: each for each in visit.cameras}
    ranked = sorted(plan.cameras, key=lambda camera: (camera.rank, camera.camera_id))
    return [VisitedCamera(camera, notes.get(camera.camera_id)) for camera in ranked]


def unknown_ids(plan: Plan, visit: Visit) -> list[str]:
    """Return what was noted at cameras that the plan does not have."""
    ids = {camera.camera_id for camera in plan.cameras}
    return [each.camera_id for each in visit.cameras if each.camera_id not in ids]


def sentences(plan: Plan, visit: Visit, language: Language) -> list[str]:
    """Return how much of a plan was visited, and what was found otherwise."""
    cameras = visited_cameras(plan, visit)
    visited = sum(each.visit is not None for each in cameras)
    counts = {
        "occluded": sum(each.occluded for each in cameras),
        "height": sum(each.height_differs for each in cameras),
        "carrier": sum(each.carrier_differs for each in cameras),
    }
    lines = [text("visit.visited", language, n=visited, all=len(cameras))]
    lines += [text(f"visit.{name}", language, n=count) for name, count in counts.items() if count]
    unknown = unknown_ids(plan, visit)
    if unknown:
        lines.append(text("visit.unknown", language, cameras=", ".join(unknown)))
    if visit.case != plan.case:
        lines.append(text("visit.other_case", language, case=visit.case, plan=plan.case))
    return lines


def table(plan: Plan, visit: Visit, language: Language) -> TextTable:
    """Return a row per camera of the plan: visited or not, and what was noted there."""
    columns = ("camera", "name", "day", "hidden", "heights", "carriers", "photos", "note")
    rows = [_row(each, language) for each in visited_cameras(plan, visit)]
    return TextTable(
        text("visit.table", language),
        tuple(text(f"visit.head.{column}", language) for column in columns),
        tuple(rows),
        states=tuple("visited" if row[2] else "" for row in rows),
    )


def _row(each: VisitedCamera, language: Language) -> tuple[str, ...]:
    camera, visit = each.camera, each.visit
    if visit is None:
        return (camera.camera_id, camera.name, text("visit.not_visited", language), *[""] * 5)
    hidden = "" if visit.occluded is None else text(f"visit.{_yes(visit.occluded)}", language)
    return (
        camera.camera_id,
        camera.name,
        visit.visited_at.date().isoformat(),
        hidden,
        _change(_metres(camera.height_m, language), _noted_height(visit, language)),
        _change(_carrier(camera.carrier, language), _carrier(visit.carrier, language)),
        str(len(visit.photos)) if visit.photos else "",
        visit.note,
    )


def _yes(value: bool) -> str:  # noqa: FBT001 - a value, not a switch
    return "yes" if value else "no"


def _change(planned: str, noted: str) -> str:
    return planned if noted in ("", planned) else f"{planned} → {noted}"


def _metres(value_m: float, language: Language) -> str:
    return f"{number(round(value_m, 1), language)} m"


def _noted_height(visit: CameraVisit, language: Language) -> str:
    return "" if visit.height_m is None else _metres(visit.height_m, language)


def _carrier(carrier: str, language: Language) -> str:
    return word_of("lists.carrier", carrier, language) if carrier else ""
