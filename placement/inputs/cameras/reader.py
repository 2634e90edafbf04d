"""Reader of existing cameras: the town's list, a layer of a GIS, or OpenStreetMap."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from attrs import evolve

from placement.errors import InputError, Problem, SchemaError
from placement.inputs.account import Reading
from placement.inputs.addresses.geocoding import BY_ADDRESS, OURS, read_geocoded_rows
from placement.inputs.archive import is_table
from placement.inputs.cameras import osm_cameras
from placement.inputs.cameras.direction_columns import one_row_per_direction, read_directions
from placement.inputs.cameras.list_files import is_marks, read_marks
from placement.inputs.cameras.mounting import heights_m, tilts_deg, widths_deg
from placement.inputs.cameras.own_lists import (
    ASSUMED,
    OF_PROPOSALS,
    YES,
    OwnColumns,
    exact_directions,
    turned_since,
    with_exact_places,
    with_own_columns,
    with_proposals,
)
from placement.inputs.cameras.points import identical_cameras, points_of
from placement.inputs.cameras.register_columns import records_of, with_states
from placement.inputs.cameras.usual_headings import USUAL_HEADINGS
from placement.inputs.cameras.vocabulary import is_leaving, is_proposed, kind_of, status_of
from placement.inputs.coordinates.point_files import read_points
from placement.inputs.layers.features import Features
from placement.inputs.layers.osm import identifiers
from placement.inputs.layers.vector_file import is_osm
from placement.inputs.tables.assumed import without_assumed
from placement.inputs.tables.columns import columns_of, headings_of, text_column
from placement.inputs.tables.row_notes import row_problem
from placement.inputs.times.local_time import local_times
from placement.register.records import CameraRecord
from placement.schema import CAMERAS, PROVENANCE, check
from placement.texts import plain

NAME = "cameras"
CheckModels = Callable[[gpd.GeoDataFrame, tuple[int, ...]], Iterable[Problem]]
"""Cameras and their rows in the file → what is wrong with their models."""
MARKED = {
    "mount_height_m": "height_assumed",
    "tilt_deg": "tilt_assumed",
    "model": "model_assumed",
    "azimuth_deg": "azimuth_assumed",
}
"""Column whose values may bear the mark of an assumption → the flag that says the same."""
EMPTY_NOTED = {"camera_id": "camera_id_empty", "status": "camera_status_empty"}
"""Column of which no cell may be empty if any is filled → the note that some are."""
MORE_COLUMNS = ("facing_deg", *ASSUMED, "proposed", "carrier", *OF_PROPOSALS, "state")
"""Beside those of `schema.CAMERAS`, where lists of this tool have them."""


def read(
    path: Path,
    *,
    crs: str,
    columns: Mapping[str, str] | None = None,
    source_crs: str | None = None,
    within: shapely.Geometry | None = None,
    layer: str | None = None,
    provenance: str | None = None,
    addresses: gpd.GeoDataFrame | None = None,
    proposals: bool = False,
    register: bool = False,
    models: CheckModels | None = None,
) -> Reading:
    """Return the cameras that stand today, one row per camera.

    Parameters
    ----------
    path
        Delimited text or a workbook with coordinates, a layer of points, or OpenStreetMap.
    crs
        Working system of the run.
    columns
        Our column (see `schema.CAMERAS`) → the file's, and the coordinates `lon` and `lat`, `x` and
        `y`, or `wkt`. Those not given are recognised by their names.
    source_crs
        System of the file's coordinates; in a table detected by their size if absent.
    within
        Area in the working system; cameras outside are dropped.
    layer
        Layer of a file that has several.
    provenance
        Where the records come from if the file has no such column; `surveyed`, for OpenStreetMap
        `open data`.
    addresses
        Table `schema.ADDRESSES` of the town. With it, rows of a table without coordinates are
        placed by their address (columns `address`, or `street`, `house_number` and
        `orientation_number`); their provenance becomes `derived`.

    proposals
        Whether proposed cameras are kept as if they stood; the table has then `proposed`, `phase`,
        `rank`, `seen`, `gain`, `removed_in` and `carrier` too, as lists of this tool have them.
    register
        Whether the list is the town's register: all its cameras are kept, as with `proposals`, the
        table has their `state`, the reading their records, and what is wrong with these is refused.
    models
        Asked for problems of models and kinds where the list has others, so that all are told.

    Returns
    -------
    reading
        Table `schema.CAMERAS`. A camera with several directions becomes several of one point.
        Where a list of this tool says so of any camera, the table also has `facing_deg` [° from
        grid north] and what was assumed (`height_assumed` …).
        Facts: `cameras`, `points`, `without_direction`; `placed_by_address`; and `fixed`,
        `panning`, `dome` of OSM.

    Raises
    ------
    InputError
        If the file cannot be read or has wrong values; with every problem at once.
    """
    features = _features(path, crs, columns, source_crs, layer, within, addresses)
    with features.telling_all():
        return _cameras(
            features,
            path,
            crs=crs,
            columns=columns,
            within=within,
            provenance=provenance,
            proposals=proposals,
            register=register,
            models=models,
        )


def _cameras(
    features: Features,
    path: Path,
    *,
    crs: str,
    columns: Mapping[str, str] | None,
    within: shapely.Geometry | None,
    provenance: str | None,
    proposals: bool,
    register: bool,
    models: CheckModels | None,
) -> Reading:
    """Return the cameras of a file's rows."""
    from_osm = is_osm(path) or osm_cameras.is_tagged(features.frame)
    facts: dict[str, int] = {}
    if from_osm:
        features, facts = osm_cameras.cameras_of_tags(features)
        ids = identifiers(features.frame)
        features = features.with_frame(features.frame.assign(osm_id=ids))
    features = features.within(within)
    columns_by_plan = {ours: theirs for ours, theirs in (columns or {}).items() if ours not in OURS}
    ours = columns_of(
        features.frame,
        by_plan=columns_by_plan,
        usual=_usual_headings(from_osm),
        file=features.file,
        not_of_file=(BY_ADDRESS,),
    )
    if BY_ADDRESS in features.frame.columns:
        facts[BY_ADDRESS] = int(features.frame[BY_ADDRESS].sum())
    own = OwnColumns.of(features)
    features = with_exact_places(features, own, crs=crs)
    features, problems, records = _camera_rows(
        features,
        ours,
        own,
        provenance or _default_provenance(from_osm),
        crs=crs,
        proposals=proposals,
        register=register,
    )
    source_rows = tuple(int(row) for row in features.frame.get("source_row", ()))
    try:
        table = _checked_table(features, problems, ours)
        features.refuse_problems()
    except InputError as error:
        of_models = () if models is None else tuple(models(features.frame, source_rows))
        if not of_models:
            raise
        others = [each for each in error.problems if each not in features.problems]
        raise SchemaError([*others, *of_models]) from error
    facts = {
        "cameras": len(table),
        "points": table["point_id"].nunique(),
        "without_direction": int(table["azimuth_deg"].isna().sum()),
        **facts,
    }
    rows_of_table = source_rows if len(source_rows) == len(table) else ()
    return Reading(table, features.account(facts=facts), rows_of_table, records)


def _features(
    path: Path,
    crs: str,
    columns: Mapping[str, str] | None,
    source_crs: str | None,
    layer: str | None,
    within: shapely.Geometry | None,
    addresses: gpd.GeoDataFrame | None,
) -> Features:
    if is_table(path) and addresses is not None:
        return read_geocoded_rows(
            path,
            crs=crs,
            name=NAME,
            addresses=addresses,
            columns=columns,
            source_crs=source_crs,
            within=within,
            workbook=True,
        )
    if is_marks(path) and layer is None:
        return read_marks(path, crs=crs, name=NAME, source_crs=source_crs, within=within)
    raw = is_osm(path)
    features = read_points(
        path,
        crs=crs,
        name=NAME,
        columns=columns,
        source_crs=source_crs,
        layer=layer,
        where=osm_cameras.WHERE if raw else None,
        within=within,
        workbook=True,
        refuse_at_once=False,
    )
    if not raw or layer is not None:
        return features
    return osm_cameras.with_ways_and_areas(features, path, crs=crs, within=within)


def _usual_headings(from_osm: bool) -> Mapping[str, tuple[str, ...]]:  # noqa: FBT001 - what the file is
    if not from_osm:
        return USUAL_HEADINGS
    return {
        "camera_id": ("osm id",),
        "name": ("name",),
        "mount_height_m": ("mount height m",),
        "azimuth_deg": ("azimuth deg",),
        "tilt_deg": ("tilt deg",),
        "kind": ("kind",),
    }


def _default_provenance(from_osm: bool) -> str:  # noqa: FBT001 - what the file is
    return "open data" if from_osm else "surveyed"


def _camera_rows(
    features: Features,
    ours: Mapping[str, str],
    own: OwnColumns,
    provenance: str,
    *,
    crs: str,
    proposals: bool,
    register: bool,
) -> tuple[Features, list[Problem], tuple[CameraRecord, ...]]:
    """Return the rows in the columns of our table, what is wrong with them, and their records."""
    rows, file = features.frame, features.file
    text = {name: text_column(rows, ours.get(name)) for name in USUAL_HEADINGS}
    text, marked = _without_marks(text)
    table = _text_columns(rows, text, provenance)
    column = ours.get("camera_id", "")
    problems = list(_repeated_id_problems(table["camera_id"], rows["source_row"], file, column))
    table, number_problems, notes = _with_numbers(table, text, ours, file)
    problems.extend(number_problems)
    changed = turned_since(table, own, text["azimuth_deg"], crs=crs)
    text["azimuth_assumed"] = text["azimuth_assumed"].mask(changed, "")
    table, direction_notes = _with_directions(
        table, text, file, ours.get("azimuth_deg"), osm="osm_id" in rows.columns
    )
    notes.extend(direction_notes)
    assumed = text["azimuth_assumed"].map(plain).isin(YES)
    table["aim"], direction_notes = exact_directions(
        table, own, crs=crs, assumed=assumed, azimuths=text["azimuth_deg"]
    )
    notes.extend(direction_notes)
    table, own_problems = with_own_columns(table, own, crs=crs, marked=marked)
    problems.extend(own_problems)
    for name, kind in EMPTY_NOTED.items():
        notes.extend(_some_empty(kind, text[name], rows["source_row"], file, ours.get(name, name)))
    if proposals or register:
        proposed = text["status"].map(is_proposed).to_numpy(dtype=np.bool_)
        leaving = text["status"].map(is_leaving).to_numpy(dtype=np.bool_)
        table, own_problems = with_proposals(table, own, proposed=proposed, leaving=leaving)
        problems.extend(own_problems)
        table["status"] = table["status"].mask(proposed, "in service")
    records: list[CameraRecord | None] = []
    if register:
        records, own_problems = records_of(features, text, ours)
        problems.extend(own_problems)
        table = with_states(table, records)
    built = (table["status"] != "not built").to_numpy(dtype=np.bool_)
    features = evolve(features, notes=(*features.notes, *notes))
    if register:
        built = (table["state"] != "proposed").to_numpy(dtype=np.bool_)
    features = features.with_frame(table).without(~built, "proposed" if register else "not_built")
    point_names = text["point_id"][built].reset_index(drop=True)
    points = points_of(
        features.frame, point_names=point_names, file=file, column=ours.get("point_id", "point_id")
    )
    table = one_row_per_direction(features.frame.assign(point_id=points.ids))
    features = evolve(features.with_frame(table), notes=(*features.notes, *points.notes))
    features = features.noting_rows("cameras_alike", identical_cameras(table))
    return features, problems, tuple(record for record in records if record is not None)


def _without_marks(
    text: Mapping[str, pd.Series],
) -> tuple[dict[str, pd.Series], dict[str, pd.Series]]:
    """Return the texts without marks of what was assumed, and flag → which rows had one."""
    bare, marked = dict(text), dict[str, pd.Series]()
    for column, flag in MARKED.items():
        pairs = [without_assumed(value) for value in text[column]]
        index = text[column].index
        bare[column] = pd.Series([value for value, _ in pairs], index=index, dtype="str")
        marked[flag] = pd.Series([mark for _, mark in pairs], index=index, dtype="bool")
    flags = bare["azimuth_assumed"]
    bare["azimuth_assumed"] = flags.mask(marked.pop("azimuth_assumed"), YES[0])
    return bare, marked


def _text_columns(
    rows: gpd.GeoDataFrame, text: Mapping[str, pd.Series], provenance: str
) -> gpd.GeoDataFrame:
    """Return the rows with identifiers, names, status, model, kind and provenance."""
    own = text["camera_id"]
    table = rows[["source_row", "geometry"]].assign(
        camera_id=own.where(own != "", "row-" + rows["source_row"].astype("str")),
        name=text["name"],
        status=text["status"].map(status_of),
        model=text["model"],
        kind=text["kind"].map(lambda word: kind_of(word) or word),
        provenance=text["provenance"].map(lambda word: _provenance_of(word, provenance)),
    )
    if BY_ADDRESS in rows.columns:
        table["provenance"] = table["provenance"].mask(rows[BY_ADDRESS], "derived")
    return table


def _with_numbers(
    table: gpd.GeoDataFrame, text: Mapping[str, pd.Series], ours: Mapping[str, str], file: str
) -> tuple[gpd.GeoDataFrame, list[Problem], list[Problem]]:
    """Return the table with heights, tilts, widths and days, and problems and notes on them."""
    rows = table["source_row"]
    problems: list[Problem] = []
    notes: list[Problem] = []
    for column, read_numbers in (
        ("mount_height_m", heights_m),
        ("tilt_deg", tilts_deg),
        ("width_deg", widths_deg),
    ):
        heading = ours.get(column, column)
        table[column], column_problems, column_notes = read_numbers(
            text[column], rows=rows, file=file, column=heading
        )
        problems.extend(column_problems)
        notes.extend(column_notes)
    days, date_notes = local_times(text["installed"], rows=rows, file=file)
    table["installed"] = days.when
    notes.extend(_without_hours(date_notes))
    return table, problems, notes


def _with_directions(
    table: gpd.GeoDataFrame,
    text: Mapping[str, pd.Series],
    file: str,
    column: str | None,
    *,
    osm: bool,
) -> tuple[gpd.GeoDataFrame, list[Problem]]:
    """Return the table with the view directions of each row, and notes on them."""
    notes = []
    rows = table["source_row"]
    assumed = text["azimuth_assumed"].map(plain).isin(YES)
    if assumed.any():
        notes.append(row_problem("azimuth_was_assumed", rows[assumed], file=file))
    table["aim"], direction_notes = read_directions(
        text["azimuth_deg"].mask(assumed, ""), rows=rows, file=file, column=column, osm=osm
    )
    return table, [*notes, *direction_notes]


def _some_empty(
    kind: str, texts: pd.Series, rows: pd.Series, file: str, column: str
) -> Iterator[Problem]:
    """Yield the note on cells that are empty in a column that says something of other cameras."""
    empty = texts == ""
    if empty.any() and not empty.all():
        yield row_problem(kind, rows[empty], file=file, column=column)


def _without_hours(notes: Iterable[Problem]) -> list[Problem]:
    """Return the notes on days but those that miss the hour: a day of installation has none."""
    return [note for note in notes if note.kind != "time_of_day_missing"]


def _repeated_id_problems(
    ids: pd.Series, rows: pd.Series, file: str, column: str
) -> Iterator[Problem]:
    twice = ids.duplicated(keep=False)
    if twice.any():
        yield row_problem(
            "camera_ids_repeated", rows[twice], file=file, column=column, cells=ids[twice]
        )


def _provenance_of(word: str, otherwise: str) -> str:
    if not word:
        return otherwise
    plain_word = plain(word)
    listed = (name for name in PROVENANCE if plain_word in headings_of(f"lists.provenance.{name}"))
    return plain_word if plain_word in PROVENANCE else next(listed, word)


def _checked_table(
    features: Features, problems: list[Problem], ours: Mapping[str, str]
) -> gpd.GeoDataFrame:
    """Return the table, or raise with everything that is wrong with it, by the file's columns."""
    frame = features.frame
    try:
        table = check(frame, CAMERAS, file=features.file)
    except SchemaError as error:
        by_file = [
            evolve(each, column=ours.get(each.column, each.column)) for each in error.problems
        ]
        raise SchemaError([*problems, *by_file]) from error
    if problems:
        raise SchemaError(problems)
    more = [name for name in MORE_COLUMNS if name in frame.columns]
    return table.assign(
        azimuth_deg=np.asarray(table["azimuth_deg"], dtype=np.float64),
        **{name: frame[name].to_numpy() for name in more},
    )
