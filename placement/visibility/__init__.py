"""What can be seen from a place: a surface with obstacles, lines of sight, viewsheds, coverage."""
