"""Cut-outs of the map for visit sheets: around one camera, and around the stops of a walk."""

import math
from collections.abc import Sequence

import numpy as np
import shapely
from attrs import evolve

from placement.output.layers import Layers
from placement.output.map_colours import phase_colour
from placement.output.paper import ground
from placement.output.paper.labels import spread, street_names
from placement.output.paper.margin import scale_and_north
from placement.output.paper.pen import Pen
from placement.output.paper.sheets import Sheet, sheet_around
from placement.plan import Plan, PlannedCamera
from placement.units import Floats

AROUND_CAMERA_M, AROUND_WALK_M = 12.0, 40.0
RADIUS_MM = 2.4
ARROW_MM = 13.0


def draw_camera(pen: Pen, plan: Plan, layers: Layers, camera: PlannedCamera, number: int) -> None:
    """Draw the ground around a camera, what it sees, and an arrow to where it looks."""
    own = _of_cameras(layers, [camera])
    here = shapely.Point(camera.x_m, camera.y_m)
    shapes: list[shapely.Geometry] = [here, *own.views.geometry[~own.views.is_empty]]
    sheet = sheet_around(None, shapes, (camera,), pen.paper, around_m=AROUND_CAMERA_M)
    others = [each for each in plan.cameras if each.point_id != camera.point_id]
    near = [each for each in others if sheet.holds(each.x_m, each.y_m)]
    at = sheet.on_page(camera.x_m, camera.y_m, pen.paper)
    _draw_ground(pen, plan, own, sheet, np.array([at]))
    for each in near:
        pen.symbol(*sheet.on_page(each.x_m, each.y_m, pen.paper), 0.5 * RADIUS_MM, each)
    if plan.has_direction(camera):
        turn = math.radians(camera.grid_azimuth_deg)
        tip = at[0] + ARROW_MM * math.sin(turn), at[1] + ARROW_MM * math.cos(turn)
        arrow = {
            "arrowstyle": "-|>",
            "color": phase_colour(camera.phase),
            "linewidth": 1.8,
            "shrinkA": 0,
            "shrinkB": 0,
        }
        pen.axes.annotate("", tip, at, arrowprops=arrow, zorder=11)
    pen.numbered(at, RADIUS_MM, camera, number=number)
    scale_and_north(pen, plan, sheet)


def draw_stops(pen: Pen, plan: Plan, layers: Layers, stops: Sequence[PlannedCamera]) -> None:
    """Draw the ground around the stops of a walk, each with its number in the walk."""
    own = _of_cameras(layers, stops)
    places: list[shapely.Geometry] = [shapely.Point(each.x_m, each.y_m) for each in stops]
    sheet = sheet_around(None, places, tuple(stops), pen.paper, around_m=AROUND_WALK_M)
    anchors = np.array([sheet.on_page(each.x_m, each.y_m, pen.paper) for each in stops])
    places_mm = spread(anchors, radius_mm=RADIUS_MM, room_mm=pen.paper.map_mm)
    _draw_ground(pen, plan, own, sheet, places_mm)
    rows = zip(stops, anchors, places_mm, strict=True)
    for number, (camera, anchor, stand) in enumerate(rows, start=1):
        if np.any(anchor != stand):
            pen.stroke([anchor[0], stand[0]], [anchor[1], stand[1]], zorder=11)
        pen.numbered(stand, RADIUS_MM, camera, number=number)


def _of_cameras(layers: Layers, cameras: Sequence[PlannedCamera]) -> Layers:
    """Return the layers with the views of these cameras only."""
    ids = {camera.camera_id for camera in cameras}
    return evolve(
        layers,
        views=layers.views[layers.views["camera_id"].isin(ids)],
        masked=layers.masked[layers.masked["camera_id"].isin(ids)],
    )


def _draw_ground(pen: Pen, plan: Plan, layers: Layers, sheet: Sheet, taken_mm: Floats) -> None:
    paper = pen.paper
    west_mm, east_mm, south_mm, north_mm = paper.map_mm
    wide, high = paper.width_mm, paper.height_mm
    box = (
        west_mm / wide,
        south_mm / high,
        (east_mm - west_mm) / wide,
        (north_mm - south_mm) / high,
    )
    page = pen.axes.figure
    axes = page.add_axes(box, zorder=1)
    ground.draw(axes, layers, ground.views_of(plan, layers), sheet, paper)
    for name in street_names(layers, sheet, paper, taken_mm=taken_mm, radius_mm=RADIUS_MM):
        plate = {"facecolor": "#ffffff", "edgecolor": "none", "alpha": 0.65, "pad": 0.25}
        look = {"rotation": name.turn_deg, "ha": "center", "va": "center", "bbox": plate}
        pen.write(name.x_mm, name.y_mm, name.words, fontsize=name.size_pt, **look, zorder=10)
    pen.frame(*paper.map_mm)
