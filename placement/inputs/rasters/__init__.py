"""Rasters of heights, brought to the grid of a run."""
