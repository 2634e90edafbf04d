"""Random drags of a plan's cameras, judged by the exact engine and by the page's own scripts."""

import json
import math
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
from attrs import evolve, frozen

from placement import sites as places
from placement.output.webmap.live import live_blocks
from placement.pipeline.coverage_by_time import coverage_by_time
from placement.pipeline.situation import Situation
from placement.plan import Plan, PlannedCamera
from placement.plan.public import in_order
from placement.sites import Sites
from placement.units import Booleans
from placement.visibility.coverage_matrix import CoverageMatrix
from placement.visibility.sights import Candidates, sights

SCRIPT = Path(__file__).parents[1] / "webmap" / "live_answers.js"
FARTHEST_M = 60.0


@frozen(eq=False)
class Drags:
    """Cameras of a plan moved, turned and exchanged at random; none inside a house."""

    plan: Plan
    situation: Situation
    camera: np.ndarray
    """(N,) which of the plan's cameras in service each drag moved."""
    sites: Sites
    candidates: Candidates

    @classmethod
    def of(cls, plan: Plan, situation: Situation, *, number: int, seed: int) -> "Drags":
        """Draw so many drags; nearly half keep the model, a few tilt."""
        dice = np.random.default_rng(seed)
        names = [model.name for model in situation.models]
        cameras = plan.standing(plan.final.phase)
        rows: list[tuple[int, float, float, float, int, float, float]] = []
        while len(rows) < number:
            at = int(dice.integers(len(cameras)))
            own = cameras[at]
            away, way = FARTHEST_M * math.sqrt(dice.random()), 2 * math.pi * dice.random()
            x, y = own.x_m + away * math.cos(way), own.y_m + away * math.sin(way)
            model = names.index(own.model)
            if dice.random() < 0.5:
                model = int(dice.integers(len(names)))
            tilt = situation.models[model].tilt_deg + (dice.random() < 0.3) * dice.uniform(-8, 8)
            azimuth = round(360 * dice.random(), 1)
            rows.append(
                (at, round(x, 3), round(y, 3), own.height_m, model, azimuth, round(tilt, 1))
            )
            if not _stands_free(situation, *rows[-1][1:4]):
                rows.pop()
        at, x, y, height, model, azimuth, tilt = map(np.array, zip(*rows, strict=True))
        nothing = np.full(number, np.nan)
        carrier = np.full(number, "drag", dtype=object)
        drawn = Sites(np.arange(number).astype(object), x, y, height, carrier, nothing)
        return cls(plan, situation, at, drawn, Candidates(np.arange(number), model, azimuth, tilt))

    @property
    def keys(self) -> list[str]:
        """Identifiers of the plan's cameras in service when all is built."""
        return [camera.camera_id for camera in self.plan.standing(self.plan.final.phase)]

    def poses(self, origin: tuple[float, float]) -> list[dict[str, Any]]:
        """Return the drags as the page has poses; it finds their ground itself."""
        sites, candidates = self.sites, self.candidates
        return [
            {
                "x": float(sites.x_m[n] - origin[0]),
                "y": float(sites.y_m[n] - origin[1]),
                "height_m": float(sites.height_m[n]),
                "azimuth_deg": float(candidates.azimuth_deg[n]),
                "tilt_deg": float(candidates.tilt_deg[n]),
                "facing_deg": None,
                "model": int(candidates.model[n]),
                "key": self.keys[int(self.camera[n])],
            }
            for n in range(len(sites))
        ]

    def exact(self) -> CoverageMatrix:
        """Return what the drags cover by the exact engine."""
        return coverage_of(self.situation, self.sites, self.candidates)

    def in_reach(self) -> Booleans:
        """Return (N, I) the demand points within the range of each camera, along the ground."""
        targets, ranges = self.situation.targets, [m.range_m for m in self.situation.models]
        away = np.hypot(
            targets.x_m[None, :] - self.sites.x_m[:, None],
            targets.y_m[None, :] - self.sites.y_m[:, None],
        )
        return np.asarray(away <= np.array(ranges)[self.candidates.model][:, None])


def coverage_of(situation: Situation, sites: Sites, candidates: Candidates) -> CoverageMatrix:
    """Return what cameras at any places cover, by the exact engine."""
    reach_m = max(model.range_m for model in situation.models)
    rays = sights(situation.surface, sites, situation.targets, range_m=reach_m)
    return coverage_by_time(
        candidates,
        rays,
        situation.targets,
        models=situation.models,
        required_density_px_m=situation.required_density_px_m,
        night=situation.night,
    )


def plan_coverage(plan: Plan, situation: Situation) -> CoverageMatrix:
    """Return what the plan's cameras in service at the end cover, by the exact engine."""
    cameras = plan.standing(plan.final.phase)
    names = [model.name for model in situation.models]
    number = np.arange(len(cameras))
    facing = [np.nan if c.facing_deg is None else c.facing_deg for c in cameras]
    sites = Sites(
        number.astype(object),
        np.array([camera.x_m for camera in cameras]),
        np.array([camera.y_m for camera in cameras]),
        np.array([camera.height_m for camera in cameras]),
        np.full(len(cameras), "", dtype=object),
        np.array(facing, dtype=np.float64),
    )
    poses = Candidates(
        number,
        np.array([names.index(camera.model) for camera in cameras]),
        np.array([camera.grid_azimuth_deg for camera in cameras]),
        np.array([camera.tilt_deg for camera in cameras]),
    )
    return coverage_of(situation, sites, poses)


def answers_of(
    plan: Plan, blocks: dict[str, Any], poses: list[dict[str, Any]]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return what the page's scripts say of the plan, and of it with each pose; run by Node."""
    facts = [
        {
            "id": camera.camera_id,
            "point": camera.point_id,
            "name": camera.name,
            "status": camera.status,
            "carrier": camera.carrier,
            "phase": camera.phase,
            "provenance": camera.provenance,
        }
        for camera in in_order(plan)
        if isinstance(camera, PlannedCamera)
    ]
    question = json.dumps({"blocks": blocks, "facts": facts, "poses": poses})
    done = subprocess.run(
        ["node", str(SCRIPT)], input=question, capture_output=True, text=True, check=True
    )
    said = json.loads(done.stdout)
    return said["plan"], said["answers"]


def blocks_of(plan: Plan, situation: Situation) -> dict[str, Any]:
    """Return the page's blocks as the browser reads them."""
    blocks = live_blocks(plan, situation)
    assert blocks is not None
    read: dict[str, Any] = json.loads(json.dumps(blocks))
    return read


def _stands_free(situation: Situation, x: float, y: float, height_m: float) -> bool:
    one = np.array([x]), np.array([y])
    if not situation.surface.grid.holds(*one).all():
        return False
    site = Sites(
        np.array(["drag"], dtype=object),
        *one,
        np.array([height_m]),
        np.array(["drag"], dtype=object),
        np.array([np.nan]),
    )
    return not places.inside_buildings(evolve(site), situation.inputs.buildings)[0]
