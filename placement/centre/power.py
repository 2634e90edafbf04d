"""Network and power: what cameras and the server room draw, and the heat that must leave it."""

import math
from collections.abc import Iterable

from attrs import frozen

from placement.cameras.model import CameraModel
from placement.centre.parameters import Parameters

BTU_H_A_KW = 3412
ROOM_BTU_H_A_M2 = 337
"""Allowance for the room itself (walls, light, people). [BTU/h/m²]"""
KILO = 1000
DAYS_A_YEAR, HOURS_A_DAY = 365, 24


@frozen
class Power:
    """Network load, power, heat and energy of a number of cameras with their server room."""

    uplink_mbit_s: float
    """Into the centre, with the overhead of transmission. [Mbit/s]"""
    trunk_full: float
    """The same in parts of what cameras may fill of the trunk. [-]"""
    cameras_w: float
    """At the cameras. [W]"""
    supply_w: float
    """For which their supplies are bought, with the margin. [W]"""
    room_w: float
    """Servers, network and disks. [W]"""
    heat_kw: float
    """To be cooled in the server room, its own allowance included. [kW]"""
    ups_wh: float
    """Energy of the UPS for the server room. [Wh]"""
    energy_kwh: float
    """Cameras and server room. [kWh/year]"""


def camera_w(model: CameraModel, parameters: Parameters) -> float:
    """Return the power of a camera by its kind. [W]"""
    if model.turning:
        return parameters["turning_w"]
    return parameters["circle_w"] if model.whole_circle else parameters["fixed_w"]


def btu_h(heat_w: float) -> float:
    """Return heat in the unit in which coolers are sold. [W → BTU/h]"""
    return heat_w / KILO * BTU_H_A_KW


def power(
    models: Iterable[CameraModel], parameters: Parameters, *, rate_mbit_s: float, disks: int
) -> Power:
    """Return network load, power and heat of cameras, one model a camera.

    Parameters
    ----------
    models, parameters
        Cameras and the numbers of the town.
    rate_mbit_s, disks
        What they send together, and the disks that record it (`recording.storage`).
    """
    cameras = math.fsum(camera_w(model, parameters) for model in models)
    uplink = rate_mbit_s * (1 + parameters["network_overhead"])
    room_w = parameters["server_w"] + disks * parameters["disk_w"]
    allowance_kw = parameters["room_m2"] * ROOM_BTU_H_A_M2 / BTU_H_A_KW
    return Power(
        uplink_mbit_s=uplink,
        trunk_full=uplink / (parameters["trunk_mbit_s"] * parameters["trunk_share"]),
        cameras_w=cameras,
        supply_w=cameras * (1 + parameters["poe_margin"]),
        room_w=room_w,
        heat_kw=room_w / KILO + allowance_kw,
        ups_wh=room_w * parameters["ups_h"] / parameters["ups_efficiency"],
        energy_kwh=(cameras + room_w) / KILO * DAYS_A_YEAR * HOURS_A_DAY,
    )
