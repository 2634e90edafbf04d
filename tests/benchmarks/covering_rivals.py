"""The same covering problems by other solvers: raw HiGHS, PuLP with CBC, spopt.

None but highspy is a dependency; install what is to be compared beside the project.
"""

import importlib.util
from collections.abc import Callable

import highspy
import numpy as np

from tests.benchmarks.covering_instances import CameraInstance

Solver = Callable[[CameraInstance, int, float], tuple[float, float]]
"""Instance, count in all and time limit [s] → value and bound."""


def raw_highs(made: CameraInstance, count: int, limit_s: float) -> tuple[float, float]:
    """Return value and bound of HiGHS on the plain programme, stated by arrays."""
    candidates, points = made.covers.shape
    seen_by = made.covers.T.tocsr()
    ours = np.unique(made.site)
    cost = np.concatenate([np.zeros(candidates), made.weight])
    lower = np.zeros(candidates + points)
    lower[list(made.existing)] = 1.0
    rows, values, start = [], [], [0]
    for point in range(points):
        near = seen_by.indices[seen_by.indptr[point] : seen_by.indptr[point + 1]]
        rows.append(np.concatenate([near, [candidates + point]]))
        values.append(np.concatenate([-np.ones(near.size), [1.0]]))
        start.append(start[-1] + near.size + 1)
    for site in ours:
        mine = np.flatnonzero(made.site == site)
        rows.append(mine)
        values.append(np.ones(mine.size))
        start.append(start[-1] + mine.size)
    rows.append(np.arange(candidates))
    values.append(np.ones(candidates))
    start.append(start[-1] + candidates)
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = candidates + points, len(rows)
    program.sense_ = highspy.ObjSense.kMaximize
    program.col_cost_, program.col_lower_ = cost, lower
    program.col_upper_ = np.ones(candidates + points)
    program.row_lower_ = np.full(len(rows), -highspy.kHighsInf)
    program.row_upper_ = np.concatenate([np.zeros(points), np.ones(len(ours)), [float(count)]])
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_ = np.array(start)
    program.a_matrix_.index_ = np.concatenate(rows)
    program.a_matrix_.value_ = np.concatenate(values)
    program.integrality_ = [highspy.HighsVarType.kInteger] * candidates + [
        highspy.HighsVarType.kContinuous
    ] * points
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("time_limit", limit_s)
    solver.passModel(program)
    solver.run()
    told = solver.getInfo()
    return max(told.objective_function_value, 0.0), told.mip_dual_bound


def pulp_cbc(made: CameraInstance, count: int, limit_s: float) -> tuple[float, float]:
    """Return value and bound of CBC on the programme stated in PuLP."""
    import pulp

    candidates, points = made.covers.shape
    seen_by = made.covers.T.tocsr()
    problem = pulp.LpProblem("covering", pulp.LpMaximize)
    pick = [pulp.LpVariable(f"y{j}", cat="Binary") for j in range(candidates)]
    seen = [pulp.LpVariable(f"z{i}", 0, 1) for i in range(points)]
    problem += pulp.lpSum(w * z for w, z in zip(made.weight, seen, strict=True))
    for point in range(points):
        near = seen_by.indices[seen_by.indptr[point] : seen_by.indptr[point + 1]]
        problem += seen[point] <= pulp.lpSum(pick[j] for j in near)
    for site in np.unique(made.site):
        problem += pulp.lpSum(pick[j] for j in np.flatnonzero(made.site == site)) <= 1
    problem += pulp.lpSum(pick) <= count
    for j in made.existing:
        pick[j].lowBound = 1
    problem.solve(pulp.PULP_CBC_CMD(msg=False, timeLimit=limit_s, threads=2))
    value = float(pulp.value(problem.objective) or 0.0)
    return value, value if problem.sol_status == pulp.LpSolutionOptimal else float(
        made.weight.sum()
    )


def spopt_mclp(made: CameraInstance, count: int, limit_s: float) -> tuple[float, float]:
    """Return the value of spopt's MCLP: it knows existing places, but no one-per-site."""
    import pulp
    from spopt.locate import MCLP

    cost = 1.0 - made.covers.T.toarray().astype(np.float32)
    model = MCLP.from_cost_matrix(
        cost,
        made.weight,
        0.5,
        p_facilities=count,
        predefined_facilities_arr=np.isin(np.arange(cost.shape[1]), made.existing).astype(int),
    )
    model = model.solve(pulp.PULP_CBC_CMD(msg=False, timeLimit=limit_s, threads=2))
    value = float(pulp.value(model.problem.objective) or 0.0)
    return value, value


SOLVERS: dict[str, Solver] = {"HiGHS": raw_highs, "PuLP+CBC": pulp_cbc, "spopt+CBC": spopt_mclp}
NEEDS = {"HiGHS": "highspy", "PuLP+CBC": "pulp", "spopt+CBC": "spopt"}
CAN_DO = {
    "HiGHS": ("1k x 3k", "5k x 20k", "18k x 50k", "50k x 100k"),
    "PuLP+CBC": ("1k x 3k", "5k x 20k"),
    "spopt+CBC": ("1k x 3k",),
}
"""Sizes that end within minutes and fit into memory."""


def missing() -> set[str]:
    """Return the solvers that are not installed here."""
    return {name for name, module in NEEDS.items() if not importlib.util.find_spec(module)}
