"""Which code an answer comes from: what other code remembered is not asked for."""

import hashlib
import platform
import sys
from pathlib import Path

import placement

PACKAGE = Path(placement.__file__).parent
FOLDERS = (PACKAGE, *(PACKAGE / name for name in ("hiding", "memory", "optics", "sight")))
"""The rooms that decide what is seen all lie here; a test holds them to it."""
LIBRARIES = ("numba", "numpy", "scipy", "shapely")


def version() -> bytes:
    """Return a digest of the code and the libraries that decide a line of sight, and the machine.

    It is that of the sources themselves: a number that somebody must remember to raise, or the
    package's version that stays the same between two commits, would let a stale answer through.
    Without sources (a frozen program) the package's version stands for them.
    """
    digest = hashlib.blake2b(digest_size=16)
    said = [placement.__version__, platform.machine(), platform.system()]
    said += [f"{name} {_version_of(name)}" for name in LIBRARIES]
    digest.update("\n".join(said).encode())
    for folder in FOLDERS:
        for file in sorted(folder.glob("*.py")):
            digest.update(file.name.encode())
            digest.update(file.read_bytes())
    return digest.digest()


def _version_of(name: str) -> str:
    return str(getattr(sys.modules.get(name), "__version__", ""))  # the rooms have imported it
