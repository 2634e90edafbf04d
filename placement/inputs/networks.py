"""Reader of networks: power and fibre that are there, as points, lines or areas."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import shapely

from placement.errors import InputError, Problem
from placement.inputs.account import Reading
from placement.inputs.shapes_of_any_kind import read_shapes
from placement.inputs.tables.attributes import column_of, texts
from placement.schema import NETWORKS, check
from placement.texts import plain

NetworkKind = Literal["power", "fibre", "both"]
KIND_COLUMNS = ("typ", "druh", "type", "medium", "sit", "síť", "network", "popis")
POWER = re.compile(r"\b(power|electric\w*|elektr\w*|napaj\w*|nn|vn|silov\w*|proud|zasuvk\w*)\b")
FIBRE = re.compile(
    r"\b(fib(?:re|er)\w*|optic\w*|optik\w*|data|datov\w*|metropol\w*|sdelov\w*|telecom\w*)\b"
)
BOTH = re.compile(r"\b(both|oboji|obe|obojí)\b")
"""Words, without diacritics, that tell power, fibre, or both."""


def read(
    path: Path,
    *,
    crs: str,
    columns: Mapping[str, str] | None = None,
    source_crs: str | None = None,
    layer: str | None = None,
    within: shapely.Geometry | None = None,
    kind: NetworkKind | None = None,
    name: str = "networks",
) -> Reading:
    """Return where power and fibre may be reached.

    Parameters
    ----------
    path, crs, layer, source_crs, within
        As in `read_shapes`.
    columns
        Which column of the file is `kind`; of a table also `x` and `y`.
    kind
        What all of it is; read from the column if not given.
    name
        Key of the input in the plan file.

    Returns
    -------
    reading
        `schema.NETWORKS`; rows of no known kind are dropped and counted.

    Raises
    ------
    InputError
        If the file cannot be used, or no row is left.
    """
    features = read_shapes(
        path,
        crs=crs,
        name=name,
        columns=columns,
        source_crs=source_crs,
        layer=layer,
        within=within,
    )
    frame, file = features.frame, features.file
    column = column_of(frame, "kind", KIND_COLUMNS, columns=columns, file=file)
    kinds = [kind or kind_of(words) for words in texts(frame, column)]
    features = features.with_frame(frame.assign(kind=kinds))
    unknown = [each == "" for each in kinds]
    if all(unknown) and unknown:
        raise InputError(Problem("networks_of_no_kind", file, values={"n": len(unknown)}))
    features = features.without(unknown, "no_network_kind").refuse_empty()
    facts = {"networks": len(features.frame)}
    return Reading(check(features.frame, NETWORKS, file=file), features.account(facts=facts))


def kind_of(words: str) -> NetworkKind | Literal[""]:
    """Return what words say is there; nothing if they tell neither power nor fibre."""
    text = plain(words)
    has_power, has_fibre = bool(POWER.search(text)), bool(FIBRE.search(text))
    if BOTH.search(text) or (has_power and has_fibre):
        return "both"
    return "power" if has_power else "fibre" if has_fibre else ""
