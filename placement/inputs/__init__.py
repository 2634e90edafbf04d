"""Readers: one per kind of input. Each brings a file to a table of `schema` and says what became of every row."""
