"""A town's data from the live public sources; the only room that uses the network."""

from placement.fetch.cache import Cache, default_folder
from placement.fetch.endpoints import load
from placement.fetch.session import MissingSource, SourceUse
from placement.fetch.town import FetchedTown, fetch

__all__ = ["Cache", "FetchedTown", "MissingSource", "SourceUse", "default_folder", "fetch", "load"]
