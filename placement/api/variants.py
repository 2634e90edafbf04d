"""Planning the variants that a study sets beside a finished plan."""

from placement.api.case import Case
from placement.pipeline.progress import Progress, silent
from placement.pipeline.variants import maximal_plan, minimal_plan, same_demand
from placement.plan import Plan


def plan_variants(case: Case, plan: Plan, *, progress: Progress = silent) -> dict[str, Plan]:
    """Return the plans of the variants `minimal` and `maximal` of a case, as far as there are any.

    Parameters
    ----------
    case
        Which the plan is of; it is prepared once for both.
    plan
        The finished plan they stand beside.
    progress
        Hears of each stage.

    Returns
    -------
    plans
        By the name of the variant; empty where the plan is none of this case, answers a what-if
        question, or is of cameras that were given.

    Raises
    ------
    PlacementError
        If an input cannot be used.
    """
    if plan.what_if is not None or plan.evaluated is not None:
        return {}
    situation = case.without_question().situation(progress=progress)
    if not same_demand(situation, plan):
        return {}
    progress.stage("optimise")
    plans = {"minimal": minimal_plan(situation, plan), "maximal": maximal_plan(situation, plan)}
    return {name: each for name, each in plans.items() if each is not None}
