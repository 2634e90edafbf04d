"""What a camera would show: the ground, houses and trees around it, drawn with its own optics."""
