"""A town's data from the live public sources; the only room that uses the network."""

from placement.fetch.cache import Cache, default_folder
from placement.fetch.endpoints import load
from placement.fetch.gathering import Missing, Used
from placement.fetch.town import FetchedTown, fetch

__all__ = ["Cache", "FetchedTown", "Missing", "Used", "default_folder", "fetch", "load"]
