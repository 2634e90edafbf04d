"""What a plan need not work out again: free sights by content, kept in one file between runs."""

from placement.memory.looks import Memory, sights
from placement.memory.store import Store

__all__ = ["Memory", "Store", "sights"]
