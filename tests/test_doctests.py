"""Examples in docstrings run, as a reader would type them in the project's folder."""

import contextlib
import doctest
import pkgutil
from importlib import import_module
from pathlib import Path

import placement

ROOT = Path(__file__).parents[1]


def test_examples_of_docstrings_run() -> None:
    """Every module that has examples is run; those of the front door are among them."""
    tried = {}
    with contextlib.chdir(ROOT):
        for module in pkgutil.walk_packages(placement.__path__, "placement."):
            spec = module.module_finder.find_spec(module.name, None)  # type: ignore[call-arg]
            source = Path(spec.origin or "").read_text(encoding="utf-8") if spec else ""
            if ">>> " in source:
                tried[module.name] = doctest.testmod(import_module(module.name))
        tried["placement"] = doctest.testmod(placement)

    assert {"placement", "placement.api.case", "placement.api.planning"} <= tried.keys()
    assert all(result.failed == 0 for result in tried.values()), tried
