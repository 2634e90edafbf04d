"""Compiled loops of the covering search: numbers in, numbers out; the only place that knows numba.

`Tables` is a covering problem ready for the loops, `State` a plan in the making with everything a
move needs kept up to date. Only a `State` is ever changed, and only by `enter` and `leave`.
"""
