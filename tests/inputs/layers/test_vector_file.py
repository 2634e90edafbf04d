"""Opening vector files, whole and broken ones."""

import json
import struct
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely.geometry import MultiPolygon, Point, Polygon, box

from placement.errors import InputError, MissingInputError, PlacementError
from placement.inputs.layers.vector_file import read_features
from placement.texts import LANGUAGES

CRS = "EPSG:5514"
LITVINOV = Point(-790_500, -978_500)
NOWHERE = (
    'ENGCRS["Undefined Cartesian SRS",EDATUM["Unknown"],CS[Cartesian,2],'
    'AXIS["x",east,LENGTHUNIT["metre",1]],AXIS["y",north,LENGTHUNIT["metre",1]]]'
)
LITVINOV_LONLAT = (13.6125, 50.6029)


def layer_of(path: Path, shapes: list, crs: object = CRS, **columns: list) -> Path:
    """Write shapes to a file of the format its ending names."""
    gpd.GeoDataFrame(columns or {"a": range(len(shapes))}, geometry=shapes, crs=crs).to_file(path)
    return path


def geojson_of(path: Path, *geometries: dict | None) -> Path:
    """Write geometries, as GeoJSON spells them, to a file."""
    features = [{"type": "Feature", "properties": {}, "geometry": g} for g in geometries]
    text = json.dumps({"type": "FeatureCollection", "features": features})
    path.write_text(text, encoding="utf-8")
    return path


def shapefile_zip(path: Path, folder: str = "", **shapes: list) -> Path:
    """Write Shapefiles, one a keyword, into a zip."""
    with zipfile.ZipFile(path, "w") as archive:
        for stem, geometries in shapes.items():
            whole = layer_of(path.parent / f"{stem}.shp", geometries)
            for part in sorted(whole.parent.glob(f"{stem}.*")):
                if part.suffix != ".zip":
                    archive.write(part, f"{folder}{part.name}")
    return path


def read_layer(path: Path, **options: object):
    """Read features; return their frame, the rows of the file, those dropped, and the notes."""
    features = read_features(path, **options)
    return features.frame, features.rows_read, features.dropped, features.notes


def refused(path: Path, kind: str, **options: object) -> str:
    """Return the message with which a file is refused; both languages must have its words."""
    options = {"crs": CRS, "name": "trees", "geometry": "Point", **options}
    with pytest.raises(InputError) as caught:
        read_layer(path, **options)
    (problem,) = caught.value.problems
    rendered = [problem.render(language) for language in LANGUAGES]

    assert problem.kind == kind
    assert all(problem.file in text for text in rendered)
    return rendered[LANGUAGES.index("en")]


def told(path: Path) -> list[str]:
    """Return the kinds of problem with which a layer of points is refused, if it is."""
    try:
        read_layer(path, crs=CRS, name="trees", geometry="Point")
    except PlacementError as error:
        return [problem.kind for problem in error.problems]
    return []


@pytest.mark.parametrize("ending", ["gpkg", "geojson", "shp", "fgb", "zip"])
def test_every_format_gives_the_same_points(tmp_path, ending):
    """A layer reads alike from GeoPackage, GeoJSON, Shapefile, FlatGeobuf and a zip."""
    points = [LITVINOV, shapely.affinity.translate(LITVINOV, 10, 20)]
    path = tmp_path / f"trees.{ending}"
    path = shapefile_zip(path, trees=points) if ending == "zip" else layer_of(path, points)

    frame, rows_read, dropped, notes = read_layer(path, crs=CRS, name="trees", geometry="Point")

    assert (rows_read, dropped, notes) == (2, {}, ())
    assert frame.crs == CRS
    found = sorted((p.x, p.y) for p in frame.geometry)
    np.testing.assert_allclose(found, sorted((p.x, p.y) for p in points), atol=1e-6)


def test_osm_xml_is_read(tmp_path):
    """A plain `.osm` file needs no layer name: nodes with tags are points."""
    lon, lat = LITVINOV_LONLAT
    path = tmp_path / "town.osm"
    path.write_text(
        f'<osm version="0.6"><node id="1" lat="{lat}" lon="{lon}" version="1">'
        '<tag k="highway" v="street_lamp"/></node></osm>',
        encoding="utf-8",
    )

    frame, rows_read, _, _ = read_layer(path, crs=CRS, name="carriers", geometry="Point")

    assert rows_read == 1
    assert frame.geometry[0].distance(LITVINOV) < 2_000


def test_several_shapefiles_of_a_zip_are_its_layers(tmp_path):
    """A zip with several Shapefiles lets the plan file choose among them by name."""
    path = shapefile_zip(
        tmp_path / "all.zip", "town/", trees=[LITVINOV], parks=[LITVINOV.buffer(9)]
    )

    parks, *_ = read_layer(path, crs=CRS, name="areas", geometry="Polygon")
    trees, *_ = read_layer(path, crs=CRS, name="trees", geometry="Point", layer="trees")

    assert parks.area[0] == pytest.approx(np.pi * 81, rel=0.02)
    assert trees.geometry[0].equals_exact(LITVINOV, 1e-6)


def test_a_missing_file_is_named_with_its_whole_path(tmp_path):
    """The message on a missing file shows where it was looked for."""
    path = tmp_path / "trees.gpkg"
    with pytest.raises(MissingInputError, match="There is no file") as caught:
        read_layer(path, crs=CRS, name="trees", geometry="Point")

    assert caught.value.problems[0].values["path"] == str(path)


def test_a_folder_is_refused_with_what_is_in_it(tmp_path):
    """A folder instead of a file lists the data in it."""
    layer_of(tmp_path / "trees.shp", [LITVINOV])

    assert "trees.shp" in refused(tmp_path, "file_is_folder")


def test_an_empty_file_is_refused(tmp_path):
    """A file of no bytes says so."""
    path = tmp_path / "trees.geojson"
    path.touch()

    refused(path, "file_empty")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.geojson", b"hello"),
        ("a.geojson", b'{"type":"FeatureCollection","features":[{"type":"Feature"'),
        ("a.gpkg", b"SQLite format 3\x00 and then nothing"),
        ("a.zip", b"PK\x03\x04 torn"),
        ("a.shp", b"\x00\x00\x27\x0a"),
        ("a.osm.pbf", b"\x00\x00\x00\x0dnot a pbf"),
    ],
)
def test_broken_files_are_refused(tmp_path, name, content):
    """What no reader understands ends as a message, whatever its ending."""
    path = tmp_path / name
    path.write_bytes(content)

    message = refused(path, "file_unreadable")

    assert str(tmp_path) not in message


@pytest.mark.parametrize("ending", ["gpkg", "zip", "fgb"])
@pytest.mark.parametrize("kept", [0.3, 0.5, 0.9])
def test_truncated_files_never_end_in_a_foreign_error(tmp_path, ending, kept):
    """A file cut short is refused, or read as far as it goes; nothing else may happen."""
    points = [Point(-790_000 - i, -978_000) for i in range(500)]
    path = tmp_path / f"trees.{ending}"
    whole = shapefile_zip(path, trees=points) if ending == "zip" else layer_of(path, points)
    data = whole.read_bytes()
    cut = tmp_path / f"cut.{ending}"
    cut.write_bytes(data[: int(len(data) * kept)])

    kinds = told(cut) or ["read"]

    assert set(kinds) <= {"read", "file_unreadable", "layer_empty"}
    assert kinds != ["read"] or ending != "zip"


def test_a_zip_with_a_damaged_member_is_refused(tmp_path):
    """A zip whose checksum fails is not read."""
    path = shapefile_zip(tmp_path / "trees.zip", trees=[LITVINOV] * 50)
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        member = next(m for m in archive.infolist() if m.filename.endswith(".shp"))
        start = member.header_offset + 30 + len(member.filename) + 100
    data[start] ^= 0xFF
    path.write_bytes(bytes(data))

    refused(path, "file_unreadable")


def test_a_zip_without_layers_is_refused(tmp_path):
    """A zip of other things names the endings that were looked for."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("readme.txt", "nothing here")

    assert ".shp" in refused(tmp_path / "a.zip", "zip_without_layer")


def test_the_only_layer_with_the_geometry_is_taken(tmp_path):
    """Several layers need no choice if one alone has the geometry asked for."""
    path = tmp_path / "town.gpkg"
    gpd.GeoDataFrame(geometry=[LITVINOV], crs=CRS).to_file(path, layer="trees")
    gpd.GeoDataFrame(geometry=[LITVINOV.buffer(5)], crs=CRS).to_file(path, layer="parks")

    frame, *_ = read_layer(path, crs=CRS, name="trees", geometry="Point")

    assert len(frame) == 1


def test_several_fitting_layers_must_be_chosen_from(tmp_path):
    """Two layers of points are listed, so that the plan file can name one."""
    path = tmp_path / "town.gpkg"
    for layer in ("trees", "lamps"):
        gpd.GeoDataFrame(geometry=[LITVINOV], crs=CRS).to_file(path, layer=layer)

    message = refused(path, "layer_not_chosen", name="carriers")

    assert "trees (Point), lamps (Point)" in message
    assert "lamps (Point)" in refused(path, "layer_unknown", layer="masts")
    assert read_layer(path, crs=CRS, name="x", geometry="Point", layer="LAMPS")[1] == 1
    refused(path, "layer_not_chosen", name="trees")


def test_of_a_plan_the_layer_called_as_the_input_is_read(tmp_path):
    """The GeoPackage of a plan has several layers of points; its cameras are the cameras."""
    path = tmp_path / "plan.gpkg"
    for number, layer in enumerate(("points", "cameras", "views", "demand"), 1):
        geometry = [LITVINOV] * number
        gpd.GeoDataFrame(geometry=geometry, crs=CRS).to_file(path, layer=layer)

    assert read_layer(path, crs=CRS, name="cameras", geometry="Point")[1] == 2


def test_a_layer_without_features_is_refused(tmp_path):
    """An empty layer is a problem, not an empty town."""
    refused(geojson_of(tmp_path / "trees.geojson"), "layer_empty")


def test_a_table_without_geometry_is_refused(tmp_path):
    """A table is not a layer."""
    path = tmp_path / "trees.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")

    refused(path, "geometry_kind")


def test_a_layer_of_another_geometry_is_refused(tmp_path):
    """Polygons are no points."""
    message = refused(layer_of(tmp_path / "a.gpkg", [LITVINOV.buffer(5)]), "geometry_kind")

    assert "Polygon" in message


def test_other_geometries_in_a_mixed_layer_are_counted(tmp_path):
    """In a mixed layer the asked kind is kept, also out of collections."""
    lon, lat = LITVINOV_LONLAT
    point = {"type": "Point", "coordinates": [lon, lat, 300.0]}
    line = {"type": "LineString", "coordinates": [[lon, lat], [lon, lat + 1e-3]]}
    both = {"type": "GeometryCollection", "geometries": [point, line]}
    many = {"type": "MultiPoint", "coordinates": [[lon, lat], [lon, lat + 1e-3]]}
    path = geojson_of(tmp_path / "a.geojson", point, line, both, many)

    frame, rows_read, dropped, _ = read_layer(path, crs=CRS, name="trees", geometry="Point")

    assert (rows_read, dropped) == (4, {"other_geometry": 1})
    assert frame["source_row"].tolist() == [1, 3, 4, 4]
    assert not frame.has_z.any()


def test_null_and_empty_geometries_are_dropped_and_counted(tmp_path):
    """Features without a geometry are not silently lost."""
    lon, lat = LITVINOV_LONLAT
    path = geojson_of(
        tmp_path / "a.geojson",
        None,
        {"type": "Point", "coordinates": [lon, lat]},
        {"type": "Point", "coordinates": []},
    )

    frame, rows_read, dropped, _ = read_layer(path, crs=CRS, name="trees", geometry="Point")

    assert (rows_read, dropped) == (3, {"no_geometry": 2})
    assert frame["source_row"].tolist() == [2]


def test_coordinates_that_are_not_finite_are_dropped_and_counted(tmp_path):
    """One infinite coordinate costs one feature, not the file."""
    path = layer_of(tmp_path / "a.gpkg", [LITVINOV, Point(np.inf, -978_000)])

    frame, _, dropped, _ = read_layer(path, crs=CRS, name="trees", geometry="Point")

    assert (len(frame), dropped) == (1, {"not_finite": 1})


def test_multi_parts_are_exploded_and_keep_holes_and_row(tmp_path):
    """Two parts of one feature become two rows of the same number, courtyard included."""
    yard = box(10, 0, 20, 10).difference(box(13, 3, 17, 7))
    shapes = [MultiPolygon([box(0, 0, 5, 5), yard]), box(30, 0, 40, 10)]
    moved = [shapely.affinity.translate(s, LITVINOV.x, LITVINOV.y) for s in shapes]
    path = layer_of(tmp_path / "a.gpkg", moved)

    frame, rows_read, _, _ = read_layer(path, crs=CRS, name="areas", geometry="Polygon")

    assert rows_read == 2
    assert frame["source_row"].tolist() == [1, 1, 2]
    assert frame.area.tolist() == pytest.approx([25, 84, 100])


def test_self_crossing_polygons_are_repaired_and_noted(tmp_path):
    """A bow tie becomes its two triangles, and the note names its row."""
    x, y = LITVINOV.x, LITVINOV.y
    tie = Polygon([(x, y), (x + 10, y + 10), (x + 10, y), (x, y + 10)])
    path = layer_of(tmp_path / "a.gpkg", [box(x, y, x + 1, y + 1), tie])

    frame, _, dropped, notes = read_layer(path, crs=CRS, name="areas", geometry="Polygon")

    assert frame.is_valid.all()
    assert frame.area.sum() == pytest.approx(51)
    assert dropped == {}
    assert [(n.kind, n.values["n"], n.values["rows"]) for n in notes] == [
        ("polygons_repaired", 1, "2")
    ]


def test_polygons_without_area_are_dropped(tmp_path):
    """A polygon that is a line after repair covers nothing."""
    x, y = LITVINOV.x, LITVINOV.y
    flat = Polygon([(x, y), (x + 5, y), (x + 10, y), (x, y)])
    path = layer_of(tmp_path / "a.gpkg", [flat, LITVINOV.buffer(5)])

    frame, _, dropped, _ = read_layer(path, crs=CRS, name="areas", geometry="Polygon")

    assert (len(frame), dropped) == (1, {"no_area": 1})


def test_a_file_without_crs_needs_one_stated(tmp_path):
    """Without a `.prj` the system must come from the plan file."""
    path = layer_of(tmp_path / "trees.shp", [LITVINOV])
    path.with_suffix(".prj").unlink()

    assert 'crs = "EPSG:…"' in refused(path, "crs_missing")
    frame, *_ = read_layer(path, crs=CRS, name="trees", geometry="Point", source_crs=CRS)
    assert frame.geometry[0].equals_exact(LITVINOV, 1e-6)
    refused(path, "crs_unknown", source_crs="EPSG:falsch")


def test_a_local_system_counts_as_none(tmp_path):
    """QGIS's "undefined" system has no place on the map, whether found in a file or stated."""
    path = layer_of(tmp_path / "a.gpkg", [LITVINOV], NOWHERE)

    refused(path, "crs_missing")
    refused(path, "crs_unknown", source_crs=NOWHERE)
    frame, *_ = read_layer(path, crs=CRS, name="trees", geometry="Point", source_crs=CRS)
    assert frame.geometry[0].equals_exact(LITVINOV, 1e-6)


def test_the_stated_crs_wins_and_is_noted(tmp_path):
    """GeoJSON is taken for degrees; the plan file may know better."""
    path = geojson_of(
        tmp_path / "a.geojson", {"type": "Point", "coordinates": [LITVINOV.x, LITVINOV.y]}
    )

    frame, _, _, notes = read_layer(path, crs=CRS, name="x", geometry="Point", source_crs=CRS)

    assert frame.geometry[0].equals_exact(LITVINOV, 1e-6)
    assert [note.kind for note in notes] == ["crs_overridden"]


@pytest.mark.parametrize(
    ("at", "crs", "guess"),
    [((LITVINOV.x, LITVINOV.y), 4326, "EPSG:5514"), (LITVINOV_LONLAT, 5514, "EPSG:4326")],
)
def test_coordinates_that_contradict_their_crs_are_refused(tmp_path, at, crs, guess):
    """Metres called degrees, or the reverse, are refused with the system they look like."""
    message = refused(layer_of(tmp_path / "a.gpkg", [Point(at)], crs), "crs_contradicted")

    assert guess in message


def test_swapped_axes_are_refused_where_the_case_tells(tmp_path):
    """Latitude before longitude is told by the area the working system is made for."""
    lon, lat = LITVINOV_LONLAT
    path = layer_of(tmp_path / "a.gpkg", [Point(lat, lon)], 4326)

    refused(path, "axes_swapped")
    refused(path, "axes_swapped", within=LITVINOV.buffer(5_000))


def test_axes_are_not_called_swapped_far_from_the_case(tmp_path):
    """Data of another country are outside, not swapped."""
    path = layer_of(tmp_path / "a.gpkg", [Point(-3.7, 40.4)], 4326)

    _, _, dropped, notes = read_layer(
        path, crs=CRS, name="trees", geometry="Point", within=LITVINOV.buffer(5_000)
    )

    assert dropped == {"outside_area": 1}
    assert [note.kind for note in notes] == ["all_outside"]


@pytest.mark.parametrize("turn", [(1, 1, False), (-1, -1, True), (1, 1, True)])
def test_s_jtsk_with_other_signs_or_order_is_mended(tmp_path, turn):
    """Positive or exchanged S-JTSK lands where it belongs, with a note."""
    sign_x, sign_y, exchanged = turn
    at = (LITVINOV.x * -sign_x, LITVINOV.y * -sign_y)
    given = Point(at[::-1] if exchanged else at)
    path = layer_of(tmp_path / "a.gpkg", [given])

    frame, _, _, notes = read_layer(path, crs=CRS, name="trees", geometry="Point")

    assert frame.geometry[0].equals_exact(LITVINOV, 1e-6)
    assert [note.kind for note in notes] == ["s_jtsk_mended"]


def test_zero_and_impossible_coordinates_are_dropped_and_counted(tmp_path):
    """Null Island and a latitude of 120° cost their own rows only."""
    lon, lat = LITVINOV_LONLAT
    points = [Point(lon, lat), Point(0, 0), Point(lon, 120), Point(lon, lat + 0.01)]
    path = layer_of(tmp_path / "a.gpkg", points, 4326)

    frame, rows_read, dropped, _ = read_layer(path, crs=CRS, name="trees", geometry="Point")

    assert rows_read == 4
    assert dropped == {"zero_coordinates": 1, "not_in_crs": 1}
    assert frame["source_row"].tolist() == [1, 4]


def test_nothing_but_zeros_is_refused(tmp_path):
    """A layer of 0/0 alone is not a town in the Gulf of Guinea."""
    refused(layer_of(tmp_path / "a.gpkg", [Point(0, 0)] * 3, 4326), "nothing_left")


def test_rows_outside_the_area_are_dropped_and_counted(tmp_path):
    """What touches the area stays whole; the rest is counted."""
    x, y = LITVINOV.x, LITVINOV.y
    shapes = [box(x, y, x + 10, y + 10), box(x + 100, y, x + 110, y + 10)]
    path = layer_of(tmp_path / "a.gpkg", shapes)

    frame, _, dropped, _ = read_layer(
        path, crs=CRS, name="areas", geometry="Polygon", within=box(x - 5, y - 5, x + 5, y + 5)
    )

    assert dropped == {"outside_area": 1}
    assert frame.area.tolist() == pytest.approx([100])


@pytest.mark.parametrize("encoding", ["cp1250", "utf-8"])
def test_a_shapefile_that_hides_its_encoding_keeps_its_czech(tmp_path, encoding):
    """Without a `.cpg` and a language byte, names are UTF-8 if they can be, else cp1250."""
    path = layer_of(tmp_path / "a.shp", [LITVINOV], name=["U Zámku".ljust(20, "x")])
    table = path.with_suffix(".dbf")
    data = bytearray(table.read_bytes())
    header = struct.unpack("<H", data[8:10])[0]
    data[29] = 0
    written = "Příčná".encode(encoding).ljust(20)
    data[header + 1 : header + 21] = written
    table.write_bytes(bytes(data))
    path.with_suffix(".cpg").unlink()

    frame, *_ = read_layer(path, crs=CRS, name="trees", geometry="Point")

    assert frame["name"][0].startswith("Příčná")


def test_a_zip_with_several_data_files_is_refused(tmp_path):
    """Two GeoPackages in one zip cannot be told apart."""
    one = layer_of(tmp_path / "a.gpkg", [LITVINOV])
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(one, "town/a.gpkg")
        archive.write(one, "town/b.gpkg")

    assert "town/a.gpkg, town/b.gpkg" in refused(tmp_path / "a.zip", "zip_with_several")


@pytest.mark.town
def test_helsinki_has_its_highways_and_broken_relations_are_noted(shared_data):
    """A raw extract is read whole; relations cut by its edge become dropped rows and a note."""
    path = shared_data / "helsinki" / "Helsinki.osm.pbf"

    _, rows_read, _, notes = read_layer(
        path, crs="EPSG:3067", name="streets", geometry="LineString", where="highway IS NOT NULL"
    )
    _, buildings, dropped, told = read_layer(
        path, crs="EPSG:3067", name="buildings", geometry="Polygon", where="building IS NOT NULL"
    )

    assert (rows_read, notes) == (2504, ())
    assert (buildings, dropped) == (494, {"no_geometry": 5, "no_area": 7})
    assert [note.kind for note in told] == ["gdal_warned", "polygons_repaired"]


@pytest.mark.town
def test_a_torn_osm_extract_is_refused(shared_data, tmp_path):
    """Half a `.pbf` is not read as a smaller town."""
    data = (shared_data / "helsinki" / "Helsinki.osm.pbf").read_bytes()
    path = tmp_path / "torn.osm.pbf"
    path.write_bytes(data[:300_000])

    refused(path, "file_unreadable", geometry="LineString")
