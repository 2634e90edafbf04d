"""Partial views made whole: a demand point becomes as many copies as there are fractions of it."""

import numpy as np
from attrs import evolve
from scipy import sparse

from placement.optimise.program import Program


def without_parts(program: Program) -> Program:
    r"""Return the same program with whole views only; exactly the same choices and values.

    With the fractions :math:`0 = v_0 < v_1 < \dots < v_m = 1` that candidates have of a demand
    point, its best view is worth :math:`\sum_l (v_l - v_{l-1}) [\text{some view} \ge v_l]`: a sum
    over copies, each with its part of the weight, which a candidate covers up to its own fraction.
    The second best view splits in the same way.
    """
    partial = program.rules.partial
    if partial is None:
        return program
    parts = partial.tocoo()
    whole = program.covers.tocoo()
    row = np.concatenate((whole.row, parts.row)).astype(np.int64)
    column = np.concatenate((whole.col, parts.col)).astype(np.int64)
    fraction = np.concatenate((np.ones(whole.nnz), parts.data))
    own = np.arange(program.n_demand)  # the whole view is a copy of its own, seen or not
    level, of_view = np.unique(
        np.rec.fromarrays(
            (np.concatenate((own, column)), np.concatenate((np.ones(len(own)), fraction)))
        ),
        return_inverse=True,
    )
    origin = np.asarray(level["f0"], dtype=np.int64)
    upper = np.asarray(level["f1"], dtype=np.float64)
    first = np.searchsorted(origin, own)
    lower = np.where(np.arange(len(origin)) == first[origin], 0.0, np.roll(upper, 1))
    top = of_view.ravel()[len(own) :]
    length = top - first[column] + 1
    begin = np.concatenate(([0], np.cumsum(length)))
    copies = np.arange(begin[-1]) + np.repeat(first[column] - begin[:-1], length)
    covers = sparse.csr_array(
        (np.ones(len(copies), np.int8), (np.repeat(row, length), copies)),
        shape=(program.n_candidates, len(origin)),
    )
    last = np.concatenate((first[1:], [len(origin)])) - 1
    rules = evolve(
        program.rules,
        partial=None,
        floors=[
            evolve(floor, demand=np.flatnonzero(np.isin(origin, floor.demand)))
            for floor in program.rules.floors
        ],
        required=[evolve(one, demand=last[list(one.demand)]) for one in program.rules.required],
    )
    weight = program.weight[origin] * (upper - lower)
    return evolve(program, covers=covers, weight=weight, rules=rules)
