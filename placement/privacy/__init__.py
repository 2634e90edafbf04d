"""What of people's homes is in the picture: façades and private ground, as quantities."""
