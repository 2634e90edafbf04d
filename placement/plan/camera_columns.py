"""The columns of a camera: one table that every file, layer and page of a plan is written from.

A column is added here, with its header and meaning in both catalogues (`lists.column.<name>` and
`lists.meaning.<name>`), and stands then in `plan.json`, in the layer of cameras, in CSV, GeoJSON,
KML and workbook, on the page, and, if its rule says so, in the public edition. What `PlannedCamera`
has as a field is read back from `plan.json`; what follows from other values is written there and
not read.
"""

from typing import get_args

from attrs import fields

from placement.plan.column import DEMAND, EVERYWHERE, LISTED, STORED, CameraColumn, Output
from placement.plan.column_values import (
    direction,
    free_head_count,
    free_hfov_deg,
    grid_direction,
    has_masks,
    has_privacy,
    has_removals,
    has_several_heads,
    has_unknown_prices,
    has_views,
    has_walls,
    has_widths,
    home_facade,
    is_at_edge,
    is_by_time,
    is_registered,
    is_repeated,
    known_kind_of,
    near_m,
    number_of,
    of_model,
    own,
    page_azimuth,
    page_degrees,
    page_kind,
    page_name,
    page_places,
    page_state,
    percent,
    price_czk,
    range_at,
    share_pct,
    shared_pct,
    view_area,
)
from placement.plan.plan import PlannedCamera, Status
from placement.plan.publication import (
    BLIND,
    CRIME,
    DEVICE,
    HONEST,
    INFORM,
    INNER,
    MOUNT,
    TENDER,
    UNDECIDED,
    PublicationRule,
)
from placement.register.states import STATES
from placement.schema import PROVENANCE

STATUSES = get_args(Status)
NOT_ON_PAGE = EVERYWHERE - {"page"}
NOT_IN_PLAN = EVERYWHERE - {"plan"}
COLUMNS: tuple[CameraColumn, ...] = (
    CameraColumn("data", "word", HONEST, lambda *_: "synthetic", words="lists.provenance",
        outputs=LISTED, exists=lambda context: context.plan.synthetic),
    CameraColumn("number", "integer", INFORM, number_of, outputs=NOT_IN_PLAN, low=1),
    CameraColumn("rank", "integer", CRIME, own("rank"), outputs=NOT_ON_PAGE, low=1,
        comes_back=True),
    CameraColumn("point_id", "text", INFORM, own("point_id"), page_name="point", comes_back=True),
    CameraColumn("camera_id", "text", INNER, own("camera_id"), outputs=NOT_ON_PAGE,
        comes_back=True),
    CameraColumn("name", "text", INFORM, own("name"), page_value=page_name, comes_back=True),
    CameraColumn("status", "word", INFORM, own("status"), words="lists.status", choices=STATUSES,
        comes_back=True),
    CameraColumn("phase", "integer", INFORM, own("phase"), low=0, comes_back=True),
    CameraColumn("removed_in", "integer", INFORM, own("removed_in"), low=1, nullable=True,
        unless_default=True, unless_empty=True, exists=has_removals, comes_back=True),
    CameraColumn("state", "word", INNER, own("state"), words="register.state",
        choices=("", *STATES), unless_default=True, unless_empty=True,
        page_value=page_state, exists=is_registered),
    CameraColumn("street", "text", INFORM, own("street")),
    CameraColumn("district", "text", INFORM, own("district")),
    CameraColumn("carrier", "text", MOUNT, own("carrier"), words="lists.carrier", comes_back=True),
    CameraColumn("height_m", "number", MOUNT, own("height_m"), "m", 2, exact=True,
        page_name="height", comes_back=True),
    CameraColumn("height_assumed", "flag", MOUNT, own("height_assumed"), unless_default=True,
        comes_back=True),
    CameraColumn("kind", "word", INFORM, known_kind_of, words="lists.kind",
        outputs=LISTED | {"page"}, page_value=page_kind, comes_back=True),
    CameraColumn("model", "text", DEVICE, own("model"), comes_back=True),
    CameraColumn("model_assumed", "flag", DEVICE, own("model_assumed"), unless_default=True,
        comes_back=True),
    CameraColumn("purpose", "word", DEVICE, of_model("purpose"), words="lists.purpose",
        outputs=LISTED),
    CameraColumn("width_px", "integer", DEVICE, of_model("width_px"), "px", outputs=LISTED),
    CameraColumn("hfov_deg", "number", DEVICE, of_model("hfov_deg"), "°", 1, outputs=LISTED),
    CameraColumn("vfov_deg", "number", DEVICE, of_model("vfov_deg"), "°", 1, outputs=LISTED),
    CameraColumn("free_heads", "integer", BLIND, free_head_count, outputs=LISTED, low=0,
        exists=has_several_heads),
    CameraColumn("free_hfov_deg", "number", BLIND, free_hfov_deg, "°", 1, outputs=LISTED,
        exists=has_walls),
    CameraColumn("azimuth_deg", "number", BLIND, direction("azimuth_deg"), "°", 1, low=0,
        high=360, nullable=True, page_name="azimuth", page_value=page_azimuth, comes_back=True),
    CameraColumn("grid_azimuth_deg", "number", BLIND, grid_direction, "°", 1, exact=True,
        low=0, high=360, nullable=True, outputs=NOT_ON_PAGE, comes_back=True),
    CameraColumn("azimuth_assumed", "flag", BLIND, own("azimuth_assumed"), page_name="assumed",
        comes_back=True),
    CameraColumn("width_deg", "number", BLIND, own("width_deg"), "°", 1, exact=True, low=0,
        high=360, nullable=True, unless_default=True, unless_empty=True, outputs=NOT_ON_PAGE,
        exists=has_widths, comes_back=True),
    CameraColumn("facing_deg", "number", MOUNT, own("facing_deg"), "°", 1, exact=True, low=0,
        high=360, nullable=True, outputs=NOT_ON_PAGE, exists=has_walls, comes_back=True),
    CameraColumn("tilt_deg", "number", BLIND, own("tilt_deg"), "°", 1, exact=True, low=-90, high=90,
        page_name="tilt", comes_back=True),
    CameraColumn("tilt_assumed", "flag", MOUNT, own("tilt_assumed"), outputs=NOT_ON_PAGE,
        unless_default=True, comes_back=True),
    CameraColumn("detail_level", "word", DEVICE, lambda context, _: context.plan.detail_level,
        words="map.level", outputs=LISTED),
    CameraColumn("density_px_m", "number", DEVICE, lambda context,
        _: context.plan.required_density_px_m, "px/m", 1, outputs=LISTED),
    CameraColumn("range_m", "number", DEVICE, of_model("range_m"), "m", 1, outputs=LISTED),
    CameraColumn("night_range_m", "number", DEVICE, of_model("night_range_m"), "m", 1,
        outputs=LISTED),
    CameraColumn("near_m", "number", BLIND, near_m, "m", 1, outputs=LISTED),
    CameraColumn("detect_m", "number", DEVICE, range_at("detect"), "m", 1, outputs=LISTED),
    CameraColumn("observe_m", "number", DEVICE, range_at("observe"), "m", 1, outputs=LISTED),
    CameraColumn("recognise_m", "number", DEVICE, range_at("recognise"), "m", 1, outputs=LISTED),
    CameraColumn("identify_m", "number", DEVICE, range_at("identify"), "m", 1, outputs=LISTED),
    CameraColumn("top_places", "text", CRIME, lambda _, camera: "; ".join(camera.top_places),
        page_name="top", page_value=page_places),
    CameraColumn("seen", "number", CRIME, own("seen"), DEMAND, 3, low=0, comes_back=True),
    CameraColumn("seen_pct", "number", CRIME, share_pct("seen"), "%", 3, outputs=LISTED),
    CameraColumn("seen_day", "number", CRIME, own("seen_day"), DEMAND, 3, low=0, nullable=True,
        unless_default=True, unless_empty=True, outputs=NOT_ON_PAGE, exists=is_by_time),
    CameraColumn("seen_night", "number", BLIND, own("seen_night"), DEMAND, 3, low=0, nullable=True,
        unless_default=True, unless_empty=True, outputs=NOT_ON_PAGE, exists=is_by_time),
    CameraColumn("mask_count", "integer", BLIND, lambda _, camera: len(camera.masks), low=0,
        outputs=LISTED | {"page"}, exists=has_masks),
    CameraColumn("masked", "number", CRIME, own("masked"), DEMAND, 3, low=0, unless_default=True,
        exists=has_masks),
    CameraColumn("masked_places", "text", CRIME, lambda _, camera: "; ".join(camera.masked_places),
        unless_default=True, outputs=NOT_ON_PAGE, exists=has_masks),
    CameraColumn("gain", "number", CRIME, own("gain"), DEMAND, 3, low=0, comes_back=True),
    CameraColumn("gain_pct", "number", CRIME, share_pct("gain"), "%", 3, outputs=LISTED),
    CameraColumn("cost_czk", "number", TENDER, price_czk, "Kč", low=0, nullable=True,
        page_name="cost"),
    CameraColumn("cost_unknown", "flag", TENDER, own("cost_unknown"), unless_default=True,
        exists=has_unknown_prices),
    CameraColumn("lon_deg", "number", INFORM, own("lon_deg"), "°", 7, low=-180, high=180,
        page_name="lon", page_value=page_degrees, comes_back=True),
    CameraColumn("lat_deg", "number", INFORM, own("lat_deg"), "°", 7, low=-90, high=90,
        page_name="lat", page_value=page_degrees, comes_back=True),
    CameraColumn("x_m", "number", INFORM, own("x_m"), "m", 2, exact=True, outputs=NOT_ON_PAGE,
        comes_back=True),
    CameraColumn("y_m", "number", INFORM, own("y_m"), "m", 2, exact=True, outputs=NOT_ON_PAGE,
        comes_back=True),
    CameraColumn("crs", "text", INFORM, lambda context, _: context.plan.crs, outputs=LISTED,
        comes_back=True),
    CameraColumn("ground_m", "number", MOUNT, own("ground_m"), "m", 2, nullable=True,
        outputs=NOT_ON_PAGE),
    CameraColumn("provenance", "word", HONEST, own("provenance"), words="lists.provenance",
        choices=PROVENANCE, comes_back=True),
    CameraColumn("chosen_again_pct", "number", INNER, percent("chosen_again"), "%",
        outputs=LISTED, exists=is_repeated),
    CameraColumn("alike_again_pct", "number", INNER, percent("alike_again"), "%", outputs=LISTED,
        exists=is_repeated),
    CameraColumn("shared_pct", "number", BLIND, shared_pct, "%", 1, outputs=LISTED,
        exists=lambda context: bool(context.lost)),
    CameraColumn("area_m2", "number", BLIND, view_area("continuous"), "m²", outputs=LISTED,
        exists=has_views),
    CameraColumn("reachable_m2", "number", BLIND, view_area("reachable"), "m²", outputs=LISTED,
        exists=has_views),
    CameraColumn("home_facade_m2", "number", BLIND, home_facade("home_m2", 0), "m²",
        outputs=LISTED, low=0, exists=has_privacy),
    CameraColumn("home_facade_near_m2", "number", BLIND, home_facade("home_m2", 1), "m²",
        outputs=LISTED, low=0, exists=has_privacy),
    CameraColumn("home_facade_reachable_m2", "number", BLIND, home_facade("home_reachable_m2", 0),
        "m²", outputs=LISTED, low=0, exists=has_privacy),
    CameraColumn("private_ground_m2", "number", BLIND, home_facade("ground_m2", 0), "m²",
        outputs=LISTED, low=0, exists=has_privacy),
    CameraColumn("beyond_data_pct", "number", BLIND, percent("beyond_data"), "%", low=0, high=100,
        outputs=LISTED, exists=is_at_edge),
    CameraColumn("beyond_data", "number", BLIND, own("beyond_data"), low=0, high=1,
        outputs=STORED | {"page"}, unless_default=True),
    CameraColumn("kind_assumed", "flag", HONEST, own("kind_assumed"), outputs=STORED,
        unless_default=True),
    CameraColumn("chosen_again", "number", INNER, own("chosen_again"), nullable=True,
        outputs=STORED, unless_default=True, unless_empty=True),
    CameraColumn("alike_again", "number", INNER, own("alike_again"), nullable=True,
        outputs=STORED, unless_default=True, unless_empty=True),
)  # fmt: skip
"""In the order of lists, then what lists do not have."""


def all_columns() -> tuple[CameraColumn, ...]:
    """Return every column: in the order of lists, then what lists do not have."""
    return COLUMNS


def columns_in(output: Output) -> tuple[CameraColumn, ...]:
    """Return the columns that an output has, in the order of lists."""
    return tuple(column for column in COLUMNS if output in column.outputs)


def stored_first(output: Output) -> tuple[CameraColumn, ...]:
    """Return the columns that an output has: fields of a camera in their order, then the rest."""
    columns = {column.name: column for column in columns_in(output)}
    stored = [each.name for each in fields(PlannedCamera) if each.name in columns]
    return tuple(columns[name] for name in dict.fromkeys((*stored, *columns)))


def derived_columns() -> tuple[CameraColumn, ...]:
    """Return the columns of `plan.json` that follow from others: written there, not read."""
    stored = {each.name for each in fields(PlannedCamera)}
    return tuple(column for column in columns_in("plan") if column.name not in stored)


def coming_back() -> tuple[CameraColumn, ...]:
    """Return the columns that a list gives back, in the order of lists."""
    return tuple(column for column in columns_in("lists") if column.comes_back)


def rule_of(name: str) -> PublicationRule:
    """Return the rule of a column; withheld as undecided if there is no such column."""
    return next((column.rule for column in COLUMNS if column.name == name), UNDECIDED)
