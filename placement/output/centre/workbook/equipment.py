"""The sheets of recording and of power, by phase."""

import math

from placement.centre.power import BTU_H_A_KW, DAYS_A_YEAR, HOURS_A_DAY, KILO, ROOM_BTU_H_A_M2
from placement.centre.reckoning import Reckoning
from placement.centre.recording import BITS, MEGABYTES_A_TERABYTE, SECONDS_A_DAY
from placement.output.centre.workbook.book import CentreBook, PhaseSheet
from placement.output.centre.workbook.devices import RATE_AT, WATTS_AT, DevicesSheet
from placement.output.centre.workbook.formulas import ceiling

ROOM = "INT(group_disks-parity_disks)"
"""Disks of a group that hold data."""


def write_recording(
    of: CentreBook, reckoning: Reckoning, phases: list[str], devices: DevicesSheet
) -> PhaseSheet:
    """Write bit rate, storage and disks of each phase."""
    sheet = PhaseSheet(of, "recording", phases)
    stored = [needs.storage for needs in reckoning.centre.phases]
    add, at = sheet.add, sheet.at
    add("rate", lambda p: devices.total(p, RATE_AT), [s.rate_mbit_s for s in stored], unit="Mbit/s")
    net = f"*{SECONDS_A_DAY}*retention_days/{BITS}/{MEGABYTES_A_TERABYTE:.0f}"
    add("net", lambda p: at("rate", p) + net, [s.net_tb for s in stored], unit="TB")
    add(
        "usable",
        lambda p: f"{at('net', p)}*(1+storage_reserve)",
        [s.usable_tb for s in stored],
        unit="TB",
    )
    add(
        "raw",
        lambda p: f"{at('usable', p)}*group_disks/(group_disks-parity_disks)",
        [s.raw_tb for s in stored],
        unit="TB",
    )
    disk_tb = reckoning.parameters["disk_tb"]
    data = [math.ceil(s.usable_tb / disk_tb - 1e-9) for s in stored]
    add(
        "data_disks",
        lambda p: ceiling(f"{at('usable', p)}/disk_tb"),
        data,
        decimals=0,
    )
    add("disks", lambda p: _disks(at("data_disks", p)), [s.disks for s in stored], decimals=0)
    return sheet


def _disks(data: str) -> str:
    """Return the formula of disks in all: each group of data has its disks of parity."""
    groups = ceiling(f"{data}/{ROOM}")
    return f"{data}+({groups})*INT(parity_disks)"


def write_power(
    of: CentreBook,
    reckoning: Reckoning,
    phases: list[str],
    devices: DevicesSheet,
    recording: PhaseSheet,
) -> PhaseSheet:
    """Write network load, power, heat and energy of each phase."""
    sheet = PhaseSheet(of, "power", phases)
    drawn = [needs.power for needs in reckoning.centre.phases]
    add, at = sheet.add, sheet.at
    add(
        "uplink",
        lambda p: f"{recording.at('rate', p)}*(1+network_overhead)",
        [w.uplink_mbit_s for w in drawn],
        unit="Mbit/s",
    )
    add(
        "trunk",
        lambda p: f"{at('uplink', p)}/(trunk_mbit_s*trunk_share)",
        [w.trunk_full for w in drawn],
        share=True,
    )
    add(
        "cameras_power",
        lambda p: devices.total(p, WATTS_AT),
        [w.cameras_w for w in drawn],
        unit="W",
    )
    add(
        "supply",
        lambda p: f"{at('cameras_power', p)}*(1+poe_margin)",
        [w.supply_w for w in drawn],
        unit="W",
    )
    add(
        "room_power",
        lambda p: f"server_w+{recording.at('disks', p)}*disk_w",
        [w.room_w for w in drawn],
        unit="W",
    )
    add(
        "heat",
        lambda p: f"{at('room_power', p)}/{KILO}+room_m2*{ROOM_BTU_H_A_M2}/{BTU_H_A_KW}",
        [w.heat_kw for w in drawn],
        unit="kW",
    )
    add(
        "ups",
        lambda p: f"{at('room_power', p)}*ups_h/ups_efficiency",
        [w.ups_wh for w in drawn],
        unit="Wh",
        decimals=0,
    )
    add(
        "energy",
        lambda p: (
            f"({at('cameras_power', p)}+{at('room_power', p)})/{KILO}*{DAYS_A_YEAR}*{HOURS_A_DAY}"
        ),
        [w.energy_kwh for w in drawn],
        unit="kWh",
        decimals=0,
    )
    add(
        "bill",
        lambda p: f"{at('energy', p)}*price_kwh_czk",
        [needs.energy_czk for needs in reckoning.centre.phases],
        unit="Kč",
        decimals=0,
    )
    return sheet
