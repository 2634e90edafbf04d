"""Rounds on foot past the points of a plan: a short one, and how short any can be."""
