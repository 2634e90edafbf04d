"""Cameras of a town's register by what their state means for the next plan."""

from collections import Counter
from collections.abc import Iterable

import geopandas as gpd
import numpy as np
from attrs import evolve

from placement.inputs.account import Reading
from placement.pipeline.case_inputs import RegisterCameras
from placement.pipeline.equipment import own_carriers
from placement.register.states import DECIDED, STATES
from placement.units import Booleans

GIVEN_UP = "given up"


def is_register(table: gpd.GeoDataFrame) -> bool:
    """Return whether a table of cameras is a town's register."""
    return "state" in table.columns


def planned_with(reading: Reading) -> Reading:
    """Return the cameras that a plan has: of a register all but those given up."""
    if not is_register(reading.table):
        return reading
    return _of(reading, np.asarray(reading.table["state"] != GIVEN_UP, dtype=np.bool_))


def divided(
    reading: Reading, *, carriers_known: Iterable[str]
) -> tuple[Reading, RegisterCameras | None]:
    """Return the cameras that stand, in service or not, and what else a register has.

    Parameters
    ----------
    reading
        As `inputs.cameras.read` returns it.
    carriers_known
        Carriers that the plan file prices, and those of the case.
    """
    table = reading.table
    if not is_register(table):
        return reading, None
    is_decided = np.asarray(table["state"].isin(DECIDED), dtype=np.bool_)
    is_given_up = np.asarray(table["state"] == GIVEN_UP, dtype=np.bool_)
    decided = table[is_decided].reset_index(drop=True)
    carriers = own_carriers(decided["carrier"], carriers=frozenset(carriers_known))
    count = Counter(record.state for record in reading.records)
    return _of(reading, ~(is_decided | is_given_up)), RegisterCameras(
        decided.assign(carrier=carriers),
        table[is_given_up].reset_index(drop=True),
        {state: count[state] for state in STATES if count[state]},
    )


def _of(reading: Reading, which: Booleans) -> Reading:
    rows = reading.source_rows and tuple(np.asarray(reading.source_rows)[which].tolist())
    return evolve(reading, table=reading.table[which].reset_index(drop=True), source_rows=rows)
