"""Layers of vector files: features in the working system, their shapes and tags."""
