"""Budgets by ours and by HiGHS alone, in one run: `python -m tests.benchmarks.covering_money`.

Both solve the same programme (covering, count, cameras per point, opening costs, one row of money)
to the same gap; each solve runs in a process of its own, after compiling. HiGHS gets the programme
as `Program` states it, by arrays, and its own defaults. Litvínov is the sample case; Žižkov needs
../shared/data. `--phases` plans Litvínov's three phases with money instead.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import highspy
import numpy as np
from attrs import evolve, frozen
from scipy import sparse

from placement.api.case import read_case
from placement.optimise import Program, plan_phases, solve
from placement.optimise.nested_phases import PhaseLimit
from placement.optimise.warm_up import compile_kernels
from placement.pipeline.program import phase_limits, program_of
from tests.benchmarks.covering import NEW, alone
from tests.benchmarks.covering_instances import sized

ROOT = Path(__file__).parents[2]
SHARED_DATA = ROOT.parent / "shared" / "data"
MILLIONS = (1, 2, 3, 5, 9.8)
CAMERAS = 75
"""At the end, with those that stand."""
DEAR_POST_CZK = 180_000.0
"""Of a lamp post, instead of the case's own price. [Kč]"""
MADE_MILLIONS = (2, 5)


def litvinov(millions: float, *, post_czk: float | None = None) -> Program:
    """Return the sample case with 75 cameras and a budget; lamp posts at another price if given."""
    case = read_case(ROOT / "data" / "litvinov")
    program = program_of(case.situation())
    cost = np.array(program.site_cost)
    if post_czk is not None:
        cost[cost == case.config.sites.point_cost_czk["lamp post"]] = post_czk
    return evolve(program, count=CAMERAS, budget=millions * 1e6, site_cost=cost)


def zizkov(millions: float) -> Program:
    """Return the case of Žižkov with a budget and no other count than that of its points."""
    text = (ROOT / "tests" / "cases" / "zizkov.toml").read_text(encoding="utf-8")
    for name in ("zizkov.gpkg", "crimes_2025_500097"):
        text = text.replace(f'"{name}"', f'"{(SHARED_DATA / "zizkov" / name).as_posix()}"')
    with tempfile.TemporaryDirectory() as folder:
        plan_file = Path(folder) / "zizkov.toml"
        plan_file.write_text(text, encoding="utf-8")
        program = program_of(read_case(plan_file).situation())
    return evolve(program, budget=millions * 1e6)


def made(size: str, millions: float) -> Program:
    """Return a made town with drawn prices, two sites made one point with room for two cameras."""
    instance, rng = sized(size), np.random.default_rng(14)  # prices
    point = instance.site // 2
    return Program(
        covers=instance.covers,
        weight=instance.weight,
        site=point,
        per_site=2,
        existing=instance.existing,
        count=NEW + len(instance.existing),
        camera_cost=rng.choice([45e3, 60e3], len(point)),
        site_cost=rng.choice([95e3, 110e3, 160e3], int(point.max()) + 1),
        budget=millions * 1e6,
    )


def programs() -> dict[str, Callable[[], Program]]:
    """Return how to make each instance, by name."""
    table: dict[str, Callable[[], Program]] = {}
    for m in MILLIONS:
        table[f"Litvínov, {m:g} million"] = lambda m=m: litvinov(m)
    for m in MILLIONS:
        name = f"Litvínov, posts at 180 000, {m:g} million"
        table[name] = lambda m=m: litvinov(m, post_czk=DEAR_POST_CZK)
    if SHARED_DATA.is_dir():
        for m in (1, 2):
            table[f"Žižkov, {m} million"] = lambda m=m: zizkov(m)
    for size in ("5k x 20k", "18k x 50k"):
        for m in MADE_MILLIONS:
            table[f"made, {size}, {m} million"] = lambda size=size, m=m: made(size, m)
    return table


@frozen
class Row:
    """One line of the table."""

    instance: str
    solver: str
    seconds: float
    processor_s: float
    value: float
    bound: float
    peak_gb: float = 0.0

    def markdown(self) -> str:
        """Return the line of a Markdown table."""
        gap = (self.bound - self.value) / self.bound
        cells = (
            self.instance,
            self.solver,
            f"{self.seconds:.1f}",
            f"{self.processor_s:.1f}",
            f"{self.value:.3f}",
            f"{self.bound:.3f}",
            f"{gap:.4%}",
            f"{self.peak_gb:.2f}",
        )
        return "| " + " | ".join(cells) + " |"


HEAD = """| instance | solver | s | processor s | value | bound | gap | peak GB |
|---|---|---:|---:|---:|---:|---:|---:|"""


def ours(program: Program, gap: float, limit_s: float) -> tuple[float, float]:
    """Return value and bound of our engine."""
    plan = solve(program, gap=gap, time_limit_s=limit_s)
    if not program.check(plan.chosen) or plan.objective != program.value(plan.chosen):
        raise AssertionError("the plan is not what it says")
    return plan.objective, plan.bound


def highs(program: Program, gap: float, limit_s: float) -> tuple[float, float]:
    """Return value and bound of HiGHS on the programme as it is written in `Program`."""
    lp, candidates = _stated(program)
    solver = highspy.Highs()
    for option, value in (("output_flag", False), ("time_limit", limit_s), ("mip_rel_gap", gap)):
        solver.setOptionValue(option, value)
    solver.passModel(lp)
    solver.run()
    values = np.array(solver.getSolution().col_value)
    chosen = np.flatnonzero(values[:candidates] > 0.5) if values.size else program.existing
    bound = min(solver.getInfo().mip_dual_bound, float(program.weight.sum()))
    return (program.value(chosen) if program.check(chosen) else 0.0), bound


SOLVERS = {"ours": ours, "HiGHS": highs}


def _stated(program: Program) -> tuple[highspy.HighsLp, int]:
    """Return cameras, demand and opened sites as columns, with all constraints as rows."""
    m, n, sites = program.n_candidates, program.n_demand, program.n_sites
    opening, budget = program.opening(), program.budget
    price = np.zeros(m) if program.camera_cost is None else program.camera_cost.copy()
    price[list(program.existing)] = 0.0
    each = np.arange(m)
    here = sparse.csr_array((np.ones(m), (program.site, each)), shape=(sites, m))
    blocks = [
        [-program.covers.T.astype(float), sparse.eye_array(n), None],
        [here, None, None],
        [sparse.eye_array(m), None, -here.T],
        [sparse.csr_array(np.ones((1, m))), None, None],
        [sparse.csr_array(price[None]), None, sparse.csr_array(opening[None])],
    ]
    standing = np.bincount(program.site[list(program.existing)], minlength=sites)
    rows = sparse.csr_array(sparse.block_array(blocks))
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = m + n + sites, rows.shape[0]
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = np.concatenate((np.zeros(m), program.weight, np.zeros(sites)))
    lower = np.zeros(lp.num_col_)
    lower[list(program.existing)] = 1.0
    lp.col_lower_, lp.col_upper_ = lower, np.ones(lp.num_col_)
    lp.row_lower_ = np.full(lp.num_row_, -highspy.kHighsInf)
    room = np.maximum(program.per_site, standing).astype(float)
    limits = [[float(program.count)], [highspy.kHighsInf if budget is None else budget]]
    lp.row_upper_ = np.concatenate((np.zeros(n), room, np.zeros(m), *limits))
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_ = rows.indptr, rows.indices
    lp.a_matrix_.value_ = rows.data
    whole, part = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
    lp.integrality_ = [whole] * m + [part] * n + [whole] * sites
    return lp, m


def measured(instance: str, solver: str, gap: float, limit_s: float) -> Row:
    """Return how a solver does on an instance."""
    program = programs()[instance]()
    compile_kernels()
    began, processor_began = time.perf_counter(), time.process_time()
    value, bound = SOLVERS[solver](program, gap, limit_s)
    seconds, processor_s = time.perf_counter() - began, time.process_time() - processor_began
    return Row(instance, solver, seconds, processor_s, value, bound)


def phases(millions: tuple[float, ...], priority: str, gap: float, limit_s: float) -> str:
    """Return the lines of Litvínov's phases with money, with what nesting and search cost each."""
    case = read_case(ROOT / "data" / "litvinov")
    situation = case.situation()
    program = program_of(situation)
    limits = phase_limits(situation, program)
    if millions:
        limits = [
            PhaseLimit(limit.count, m * 1e6) for limit, m in zip(limits, millions, strict=True)
        ]
    compile_kernels()
    began = time.process_time()
    found = plan_phases(program, limits, priority=priority, gap=gap, time_limit_s=limit_s)
    spent = time.process_time() - began
    lines = [f"{priority}, {spent:.1f} processor s"]
    for number, one in enumerate(found, start=1):
        best = one.unnested_value or one.objective
        lines.append(
            f"| {number} | {one.objective:.3f} | {best:.3f} | {one.bound:.3f} | {one.gap:.3%} "
            f"| {one.nesting_price / one.bound:.3%} | {(one.bound - best) / one.bound:.3%} |"
        )
    return "\n".join(lines)


PHASES_HEAD = """| phase | value | best alone | bound | gap | of it nesting | of it search |
|---|---:|---:|---:|---:|---:|---:|"""


def rows(options: argparse.Namespace) -> Iterator[Row]:
    """Yield the table, line by line."""
    for instance in options.rows:
        for solver in options.solvers:
            yield alone(measured, instance, solver, options.gap, options.limit_s)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", nargs="*", default=list(programs()), metavar="INSTANCE")
    parser.add_argument("--solvers", nargs="*", default=list(SOLVERS), choices=list(SOLVERS))
    parser.add_argument("--gap", type=float, default=0.001)
    parser.add_argument("--limit-s", type=float, default=120.0)
    parser.add_argument("--phases", nargs="*", metavar="PRIORITY")
    options = parser.parse_args()
    if options.phases is not None:
        sys.stdout.write(PHASES_HEAD + "\n")
        for priority in options.phases or ["target", "early", "joint"]:
            sys.stdout.write(phases((), priority, options.gap, options.limit_s) + "\n")
        return
    sys.stdout.write(HEAD + "\n")
    for row in rows(options):
        sys.stdout.write(row.markdown() + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
