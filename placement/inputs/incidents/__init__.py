"""Incidents: tables and layers of events, and the download of the Czech police."""

from placement.inputs.incidents.reader import read

__all__ = ["read"]
