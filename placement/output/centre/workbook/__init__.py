"""`centre.xlsx`: the centre's reckoning as formulae, which follow when a clerk changes a number."""
