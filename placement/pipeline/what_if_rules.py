"""What a what-if question means in a situation: cameras to build, sites and cameras to leave."""

from collections.abc import Mapping

import numpy as np
from attrs import field, frozen

from placement.errors import ConfigError, Problem
from placement.pipeline.situation import Situation
from placement.pipeline.what_if_candidates import ExactCamera, camera_of_plan, camera_of_wish
from placement.pipeline.what_if_places import CameraWish, Reader
from placement.plan import TODAY, Plan, PlannedCamera
from placement.units import Floats, Integers, turn_deg

WITHIN_M = 30.0
"""A place that is forbidden means all sites this near. [m]"""
ALIKE_DEG = 5.0
"""Two cameras of one model at one point that look this little apart are the same. [°]"""


@frozen
class BuiltCamera:
    """A camera that a question wants built."""

    text: str
    """As it was asked for."""
    camera: ExactCamera
    instead_of: str = ""
    """Id of the proposed camera that it moves."""


@frozen(eq=False)
class Meaning:
    """What a question means for new cameras."""

    built: tuple[BuiltCamera, ...] = ()
    left: Integers = field(factory=lambda: np.zeros(0, dtype=np.int64))
    """Sites where no other camera may be built."""
    dropped: frozenset[str] = frozenset()
    """Ids of proposed cameras that are forbidden or moved."""


def check_question(situation: Situation) -> None:
    """Raise what is wrong with a question as far as no plan needs to be known.

    Raises
    ------
    ConfigError
        With every camera that stands already or whose point is full.
    """
    _meaning(situation, None)


def meaning_of_question(situation: Situation, free: Plan) -> Meaning:
    """Return what the question of a situation's plan file means.

    Parameters
    ----------
    situation
        With existing cameras, keys and money as the question has them.
    free
        Plan without the question, whose cameras may be named by id.

    Raises
    ------
    ConfigError
        With every entry that names nothing, or a place where no camera can be.
    """
    return _meaning(situation, free)


def _meaning(situation: Situation, free: Plan | None) -> Meaning:
    section = situation.config.what_if
    if section is None:
        return Meaning()
    reader = _QuestionReader(situation, free)
    for text in section.fix:
        reader.fix(text)
    for text in section.forbid:
        reader.forbid(text)
    for text in section.move:
        reader.move(text)
    if reader.problems:
        raise ConfigError(reader.problems)
    return Meaning(
        tuple(reader.built),
        np.array(sorted(reader.left), dtype=np.int64),
        frozenset(reader.dropped),
    )


class _QuestionReader:
    """Collects what a question means, and every problem with it."""

    def __init__(self, situation: Situation, free: Plan | None) -> None:
        self.situation = situation
        self.plan_known = free is not None
        cameras = () if free is None else free.cameras
        self.proposed: Mapping[str, PlannedCamera] = {
            camera.camera_id: camera for camera in cameras if camera.phase > TODAY
        }
        table = situation.existing_cameras.table
        self.standing = {str(name) for name in table["camera_id"]}
        self.reader = Reader(situation.config, situation.inputs)
        self.problems: list[Problem] = self.reader.problems
        self.built: list[BuiltCamera] = []
        self.left: set[int] = set()
        self.dropped: set[str] = set()

    def fix(self, text: str) -> None:
        """Build a camera at a place, at a point, or as proposed."""
        wish = self.reader.camera(text, "fix")
        if wish is None:
            return
        if wish.name in self.standing:
            self._add("what_if_stands", "fix", name=text, camera=wish.name)
        elif wish.name in self.proposed:
            camera = camera_of_plan(self.situation, self.proposed[wish.name], wish)
            self._build(BuiltCamera(text, camera), "fix")
            if not wish.bare:
                self.dropped.add(wish.name)
        elif (exact := camera_of_wish(self.situation, wish)) is not None:
            self._build(BuiltCamera(text, exact), "fix")
        elif self.plan_known:
            self._add("what_if_unknown", "fix", name=text)

    def forbid(self, text: str) -> None:
        """Leave every site at a place, a point, or where a camera is proposed."""
        wish = self.reader.place(text, "forbid")
        if wish is None or wish.name in self.standing:
            return  # the inputs have it out of service
        if wish.name in self.proposed:
            self._leave_proposed(wish.name)
        elif wish.has_place:
            sites = np.flatnonzero(self._distance_m(wish) <= WITHIN_M)
            self._leave(sites)
            if not sites.size:
                nearest = round(float(self._distance_m(wish).min()), 1)
                values = {"within": WITHIN_M, "nearest": nearest}
                self._add("what_if_no_site", "forbid", name=text, **values)
        elif (sites := self.situation.sites_named(wish.name)).size:
            self._leave(sites)
        elif self.plan_known:
            self._add("what_if_unknown", "forbid", name=text)

    def move(self, text: str) -> None:
        """Leave a proposed camera's place and build it elsewhere."""
        name, wish = self.reader.move(text)
        if wish is None or name in self.standing:
            return  # the inputs have it there
        if name not in self.proposed:
            if self.plan_known:
                self._add("what_if_unknown", "move", name=name)
            return
        planned = self.proposed[name]
        camera = camera_of_plan(self.situation, planned, wish)
        if wish.has_place and not self.reader.refuse_place(wish, "move", height_m=camera.height_m):
            return
        self._leave_proposed(name)
        self._build(BuiltCamera(text, camera, name), "move")

    def _build(self, built: BuiltCamera, key: str) -> None:
        camera, situation = built.camera, self.situation
        twin = self._twin(camera)
        if twin is not None:
            self._add("what_if_stands", key, name=built.text, camera=twin)
            return
        if camera.host is not None:
            point = situation.point[camera.host]
            at_point = situation.point[situation.candidates.site[list(situation.existing)]]
            others = sum(
                one.camera.host is not None and situation.point[one.camera.host] == point
                for one in self.built
            )
            most = situation.config.sites.cameras_per_point
            if int((at_point == point).sum()) + others >= most:
                values = {"point": camera.point_id, "n": most}
                self._add("what_if_point_full", key, name=built.text, **values)
                return
        self.built.append(built)

    def _twin(self, camera: ExactCamera) -> str | None:
        """Return the id of a camera in service that is the same, if there is one."""
        situation = self.situation
        existing = list(situation.existing)
        if not existing or camera.host is None:
            return None
        candidates = situation.candidates
        same = situation.point[candidates.site[existing]] == situation.point[camera.host]
        same &= candidates.model[existing] == camera.model
        if not situation.models[camera.model].whole_circle:
            azimuth = camera.grid_azimuth_deg
            if azimuth is None:
                return None
            apart = np.abs(turn_deg(azimuth, candidates.azimuth_deg[existing]))
            same &= apart <= ALIKE_DEG
        first = np.flatnonzero(same)
        table = situation.existing_cameras.table
        return str(table["camera_id"].iloc[int(first[0])]) if first.size else None

    def _leave_proposed(self, name: str) -> None:
        self.dropped.add(name)
        self._leave(self.situation.sites_named(self.proposed[name].point_id))

    def _leave(self, sites: Integers) -> None:
        self.left.update(int(site) for site in sites)

    def _distance_m(self, wish: CameraWish) -> Floats:
        sites = self.situation.sites
        east, north = sites.x_m - float(wish.x_m or 0.0), sites.y_m - float(wish.y_m or 0.0)
        return np.asarray(np.hypot(east, north), dtype=np.float64)

    def _add(self, kind: str, key: str, **values: object) -> None:
        self.problems.append(Problem(kind, file=f"--{key}", values=values))


def banned_candidates(situation: Situation, left: Integers) -> Integers:
    """Return the new candidates on sites that are to be left."""
    new = np.isin(situation.candidates.site, left)
    new[: situation.decided.stop] = False
    return np.flatnonzero(new)
