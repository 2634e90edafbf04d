"""What a camera makes of what is in sight: lenses, rays to pixels, heads, purposes, azimuths."""
