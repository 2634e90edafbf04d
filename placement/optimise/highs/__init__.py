"""What is solved exactly, in HiGHS, only here (Huangfu and Hall 2018, 10.1007/s12532-017-0130-5).

`covering` has the plain programme, `linear` its relaxation with cuts, `ruled` programmes with
rules, `solver` what they share.
"""
