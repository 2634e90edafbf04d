"""Sheets for a site visit: what to look at before each pole, and what to write down there."""
