"""Lists of cameras, places and districts, and of what may be swapped, in every format."""
