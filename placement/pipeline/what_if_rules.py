"""What-if questions about new cameras: what they fix, forbid or move, as rules of the covering."""

import numpy as np
from attrs import evolve

from placement.crs import systems
from placement.errors import ConfigError, Problem
from placement.optimise import Requirement, Rules
from placement.pipeline.program import sites_named
from placement.pipeline.situation import Situation
from placement.pipeline.what_if_inputs import Place, place_of
from placement.plan import TODAY, Plan, PlannedCamera
from placement.units import Booleans, Integers, turn_deg

WITHIN_M = 30.0
"""A place means the nearest site, or all sites if forbidden, this near. [m]"""


def with_question(rules: Rules, situation: Situation, free: Plan) -> Rules:
    """Add what a what-if question fixes and forbids to the rules of the plan file.

    Parameters
    ----------
    rules
        Rules of the plan file.
    situation
        With existing cameras as the question has them.
    free
        Plan without the question, whose cameras may be named by id.

    Raises
    ------
    ConfigError
        With every entry that names nothing, or a place where no camera can be.
    """
    section = situation.config.what_if
    if section is None:
        return rules
    question = _Question(situation, free)
    for text in section.fix:
        question.fix(text)
    for text in section.forbid:
        question.forbid(text)
    for text in section.move:
        question.move(text)
    if question.problems:
        raise ConfigError(question.problems)
    return evolve(
        rules,
        required=(*rules.required, *question.required),
        banned=(*rules.banned, *question.banned),
    )


class _Question:
    """Collects the candidates that a question means, and every problem with it."""

    def __init__(self, situation: Situation, free: Plan) -> None:
        self.situation = situation
        self.proposed = {
            camera.camera_id: camera for camera in free.cameras if camera.phase > TODAY
        }
        table = situation.existing_cameras.table
        self.standing = {str(name) for name in table["camera_id"]}
        self.required: list[Requirement] = []
        self.banned: list[int] = []
        self.problems: list[Problem] = []

    def fix(self, text: str) -> None:
        """Require a camera at a place, at a point, or as proposed."""
        if text in self.proposed:
            self._require(text, self._as_proposed(self.proposed[text]))
        elif sites_named(self.situation, text).size:
            self._require(text, np.isin(self._site, sites_named(self.situation, text)))
        elif (place := place_of(text)) is not None:
            self._fix_place(text, place)
        elif text not in self.standing:
            self._unknown(text, "what_if.fix")

    def forbid(self, text: str) -> None:
        """Ban every new camera at a place, at a point, or where one is proposed."""
        if text in self.standing:
            return  # the inputs have it out of service
        if text in self.proposed:
            sites = sites_named(self.situation, self.proposed[text].point_id)
        elif not (sites := sites_named(self.situation, text)).size:
            place = place_of(text)
            if place is None:
                self._unknown(text, "what_if.forbid")
                return
            sites = np.flatnonzero(self._distance_m(place) <= WITHIN_M)
            if not sites.size:
                self._nowhere(text, place, "what_if.forbid")
        self.banned += np.flatnonzero(np.isin(self._site, sites) & self._new).tolist()

    def move(self, text: str) -> None:
        """Forbid a proposed camera where it is and require it elsewhere."""
        name, _, there = text.partition("=")
        place = place_of(there)
        if place is None or name.strip() not in self.standing | set(self.proposed):
            values = {"name": text}
            self.problems.append(Problem("what_if_no_move", column="what_if.move", values=values))
        elif name.strip() in self.proposed:
            self.forbid(name.strip())
            self._fix_place(text, place)

    def _fix_place(self, text: str, place: Place) -> None:
        distance_m = self._distance_m(place)
        # the nearest site where a camera of that kind sees anything
        able = self._new & self._of_model(place)
        near = able & (distance_m[self._site] <= WITHIN_M)
        if not (distance_m <= WITHIN_M).any():
            self._nowhere(text, place, "what_if.fix")
            return
        if near.any():
            nearest = self._site[near][np.argmin(distance_m[self._site[near]])]
            near &= self._site == nearest
            near &= self._toward(place, near)
        self._require(text, near)

    def _require(self, text: str, candidates: Booleans) -> None:
        chosen = np.flatnonzero(candidates & self._new)
        if chosen.size:
            self.required.append(Requirement(text, candidates=chosen))
        else:
            problem = Problem("what_if_no_camera", column="what_if.fix", values={"name": text})
            self.problems.append(problem)

    def _of_model(self, place: Place) -> Booleans:
        names = np.array([model.name for model in self.situation.models], dtype=object)
        kinds = self.situation.candidates.model
        if place.model is None:
            return np.ones(len(kinds), dtype=np.bool_)
        return np.asarray(names[kinds] == place.model, dtype=np.bool_)

    def _toward(self, place: Place, among: Booleans) -> Booleans:
        """Return the candidates that look nearest to the direction asked, of any without one."""
        if place.azimuth_deg is None:
            return among
        crs = self.situation.inputs.grid.crs
        x, y = systems.from_lonlat([place.lon_deg], [place.lat_deg], crs=crs)
        grid = float(systems.grid_azimuth_deg([place.azimuth_deg], x, y, crs=crs)[0])
        off = np.abs(turn_deg(grid, self.situation.candidates.azimuth_deg))
        whole = np.array([model.whole_circle for model in self.situation.models])
        off = np.where(whole[self.situation.candidates.model], 0.0, off)
        return np.asarray(among & (off <= off[among].min() + 1e-6), dtype=np.bool_)

    def _as_proposed(self, camera: PlannedCamera) -> Booleans:
        """Return the candidates that are a proposed camera: its point, model and direction."""
        candidates = self.situation.candidates
        here = np.isin(self._site, sites_named(self.situation, camera.point_id))
        names = np.array([model.name for model in self.situation.models], dtype=object)
        same = np.abs(candidates.azimuth_deg - camera.grid_azimuth_deg) < 1e-6
        return np.asarray(here & same & (names[candidates.model] == camera.model), dtype=np.bool_)

    @property
    def _site(self) -> Integers:
        return self.situation.candidates.site

    @property
    def _new(self) -> Booleans:
        new = np.ones(len(self._site), dtype=np.bool_)
        new[list(self.situation.existing)] = False
        return new

    def _distance_m(self, place: Place) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        sites = self.situation.sites
        x, y = systems.from_lonlat(
            [place.lon_deg], [place.lat_deg], crs=self.situation.inputs.grid.crs
        )
        return np.asarray(np.hypot(sites.x_m - x[0], sites.y_m - y[0]), dtype=np.float64)

    def _nowhere(self, text: str, place: Place, column: str) -> None:
        values = {
            "name": text,
            "within": WITHIN_M,
            "nearest": round(float(self._distance_m(place).min()), 1),
        }
        self.problems.append(Problem("what_if_no_site", column=column, values=values))

    def _unknown(self, text: str, column: str) -> None:
        self.problems.append(Problem("what_if_unknown", column=column, values={"name": text}))
