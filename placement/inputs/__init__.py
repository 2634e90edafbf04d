"""Readers, one per kind of input: a file becomes a table of `schema`, every row accounted for."""
