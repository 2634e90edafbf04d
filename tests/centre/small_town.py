"""A plan of three cameras of three kinds, on which the centre is reckoned in tests."""

from placement.cameras.lenses import Lens
from placement.cameras.model import CameraModel
from placement.plan import PhaseResult, Plan, PlannedCamera

FIXED = CameraModel("fixed", Lens(80, 45, 2688, "f-theta"), tilt_deg=15, range_m=80, cost_czk=1)
CIRCLE = CameraModel(
    "circle", Lens(360, 55, 15360, "panoramic"), tilt_deg=22, range_m=80, cost_czk=1
)
TURNING = CameraModel(
    "dome",
    Lens(60, 35, 1920, "f-theta"),
    tilt_deg=12,
    range_m=80,
    cost_czk=1,
    turning=True,
    zoom=20,
)


def town() -> Plan:
    """Return a plan of three cameras of three kinds, one today and one in each of two phases."""
    cameras = tuple(
        PlannedCamera(
            camera_id=f"K{phase}",
            point_id=f"K{phase}",
            name="",
            status="existing" if phase == 0 else "new",
            phase=phase,
            rank=phase + 1,
            model=model.name,
            x_m=0.0,
            y_m=0.0,
            lon_deg=13.6,
            lat_deg=50.6,
            ground_m=None,
            height_m=5.0,
            carrier="lamp post",
            azimuth_deg=0.0,
            grid_azimuth_deg=0.0,
            tilt_deg=15.0,
            cost_czk=0.0,
            seen=1.0,
            gain=1.0,
            street="",
            district="",
            top_places=(),
            provenance="derived",
        )
        for phase, model in enumerate((TURNING, FIXED, CIRCLE))
    )
    phases = tuple(
        PhaseResult(number, str(number), number + 1, 1, number + 1, czk, None, 1.0, 1.0)
        for number, czk in enumerate((0.0, 3_000_000.0, 1_000_000.0))
    )
    return Plan(
        case="town",
        crs="EPSG:5514",
        demand_total=10.0,
        demand_points=1,
        demand_unit="incidents",
        required_density_px_m=62.5,
        detail_level="observe",
        target_height_m=1.6,
        models=(FIXED, CIRCLE, TURNING),
        cameras=cameras,
        phases=phases,
        seed=0,
    )
