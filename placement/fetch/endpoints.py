"""Endpoints: addresses of the sources, from one data file that a user's file can override."""

import string
import tomllib
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path
from types import UnionType
from typing import Any, get_args
from urllib.parse import quote, urlencode

from attrs import Attribute, field, fields, frozen

from placement.errors import ConfigError, Problem
from placement.files import plain_bytes, reading

FILE = "endpoints.toml"
KEYS = ("municipality", "ruian", "addresses", "osm", "terrain", "surface", "incidents")
MEGABYTE = 1_000_000
MOST_BYTES = 4_000_000


@frozen
class FetchRequest:
    """One HTTP request, and the types and sizes of replies that are accepted."""

    key: str
    """Endpoint it belongs to."""
    url: str
    body: str | None
    """Body of a POST; None makes it a GET."""
    types: tuple[str, ...]
    suffix: str
    most_bytes: int
    keep_days: int
    sha256: str


@frozen
class Endpoint:
    """One source; the fields are those of the file, which explains them."""

    key: str
    url: str
    licence: str
    source: str
    suffix: str
    method: str = "GET"
    query: Mapping[str, str] = field(factory=dict)
    body: str = ""
    types: tuple[str, ...] = ()
    most_mb: float = 50.0
    most_unpacked_mb: float = 500.0
    keep_days: int = 31
    sha256: str = ""
    months_back: int = 1
    where_code: str = ""
    where_name: str = ""
    cell_m: float = 2.0
    tile_cells: int = 1000
    most_tiles: int = 400
    known_from: str = ""

    def request(self, **values: object) -> FetchRequest:
        """Return the request of this source, with its placeholders filled in.

        Raises
        ------
        ConfigError
            If the address asks for a value that this source does not get.
        """
        safe = {name: quote(str(value), safe=",.-") for name, value in values.items()}
        try:
            url = self.url.format_map(safe)
            query = {name: form.format_map(values) for name, form in self.query.items()}
            body = self.body.strip().format_map(values) if self.method == "POST" else None
        except (KeyError, ValueError, IndexError, AttributeError) as error:
            raise ConfigError(_wrong(self.key, "url", str(error))) from error
        return FetchRequest(
            self.key,
            f"{url}?{urlencode(query)}" if query else url,
            body,
            self.types,
            self.suffix,
            int(self.most_mb * MEGABYTE),
            self.keep_days,
            self.sha256.lower(),
        )

    @property
    def most_unpacked(self) -> int:
        """How much a zip of this source may hold. [B]"""
        return int(self.most_unpacked_mb * MEGABYTE)


def load(file: Path | None = None) -> dict[str, Endpoint]:
    """Return every source by its key; values of `file` replace those of the package.

    Raises
    ------
    ConfigError
        If the file cannot be read, or names what is not known; every problem at once.
    """
    packaged = resources.files("placement") / "data" / FILE
    tables = tomllib.loads(packaged.read_text(encoding="utf-8"))
    if file is not None:
        for key, table in _read(file).items():
            tables[key] = {**tables.get(key, {}), **table} if isinstance(table, dict) else table
    name = file.name if file else FILE
    problems = list(_problems(tables, name))
    if problems:
        raise ConfigError(problems)
    return {key: _endpoint(key, tables[key]) for key in KEYS}


def _read(file: Path) -> dict[str, Any]:
    with reading(file, kind="endpoints_unreadable", error=ConfigError):
        return tomllib.loads(plain_bytes(file, most_bytes=MOST_BYTES).decode("utf-8-sig"))


def _problems(tables: Mapping[str, Any], file: str) -> Iterator[Problem]:
    attributes: dict[str, Attribute[Any]] = {own.name: own for own in fields(Endpoint)}
    del attributes["key"]
    for key, table in tables.items():
        if key not in KEYS or not isinstance(table, dict):
            values = {"found": key, "known": ", ".join(KEYS)}
            yield Problem("endpoints_unknown", file, column=str(key), values=values)
            continue
        for name, value in table.items():
            if name not in attributes:
                values = {"found": name, "known": ", ".join(attributes)}
                yield Problem("endpoints_unknown", file, column=f"{key}.{name}", values=values)
            elif not _fits(value, attributes[name].type):
                yield _wrong(key, name, str(value), file)
        yield from _implausible(key, table, file)


def _implausible(key: str, table: Mapping[str, Any], file: str) -> Iterator[Problem]:
    url = str(table.get("url", ""))
    if not url.startswith(("https://", "http://")):
        yield _wrong(key, "url", url, file)
    if table.get("method", "GET") not in ("GET", "POST"):
        yield _wrong(key, "method", str(table["method"]), file)
    for name in ("most_mb", "most_unpacked_mb", "cell_m", "tile_cells", "most_tiles"):
        value = table.get(name, 1)
        if isinstance(value, int | float) and not 0 < value < 1e9:
            yield _wrong(key, name, str(value), file)
    for form in (url, str(table.get("body", ""))):
        try:
            list(string.Formatter().parse(form))
        except ValueError as error:
            yield _wrong(key, "url", str(error), file)


def _fits(value: object, kind: object) -> bool:
    """Return whether a value of TOML can stand for a field of a kind."""
    if kind == Mapping[str, str]:
        return isinstance(value, dict) and all(isinstance(v, str) for v in value.values())
    if kind == tuple[str, ...]:
        return isinstance(value, list) and all(isinstance(v, str) for v in value)
    if isinstance(value, bool):
        return False
    kinds: tuple[Any, ...] = get_args(kind) if isinstance(kind, UnionType) else (kind,)
    return isinstance(value, (int, float) if float in kinds else kinds)


def _endpoint(key: str, table: Mapping[str, Any]) -> Endpoint:
    plain: dict[str, Any] = {n: tuple(v) if isinstance(v, list) else v for n, v in table.items()}
    return Endpoint(key=key, **plain)


def _wrong(key: str, name: str, value: str, file: str = FILE) -> Problem:
    return Problem("endpoints_wrong", file, column=f"{key}.{name}", values={"found": value})
