"""What a plan leaves open: what may be swapped at no or little loss, and what depends on what."""

from collections.abc import Mapping
from typing import Any

from attrs import asdict, fields, frozen


@frozen
class Failure:
    """What the plan loses at the target if one camera breaks."""

    camera_id: str
    lost: float
    """Demand that no other camera covers. [incidents/year]"""


@frozen(kw_only=True)
class Placement:
    """A camera where it could be."""

    point_id: str
    street: str
    carrier: str
    model: str
    x_m: float
    y_m: float
    """In the working system. [m]"""
    lon_deg: float
    lat_deg: float
    """WGS 84. [°]"""
    height_m: float
    """Of the lens above ground. [m]"""
    azimuth_deg: float
    """Clockwise from true north. [°]"""
    grid_azimuth_deg: float
    """Clockwise from the working system's grid north. [°]"""
    tilt_deg: float
    """Below the horizon. [°]"""


@frozen(kw_only=True)
class Alternative(Placement):
    """The camera at another site that replaces one of the plan at the least loss."""

    camera_id: str
    """Camera of the plan that it would replace, in the same phase."""
    loss: float
    """Demand the target loses by that; below 0 it gains. [incidents/year]"""


@frozen
class OtherPlan:
    """A plan nearly as good, in which other places are used."""

    value: float
    """Demand covered at the target, and what second and partial views add. [incidents/year]"""
    without: tuple[str, ...]
    """Cameras of the plan that it does not build, by id."""
    instead: tuple[Placement, ...]
    """What it builds instead."""

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> "OtherPlan":
        """Return what `asdict` wrote."""
        instead = tuple(Placement(**one) for one in plain["instead"])
        return cls(plain["value"], tuple(plain["without"]), instead)


@frozen
class CurvePoint:
    """What so many cameras could cover."""

    cameras: int
    """In service, existing included."""
    value: float
    """Demand covered by the best plan found. [incidents/year]"""
    bound: float
    """No plan of so many covers more. [incidents/year]"""


@frozen
class Curve:
    """What each number of cameras could cover, whatever it costs."""

    points: tuple[CurvePoint, ...]
    knee: int | None
    """Cameras at the knee: farthest above the straight line from the first point to the last."""

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> "Curve":
        """Return what `asdict` wrote."""
        return cls(tuple(CurvePoint(**point) for point in plain["points"]), plain["knee"])


@frozen
class Freedom:
    """What the council may change in a plan, and what depends on what."""

    failures: tuple[Failure, ...] = ()
    """Of every camera in service at the target, the worst first."""
    alternatives: tuple[Alternative, ...] = ()
    """Of every new camera that another site could replace, in the order of building."""
    others: tuple[OtherPlan, ...] = ()
    curve: Curve | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return plain values; what there is none of is left out."""
        return {name: value for name, value in asdict(self).items() if value}

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> "Freedom":
        """Return what `as_dict` wrote, or from a plan of an earlier version nothing."""
        curve = plain.get("curve")
        return cls(
            tuple(Failure(**one) for one in plain.get("failures", ())),
            tuple(Alternative(**one) for one in plain.get("alternatives", ())),
            tuple(OtherPlan.from_dict(one) for one in plain.get("others", ())),
            None if curve is None else Curve.from_dict(curve),
        )

    @classmethod
    def names(cls) -> list[str]:
        """Return the keys of `as_dict`."""
        return [field.name for field in fields(cls)]
