"""Camera models of the plan file, and which of them an existing camera is."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

import geopandas as gpd
import numpy as np
from attrs import evolve

from placement.cameras.model import CameraModel
from placement.config.sections import PlanConfig
from placement.crs import systems
from placement.errors import InputError, Problem
from placement.inputs.cameras.own_lists import carrier_of
from placement.inputs.cameras.vocabulary import FIXED, PLATES, TURNING, WHOLE_CIRCLE, kind_of
from placement.inputs.tables.row_notes import first_few
from placement.texts import plain
from placement.units import ALL_ROUND_FROM_DEG, Booleans, Floats, Integers


def models_at(config: PlanConfig, *, x_m: float, y_m: float, crs: str) -> tuple[CameraModel, ...]:
    """Return the camera models as they see by day or night, lanes counted from grid north.

    Grid north is that of the place given, in the working system. [m]
    """
    models = []
    for camera in config.camera_models:
        model = camera.model()
        if config.viewshed.time == "night":
            model = model.by_night()
        if model.lane_azimuth_deg is not None:
            lane = systems.grid_azimuth_deg([model.lane_azimuth_deg], [x_m], [y_m], crs=crs)
            model = evolve(model, lane_azimuth_deg=float(lane[0]))
        models.append(model)
    return tuple(models)


def models_of(
    table: gpd.GeoDataFrame, config: PlanConfig, *, source_rows: Sequence[int] = ()
) -> tuple[Integers, Booleans, Booleans]:
    """Return the model of each camera, whether it is assumed, and whether its kind is too.

    A camera whose source tells its kind only is of the default model, or of the first one of that
    kind. What a list of this tool calls assumed stays so.

    Raises
    ------
    InputError
        If a camera is of a model the plan file does not have.
    """
    names = [camera.name for camera in config.camera_models]
    default = names.index(config.existing.default_model or names[0])
    kinds, readers = _kinds(config), _plate_readers(config)
    number_of = {name: number for number, name in enumerate(names)}
    spelt = _numbers_by_spelling(names)
    model = np.full(len(table), default, dtype=np.int64)
    model_known, kind_known = (np.zeros(len(table), dtype=np.bool_) for _ in range(2))
    unknown: dict[str, int] = {}
    kind_texts = table["kind"] if "kind" in table.columns else [""] * len(table)
    for row, (model_text, kind_text) in enumerate(zip(table["model"], kind_texts, strict=True)):
        by_type = () if kind_of(str(kind_text)) else (kind_text,)
        exact = next(
            (at for word in (model_text, *by_type) if (at := number_of.get(word)) is not None), None
        )
        exact = spelt.get(plain(str(model_text))) if exact is None else exact
        if exact is not None:
            model[row], model_known[row], kind_known[row] = exact, True, True
            continue
        kind = kind_of(str(kind_text)) or kind_of(str(model_text))
        if model_text and not kind_of(str(model_text)):
            unknown.setdefault(str(model_text), row)
        if kind == PLATES and not any(readers):
            kind = FIXED  # as those are that read plates beside a road
        fits = [
            number
            for number in (default, *range(len(names)))
            if (readers[number] if kind == PLATES else kinds[number] == kind)
            and (number == default or readers[number] == (kind == PLATES))
        ]
        if fits:
            model[row], kind_known[row] = fits[0], True
    if unknown and config.inputs.cameras is not None:
        file = config.inputs.cameras.path.name
        raise InputError(_unknown(table, unknown, names, source_rows=source_rows, file=file))
    model_assumed = ~model_known | flag(table, "model_assumed")
    return model, model_assumed, ~kind_known | flag(table, "kind_assumed")


def model_problems(
    table: gpd.GeoDataFrame, source_rows: Sequence[int], *, config: PlanConfig
) -> tuple[Problem, ...]:
    """Return the problems of cameras of models that the plan file does not have."""
    try:
        models_of(table, config, source_rows=source_rows)
    except InputError as error:
        return error.problems
    return ()


def _numbers_by_spelling(names: Sequence[str]) -> dict[str, int]:
    """Return the models by their names without case and diacritics, where that tells them apart."""
    count = Counter(plain(name) for name in names)
    return {key: at for at, name in enumerate(names) if count[key := plain(name)] == 1 and key}


def _unknown(
    table: gpd.GeoDataFrame,
    unknown: Mapping[str, int],
    names: Sequence[str],
    *,
    source_rows: Sequence[int],
    file: str,
) -> Problem:
    """Return the problem of models no name of the plan file is; the nearest name first."""
    parts = []
    for name, row in sorted(unknown.items()):
        near = get_close_matches(name.casefold(), [each.casefold() for each in names], n=1)
        like = next((each for each in names if [each.casefold()] == near), "")
        parts.append(f"{name} ({table['camera_id'].iloc[row]}){f' → {like}?' if like else ''}")
    first = min(unknown.values())
    line = source_rows[first] if source_rows else None
    values = {"found": ", ".join(parts), "choices": ", ".join(names)}
    return Problem("camera_model_unknown", file, line, "model", values)


def notes(
    table: gpd.GeoDataFrame, config: PlanConfig, *, file: str, source_rows: Sequence[int] = ()
) -> list[Problem]:
    """Return notes on models assumed, kinds that no model is of, and widths no model has.

    Raises
    ------
    InputError
        As `models_of`.
    """
    model, assumed, _ = models_of(table, config, source_rows=source_rows)
    names = [camera.name for camera in config.camera_models]
    notes_found = []
    for number, count in Counter(model[assumed].tolist()).items():
        values = {"n": count, "model": names[number]}
        notes_found.append(Problem("model_assumed", file, values=values))
    unmatched, wide = _unmatched(table, config), too_wide(table, config)
    if unmatched.any():
        rows = zip(table["kind"][unmatched], table["camera_id"][unmatched], strict=True)
        listed_cameras = first_few(f"{word} ({camera})" for word, camera in rows)
        values = {"n": int(unmatched.sum()), "found": listed_cameras, "choices": ", ".join(names)}
        notes_found.append(Problem("camera_kind_unmatched", file, values=values))
    if wide.any():
        widths = zip(table["camera_id"][wide], table["width_deg"][wide], strict=True)
        listed_cameras = first_few(f"{camera} ({width:.0f}°)" for camera, width in widths)
        values = {"n": int(wide.sum()), "found": listed_cameras}
        notes_found.append(Problem("camera_width_contradicts", file, values=values))
    return notes_found


def _unmatched(table: gpd.GeoDataFrame, config: PlanConfig) -> Booleans:
    """Return which cameras are of a kind, or a type, that no model of the plan file is of."""
    names = {camera.name for camera in config.camera_models}
    spelt = _numbers_by_spelling(list(names))
    kinds = {*_kinds(config), "", *([PLATES] if any(_plate_readers(config)) else ())}
    kind_texts = table["kind"] if "kind" in table.columns else [""] * len(table)
    return np.array(
        [
            str(kind_text) not in names
            and str(model_text) not in names
            and plain(str(model_text)) not in spelt
            and (kind_of(kind_text) or kind_text) not in kinds
            for kind_text, model_text in zip(kind_texts, table["model"], strict=True)
        ],
        dtype=np.bool_,
    )


def too_wide(table: gpd.GeoDataFrame, config: PlanConfig) -> Booleans:
    """Return which fixed cameras are said to look much wider, or narrower, than their model."""
    model, _, _ = models_of(table, config)
    wide = np.array([camera.model().hfov_deg for camera in config.camera_models])[model]
    is_fixed = np.array(_kinds(config), dtype=object)[model] == FIXED
    width = column(table, "width_deg")
    width = np.where(width < ALL_ROUND_FROM_DEG, width, np.nan)  # the reader tells of the others
    return np.asarray(is_fixed & ((width > MUCH * wide) | (width < wide / MUCH)), dtype=np.bool_)


MUCH = 1.5
"""A width this many times that of the model is another camera's. [-]"""


def column(table: gpd.GeoDataFrame, name: str) -> Floats:
    """Return a column of numbers, NaN where the table has none."""
    if name not in table.columns:
        return np.full(len(table), np.nan)
    return np.asarray(table[name], dtype=np.float64)


def flag(table: gpd.GeoDataFrame, name: str) -> Booleans:
    """Return a column that says whether a value was assumed, no where the table has none."""
    if name not in table.columns:
        return np.zeros(len(table), dtype=np.bool_)
    return np.asarray(table[name], dtype=np.bool_)


def carriers_known(config: PlanConfig, carriers: gpd.GeoDataFrame | None) -> frozenset[str]:
    """Return the carriers that the plan file prices, and those of the case."""
    kinds = () if carriers is None else carriers["kind"].astype(str)
    return frozenset((*config.sites.point_cost_czk, *kinds))


def own_carriers(words: Iterable[object], *, carriers: frozenset[str]) -> list[str]:
    """Return the carriers that words of a list mean."""
    return [carrier_of(str(word), known=carriers) for word in words]


def _plate_readers(config: PlanConfig) -> list[bool]:
    """Return which models of the plan file read number plates."""
    return [camera.purpose == "plates" for camera in config.camera_models]


def _kinds(config: PlanConfig) -> list[str]:
    models = [camera.model() for camera in config.camera_models]
    return [
        TURNING if model.turning else WHOLE_CIRCLE if model.whole_circle else FIXED
        for model in models
    ]
