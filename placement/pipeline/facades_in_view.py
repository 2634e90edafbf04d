"""Walls of homes in the picture of a plan's cameras, each wall of each camera with its density."""

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely
from attrs import evolve

from placement.pipeline.plan_coverage import candidates_of, places_of
from placement.plan import Plan
from placement.privacy.facade_sights import FacadeSights
from placement.privacy.strips import Strips
from placement.privacy.visible_strips import VisibleStrips, home_heads, joined
from placement.units import Floats, Integers

if TYPE_CHECKING:  # keeps the chain of imports short
    from placement.pipeline.situation import Situation
    from placement.privacy.exposure import Views


def facades_in_view(plan: Plan, situation: "Situation") -> gpd.GeoDataFrame | None:
    """Return walls of homes that cameras have in their home view; None if the plan has no privacy.

    Returns
    -------
    facades
        A row for each wall and camera: camera_id, density_px_m of its densest part in view
        [px/m], area_m2 in view [m²], and the line along the wall from the first to the last strip
        in view. Turned and zoomed views of turning cameras are not in it.
    """
    if plan.privacy is None or situation.views_of_homes is None:
        return None
    cameras = tuple(camera for camera in plan.cameras if camera.status != "out of service")
    in_service = evolve(plan, cameras=cameras)
    own_sites = evolve(
        situation,
        sites=places_of(cameras),
        models=plan.models,
        candidates=candidates_of(in_service, np.arange(len(cameras))),
    )
    views = situation.views_of_homes(own_sites)
    if views is None:
        return None
    parts = joined([block[0] for block in views.at_home(views.facades)])
    return _rows(in_service, views, parts)


def _rows(plan: Plan, views: "Views", parts: VisibleStrips) -> gpd.GeoDataFrame:
    """Return a row for each wall and camera of the parts in view."""
    homes, sights = views.homes, views.facades
    of_home = homes.is_home[sights.strip[parts.piece]]
    camera, piece = parts.candidate[of_home], parts.piece[of_home]
    height_m = (parts.low_m + parts.high_m)[of_home] / 2
    area_m2 = parts.area_m2(views.home_width_m(sights))[of_home]
    density = _density_px_m(plan, views, camera=camera, piece=piece, height_m=height_m)
    strip = sights.strip[piece]
    wall = homes.strips.wall[strip]
    pairs, row = np.unique(np.column_stack([camera, wall]), axis=0, return_inverse=True)
    row = row.ravel()
    count = len(pairs)
    densest, area = np.zeros(count), np.zeros(count)
    np.maximum.at(densest, row, density)
    np.add.at(area, row, area_m2)
    first, last = np.full(count, len(homes.strips)), np.full(count, -1)
    np.minimum.at(first, row, strip)
    np.maximum.at(last, row, strip)
    names = [plan.cameras[number].camera_id for number in pairs[:, 0]]
    return gpd.GeoDataFrame(
        {"camera_id": names, "density_px_m": densest, "area_m2": area},
        geometry=_along_wall(homes.strips, first, last),
        crs=plan.crs,
    )


def _along_wall(strips: Strips, first: Integers, last: Integers) -> np.ndarray:
    """Return lines along walls from the outer end of one strip to that of another."""
    facades, wall = strips.facades, strips.wall[first]
    opens = np.searchsorted(strips.wall, wall)
    count = np.searchsorted(strips.wall, wall, side="right") - opens
    way = facades.end[wall] - facades.start[wall]
    begin, stop = (first - opens) / count, (last - opens + 1) / count
    ends = [facades.start[wall] + share[:, None] * way for share in (begin, stop)]
    return np.asarray(shapely.linestrings(np.stack(ends, axis=1)))


def _density_px_m(
    plan: Plan, views: "Views", *, camera: Integers, piece: Integers, height_m: Floats
) -> Floats:
    """Return the pixel density on parts of walls at a height, the best of a camera's heads."""
    sights: FacadeSights = views.facades
    candidates = views.candidates
    drop_m = sights.lens_m[sights.site[piece]] - height_m
    away_m = sights.away_m[piece]
    density = np.zeros(piece.size)
    for number, each in enumerate(plan.cameras):
        own = np.flatnonzero(camera == number)
        for head in home_heads(plan.model(each.model), each.tilt_deg):
            along_ray = head.density_px_m(
                camera_azimuth_deg=float(candidates.azimuth_deg[number]),
                target_azimuth_deg=sights.azimuth_deg[piece[own]],
                depression_deg=np.degrees(np.arctan2(drop_m[own], away_m[own])),
                distance_m=np.hypot(away_m[own], drop_m[own]),
            )
            on_wall = along_ray * sights.cosine[piece[own]]
            density[own] = np.maximum(density[own], on_wall)
    return density
