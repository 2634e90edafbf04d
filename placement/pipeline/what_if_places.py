"""Cameras as a what-if question asks for them: exactly where, as high and as turned as it says."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

import shapely
from attrs import evolve, frozen

from placement.config.sections import PlanConfig
from placement.crs import systems
from placement.errors import Problem
from placement.grid import Grid
from placement.pipeline import outdoor_cameras
from placement.pipeline.case_inputs import Inputs

DETAIL = re.compile(r"\s*(azimuth|height|tilt|model)\s*=\s*(.*)")
LATITUDE_FIRST = re.compile(r"(.*\d)\s*°?\s*N\s*,(.*\d)\s*°?\s*E\b\s*(.*)")
"""As maps on the web copy a place: 50.5985000N, 13.6103000E."""
LIMITS: Mapping[str, tuple[float, float]] = {
    "azimuth": (-360.0, 360.0),
    "height": (2.0, 100.0),
    "tilt": (-90.0, 90.0),
}
"""Of the numbers of a camera. [°], [m], [°]"""
S_JTSK = "EPSG:5514"


@frozen
class CameraWish:
    """A camera as a person asks for it; what is None or empty is left open."""

    text: str
    """As it was written."""
    name: str = ""
    """Id of a camera or point instead of, or beside, a place."""
    x_m: float | None = None
    y_m: float | None = None
    """In the working system. [m]"""
    azimuth_deg: float | None = None
    """From true north. [°]"""
    height_m: float | None = None
    """Of the lens above ground. [m]"""
    tilt_deg: float | None = None
    model: str = ""

    @property
    def has_place(self) -> bool:
        """Whether it says coordinates."""
        return self.x_m is not None

    @property
    def bare(self) -> bool:
        """Whether it says nothing of the camera itself."""
        numbers = (self.azimuth_deg, self.height_m, self.tilt_deg)
        return not self.model and all(number is None for number in numbers)

    def at(self, x_m: float, y_m: float) -> "CameraWish":
        """Return the same camera at a place of the working system. [m]"""
        return evolve(self, x_m=x_m, y_m=y_m)


class Reader:
    """Reads cameras and places of a question and keeps every problem with them."""

    def __init__(self, config: PlanConfig, inputs: Inputs) -> None:
        self.config = config
        self.inputs = inputs
        self.problems: list[Problem] = []

    def camera(self, text: str, key: str) -> CameraWish | None:
        """Return what LON,LAT[,azimuth[,model]] with further key=value parts, or an id, means.

        None, with a problem kept, if it means nothing. `key` is that of the plan file.
        """
        option = f"--{key}"
        match = LATITUDE_FIRST.fullmatch(text)
        plain = f"{match[2]},{match[1]}{match[3]}" if match else text
        parts = [part.strip() for part in plain.split(",")]
        wish, rest = CameraWish(text), parts
        pair = _numbers(parts[:2])
        if pair is not None:
            place = self._place(pair)
            if place is None:
                self._add("what_if_no_place", option, name=text)
                return None
            wish, rest = wish.at(*place), parts[2:]
        elif not DETAIL.fullmatch(parts[0]):
            wish, rest = evolve(wish, name=parts[0]), parts[1:]
        return self._with_details(wish, rest, option)

    def place(self, text: str, key: str) -> CameraWish | None:
        """Return what LON,LAT or an id means, of which nothing further is said."""
        wish = self.camera(text, key)
        if wish is not None and not wish.bare:
            self._add("what_if_detail", f"--{key}", name=text, found=text)
            return None
        return wish

    def move(self, text: str) -> tuple[str, CameraWish | None]:
        """Return the id of a camera and where, or how turned, ID=LON,LAT[,azimuth] wants it."""
        name, sign, there = (part.strip() for part in text.partition("="))
        wish = self.camera(there, "move") if name and sign and there else None
        if wish is None or wish.name:
            if not self.problems or wish is not None or not there:
                self._add("what_if_no_move", "--move", name=text)
            return name, None
        return name, wish

    def _with_details(
        self, wish: CameraWish, parts: Sequence[str], option: str
    ) -> CameraWish | None:
        details: dict[str, str] = {}
        positions = ["azimuth", "model"]
        last = ""
        for part in parts:
            match = DETAIL.fullmatch(part)
            if match:
                last, value = match[1], match[2]
            elif positions:
                last, value = positions.pop(0), part
            elif last == "model":
                value = f"{details['model']}, {part}"  # names of models may hold commas
            else:
                self._add("what_if_detail", option, name=wish.text, found=part)
                return None
            details[last] = value.strip()
        numbers: dict[str, Any] = {
            f"{key}_{'m' if key == 'height' else 'deg'}": self._number(key, details, wish, option)
            for key in LIMITS
            if details.get(key)
        }
        model = self._model(details.get("model", ""), option)
        if model is None or None in numbers.values():
            return None
        return evolve(wish, **numbers, model=model)

    def _number(
        self, key: str, details: Mapping[str, str], wish: CameraWish, option: str
    ) -> float | None:
        least, most = LIMITS[key]
        try:
            value = float(details[key])
        except ValueError:
            value = math.nan
        if least <= value <= most:
            return value % 360.0 if key == "azimuth" else value
        limits = {"least": least, "most": most}
        self._add("what_if_number", option, name=wish.text, key=key, found=details[key], **limits)
        return None

    def _model(self, name: str, option: str) -> str | None:
        names = [camera.name for camera in self.config.camera_models]
        if not name or name in names:
            return name
        near = get_close_matches(name, names, n=1, cutoff=0.5)
        self._add("plan_unknown_model", option, name=name, choices=tuple(near or names))
        return None

    def _place(self, pair: tuple[float, float]) -> tuple[float, float] | None:
        """Return x and y for degrees, S-JTSK in any order and sign, or the working system."""
        grid = self.inputs.grid
        first, second = pair
        if abs(first) <= 180 and abs(second) <= 90:
            x, y = systems.from_lonlat([first], [second], crs=grid.crs)
        elif (s_jtsk := systems.s_jtsk_from_any([first], [second])) is not None:
            area = systems.lonlat_area(*s_jtsk, S_JTSK)
            x, y = systems.transformer(S_JTSK, grid.crs, area).transform(*s_jtsk)
        elif _on(grid, first, second):
            return first, second
        else:
            return None
        return round(float(x[0]), 3), round(float(y[0]), 3)

    def refuse_place(self, wish: CameraWish, key: str, *, height_m: float) -> bool:
        """Keep a problem for a place where no camera can hang so high; return whether it can."""
        before = len(self.problems)
        self.problems += self._obstacles(wish, f"--{key}", height_m)
        return len(self.problems) == before

    def _obstacles(self, wish: CameraWish, option: str, height_m: float) -> Iterator[Problem]:
        inputs, x, y = self.inputs, float(wish.x_m or 0.0), float(wish.y_m or 0.0)
        at = shapely.Point(x, y)
        if not _on(inputs.grid, x, y):
            kind = "what_if_swapped" if self._swapped(wish) else "what_if_off_map"
            yield Problem(kind, file=option, values={"name": wish.text})
            return
        if inputs.terrain is not None:
            row, cell = (int(index) for index in inputs.grid.cell_of(x, y))
            if math.isnan(float(inputs.terrain[row, cell])):
                yield Problem("place_without_ground", file=option, values={"x": x, "y": y})
        if not inputs.area.intersects(at):
            values = {"name": wish.text, "distance": round(inputs.area.distance(at), 1)}
            yield Problem("what_if_outside", file=option, values=values)
        if inputs.no_mount is not None and inputs.no_mount.intersects(at).any():
            yield Problem("what_if_no_mount", file=option, values={"name": wish.text})
        yield from self._in_house(wish, x, y, height_m=height_m, option=option)

    def _in_house(
        self, wish: CameraWish, x: float, y: float, *, height_m: float, option: str
    ) -> Iterator[Problem]:
        is_inside, wall = outdoor_cameras.place(
            self.inputs.buildings,
            self.inputs.streets,
            x_m=x,
            y_m=y,
            height_m=height_m,
            looks_deg=math.nan,
        )
        if not is_inside:
            return
        values: dict[str, object] = {"name": wish.text, "height": height_m}
        if wall is None:
            yield Problem("what_if_in_house", file=option, values=values)
            return
        lon, lat = systems.to_lonlat([wall.x_m], [wall.y_m], crs=self.inputs.grid.crs)
        values |= {"wall": f"{lon[0]:.6f},{lat[0]:.6f}", "distance": round(wall.moved_m, 1)}
        yield Problem("what_if_in_house_near_wall", file=option, values=values)

    def _swapped(self, wish: CameraWish) -> bool:
        """Return whether the place would be on the map with latitude and longitude swapped."""
        pair = _numbers(wish.text.rpartition("=")[2].split(",")[:2])
        if pair is None or not (abs(pair[0]) <= 90 and abs(pair[1]) <= 180):
            return False
        x, y = systems.from_lonlat([pair[1]], [pair[0]], crs=self.inputs.grid.crs)
        return _on(self.inputs.grid, float(x[0]), float(y[0]))

    def _add(self, kind: str, option: str, **values: object) -> None:
        self.problems.append(Problem(kind, file=option, values=values))


def _on(grid: Grid, x_m: float, y_m: float) -> bool:
    return math.isfinite(x_m) and math.isfinite(y_m) and bool(grid.holds(x_m, y_m))


def _numbers(parts: Sequence[str]) -> tuple[float, float] | None:
    try:
        first, second = (float(part) for part in parts)
    except ValueError:
        return None
    return (first, second) if math.isfinite(first) and math.isfinite(second) else None
