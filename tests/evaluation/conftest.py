"""The made-up town and the toy case are modules beside the tests."""

from pathlib import Path

HERE = Path(__file__).parent
