"""Planning a case: cameras chosen phase by phase; and where its incidents are expected."""

from collections.abc import Callable

from placement.api.case import Case
from placement.api.results import PlanResult
from placement.demand.hotspots import Null
from placement.errors import in_file
from placement.evaluation.robustness import with_robustness
from placement.output.camera_views import Foresight
from placement.pipeline.answer import answer
from placement.pipeline.assessment import Assessment, assess, hot_by_lixel
from placement.pipeline.decision import decide
from placement.pipeline.progress import Progress, silent
from placement.tour.planned_walks import with_walks
from placement.worker import IN_PLACE, Worker


def plan_case(
    case: Case,
    *,
    progress: Progress = silent,
    stop: Callable[[], bool] | None = None,
    worker: Worker = IN_PLACE,
) -> PlanResult:
    """Choose cameras for a case, phase by phase, and say how good the choice is.

    Parameters
    ----------
    case
        As `read_case` or `case_from_tables` returns it; `Case.with_options` changes what is asked.
    progress
        Hears of each stage and of the bounds.
    stop
        Asked now and then while cameras are chosen; once it says yes, the best plan so far is
        completed. `threading.Event.is_set` is one.
    worker
        Tests streets, makes the plans of cross-fitting and draws views meanwhile; this process
        if not given.

    Raises
    ------
    PlacementError
        If an input cannot be used, no plan is possible, or none was found.

    Examples
    --------
    >>> import geopandas, placement, shapely
    >>> streets = geopandas.GeoDataFrame(
    ...     {"name": ["Long"]},
    ...     geometry=[shapely.LineString([(-792000, -978000), (-791800, -978000)])],
    ...     crs="EPSG:5514",
    ... )
    >>> model = {"name": "fixed", "hfov_deg": 80, "vfov_deg": 45, "width_px": 2688, "cost_czk": 0}
    >>> case = placement.case_from_tables(
    ...     {"streets": streets}, camera_models=[model], target_cameras=2
    ... )
    >>> result = placement.plan_case(case)
    >>> len(result.cameras), result.gap < 0.01
    (2, True)
    """
    situation = case.situation(progress=progress)
    # it depends on no plan, so another process has it done before anybody draws
    hot = worker.call(hot_by_lixel, situation.config, situation.inputs.without_rasters())
    foresight = Foresight(situation, worker)
    with in_file(case.plan_file):
        if case.config.what_if is None:
            plan = decide(
                situation,
                progress=progress,
                stop=stop,
                worker=worker,
                on_target=foresight.begin,
            )
        else:
            before = case.without_question().situation(progress=progress)
            plan = answer(before, situation, progress=progress, stop=stop)
        plan = with_robustness(situation, plan, progress=progress, stop=stop)
    plan = with_walks(plan, situation.inputs.streets)
    return PlanResult(plan, case, situation, hot=hot, foresight=foresight)


def street_demand(
    case: Case, *, compared_with: Null = "town", progress: Progress = silent
) -> Assessment:
    """Work out where incidents are expected on the streets of a case, and which stand out.

    Parameters
    ----------
    case
        Of which only streets, incidents, area and districts matter.
    compared_with
        Rate per street metre that chance would give: the town's, or that of the district or class
        of street.
    progress
        Hears of each stage.

    Returns
    -------
    assessment
        `demand.lixels` (GeoDataFrame with `expected` incidents a year), `hot.listed`, `yearly`.

    Raises
    ------
    InputError
        If the inputs cannot be used.
    """
    inputs = case.inputs(progress=progress)
    with in_file(case.plan_file):
        return assess(case.config, inputs, compared_with=compared_with, progress=progress)
