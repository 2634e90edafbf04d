"""Addresses: the table of a town's addresses, and rows that are placed by an address."""

from placement.inputs.addresses.reader import read

__all__ = ["read"]
