"""What leaves the house: layers for a GIS, lists for designers, the council's map, the manifest."""
