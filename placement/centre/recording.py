"""Recording: bit rates of cameras, storage for the days they are kept, disks for it.

`TB = Mbit/s · 86 400 · days / 8 / 10⁶`; the raw size adds the reserve and divides by the part of a
group of disks that is not parity.
"""

import math
from collections.abc import Iterable

import numpy as np
from attrs import frozen

from placement.cameras.model import CameraModel
from placement.centre.parameters import ContradictionError, Parameters, packaged_rows
from placement.errors import ConfigError, Problem

SECONDS_A_DAY = 86_400
BITS = 8
MEGABYTES_A_TERABYTE = 1e6
KILOBITS = 1000
CODECS = {"h264": 2.0, "h265": 1.0}
"""Codec → its bit rate in parts of that of H.265: exactly twice in the maker's table."""
FRAME_RATES = (10.0, 12.5, 15.0, 20.0, 25.0)
FRAME_FACTORS = (0.375, 0.5, 0.5, 0.75, 1.0)
"""Bit rate at a frame rate in parts of that at 25: the same for every size in the table."""


@frozen
class Storage:
    """What recordings of a number of cameras take."""

    rate_mbit_s: float
    net_tb: float
    """Recordings alone. [TB]"""
    usable_tb: float
    """With the reserve. [TB]"""
    raw_tb: float
    """With parity, were groups full. [TB]"""
    disks: int
    """With whole disks and groups. [-]"""


def megapixels(model: CameraModel) -> float:
    """Return the pixels of all pictures that a camera makes at once. [MP]"""
    heads = model.heads_at_tilt()
    return sum(head.lens.width_px * head.lens.height_px for head in heads) / 1e6


def rate_mbit_s(model: CameraModel, parameters: Parameters) -> float:
    """Return the mean bit rate of a camera. [Mbit/s]

    From the table of a maker of recorders: drawn straight between its sizes, in proportion to the
    pixels beyond them; the scene's factor says how far from the table a town is.
    """
    rows = packaged_rows("bit_rates.csv")
    sizes = [float(row["width_px"]) * float(row["height_px"]) / 1e6 for row in rows]
    rates = [float(row["h265_25_kbit_s"]) for row in rows]
    size = megapixels(model)
    inside = min(max(size, sizes[0]), sizes[-1])
    kbit_s = float(np.interp(inside, sizes, rates)) * size / inside
    factor = frame_factor(parameters["frames_s"]) * parameters["scene_factor"]
    factor *= parameters["codec_factor"]
    return kbit_s * factor / KILOBITS


def codec_factor(codec: str) -> float:
    """Return how many times the data of H.265 a codec gives. [-]

    Raises
    ------
    ConfigError
        If no codec is called so.
    """
    if codec not in CODECS:
        values = {"found": codec, "choices": tuple(CODECS)}
        raise ConfigError(Problem("codec_unknown", column="centre.codec", values=values))
    return CODECS[codec]


def frame_factor(frames_s: float) -> float:
    """Return the bit rate at a frame rate in parts of that at 25 frames a second. [1/s → -]"""
    inside = min(max(frames_s, FRAME_RATES[0]), FRAME_RATES[-1])
    return float(np.interp(inside, FRAME_RATES, FRAME_FACTORS)) * frames_s / inside


def terabytes(mbit_s: float, *, days: float) -> float:
    """Return what a bit rate takes in so many days. [Mbit/s, d → TB]"""
    return mbit_s * SECONDS_A_DAY * days / BITS / MEGABYTES_A_TERABYTE


def storage(models: Iterable[CameraModel], parameters: Parameters) -> Storage:
    """Return what the recordings of cameras take, one model a camera."""
    cameras = tuple(models)
    distinct = {id(model): model for model in cameras}
    rates = {key: rate_mbit_s(model, parameters) for key, model in distinct.items()}
    mbit_s = math.fsum(rates[id(model)] for model in cameras)
    net_tb = terabytes(mbit_s, days=parameters["retention_days"])
    usable_tb = net_tb * (1 + parameters["storage_reserve"])
    group, parity = parameters["group_disks"], parameters["parity_disks"]
    return Storage(
        mbit_s,
        net_tb,
        usable_tb,
        raw_tb(usable_tb, disks=group, parity=parity),
        disks_for(usable_tb, parameters),
    )


def raw_tb(usable_tb: float, *, disks: float, parity: float) -> float:
    """Return the size of all disks for a usable size, in groups with parity. [TB]

    Raises
    ------
    ContradictionError
        If a group has nothing but parity.
    """
    if parity >= disks:
        raise ContradictionError("parity")
    return usable_tb * disks / (disks - parity)


def disks_for(usable_tb: float, parameters: Parameters) -> int:
    """Return how many disks hold a usable size: whole disks, each group with its parity."""
    data = math.ceil(usable_tb / parameters["disk_tb"] - 1e-9)
    room = int(parameters["group_disks"] - parameters["parity_disks"])
    if room < 1:
        raise ContradictionError("parity")
    groups = math.ceil(data / room)
    return data + groups * int(parameters["parity_disks"])
