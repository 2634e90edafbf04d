"""Compiled loops of the covering search: numbers in, numbers out; the only place that knows numba.

`Tables` is a covering problem ready for the loops, `State` a plan with the gain of every
candidate kept up to date. Only a `State` is ever changed, and only by `enter` and `leave`;
`side_constraints` has the moves of programs with side constraints and a state of its own. numba
reads its cache on disk by the names of these classes before it compares dates: one that is renamed
in place breaks a search until the old cache is deleted.
"""
