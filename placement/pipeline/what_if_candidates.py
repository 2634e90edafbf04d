"""Candidates that stand exactly where, as high and as turned as somebody asks."""

import math
from itertools import pairwise

import numpy as np
from attrs import evolve, field, frozen
from scipy import sparse

from placement import sites as places
from placement.crs import systems
from placement.pipeline import existing_cameras
from placement.pipeline.coverage_by_time import coverage_by_time
from placement.pipeline.masked_sights import masked_sights
from placement.pipeline.situation import Situation
from placement.pipeline.what_if_places import CameraWish
from placement.place_codes import place_codes
from placement.plan import PlannedCamera
from placement.sites import Sites
from placement.units import Integers
from placement.visibility.coverage_matrix import CoverageMatrix
from placement.visibility.sights import (
    Candidates,
    Sights,
    exact_poses,
    front_deg,
    poses,
)

SAME_POINT_M = 1.0
"""A camera this near to a point or carrier hangs on it. [m]"""
NEW_POLE = "new pole"
RAYS = ("target", "azimuth_deg", "depression_deg", "distance_m")
"""What `Sights` knows of each ray."""


@frozen
class ExactCamera:
    """A new camera of which place, height and model are decided, and perhaps the direction."""

    x_m: float
    y_m: float
    height_m: float
    model: int
    """Index into the models of the situation."""
    tilt_deg: float
    grid_azimuth_deg: float | None = None
    """None: whichever is best."""
    host: int | None = None
    """Site at whose point it hangs; None: at a point of its own."""
    facing_deg: float = field(default=np.nan)
    """Where its wall looks, from grid north; NaN where all is open. [°]"""
    point_id: str = ""
    """Empty: named by its place."""
    carrier: str = NEW_POLE


def camera_of_wish(situation: Situation, wish: CameraWish) -> ExactCamera | None:
    """Return the camera that a wish means; None if it names a point that is not there."""
    sites = situation.sites
    host: int | None = None
    if not wish.has_place:
        hosts = situation.sites_named(wish.name)
        if not hosts.size:
            return None
        host = int(hosts[0])
        x, y = float(sites.x_m[host]), float(sites.y_m[host])
    else:
        x, y = float(wish.x_m or 0.0), float(wish.y_m or 0.0)
        host = site_at(situation, x, y)
    azimuth = wish.azimuth_deg
    if azimuth is not None:
        azimuth = _grid_azimuth(situation, azimuth, x, y)
    usual_m = situation.config.sites.mount_height_m if host is None else float(sites.height_m[host])
    model = model_number(situation, wish.model)
    tilt = situation.models[model].tilt_deg if wish.tilt_deg is None else wish.tilt_deg
    height = usual_m if wish.height_m is None else wish.height_m
    return _at_host(situation, ExactCamera(x, y, height, model, tilt, azimuth, host))


def camera_of_plan(
    situation: Situation, camera: PlannedCamera, wish: CameraWish | None = None
) -> ExactCamera:
    """Return a proposed camera as it is proposed, but for what a wish says of it.

    On a carrier or pole that the situation has too, it is as high as the situation has it.
    """
    place = (camera.x_m, camera.y_m)
    if wish is not None and wish.has_place:
        place = (float(wish.x_m or 0.0), float(wish.y_m or 0.0))
    else:
        wish = CameraWish("") if wish is None else wish
    host = site_at(situation, *place)
    height_m = camera.height_m
    if host is not None and not wish.has_place:
        height_m = float(situation.sites.height_m[host])
    azimuth = camera.grid_azimuth_deg
    true = camera.azimuth_deg if wish.azimuth_deg is None else wish.azimuth_deg
    if wish.has_place or wish.azimuth_deg is not None:
        azimuth = _grid_azimuth(situation, true, *place)
    return _at_host(
        situation,
        ExactCamera(
            *place,
            height_m=height_m if wish.height_m is None else wish.height_m,
            model=model_number(situation, wish.model or camera.model),
            tilt_deg=camera.tilt_deg if wish.tilt_deg is None else wish.tilt_deg,
            grid_azimuth_deg=azimuth,
            host=host,
            point_id="" if wish.has_place else camera.point_id,
            carrier=NEW_POLE if wish.has_place else camera.carrier,
            facing_deg=_facing(None if wish.has_place else camera.facing_deg),
        ),
    )


def site_at(situation: Situation, x_m: float, y_m: float) -> int | None:
    """Return the site at a place: the nearest one at most `SAME_POINT_M` away, if any. [m]"""
    sites = situation.sites
    if not len(sites):
        return None
    far = np.hypot(sites.x_m - x_m, sites.y_m - y_m)
    return int(far.argmin()) if far.min() <= SAME_POINT_M else None


def model_number(situation: Situation, name: str) -> int:
    """Return the index of a model: the one named, else the default, else the first for sale.

    The default counts only if it may be bought.
    """
    models = situation.config.camera_models
    names = [model.name for model in models]
    if name in names:
        return names.index(name)
    default = situation.config.existing.default_model
    for_sale = [number for number, model in enumerate(models) if model.buy]
    return next((number for number in for_sale if names[number] == default), for_sale[0])


def with_cameras(
    situation: Situation, cameras: list[ExactCamera]
) -> tuple[Situation, list[Integers]]:
    """Return a situation that has cameras among its candidates, and which candidates each is."""
    if not cameras:
        return situation, []
    first = len(situation.sites)
    cameras = _with_point_names(cameras, first)
    sites = _sites_of(cameras)
    rays = masked_sights(
        situation.config,
        situation.inputs,
        situation.surface,
        sites,
        situation.targets,
        range_m=max(model.range_m for model in situation.models),
    )
    joined = _joined(situation.sights, rays)
    parts = [
        _poses(evolve(situation, sights=joined), camera, first + number)
        for number, camera in enumerate(cameras)
    ]
    new = parts[0]
    for part in parts[1:]:
        new = existing_cameras.join(new, part)
    covers = coverage_by_time(
        new,
        joined,
        situation.targets,
        models=situation.models,
        required_density_px_m=situation.required_density_px_m,
        night=situation.night,
    ).covers
    standing = situation.decided.stop
    ends = standing + np.cumsum([0, *(len(part) for part in parts)])
    old = situation.candidates
    before, after = np.arange(standing), np.arange(standing, len(old))
    candidates = existing_cameras.join(
        existing_cameras.join(old.take(before), new), old.take(after)
    )
    rows = situation.coverage.covers
    stepped = situation.stepped_candidates
    hosts = {first + k: camera.host for k, camera in enumerate(cameras) if camera.host is not None}
    return (
        evolve(
            situation,
            sites=places.concatenate([situation.sites, sites]),
            sights=joined,
            candidates=candidates,
            coverage=CoverageMatrix(
                sparse.csr_array(sparse.vstack([rows[:standing], covers, rows[standing:]])),
                situation.coverage.weight,
            ),
            site_cost_czk=np.concatenate([situation.site_cost_czk, _prices(situation, cameras)]),
            stepped_candidates=None if stepped is None else stepped + len(new),
            hosts={**situation.hosts, **hosts},
        ),
        [np.arange(start, end) for start, end in pairwise(ends)],
    )


def _at_host(situation: Situation, camera: ExactCamera) -> ExactCamera:
    """Return a camera with the name, carrier and wall of the site it hangs at."""
    if camera.host is None:
        return camera
    sites, host = situation.sites, camera.host
    return evolve(
        camera,
        point_id=str(sites.ids[host]),
        carrier=str(sites.carrier[host]),
        facing_deg=float(sites.facing_deg[host]),
    )


def _facing(facing_deg: float | None) -> float:
    return float("nan") if facing_deg is None else facing_deg


def _grid_azimuth(situation: Situation, true_deg: float, x: float, y: float) -> float:
    crs = situation.inputs.grid.crs
    return float(systems.grid_azimuth_deg([true_deg], [x], [y], crs=crs)[0])


def _with_point_names(cameras: list[ExactCamera], first: int) -> list[ExactCamera]:
    """Return cameras whose own points have names; those that hang together share a point."""
    codes = place_codes(
        [camera.x_m for camera in cameras], [camera.y_m for camera in cameras], prefix="P"
    )
    camera_of_code: list[ExactCamera] = []
    for camera, code in zip(cameras, codes, strict=True):
        near = [
            number
            for number, other in enumerate(camera_of_code)
            if math.hypot(other.x_m - camera.x_m, other.y_m - camera.y_m) <= SAME_POINT_M
        ]
        if camera.host is not None:
            camera_of_code.append(camera)
        elif near:
            other = camera_of_code[near[0]]
            host = first + near[0] if other.host is None else other.host
            camera_of_code.append(evolve(camera, host=host, point_id=other.point_id))
        else:
            camera_of_code.append(evolve(camera, point_id=camera.point_id or code))
    return camera_of_code


def _sites_of(cameras: list[ExactCamera]) -> Sites:
    return Sites(
        np.array([camera.point_id for camera in cameras], dtype=object),
        np.array([camera.x_m for camera in cameras]),
        np.array([camera.y_m for camera in cameras]),
        np.array([camera.height_m for camera in cameras]),
        np.array([camera.carrier for camera in cameras], dtype=object),
        np.array([camera.facing_deg for camera in cameras]),
    )


def _prices(situation: Situation, cameras: list[ExactCamera]) -> list[float]:
    prices = situation.config.sites.point_cost_czk
    return [prices.get(camera.carrier, prices.get("default", 0.0)) for camera in cameras]


def _masked(rays: Sights) -> tuple[str, ...]:
    """Return the array of rays that only those have which masks may end."""
    return () if rays.mask_px_rad is None else ("mask_px_rad",)


def _joined(first: Sights, second: Sights) -> Sights:
    """Return the rays of two sets of sites as one, the second sites after the first."""
    return Sights(
        np.concatenate([first.start, first.start[-1] + second.start[1:]]),
        **{
            name: np.concatenate([getattr(first, name), getattr(second, name)])
            for name in (*RAYS, *_masked(first))
        },
    )


def _poses(situation: Situation, camera: ExactCamera, site: int) -> Candidates:
    """Return the poses of a camera at a site: the one asked for, or all that may be chosen."""
    model = situation.models[camera.model]
    if camera.grid_azimuth_deg is not None:
        azimuths = np.array([camera.grid_azimuth_deg])
    else:
        step_deg = situation.config.sites.azimuth_step_deg
        fronts_deg = front_deg(np.array([camera.facing_deg]))
        azimuths = poses(fronts_deg, [model], azimuth_step_deg=step_deg).azimuth_deg
        if situation.config.optimise.exact_azimuth:
            exact = exact_poses(
                _rays_of(situation.sights, site),
                situation.targets,
                models=[model],
                fronts_deg=fronts_deg,
                required_density_px_m=situation.required_density_px_m,
            )
            azimuths = np.concatenate([azimuths, exact.azimuth_deg])
    return Candidates(
        np.full(azimuths.size, site),
        np.full(azimuths.size, camera.model),
        azimuths,
        np.full(azimuths.size, camera.tilt_deg),
    )


def _rays_of(rays: Sights, site: int) -> Sights:
    part = slice(rays.start[site], rays.start[site + 1])
    ends = np.array([0, part.stop - part.start])
    names = (*RAYS, *_masked(rays))
    return Sights(ends, **{name: getattr(rays, name)[part] for name in names})
