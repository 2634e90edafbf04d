"""Where the memory lies if nobody says: the user's cache folder of the system."""

import os
import sys
from pathlib import Path

VARIABLE = "PLACEMENT_CACHE"
"""Environment variable that names another folder."""


def default_folder() -> Path:
    """Return the folder of the variable, else that of the system.

    Raises
    ------
    RuntimeError
        If there is no variable and the user has no home.
    """
    asked = os.environ.get(VARIABLE)
    if asked:
        return Path(asked)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local") / "placement"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "placement"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "placement"
