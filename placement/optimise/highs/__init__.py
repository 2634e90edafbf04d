"""Exact solution by HiGHS, the only place that knows it (Huangfu and Hall 2018).

`covering` states plain covering, solves it and its linear relaxation with cuts; `model` solves a
mixed-integer model given as rows and columns; `solver` is what both share. The reference is
doi:10.1007/s12532-017-0130-5.
"""
