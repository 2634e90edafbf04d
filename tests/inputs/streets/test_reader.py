"""Streets: what is kept, what it is called, and where it is split."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, Point, Polygon, box

from placement.errors import InputError, SchemaError
from placement.inputs import streets
from placement.inputs.streets.noding import node_lines
from placement.schema import STREETS

CRS = "EPSG:32633"
EAST, NORTH = 400_000.0, 5_600_000.0


def line(*vertices: tuple[float, float]) -> LineString:
    """Return a line of vertices counted from a corner of the town."""
    return LineString([(EAST + x, NORTH + y) for x, y in vertices])


def written(path: Path, lines: list, **columns: list) -> Path:
    """Write lines to a file."""
    columns = columns or {"name": [f"Street {i}" for i in range(len(lines))]}
    gpd.GeoDataFrame(columns, geometry=lines, crs=CRS).to_file(path)
    return path


def test_a_street_has_name_class_and_unique_id(tmp_path):
    """The table of a GIS layer is the schema's, nothing more."""
    path = written(
        tmp_path / "a.gpkg",
        [line((0, 0), (50, 0)), line((0, 9), (50, 9))],
        Kod=[7, 8],
        Nazev=["Příčná", None],
        typ=["residential", "path"],
    )

    reading = streets.read(path, crs=CRS)

    assert list(reading.table.columns) == STREETS.names
    assert reading.table["street_id"].tolist() == ["7", "8"]
    assert reading.table["name"].tolist() == ["Příčná", ""]
    assert reading.table["street_class"].tolist() == ["residential", "path"]


def test_the_plan_file_may_name_the_columns(tmp_path):
    """A configured column goes before one that is usual; one that is not there is a problem."""
    path = written(tmp_path / "a.gpkg", [line((0, 0), (50, 0))], name=["wrong"], rue=["right"])

    named = streets.read(path, crs=CRS, columns={"name": "rue"})

    assert named.table["name"].tolist() == ["right"]
    with pytest.raises(SchemaError, match="no column “strasse” \\(found: name, rue\\)"):
        streets.read(path, crs=CRS, columns={"name": "strasse"})


def test_several_lines_of_one_street_get_ids_of_their_own(tmp_path):
    """RÚIAN gives all lines of a street its code; pieces are numbered."""
    path = written(
        tmp_path / "a.gpkg",
        [line((0, 0), (50, 0)), line((50, 0), (90, 0)), line((0, 9), (9, 9))],
        Kod=[443913, 443913, 449113],
    )

    reading = streets.read(path, crs=CRS)

    assert reading.table["street_id"].tolist() == ["443913-1", "443913-2", "449113"]


def test_lines_without_length_are_dropped_and_counted(tmp_path):
    """A street that goes nowhere is none; a file of such is refused."""
    nowhere = line((3, 3), (3, 3))
    path = written(tmp_path / "a.gpkg", [nowhere, line((0, 0), (50, 0))])

    account = streets.read(path, crs=CRS).account

    assert (account.rows_read, account.rows_kept) == (2, 1)
    assert dict(account.dropped) == {"no_length": 1}
    with pytest.raises(InputError, match="none is left"):
        streets.read(written(tmp_path / "b.gpkg", [nowhere]), crs=CRS)


def test_streets_outside_the_area_are_counted_not_cut(tmp_path):
    """A street that touches the area is kept whole."""
    path = written(tmp_path / "a.gpkg", [line((0, 0), (50, 0)), line((0, 90), (50, 90))])

    reading = streets.read(path, crs=CRS, within=box(EAST, NORTH, EAST + 9, NORTH + 9))

    assert reading.table.length.tolist() == [50]
    assert dict(reading.account.dropped) == {"outside_area": 1}
    assert (reading.account.rows_read, reading.account.rows_kept) == (2, 1)


def test_an_osm_file_keeps_public_ways_and_counts_squares(tmp_path):
    """From raw OpenStreetMap come ways for people on foot; a square drawn as an area is counted."""
    nodes = [(50.0, 14.0), (50.0, 14.001), (50.001, 14.001), (50.001, 14.0)]
    parts = [
        f'<node id="{i}" lat="{lat}" lon="{lon}" version="1"/>'
        for i, (lat, lon) in enumerate(nodes, 1)
    ]
    tags = '<tag k="{}" v="{}"/>'
    for way, refs, kind in [(10, (1, 2, 3), "residential"), (11, (3, 4), "motorway")]:
        refs_text = "".join(f'<nd ref="{r}"/>' for r in refs)
        tag = tags.format("highway", kind) + tags.format("name", "U &quot;Lva&quot;")
        parts.append(f'<way id="{way}" version="1">{refs_text}{tag}</way>')
    ring = "".join(f'<nd ref="{r}"/>' for r in (1, 2, 3, 4, 1))
    tag = tags.format("highway", "pedestrian") + tags.format("area", "yes")
    parts.append(f'<way id="12" version="1">{ring}{tag}</way>')
    path = tmp_path / "town.osm"
    path.write_text(f'<osm version="0.6">{"".join(parts)}</osm>', encoding="utf-8")

    reading = streets.read(path, crs=CRS)

    assert reading.table["street_id"].tolist() == ["10"]
    assert reading.table["name"].tolist() == ['U "Lva"']
    assert reading.table["street_class"].tolist() == ["residential"]
    assert dict(reading.account.dropped) == {"not_a_street": 1}
    assert reading.account.facts["areas_left_out"] == 1


def test_lines_on_one_another_count_once(tmp_path):
    """Two bus lines along one street are one street, whichever way they are drawn."""
    along = line((0, 0), (10, 0), (30, 0))
    back = line((30, 0), (10, 0), (0, 0))
    branch = line((0, 0), (10, 0), (10, 5))
    path = written(tmp_path / "a.gpkg", [along, back, branch])

    reading = streets.read(path, crs=CRS)

    assert sorted(reading.table.length) == [5, 10, 20]
    assert dict(reading.account.dropped) == {"repeated": 1}
    assert reading.account.rows_kept == 2


def split(lines: Sequence[LineString] | np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return pieces of lines that all lie on the ground, and the line of each."""
    net = node_lines(lines)
    return net.pieces, net.line


def lengths(pieces: np.ndarray) -> list[float]:
    """Return lengths of pieces, rounded to the centimetre."""
    return [round(float(m), 2) for m in shapely.length(pieces)]


def test_lines_are_split_at_shared_vertices():
    """A crossroads of two lines with one vertex in common is four pieces."""
    pieces, owner = split([line((0, 0), (10, 0), (30, 0)), line((10, -5), (10, 0), (10, 7))])

    assert lengths(pieces) == [10, 20, 5, 7]
    assert owner.tolist() == [0, 0, 1, 1]


def test_lines_that_only_cross_stay_whole():
    """A bridge shares no vertex with the road below."""
    pieces, _ = split([line((0, 0), (20, 0)), line((10, -5), (10, 5))])

    assert lengths(pieces) == [20, 10]


@pytest.mark.parametrize(("gap_m", "expected"), [(0.0, 3), (0.04, 3), (0.06, 2)])
def test_an_end_that_touches_an_interior_splits_it(gap_m, expected):
    """A T-junction without a vertex is one if the gap is at most 5 cm; the pieces then share it."""
    pieces, owner = split([line((0, 0), (20, 0)), line((8, gap_m), (8, 9))])

    assert len(pieces) == len(owner) == expected
    if expected == 3:
        end = tuple(pieces[2].coords[0])
        assert pieces[0].coords[-1] == pieces[1].coords[0] == end
        assert lengths(pieces)[:2] == [8, 12]


def test_a_vertex_between_is_kept_in_order():
    """Ends that touch go between the right vertices."""
    pieces, _ = split(
        [line((0, 0), (10, 0), (10, 10)), line((4, 0), (4, -3)), line((10, 6), (15, 6))]
    )

    assert lengths(pieces) == [4, 12, 4, 3, 5]


def test_a_line_is_split_where_it_meets_itself():
    """A lollipop is a stick and a loop; a closed ring stays one piece."""
    lollipop = line((0, 0), (10, 0), (20, 0), (20, 10), (10, 0))
    ring = line((0, 50), (10, 50), (10, 60), (0, 50))

    pieces, owner = split([lollipop, ring])

    assert owner.tolist() == [0, 0, 1]
    assert pieces[1].is_ring
    assert pieces[2].is_ring


def test_repeated_vertices_are_no_meeting():
    """A vertex written twice in a row makes no piece without length."""
    pieces, _ = split([line((0, 0), (5, 0), (5, 0), (9, 0))])

    assert lengths(pieces) == [9]


GRID_LINES = st.lists(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=2, max_size=6, unique=True),
    min_size=1,
    max_size=8,
)


@given(GRID_LINES)
def test_pieces_add_up_to_the_lines_and_meet_at_ends_only(vertices):
    """No length is lost, and no vertex of two pieces lies inside one of them."""
    lines = [line(*[(10 * x, 10 * y) for x, y in each]) for each in vertices]

    pieces, owner = split(lines)

    total = np.bincount(owner, shapely.length(pieces), minlength=len(lines))
    np.testing.assert_allclose(total, shapely.length(np.array(lines)), atol=1e-6)
    inner = Counter(xy for piece in pieces for xy in piece.coords[1:-1])
    ends = {xy for piece in pieces for xy in (piece.coords[0], piece.coords[-1])}
    assert not inner or max(inner.values()) == 1
    assert not ends & set(inner)
    assert (shapely.length(pieces) > 0).all()


@given(GRID_LINES)
def test_noding_twice_changes_nothing(vertices):
    """Pieces are already split where they meet."""
    once, _ = split([line(*[(10 * x, 10 * y) for x, y in each]) for each in vertices])

    twice, _ = split(once)

    assert shapely.equals_exact(once, twice).all()


def test_what_is_given_stays_as_it_was():
    """Noding makes new lines."""
    given_lines = np.array([line((0, 0), (20, 0)), line((8, 0.02), (8, 9))])
    before = shapely.to_wkb(given_lines).tolist()
    split(given_lines)

    assert shapely.to_wkb(given_lines).tolist() == before


def test_polygons_are_no_streets(tmp_path):
    """A layer of parks cannot be read as streets."""
    path = tmp_path / "a.gpkg"
    park = Polygon(Point(EAST, NORTH).buffer(50))
    gpd.GeoDataFrame({"a": [1]}, geometry=[park], crs=CRS).to_file(path)

    with pytest.raises(InputError, match="LineString"):
        streets.read(path, crs=CRS)


@pytest.mark.town
def test_zizkov_has_64_lines_of_18_streets(shared_data):
    """RÚIAN streets keep their names, and their length to the millimetre."""
    path = shared_data / "zizkov" / "zizkov.gpkg"
    original = gpd.read_file(path, layer="ulice")

    reading = streets.read(path, crs="EPSG:5514", layer="ulice")

    assert (reading.account.rows_read, reading.account.rows_kept) == (64, 64)
    assert reading.table["name"].nunique() == 18
    assert reading.table["street_id"].is_unique
    assert reading.table.length.sum() == pytest.approx(original.length.sum(), abs=1e-3)


@pytest.mark.town
def test_helsinki_reads_2504_highways(shared_data):
    """The extract's ways are filtered and split; every reason is counted."""
    path = shared_data / "helsinki" / "Helsinki.osm.pbf"

    reading = streets.read(path, crs="EPSG:3067")

    account = reading.account
    assert account.rows_read == 2504
    assert account.rows_kept + sum(account.dropped.values()) == 2504
    assert account.dropped["tunnel"] > 200
    assert account.facts["areas_left_out"] > 80
    assert reading.table["street_id"].is_unique
    ends = Counter(
        xy for piece in reading.table.geometry for xy in (piece.coords[0], piece.coords[-1])
    )
    assert sum(n >= 3 for n in ends.values()) > 1_000


def test_a_case_may_choose_classes(tmp_path):
    """Only streets of the classes named are kept, the others counted."""
    path = written(
        tmp_path / "a.gpkg",
        [line((0, y), (50, y)) for y in (0, 9, 18, 27)],
        highway=["residential", "footway", "steps", "pedestrian"],
    )

    every = streets.read(path, crs=CRS)
    some = streets.read(path, crs=CRS, classes=("footway", "steps"))

    assert every.table["street_class"].tolist() == [
        "residential",
        "footway",
        "steps",
        "pedestrian",
    ]
    assert some.table["street_class"].tolist() == ["footway", "steps"]
    assert some.account.dropped == {"other_class": 2}


def test_a_class_no_street_has_is_a_slip(tmp_path):
    """The message names it and those there are."""
    path = written(tmp_path / "a.gpkg", [line((0, 0), (50, 0))], highway=["footway"])

    with pytest.raises(InputError, match=r"these classes: foot.*it has: footway"):
        streets.read(path, crs=CRS, classes=("footway", "foot"))
