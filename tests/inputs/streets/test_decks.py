"""What lies above one another does not meet: bridges, heights, layers, at one x and y."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse.csgraph import connected_components
from shapely.geometry import LineString

from placement.demand.network import build_network
from placement.inputs import streets
from placement.inputs.streets.noding import node_lines
from placement.sites import at_crossings

CRS = "EPSG:32633"
EAST, NORTH = 400_000.0, 5_600_000.0
FIELD = Path(__file__).parents[4] / "shared" / "cases" / "field"
ALONG = ((-50, 0), (0, 0), (50, 0))
ACROSS = ((0, -50), (0, 0), (0, 50))


def line(*vertices: tuple[float, ...]) -> LineString:
    """Return a line of vertices counted from a corner of the town, heights as they are."""
    return LineString([(EAST + x, NORTH + y, *z) for x, y, *z in vertices])


def at(vertices: tuple[tuple[float, float], ...], *heights: float) -> LineString:
    """Return a line with the height of each vertex."""
    return line(*[(x, y, z) for (x, y), z in zip(vertices, heights, strict=True)])


def read(path: Path, lines: list[LineString], **columns: list) -> gpd.GeoDataFrame:
    """Return the streets of lines written to a file."""
    columns = columns or {"name": [f"Street {i}" for i in range(len(lines))]}
    cut = {name[:10]: values for name, values in columns.items()}
    frame = gpd.GeoDataFrame(cut, geometry=lines, crs=CRS)
    frame.to_file(path)
    return streets.read(path, crs=CRS).table


def parts(table: gpd.GeoDataFrame) -> tuple[int, int]:
    """Return how many crossings a table of streets has, and how many networks."""
    lixels = build_network(table, lixel_m=10).lixels
    stars = lixels.stars
    networks = connected_components(stars.T @ stars, directed=False)[0]
    return len(at_crossings(table, offset_m=5, height_m=6)), networks


@pytest.mark.parametrize(
    "columns",
    [
        {"fclass": ["residential", "footway"], "bridge": ["F", "T"]},
        {"highway": ["residential", "residential"], "layer": ["-1", "0"]},
        {"trida": ["ulice", "lávka pro pěší"]},
        {"typ": ["ulice", "chodník"], "Most": ["ne", "ano"]},
        {"highway": ["footway", "footway"], "level": ["0", "2"]},
        {"class": ["residential"] * 2, "level_rules": ["", '[{"value": 1, "between": null}]']},
    ],
)
@pytest.mark.parametrize("suffix", ["gpkg", "shp", "geojson"])
def test_a_bridge_that_shares_a_vertex_is_no_crossing(tmp_path, columns, suffix):
    """However a file says that one of two ways is above the other, nothing flows between them."""
    table = read(tmp_path / f"a.{suffix}", [line(*ALONG), line(*ACROSS)], **columns)

    assert parts(table) == (0, 2)


def test_two_ways_of_one_storey_meet(tmp_path):
    """Two streets on one viaduct cross as streets on the ground do."""
    table = read(
        tmp_path / "a.gpkg", [line(*ALONG), line(*ACROSS)], highway=["path"] * 2, layer=[1, 1]
    )

    assert parts(table) == (1, 1)


@pytest.mark.parametrize(
    ("low", "high", "crossings"),
    [
        ((250, 250, 250), (257, 257, 257), 0),
        ((250, 250, 250), (251, 251, 251), 1),
        ((0, 0, 0), (257, 257, 257), 1),
        ((np.nan,) * 3, (257, 257, 257), 1),
        ((3, 3, 3), (-4, -4, -4), 0),
        ((250, 250, 250), (250, 257, 250), 0),
    ],
)
def test_heights_of_vertices_part_ways(tmp_path, low, high, crossings):
    """More than two metres apart is another place; a height that is missing parts nothing."""
    table = read(tmp_path / "a.gpkg", [at(ALONG, *low), at(ACROSS, *high)])

    assert parts(table)[0] == crossings


def test_zeros_are_missing_where_ends_of_their_lines_meet_others(tmp_path):
    """On the coast 0 may be a height; a line of zeros that ends at 5 m shows that it has none."""
    drawn_flat = at(ALONG, 0, 0, 0)
    others = [at(ACROSS, 5, 5, 5), at(((50, 0), (90, 0)), 5, 5)]

    assert parts(read(tmp_path / "a.gpkg", [drawn_flat, *others])) == (1, 1)
    assert parts(read(tmp_path / "b.gpkg", [drawn_flat, others[0]])) == (0, 2)


@pytest.mark.parametrize(
    "abutment", [[line((0, 50), (30, 60))], [line((-9, 50), (0, 50), (9, 50))]]
)
def test_a_bridge_stands_on_the_ground_at_its_ends(tmp_path, abutment):
    """The end of a bridge meets an end and an interior vertex of a street alike."""
    table = read(
        tmp_path / "a.gpkg",
        [line(*ALONG), line(*ACROSS), *abutment],
        highway=["residential"] * 3,
        bridge=[None, "viaduct", None],
    )

    assert parts(table)[1] == 2


def test_an_end_below_a_bridge_does_not_touch_it(tmp_path):
    """A dead end 3 cm from a bridge's axis stays loose; the bridge's own end joins a street."""
    dead_end = line((-50, 0), (-0.03, 0))
    bridge = line((0, -50), (0, 49.97))
    street = line((-50, 50), (50, 50))

    table = read(
        tmp_path / "a.gpkg",
        [dead_end, bridge, street],
        highway=["path"] * 3,
        bridge=["no", "yes", "no"],
    )

    assert len(table) == 4
    assert parts(table)[1] == 2


def test_two_crossings_above_one_another_stay_two(tmp_path):
    """Both storeys have a T at one x and y: two crossings of three arms, not one of six."""
    ground = [line(*ALONG), line((0, 0), (-30, -30))]
    above = [line(*ACROSS), line((0, 0), (30, 30))]

    table = read(
        tmp_path / "a.gpkg", [*ground, *above], name=list("abcd"), highway=["path"] * 4,
        layer=[0, 0, 1, 1],
    )  # fmt: skip

    assert parts(table) == (2, 2)


def test_a_bridge_above_a_square_leaves_it_alone(tmp_path):
    """Heat of a square enters the street beside it, not the bridge that passes over it."""
    table = read(
        tmp_path / "a.gpkg",
        [line((-100, 0), (100, 0)), line((0, -21), (90, -21))],
        highway=["footway", "residential"],
        bridge=["yes", "no"],
    )
    square = shapely.box(EAST - 20, NORTH - 20, EAST + 20, NORTH + 20)
    areas = gpd.GeoDataFrame(
        {"space_id": ["s"], "name": [""], "kind": ["square"]}, geometry=[square], crs=CRS
    )

    net = build_network(table, areas, lixel_m=10)

    joined = set(net.lixels.joints.node.tolist())
    of_bridge = (net.table["street_class"] == "footway").to_numpy()
    assert not joined & set(net.lixels.nodes[of_bridge].ravel().tolist())
    of_street = (net.table["street_class"] == "residential").to_numpy()
    assert joined & set(net.lixels.nodes[of_street].ravel().tolist())


GRID_LINES = st.lists(
    st.tuples(
        st.lists(
            st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=5, unique=True
        ),
        st.integers(-1, 1),
    ),
    min_size=1,
    max_size=7,
)


@given(GRID_LINES)
def test_one_storey_for_all_changes_nothing(drawn):
    """Ways that are all on one bridge are noded as on the ground, with heights or without."""
    lines = [line(*[(10 * x, 10 * y) for x, y in each]) for each, _ in drawn]
    heights = [np.full(len(each), 300.0) for each, _ in drawn]

    plain = node_lines(lines)
    raised = node_lines(lines, storey=np.full(len(lines), 2), heights=heights)

    assert shapely.equals_exact(plain.pieces, raised.pieces).all()
    assert plain.stacked == raised.stacked == 0


@given(GRID_LINES)
def test_tiers_of_heights_are_noded_each_for_itself(drawn):
    """Lines at heights 10 m apart split as if the others were not there."""
    lines = [line(*[(10 * x, 10 * y) for x, y in each]) for each, _ in drawn]
    tier = np.array([number for _, number in drawn])
    heights = [np.full(len(each), 100.0 + 10 * number) for each, number in drawn]

    together = node_lines(lines, heights=heights)

    for number in np.unique(tier):
        own = np.flatnonzero(tier == number)
        alone = node_lines([lines[index] for index in own])
        mine = together.pieces[np.isin(together.line, own)]
        assert shapely.equals_exact(mine, alone.pieces).all()


@given(GRID_LINES)
def test_no_length_is_lost_on_any_storey(drawn):
    """Pieces add up to the lines, whatever lies above what."""
    lines = [line(*[(10 * x, 10 * y) for x, y in each]) for each, _ in drawn]

    net = node_lines(lines, storey=np.array([number for _, number in drawn]))

    total = np.bincount(net.line, shapely.length(net.pieces), minlength=len(lines))
    np.testing.assert_allclose(total, shapely.length(np.array(lines)), atol=1e-6)


@pytest.mark.parametrize(
    "file", ["50-bridge-same-node-place/town.osm", "51-linestringz-bridge/streets.gpkg"]
)
def test_cases_from_the_field(file):
    """Outsiders' bridges are no crossings, and demand stays on each way."""
    if not (FIELD / file).exists():
        pytest.skip("the cases (../shared/cases) are not on this machine")

    reading = streets.read(FIELD / file, crs="EPSG:5514")

    assert parts(reading.table) == (0, 2)
    assert reading.account.facts["stacked"] == 1
