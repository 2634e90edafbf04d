"""`cameras-vms.csv`: the cameras of the finished plan as a video management system imports them.

A row a picture: each head of a camera with several is a stream of its own. Headings are English and
units stand in them, since importers match columns by name. The address of the stream is left empty:
whoever installs the camera knows it. What is assumed of a standing camera (direction, height) is
left empty too: an import takes it for a fact. Of one whose model is assumed the angle of view is
what its source says, and it is one row, whatever the assumed model has.
"""

import csv
import io
from collections.abc import Iterator

from placement.cameras.heads import Head
from placement.output.csv_lists import without_formula
from placement.output.layers import Layers
from placement.output.wording import printable
from placement.plan import Plan, PlannedCamera
from placement.plan.public import in_order
from placement.texts import Language
from placement.units import wrap_deg

COLUMNS = (
    "name", "camera_id", "latitude", "longitude", "azimuth_deg", "field_of_view_deg", "tilt_deg",
    "range_m", "height_m", "model", "status", "phase", "stream_url",
)  # fmt: skip
WHOLE_CIRCLE_DEG = 360.0


def cameras_vms(plan: Plan, _: Layers | None, __: Language) -> bytes:
    """Return the list: UTF-8, commas, decimal points; azimuths clockwise from true north."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\n")
    writer.writerow(COLUMNS)
    for camera in in_order(plan):
        if isinstance(camera, PlannedCamera) and camera.removed_in is None:
            writer.writerows(_pictures(camera, plan))
    return sheet.getvalue().encode("utf-8")


def _pictures(camera: PlannedCamera, plan: Plan) -> Iterator[list[str]]:
    """Yield a row for each picture of a camera."""
    model = plan.model(camera.model)
    name = printable(camera.name or camera.street) or camera.point_id
    heads = model.heads_at_tilt(camera.tilt_deg)
    if camera.model_assumed:  # nor is known how many lenses it has
        heads = (Head(model.lens, camera.tilt_deg),)
    looks = plan.has_direction(camera) or (bool(model.heads) and not camera.model_assumed)
    for number, head in enumerate(heads, start=1):
        several = f" ({number})" if len(heads) > 1 else ""
        hfov_deg = camera.width_deg if camera.model_assumed else head.lens.hfov_deg
        azimuth_deg = wrap_deg(camera.azimuth_deg + head.azimuth_offset_deg)
        is_round = hfov_deg is not None and hfov_deg >= WHOLE_CIRCLE_DEG
        has_azimuth = looks and not camera.azimuth_assumed and not is_round
        yield [
            without_formula(f"{camera.camera_id} {name}{several}"),
            without_formula(printable(camera.camera_id)),
            f"{camera.lat_deg:.7f}",
            f"{camera.lon_deg:.7f}",
            f"{azimuth_deg:.1f}" if has_azimuth else "",
            "" if hfov_deg is None else f"{hfov_deg:.1f}",
            "" if camera.tilt_assumed else f"{head.tilt_deg:.1f}",
            "" if camera.model_assumed else f"{model.range_m:.0f}",
            "" if camera.height_assumed else f"{camera.height_m:.2f}",
            "" if camera.model_assumed else without_formula(printable(camera.model)),
            camera.status,
            str(camera.phase),
            "",
        ]
