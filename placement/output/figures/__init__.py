"""Figures: one camera's view, the curve of gains, how sure a plan is, the hold-out."""
