"""The Litvínov case: complete, sound, rebuilt to the byte, and true to what was measured."""

import csv
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import pytest
import rasterio
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

CASE = Path(__file__).parents[1] / "data" / "litvinov"
CRS = "EPSG:5514"
OFFICIAL_AREA_KM2 = 40.70
PROVENANCE = {"documented", "derived", "assumed", "synthetic"}
HALF_WIDTH_M = {"main": 6.0, "local": 4.0, "residential": 3.0, "path": 1.5, "square": 4.0}
LIMIT_BYTES = 15 * 10**6
INHABITANTS = 22_482
"""On 1 January 2022, as published."""


@pytest.fixture(scope="module")
def streets() -> gpd.GeoDataFrame:
    """Return the drawn street axes."""
    return gpd.read_file(CASE / "streets.gpkg")


@pytest.fixture(scope="module")
def buildings() -> gpd.GeoDataFrame:
    """Return the drawn buildings."""
    return gpd.read_file(CASE / "buildings.gpkg")


@pytest.fixture(scope="module")
def incidents() -> pd.DataFrame:
    """Return the synthetic incidents as they stand in the file."""
    return pd.read_csv(CASE / "incidents-synthetic.csv", sep=";", encoding="utf-8-sig", dtype=str)


def area(name: str) -> shapely.Geometry:
    """Return the union of an outline layer in the working system."""
    return gpd.read_file(CASE / f"{name}.geojson").to_crs(CRS).union_all()


def area_layer(name: str) -> gpd.GeoDataFrame:
    """Return a layer of polygons in the working system."""
    return gpd.read_file(CASE / f"{name}.geojson").to_crs(CRS)


def living_m2(buildings: gpd.GeoDataFrame) -> float:
    """Return the floors of all houses people live in, shops below them included. [m²]"""
    lived_in = buildings["kind"].isin(["slab", "tower", "flats", "block", "house", "villa"])
    return float((buildings.area * buildings["floors"])[lived_in].sum())


def points(name: str) -> gpd.GeoDataFrame:
    """Return a table of places in the working system."""
    table = pd.read_csv(CASE / f"{name}.csv", keep_default_na=False)
    return gpd.GeoDataFrame(
        table, geometry=gpd.points_from_xy(table["lon"], table["lat"]), crs="EPSG:4326"
    ).to_crs(CRS)


def heights_m(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the drawn terrain at places of the working system. [m]"""
    with rasterio.open(CASE / "terrain.tif") as file:
        return np.array([value[0] for value in file.sample(zip(x, y, strict=True))])


def near_share(x: np.ndarray, y: np.ndarray, streets: gpd.GeoDataFrame, limit_m: float) -> float:
    """Return the share of places within a distance of a street."""
    tree = shapely.STRtree(streets.geometry.to_numpy())
    near = tree.query(shapely.points(x, y), predicate="dwithin", distance=limit_m)[0]
    return len(np.unique(near)) / len(x)


def test_the_case_has_what_the_readme_runs_on(
    streets: gpd.GeoDataFrame, buildings: gpd.GeoDataFrame, incidents: pd.DataFrame
) -> None:
    """Streets, names, buildings, carriers and incidents reach the numbers asked of the case."""
    carriers = points("lamp_posts")
    table = pd.read_csv(CASE / "tables" / "streets.csv", keep_default_na=False)
    ours = set(table.loc[table["source"].str.contains("our description"), "name"])
    names = set(streets["name"]) - {""} - ours

    assert streets.length.sum() >= 100_000
    assert len(names) >= 70
    assert len(buildings) >= 2_500
    assert (carriers["kind"] == "lamp post").sum() >= 3_000
    assert (carriers["kind"] == "tram pole").sum() >= 50
    assert len(incidents) >= 6_000
    assert len(gpd.read_file(CASE / "trees.gpkg")) >= 1_000
    assert len(gpd.read_file(CASE / "districts.geojson")) == 12


def test_the_readme_states_the_counts(
    streets: gpd.GeoDataFrame, buildings: gpd.GeoDataFrame, incidents: pd.DataFrame
) -> None:
    """The numbers in the case's README are those of the files."""
    text = (CASE / "README.md").read_text(encoding="utf-8")
    kinds = points("lamp_posts")["kind"].value_counts()
    trees, spots = gpd.read_file(CASE / "trees.gpkg"), CASE / "tables" / "spot_heights.csv"
    named = streets.loc[streets["name"] != "", "name"].nunique()
    stated = [
        f"{len(streets)} pieces, {streets.length.sum() / 1000:.0f} km",
        f"{named} names",
        f"{len(buildings)} footprints",
        f"{len(trees)} trees",
        f"{kinds['lamp post']} lamp posts and {kinds['tram pole']} tram poles",
        f"{len(incidents)} incidents",
        f"{len(area_layer('spaces'))} squares, car parks and parks",
        f"{len(area_layer('trouble_spots'))} trouble spots",
        f"{len(points('places'))} places",
        f"{living_m2(buildings) / INHABITANTS:.0f} m²",
        f"{len(pd.read_csv(spots))} spot heights",
    ]
    joined = text.replace(" ", "")

    assert [words for words in stated if words.replace(" ", "") not in joined] == []


def test_the_case_is_small_enough_for_the_repository() -> None:
    """All files together stay below 15 MB."""
    files = [path for path in CASE.rglob("*") if path.is_file() and "__pycache__" not in path.parts]

    assert sum(path.stat().st_size for path in files) <= LIMIT_BYTES


def test_every_record_says_where_it_comes_from() -> None:
    """Each drawn table has a provenance of the four kinds, and a source where one is needed."""
    for path in sorted((CASE / "tables").glob("*.csv")):
        if path.stem == "incident_kinds":
            continue
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        found = {row["provenance"] for row in rows}
        unsourced = [row for row in rows if not row["source"].strip()]

        assert found <= PROVENANCE, path.name
        assert not unsourced, path.name


def test_streets_are_one_network(streets: gpd.GeoDataFrame) -> None:
    """At least 95 % of the streets' length hangs together through shared end vertices."""
    ends = np.array([[line.coords[0], line.coords[-1]] for line in streets.geometry])
    _, node = np.unique(ends.reshape(-1, 2), axis=0, return_inverse=True)
    start, stop = node.reshape(-1, 2).T
    count = node.max() + 1
    graph = coo_array((np.ones(len(start)), (start, stop)), shape=(count, count))
    _, label = connected_components(graph, directed=False)
    length_m = np.bincount(label[start], weights=streets.length)

    assert length_m.max() / length_m.sum() >= 0.95


def test_crossings_are_vertices(streets: gpd.GeoDataFrame) -> None:
    """No street runs through another without a vertex that both share."""
    lines = streets.geometry.to_numpy()
    one, other = shapely.STRtree(lines).query(lines, predicate="crosses")

    assert [streets["street_id"][i] for i in one[one < other]] == []


def test_the_spine_runs_from_janov_to_koldum(streets: gpd.GeoDataFrame) -> None:
    """Podkrušnohorská passes the documented stops at Janov, Hamr, Máj, Citadela and Koldům."""
    spine = streets.loc[streets["name"] == "Podkrušnohorská"].union_all()
    stops = points("places").set_index("name").geometry
    wanted = ["Janov", "Hamr", "Litvínov,Máj", "Litvínov,Citadela", "Litvínov,Koldům"]

    assert stops[wanted].distance(spine).max() <= 30


def test_no_building_stands_on_a_street(
    streets: gpd.GeoDataFrame, buildings: gpd.GeoDataFrame
) -> None:
    """No building touches the ground of a street: the axis widened by half the street's width."""
    half_m = streets["street_class"].map(HALF_WIDTH_M).to_numpy(float)
    ground = shapely.buffer(streets.geometry.to_numpy(), half_m, cap_style="flat", quad_segs=2)
    hit, _ = shapely.STRtree(ground).query(buildings.geometry.to_numpy(), predicate="intersects")

    assert buildings["building_id"].iloc[np.unique(hit)].tolist() == []


def test_buildings_do_not_overlap(buildings: gpd.GeoDataFrame) -> None:
    """Two buildings never cover the same ground."""
    shapes = buildings.geometry.to_numpy()
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    pairs = one < other

    assert shapely.area(shapely.intersection(shapes[one[pairs]], shapes[other[pairs]])).sum() < 0.1


def test_slabs_look_like_slabs(buildings: gpd.GeoDataFrame) -> None:
    """Janov has 8-storey slabs of about 100 m, Koldům two wings of 13 storeys, Máj its towers."""
    boxes = shapely.minimum_rotated_rectangle(buildings.geometry.to_numpy())
    edges = [np.hypot(*np.diff(shapely.get_coordinates(box)[:3], axis=0).T) for box in boxes]
    long_m, short_m = np.max(edges, axis=1), np.min(edges, axis=1)
    slab, tower = buildings["kind"] == "slab", buildings["kind"] == "tower"
    janov = slab & (buildings["district"] == "Janov")
    koldum = tower & (buildings["district"] == "Loučky a Koldům")
    maj = tower & (buildings["district"] == "Máj")

    assert (janov & (long_m >= 95) & (buildings["floors"] == 8)).sum() >= 7
    assert (long_m[slab] / short_m[slab]).min() >= 3
    assert buildings.loc[koldum, "floors"].tolist() == [13, 13]
    assert maj.sum() >= 4
    assert buildings.loc[maj, "floors"].min() >= 10


def test_houses_have_room_for_the_town(buildings: gpd.GeoDataFrame) -> None:
    """The floors suit the people who live there: in the town, on Janov's slabs, in Koldům.

    With walls and stairs a person has some 35 to 60 m², a flat of Koldům (352 flats) 85 to 105 m².
    """
    floor_m2 = buildings.area * buildings["floors"]
    slabs = buildings["kind"].isin(["slab", "tower"])
    janov = floor_m2[slabs & (buildings["district"] == "Janov")].sum()
    koldum = floor_m2[slabs & (buildings["district"] == "Loučky a Koldům")].sum()

    assert 35 <= living_m2(buildings) / INHABITANTS <= 60
    assert 30 <= janov / 5_000 <= 45
    assert 85 <= koldum / 352 <= 105


def test_public_spaces_are_open_ground(
    buildings: gpd.GeoDataFrame, streets: gpd.GeoDataFrame
) -> None:
    """Squares, car parks and parks keep off houses and each other; a street touches each."""
    spaces = area_layer("spaces")
    ground = spaces.union_all()

    assert {"square", "parking", "park"} == set(spaces["kind"])
    assert {"náměstí Míru", "parkoviště Fajle", "Zámecký park"} <= set(spaces["name"])
    assert ground.area == pytest.approx(spaces.area.sum(), rel=1e-3)
    assert ground.intersection(buildings.union_all()).area < 1
    assert spaces.distance(streets.union_all()).max() <= 5
    assert spaces.within(area("area")).all()
    assert set(spaces["provenance"]) <= PROVENANCE


def test_trouble_spots_name_their_sources() -> None:
    """Every spot has its kind and source; those at stops lie around the stops named."""
    spots = area_layer("trouble_spots").set_index("name")
    stops = points("places").set_index("name").geometry
    documented = spots[spots["provenance"] == "documented"]

    assert (spots["kind"] == "trouble spot").all()
    assert len(documented) >= 20
    assert (documented["source"] != "").all()
    assert spots.geometry["zastávky na Podkrušnohorské"].contains(stops["Hamr,škola"])


def test_only_sourced_inhabitants_are_told() -> None:
    """Janov has "almost 5 000"; of other parts nobody says how many, so nothing is written."""
    parts = gpd.read_file(CASE / "districts.geojson").set_index("name")["inhabitants"]

    assert parts["Janov"] == 5_000
    assert parts.drop("Janov").isna().all()


def test_types_of_places_are_modest() -> None:
    """All places are of a known type, and count together less than 2 % of the incidents."""
    types = pd.read_csv(CASE / "place_types.csv").set_index("type")
    kinds = points("places")["kind"]

    assert set(kinds) <= set(types.index)
    assert types.loc[["trouble spot", "shop", "police"], "exposure"].eq(0).all()
    assert types["density_px_m"].eq(0).all()
    assert kinds.map(types["exposure"]).sum() < 0.02 * 7_200 / 3


def test_lamp_posts_stand_beside_streets(
    streets: gpd.GeoDataFrame, buildings: gpd.GeoDataFrame
) -> None:
    """Every lamp post is within 8 m of an axis, never on an axis, never in a house."""
    carriers = points("lamp_posts")
    lamps = carriers.loc[carriers["kind"] == "lamp post"].geometry.to_numpy()
    tree = shapely.STRtree(streets.geometry.to_numpy())
    beside = np.unique(tree.query(lamps, predicate="dwithin", distance=8.0)[0])
    on_axis = tree.query(lamps, predicate="dwithin", distance=1.0)[0]
    inside = shapely.STRtree(buildings.geometry.to_numpy()).query(lamps, predicate="within")[0]

    assert len(beside) == len(lamps)
    assert len(on_axis) == 0
    assert len(inside) == 0


def test_thirty_cameras_stand_at_the_documented_places(
    streets: gpd.GeoDataFrame, buildings: gpd.GeoDataFrame
) -> None:
    """There are 30 cameras at 30 points, the sources' own among them, all beside a street."""
    cameras = points("cameras")
    documented = cameras.loc[cameras["provenance"] == "documented", "name"]
    network = streets.union_all()

    assert len(cameras) == 30
    assert cameras["point_id"].nunique() == 30
    assert {"Mostecká", "Tylova", "Hamerská 330", "Gluckova"} <= set(documented)
    assert set(cameras["provenance"]) == {"documented", "assumed"}
    assert set(cameras["status"]) == {"in service", "out of service"}
    assert cameras.distance(network).max() <= 20
    assert not cameras.within(buildings.union_all()).any()
    assert cameras.within(area("area")).all()


def test_incidents_look_like_an_export_and_not_like_people(incidents: pd.DataFrame) -> None:
    """The export has BOM, semicolons and decimal commas, and eight columns without a person."""
    raw = (CASE / "incidents-synthetic.csv").read_bytes()
    when = pd.to_datetime(incidents["datum"] + " " + incidents["cas"], format="%d.%m.%Y %H:%M")
    columns = ["id", "datum", "cas", "druh", "misto", "cast", "Souřadnice Y", "Souřadnice X"]

    assert raw.startswith(b"\xef\xbb\xbf")
    assert list(incidents.columns) == columns
    assert incidents["Souřadnice Y"].str.fullmatch(r"79\d{4},\d\d|78\d{4},\d\d").all()
    assert incidents["Souřadnice X"].str.fullmatch(r"9[78]\d{4},\d\d").all()
    assert incidents["id"].is_unique
    assert when.is_monotonic_increasing
    assert set(when.dt.year) == {2023, 2024, 2025}
    assert not incidents.isna().any().any()


def test_places_of_incidents_are_told_by_houses_corners_and_streets(
    incidents: pd.DataFrame,
) -> None:
    """Shares are those the stated error follows from; no house has a number."""
    told = incidents["misto"]
    house, corner = told.str.endswith(", u domu").mean(), told.str.contains(" × ").mean()
    park = told.str.endswith(", park").mean()
    plan = tomllib.loads((CASE / "plan.toml").read_text(encoding="utf-8"))
    street = 1 - house - corner - park
    sigma_m = np.sqrt(house * 15**2 + corner * 8**2 + park * 20**2 + street * 60**2)

    assert min(house, corner, park, street) > 0.02
    assert plan["inputs"]["incidents"]["position_error_m"] == pytest.approx(sigma_m, abs=2)
    assert not told.str.contains(r" \d+(?:,|$)").any()


def test_incidents_follow_the_documented_trouble_spots(incidents: pd.DataFrame) -> None:
    """Around the heaviest named spots lie many times more incidents than over the town."""
    x, y = (
        -incidents[f"Souřadnice {axis}"].str.replace(",", ".").astype(float) for axis in ("Y", "X")
    )
    spots = pd.read_csv(CASE / "tables" / "trouble_spots.csv").nlargest(5, "weight")
    places = shapely.points(x, y)
    near = shapely.union_all(shapely.buffer(shapely.points(spots["x"], spots["y"]), 150))
    town = area("area")
    density_ratio = shapely.within(places, near).mean() / (near.area / town.area)

    assert density_ratio > 5


def test_terrain_is_smooth_and_complete() -> None:
    """The terrain has 10 m cells without a gap, rises to the north and has no cliff."""
    with rasterio.open(CASE / "terrain.tif") as file:
        surface = file.read(1)
        cell_m, nodata, crs = file.res[0], file.nodata, file.crs
    slope = np.abs(np.diff(surface, axis=0)).max() / cell_m

    assert (cell_m, nodata, crs.to_epsg()) == (10.0, -9999.0, 5514)
    assert not (surface == nodata).any()
    assert slope < 1.0
    station, janov_forest = heights_m(np.array([-792011, -796500]), np.array([-979097, -976500]))
    assert 290 < station < 315
    assert janov_forest > 600


def test_outlines_fit_together() -> None:
    """The boundary has the published area, the parts tile it, planned area and zone lie inside."""
    boundary, planned, parts = area("boundary"), area("area"), area("districts")
    zone = area("no_mount")

    assert boundary.area / 1e6 == pytest.approx(OFFICIAL_AREA_KM2, rel=0.02)
    assert parts.symmetric_difference(boundary).area / boundary.area < 0.001
    assert 6e6 <= planned.area <= 12e6
    assert planned.difference(boundary.buffer(1)).area < 1
    assert zone.within(planned)
    assert {"name", "reason"} <= set(gpd.read_file(CASE / "no_mount.geojson").columns)


def test_land_use_has_the_layers_of_the_base_map() -> None:
    """Water, woods, parks and railway are there; the tram runs in the railway layer."""
    layers = {
        name: gpd.read_file(CASE / "landuse.gpkg", layer=name)
        for name in ("water", "woods", "parks", "railway")
    }

    assert all(len(frame) for frame in layers.values())
    assert {"railway", "tram"} == set(layers["railway"]["kind"])


def build(target: Path, hash_seed: str) -> None:
    """Run the build script into a folder, as a user does."""
    subprocess.run(
        [sys.executable, str(CASE / "build.py"), str(target)],
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
    )


def test_rebuilding_gives_what_is_shipped(tmp_path: Path) -> None:
    """The shipped layers are what the tables build.

    GeoPackages and the GeoTIFF are compared with the shipped ones by content: their bytes depend
    on the versions of GDAL and SQLite.
    """
    build(tmp_path / "built", "1")
    names = sorted(path.name for path in (tmp_path / "built").iterdir())

    assert len(names) == 16
    for name in names:
        assert_shipped(tmp_path / "built" / name, CASE / name)


@pytest.mark.slow
def test_rebuilding_gives_the_same_bytes(tmp_path: Path) -> None:
    """Two builds are byte-identical, whatever order sets have."""
    first, second = tmp_path / "first", tmp_path / "second"
    build(first, "1")
    build(second, "2")

    names = sorted(path.name for path in first.iterdir())
    assert [n for n in names if (first / n).read_bytes() != (second / n).read_bytes()] == []


def assert_shipped(built: Path, shipped: Path) -> None:
    """Check that a shipped file is what was built."""
    if built.suffix == ".gpkg":
        for layer in gpd.list_layers(built)["name"]:
            one, other = (gpd.read_file(path, layer=layer) for path in (built, shipped))
            pd.testing.assert_frame_equal(
                pd.DataFrame(one.drop(columns="geometry")),
                pd.DataFrame(other.drop(columns="geometry")),
            )
            assert shapely.equals_exact(
                one.geometry.to_numpy(), other.geometry.to_numpy(), tolerance=0.02
            ).all()
    elif built.suffix == ".tif":
        with rasterio.open(built) as one, rasterio.open(shipped) as other:
            assert np.abs(one.read(1) - other.read(1)).max() <= 0.11
    else:
        assert built.read_bytes() == shipped.read_bytes(), built.name


@pytest.mark.town
def test_public_transport_runs_along_drawn_streets(
    shared_data: Path, streets: gpd.GeoDataFrame
) -> None:
    """At least 95 % of the lines' length in the planned area is within 30 m of a drawn street."""
    lines = gpd.read_file(shared_data / "litvinov" / "litvinov_mhd_lines_5514.gpkg").union_all()
    inside = lines.intersection(area("area"))
    near = inside.intersection(streets.union_all().buffer(30))

    assert inside.length > 15_000
    assert near.length / inside.length >= 0.95


@pytest.mark.town
def test_accidents_happened_on_drawn_streets(shared_data: Path, streets: gpd.GeoDataFrame) -> None:
    """At least 90 % of the accidents in the planned area are within 30 m of a drawn street."""
    table = pd.read_csv(shared_data / "litvinov" / "litvinov_accidents_pcr.csv")
    inside = table[shapely.contains_xy(area("area"), table["x_5514"], table["y_5514"])]
    share = near_share(inside["x_5514"].to_numpy(), inside["y_5514"].to_numpy(), streets, 30)

    assert len(inside) > 400
    assert share >= 0.90


@pytest.mark.town
def test_every_stop_in_town_is_at_a_drawn_street(
    shared_data: Path, streets: gpd.GeoDataFrame
) -> None:
    """Every public-transport stop in the municipality is within 60 m of a drawn street."""
    table = pd.read_csv(shared_data / "litvinov" / "litvinov_mhd_stops.csv")
    inside = table[shapely.contains_xy(area("boundary"), table["x_5514"], table["y_5514"])]
    share = near_share(inside["x_5514"].to_numpy(), inside["y_5514"].to_numpy(), streets, 60)

    assert len(inside) >= 40
    assert share == 1.0


@pytest.mark.town
def test_terrain_agrees_with_the_measured_one(shared_data: Path) -> None:
    """The drawn terrain differs from SRTM inside the municipality by at most 12 m (RMS)."""
    with rasterio.open(shared_data / "litvinov" / "litvinov_srtm3_4326.tif") as file:
        measured = file.read(1).astype(float).ravel()
        rows, columns = np.indices((file.height, file.width)).reshape(2, -1)
        lon, lat = rasterio.transform.xy(file.transform, rows, columns)
    x, y = pyproj.Transformer.from_crs("EPSG:4326", CRS, always_xy=True).transform(lon, lat)
    inside = shapely.contains_xy(real_boundary(shared_data), x, y)
    error_m = heights_m(np.asarray(x)[inside], np.asarray(y)[inside]) - measured[inside]

    assert inside.sum() > 4_000
    assert np.sqrt(np.mean(error_m**2)) <= 12


@pytest.mark.town
def test_boundary_agrees_with_the_real_one(shared_data: Path) -> None:
    """Area within 2 % of the real polygon's, and less than 5 % of it misplaced."""
    real, drawn = real_boundary(shared_data), area("boundary")

    assert drawn.area == pytest.approx(real.area, rel=0.02)
    assert drawn.symmetric_difference(real).area / real.area < 0.05


def real_boundary(shared_data: Path) -> shapely.Geometry:
    """Return the municipality as the land register publishes it."""
    path = shared_data / "litvinov" / "litvinov_obce_boundaries.geojson"
    codes = [str(f["properties"]["kod"]) for f in json.loads(path.read_text("utf-8"))["features"]]
    frame = gpd.read_file(path).to_crs(CRS)
    return frame.geometry.iloc[codes.index("567256")]
