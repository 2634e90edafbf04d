"""Covering with side constraints: floors, requirements, forbidden pairs and backup coverage.

An engine of its own beside the plain one, which is quicker and closes more gaps where there are no
side constraints (`python -m tests.benchmarks.covering_engines`). `reduction` makes a `residual`
problem, `search` plans, `bound` relaxes, `formulation` states the exact model, `conflicts` explains
why nothing is feasible, and `engine` runs them.
"""
