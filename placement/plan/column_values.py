"""Values of camera columns: functions that get them from a plan and one of its cameras."""

from placement.cameras.heads import Head
from placement.cameras.model import CameraModel
from placement.cameras.projection import dead_zone_m, detail_levels, range_m
from placement.plan.plan import PlanContext, PlannedCamera
from placement.plan.public import (
    AnyCamera,
    AnyPlan,
    Cell,
    Get,
    PageValue,
    PublicCamera,
    PublicPlan,
)
from placement.units import rounded_deg

KINDS = ("turning", "whole circle", "fixed")
"""Words for what a camera can look at; their texts are below `lists.kind.`."""


def kind_of(model: CameraModel) -> str:
    """Return which of `KINDS` a model is."""
    return "turning" if model.turning else "whole circle" if model.whole_circle else "fixed"


def known_kind(plan: AnyPlan, camera: AnyCamera) -> str | None:
    """Return which of `KINDS` a camera is; None where nobody said so, or it is withheld."""
    if isinstance(camera, PublicCamera) or isinstance(plan, PublicPlan):
        return camera.kind if isinstance(camera, PublicCamera) else None
    return None if camera.kind_assumed else kind_of(plan.model(camera.model))


def known_kind_of(context: PlanContext, camera: PlannedCamera) -> Cell:
    """Return which of `KINDS` a camera is; None where nobody said so."""
    return known_kind(context.plan, camera)


def number_of(context: PlanContext, camera: PlannedCamera) -> Cell:
    """Return the number of a camera on map, paper and lists."""
    return context.numbers[camera.camera_id]


def own(name: str) -> Get:
    """Return a getter of a field of the camera."""

    def value(_: PlanContext, camera: PlannedCamera) -> Cell:
        field: Cell = getattr(camera, name)
        return field

    return value


def of_model(name: str) -> Get:
    """Return a getter of a property of the camera's model."""

    def value(context: PlanContext, camera: PlannedCamera) -> Cell:
        property_: Cell = getattr(context.model(camera), name)
        return property_

    return value


def direction(name: str) -> Get:
    """Return a getter of an azimuth; None for a camera that sees the whole circle."""

    def value(context: PlanContext, camera: PlannedCamera) -> Cell:
        return float(getattr(camera, name)) if context.plan.has_direction(camera) else None

    return value


def price_czk(_: PlanContext, camera: PlannedCamera) -> Cell:
    """Return what is known of the price of a camera and its point; None if nothing is. [Kč]"""
    return None if camera.cost_unknown and camera.cost_czk == 0 else camera.cost_czk


def is_registered(context: PlanContext) -> bool:
    """Return whether any camera has a state in the town's register."""
    return any(camera.state for camera in context.plan.cameras)


def has_unknown_prices(context: PlanContext) -> bool:
    """Return whether the price of any camera is not wholly known."""
    return any(camera.cost_unknown for camera in context.plan.cameras)


def grid_direction(context: PlanContext, camera: PlannedCamera) -> Cell:
    """Return the azimuth from grid north; None for a whole circle that is not turned."""
    turned = context.plan.has_direction(camera) or camera.grid_azimuth_deg != 0.0
    return camera.grid_azimuth_deg if turned else None


def share_pct(name: str) -> Get:
    """Return a getter of an amount of demand in per cent of the whole area's."""

    def value(context: PlanContext, camera: PlannedCamera) -> Cell:
        total = context.plan.demand_total
        return 100 * float(getattr(camera, name)) / total if total else 0.0

    return value


def percent(name: str) -> Get:
    """Return a getter of a share in per cent."""

    def value(_: PlanContext, camera: PlannedCamera) -> Cell:
        share: float | None = getattr(camera, name)
        return None if share is None else 100 * share

    return value


def range_at(level: str) -> Get:
    """Return a getter of how far the densest picture has a level of 2014 in its middle. [m]"""
    density = next(each.density_px_m for each in detail_levels("2014") if each.name == level)

    def value(context: PlanContext, camera: PlannedCamera) -> Cell:
        dense = [range_m(view.lens, density) for view in free_heads(context, camera)]
        return min(max(dense), context.model(camera).range_m) if dense else None

    return value


def free_heads(context: PlanContext, camera: PlannedCamera) -> tuple[Head, ...]:
    """Return the heads of a camera that look past the wall it hangs on: all where there is none."""
    return context.model(camera).free_heads(
        camera.tilt_deg, azimuth_deg=camera.grid_azimuth_deg, facing_deg=camera.facing_deg
    )


def free_head_count(context: PlanContext, camera: PlannedCamera) -> Cell:
    """Return how many heads of a camera look past its wall."""
    return len(free_heads(context, camera))


def free_hfov_deg(context: PlanContext, camera: PlannedCamera) -> Cell:
    """Return the angle of view that the wall behind a camera leaves free. [°]"""
    return context.model(camera).free_hfov_deg(
        azimuth_deg=camera.grid_azimuth_deg, facing_deg=camera.facing_deg
    )


def near_m(context: PlanContext, camera: PlannedCamera) -> Cell:
    """Return the ground distance below which no picture shows a target, on level ground. [m]"""
    nearest = [
        dead_zone_m(
            view.lens,
            height_m=camera.height_m,
            tilt_deg=view.tilt_deg,
            target_height_m=context.plan.target_height_m,
        )
        for view in free_heads(context, camera)
    ]
    return min(nearest) if nearest else None


def shared_pct(context: PlanContext, camera: PlannedCamera) -> Cell:
    """Return the share of what a camera sees that others see too at the target; None if broken."""
    if camera.camera_id not in context.lost or not camera.seen > 0:
        return None
    return 100 * min(max(1 - context.lost[camera.camera_id] / camera.seen, 0.0), 1.0)


def view_area(kind: str) -> Get:
    """Return a getter of the size of the view of a kind in the detail asked. [m²]"""

    def value(context: PlanContext, camera: PlannedCamera) -> Cell:
        return float((context.view_areas_m2 or {}).get(kind, {}).get(camera.camera_id, 0.0))

    return value


def home_facade(name: str, level: int) -> Get:
    """Return a getter of façades or ground of homes in the picture at a threshold. [m²]

    `name` is a field of `CameraPrivacy`; a camera out of service shows nothing.
    """

    def value(context: PlanContext, camera: PlannedCamera) -> Cell:
        own_figures = context.privacy.get(camera.camera_id)
        return 0.0 if own_figures is None else float(getattr(own_figures, name)[level])

    return value


def has_privacy(context: PlanContext) -> bool:
    """Return whether it was worked out what of homes is in the picture."""
    return context.plan.privacy is not None


def page_name(value: Cell, camera: AnyCamera) -> PageValue:
    """Return the name of the point, or the camera's identifier where it has none."""
    return value or camera.camera_id


def page_kind(value: Cell, _: AnyCamera) -> PageValue:
    """Return the word for what a camera can look at, `unknown` where nobody said so."""
    return value or "unknown"


def page_azimuth(_: Cell, camera: AnyCamera) -> PageValue:
    """Return the azimuth the page draws by, also of a camera that sees the whole circle."""
    return rounded_deg(camera.azimuth_deg, 2) if isinstance(camera, PlannedCamera) else None


def page_degrees(value: Cell, _: AnyCamera) -> PageValue:
    """Return a longitude or latitude to about a centimetre. [°]"""
    return None if value is None else round(float(value), 7)


def page_places(_: Cell, camera: AnyCamera) -> PageValue:
    """Return the streets a camera sees most demand on, most first."""
    return list(camera.top_places) if isinstance(camera, PlannedCamera) else None


def page_state(value: Cell, _: AnyCamera) -> PageValue:
    """Return the state of a camera in the town's register, None where the case has none."""
    return value or None


def has_views(context: PlanContext) -> bool:
    """Return whether any view in the detail asked is drawn."""
    return context.view_areas_m2 is not None


def has_removals(context: PlanContext) -> bool:
    """Return whether any standing camera is taken down."""
    return any(camera.removed_in is not None for camera in context.plan.cameras)


def has_masks(context: PlanContext) -> bool:
    """Return whether any camera of a plan has masks."""
    return any(camera.masks for camera in context.plan.cameras)


def has_several_heads(context: PlanContext) -> bool:
    """Return whether any camera has more than one head."""
    return any(len(context.model(camera).heads) > 1 for camera in context.plan.cameras)


def has_walls(context: PlanContext) -> bool:
    """Return whether any camera hangs on a wall."""
    return any(camera.facing_deg is not None for camera in context.plan.cameras)


def has_widths(context: PlanContext) -> bool:
    """Return whether the source of any camera says how wide it looks."""
    return any(camera.width_deg is not None for camera in context.plan.cameras)


def is_at_edge(context: PlanContext) -> bool:
    """Return whether any camera reaches beyond the data."""
    return any(camera.beyond_data > 0 for camera in context.plan.cameras)


def is_by_time(context: PlanContext) -> bool:
    """Return whether the plan is one for day and night."""
    return context.plan.night is not None


def is_repeated(context: PlanContext) -> bool:
    """Return whether the plan was made again on other demand."""
    return context.plan.repetitions > 0
