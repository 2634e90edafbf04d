"""What the council's map carries: the plan's facts and words, as plain values for one JSON."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from placement.output.layers import Layers
from placement.output.webmap_shapes import Packer
from placement.output.wording import printable
from placement.plan import Plan, PlannedCamera
from placement.texts import LANGUAGES, Language, catalogue

WORDS = (
    "map.",
    "lists.status.",
    "lists.kind.",
    "lists.provenance.",
    "lists.carrier.",
    "assumption.",
    "demand_unit.",
)
"""Which texts of the catalogues the page takes along."""
HEAT_QUANTILES = (0.3, 0.6, 0.8, 0.92, 0.98)
"""Where the classes of hot streets begin: how much of the street length is below."""


def page_data(plan: Plan, layers: Layers, *, language: Language) -> dict[str, Any]:
    """Return everything the page's script reads."""
    packer = Packer.around(layers, plan)
    ranked = sorted(plan.cameras, key=lambda camera: (camera.rank, camera.camera_id))
    levels = _levels(layers)
    facts: dict[str, Any] = {
        "language": language,
        "words": {each: dict(_words(each)) for each in LANGUAGES},
        "synthetic": plan.synthetic,
        **({"interrupted": True} if plan.status == "interrupted" else {}),
        "case": plan.case,
        "unit": plan.demand_unit,
        "total": plan.demand_total,
        "density": plan.required_density_px_m,
        "level": plan.detail_level,
        "levels": levels,
        "required": _required(levels, plan.required_density_px_m),
        "phases": _phases(plan),
        "cameras": _cameras(plan, ranked),
        "provenance": _merged(plan.provenance),
        "sources": _merged(plan.sources),
        "assumptions": list(plan.assumptions),
    }
    index = {camera.camera_id: number for number, camera in enumerate(ranked)}
    shapes = packer.packed(layers, index=index, levels=[density for _, density in levels])
    return {
        **_clean(facts),
        **_clean(shapes),
        "heat": _heat(layers),
        "bounds": bounds(plan, layers),
    }


def bounds(plan: Plan, layers: Layers) -> list[list[float]]:
    """Return the corners of what the map opens on, as latitude and longitude. [°]"""
    west, south, east, north = Packer.around(layers, plan).extent
    return [[south, west], [north, east]]


def _words(language: Language) -> Iterator[tuple[str, str]]:
    for key, words in catalogue(language).items():
        if key.startswith(WORDS):
            yield key.replace("demand_unit.", "map.unit."), words


def _clean(value: Any) -> Any:  # noqa: ANN401 - any plain value, that is what JSON holds
    """Return plain values with printable text and no NaN."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {printable(str(name)): _clean(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(each) for each in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value


def _merged(told: Mapping[str, str]) -> dict[str, str]:
    """Return one entry for all files of an input (`backdrop.0`, `backdrop.1` …)."""
    values: dict[str, dict[str, None]] = {}
    for name, value in told.items():
        values.setdefault(name.partition(".")[0], {})[value] = None
    return {name: "; ".join(each) for name, each in values.items()}


def _levels(layers: Layers) -> list[tuple[str, float]]:
    found = layers.views[["level", "density_px_m"]].drop_duplicates()
    pairs = zip(found["level"], found["density_px_m"], strict=True)
    return sorted(((str(n), float(d)) for n, d in pairs), key=lambda pair: (pair[1], pair[0]))


def _required(levels: list[tuple[str, float]], density_px_m: float) -> int:
    """Return the coarsest level that is at least as dense as a place must be seen to count."""
    enough = [number for number, (_, d) in enumerate(levels) if d >= density_px_m - 1e-9]
    return enough[0] if enough else max(len(levels) - 1, 0)


def _phases(plan: Plan) -> list[dict[str, Any]]:
    spent = {
        p.phase: math.fsum(c.cost_czk for c in plan.cameras if c.phase == p.phase)
        for p in plan.phases
    }
    return [
        {
            "name": phase.name if phase.phase > 0 else "",
            "cameras": phase.cameras,
            "added": phase.new_cameras,
            "points": phase.points,
            "value": phase.value,
            "share": phase.value / plan.demand_total if plan.demand_total else 0.0,
            "reachable": phase.reachable / plan.demand_total if plan.demand_total else 0.0,
            "gap": phase.gap,
            **({} if (alike := plan.share_alike(phase)) is None else {"alike": alike}),
            "spent": spent[phase.phase] if phase.phase > 0 else 0.0,
            "cost": math.fsum(c for number, c in spent.items() if 0 < number <= phase.phase),
        }
        for phase in plan.phases
    ]


def _cameras(plan: Plan, ranked: list[PlannedCamera]) -> list[dict[str, Any]]:
    by_gain = sorted((c for c in ranked if c.status == "new"), key=lambda c: -c.gain)
    order = {camera.camera_id: number for number, camera in enumerate(by_gain, start=1)}
    return [_camera(plan, camera, order.get(camera.camera_id, 0)) for camera in ranked]


def _camera(plan: Plan, camera: PlannedCamera, order: int) -> dict[str, Any]:
    model = plan.model(camera.model)
    kind = "turning" if model.turning else "whole circle" if model.whole_circle else "fixed"
    return {
        "id": camera.camera_id,
        "point": camera.point_id,
        "name": camera.name or camera.camera_id,
        "status": camera.status,
        "phase": camera.phase,
        "rank": camera.rank,
        "order": order,
        "model": camera.model,
        "kind": kind,
        "circle": model.whole_circle,
        "lon": round(camera.lon_deg, 7),
        "lat": round(camera.lat_deg, 7),
        "height": camera.height_m,
        "carrier": camera.carrier,
        "azimuth": round(camera.azimuth_deg, 2),
        "tilt": camera.tilt_deg,
        "assumed": camera.azimuth_assumed,
        "cost": camera.cost_czk,
        "seen": camera.seen,
        "gain": camera.gain,
        "street": camera.street,
        "district": camera.district,
        "top": list(camera.top_places),
        "provenance": camera.provenance,
    }


def _heat(layers: Layers) -> list[float]:
    """Return where the classes of demand per 100 m begin, two digits each, ascending."""
    rate = (100 * layers.demand["expected"] / layers.demand["length_m"]).to_numpy(dtype=np.float64)
    rate = rate[np.isfinite(rate) & (rate > 0)]
    if rate.size == 0:
        return []
    starts = (float(f"{start:.2g}") for start in np.quantile(rate, HEAT_QUANTILES))
    return sorted({start for start in starts if start > 0})
