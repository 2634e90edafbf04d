"""Slow façades in the picture to compare with: walls in small squares, each asked by itself.

Nothing here is shared with the package: a pinhole camera by vectors, houses by every edge.
"""

import math
from itertools import pairwise

import numpy as np


def squares(polygon, bottom_m, top_m, side_m):
    """Yield (centres (K, 3), normal, area of each) of the walls of a house."""
    ring = np.asarray(polygon.exterior.coords)[:, :2]
    area2 = np.sum(ring[:-1, 0] * ring[1:, 1] - ring[1:, 0] * ring[:-1, 1])
    for p, q in pairwise(ring):
        length = math.hypot(*(q - p))
        across, up = (max(math.ceil(m / side_m), 1) for m in (length, top_m - bottom_m))
        share = (np.arange(across) + 0.5) / across
        height = bottom_m + (np.arange(up) + 0.5) / up * (top_m - bottom_m)
        xy = p + share[:, None] * (q - p)
        normal = np.array([q[1] - p[1], p[0] - q[0]]) / length * (1 if area2 > 0 else -1)
        centres = np.column_stack([np.repeat(xy, up, axis=0), np.tile(height, across)])
        yield centres, normal, length * (top_m - bottom_m) / (across * up)


def in_picture(lens, points, *, azimuth_deg, tilt_deg, hfov_deg, vfov_deg):
    """Return (inside, depth): which points a pinhole shows, and how far along its axis."""
    a, t = math.radians(azimuth_deg), math.radians(tilt_deg)
    forward = np.array([math.sin(a) * math.cos(t), math.cos(a) * math.cos(t), -math.sin(t)])
    right = np.array([math.cos(a), -math.sin(a), 0.0])
    down = np.cross(forward, right)
    ray = points - np.asarray(lens)
    depth = ray @ forward
    with np.errstate(divide="ignore", invalid="ignore"):
        inside = (
            (depth > 0)
            & (np.abs(ray @ right / depth) <= math.tan(math.radians(hfov_deg / 2)))
            & (np.abs(ray @ down / depth) <= math.tan(math.radians(vfov_deg / 2)))
        )
    return inside, depth


def free(lens, points, houses):
    """Return which points no roof hides; points a hair before their wall. Heights are exact."""
    x, y, z = points.T
    result = np.ones(len(points), dtype=bool)
    for polygon, top_m in houses:
        ring = np.asarray(polygon.exterior.coords)[:, :2]
        for (px, py), (qx, qy) in pairwise(ring):
            turn = (x - lens[0]) * (qy - py) - (y - lens[1]) * (qx - px)
            with np.errstate(divide="ignore", invalid="ignore"):
                share = ((px - lens[0]) * (qy - py) - (py - lens[1]) * (qx - px)) / turn
                beside = ((px - lens[0]) * (y - lens[1]) - (py - lens[1]) * (x - lens[0])) / turn
            met = (share > 0) & (share < 1) & (beside >= 0) & (beside <= 1)
            result &= ~(met & (lens[2] + share * (z - lens[2]) < top_m))
    return result


def facade_m2(lens, houses, *, focal_px, density_px_m, side_m, **pose):
    """Return the façade in the picture of a pinhole at a density, in small squares. [m²]"""
    total = 0.0
    for polygon, top_m in houses:
        for centres, normal, area in squares(polygon, 0.0, top_m, side_m):
            ray = centres - np.asarray(lens)
            slant = -(ray[:, :2] @ normal) / np.hypot(ray[:, 0], ray[:, 1])
            inside, depth = in_picture(lens, centres, **pose)
            with np.errstate(divide="ignore", invalid="ignore"):
                dense = focal_px / depth * slant >= density_px_m
            index = np.flatnonzero(inside & dense & (slant > 0))
            if index.size:
                before = centres[index] + np.append(normal, 0.0) * 1e-4
                total += area * free(lens, before, houses).sum()
    return total
