"""Lines over a whole surface: pairs, windows of cells, persons, shadows, towns that could be."""
