"""Dates and times of day, as people and programs write them."""
