"""Layers of a plan that need its case: views by detail level, demand by phase, places."""

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from placement.output.camera_views import Foresight, views
from placement.output.layers import Layers
from placement.output.plan_layers import plan_layers
from placement.output.wording import spaced
from placement.pipeline import place_coverage
from placement.pipeline.assessment import hot_by_lixel
from placement.pipeline.facades_in_view import facades_in_view
from placement.pipeline.plan_coverage import PlanSights
from placement.pipeline.situation import Situation
from placement.plan import Plan, phases_in_view
from placement.plan.place_coverage import PlaceCoverage
from placement.plan.street_coverage import rank_text
from placement.worker import IN_PLACE, Task, Worker


def case_layers(
    plan: Plan,
    situation: Situation,
    *,
    watched: Sequence[PlaceCoverage] | None = None,
    hot: Task[pd.Series | None] | None = None,
    worker: Worker = IN_PLACE,
    foresight: Foresight | None = None,
) -> Layers:
    """Return all layers of a plan; `watched` as `pipeline.covered_places` says it.

    The worker sees for a part of the cameras, and tests which streets are hot, unless either was
    begun before.
    """
    inputs = situation.inputs
    if hot is None:
        hot = worker.call(hot_by_lixel, situation.config, inputs.without_rasters())
    covered = place_coverage.covered_places(plan, situation) if watched is None else watched
    lixels = demand(plan, situation, hot=hot.result())
    facades = facades_in_view(plan, situation)
    areas, masked = views(plan, situation, worker=worker, foresight=foresight)  # it may wait
    return plan_layers(
        plan,
        views=areas,
        demand=lixels,
        streets=inputs.streets,
        buildings=inputs.buildings,
        area=gpd.GeoDataFrame({"name": [plan.case]}, geometry=[inputs.area], crs=plan.crs),
        districts=inputs.districts,
        backdrop=inputs.backdrop,
        places=None if inputs.places is None else places(plan, covered),
        addresses=inputs.addresses,
        facades=facades,
        masked=masked,
        networks=inputs.networks,
    )


def places(plan: Plan, covered: Sequence[PlaceCoverage]) -> gpd.GeoDataFrame:
    """Return places with the phases in which each counts as seen, by `plan.phases_in_view`.

    They are those of the list of places, seen by the same rule.
    """
    return gpd.GeoDataFrame(
        {
            "place_id": [f"P{number:04}" for number in range(1, len(covered) + 1)],
            "name": [spaced(place.name) for place in covered],
            "kind": [place.kind for place in covered],
            **phases_in_view.columns_of(
                np.array([place.in_view for place in covered], dtype=np.bool_).reshape(
                    len(covered), len(plan.phases)
                )
            ),
        },
        geometry=shapely.points([(place.x_m, place.y_m) for place in covered]),
        crs=plan.crs,
    )


def demand(plan: Plan, situation: Situation, *, hot: pd.Series | None) -> gpd.GeoDataFrame:
    """Return the lixels with the phases that see each (`plan.phases_in_view`), cameras, and `hot`.

    `cameras` counts those that cover a lixel at the end, `camera_ranks` names all that do so in any
    phase. Hot is tested on what was recorded, not on what is expected: see `demand.hotspots`; `hot`
    has 1 or 0 by lixel, None where nothing was tested. In a plan for day and night these are by
    day; `seen_phase_night` and `unseen_phases_night` are by night.
    """
    coverage = PlanSights.of(plan, situation).coverage_by_time(plan.required_density_px_m)
    lixels, points = situation.demand.lixels, len(situation.demand.ids)
    standing = [
        [k for k, camera in enumerate(plan.cameras) if camera.works_in(phase.phase)]
        for phase in plan.phases
    ]
    visible = np.column_stack([coverage.covered(cameras) for cameras in standing])
    by_day = coverage.covers[:, :points].toarray() > 0
    by_night = {}
    if situation.night is not None:
        by_night = phases_in_view.columns_of(visible[points:], suffix=phases_in_view.NIGHT)
    return lixels.assign(
        **phases_in_view.columns_of(visible[:points]),
        cameras=coverage.counts(standing[-1])[:points],
        camera_ranks=rank_text(by_day, plan),
        hot=np.nan if hot is None else lixels["lixel_id"].map(hot),
        **by_night,
    )
