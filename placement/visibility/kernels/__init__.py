"""Compiled loops of rule R3: lines of sight over a raster, arrays in, arrays out."""
