"""Houses of the page: packed small, found by number, answered as a click, in both editions."""

import base64
import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from placement.crs import systems
from placement.output import public_edition
from placement.output.layer_tables import layers_of
from placement.output.layers import Layers
from placement.output.webmap.addresses import packed_addresses
from placement.plan import Plan
from tests.output.chromium import complaints, find, open_page, opened_again, violations

ENTER = "\ue007"
LITVINOV = (13.55, 50.56, 13.70, 50.64)
"""West, south, east, north of about what its page knows. [°]"""
HOUSES, STREETS = 4_500, 190
"""More than the register has in Litvínov."""


def numbers(text: str) -> list[int]:
    """Return packed numbers, by the definition of their format."""
    found, value, place = [], 0, 1
    for byte in base64.b64decode(text):
        value, place = value + (byte & 127) * place, place * 128
        if byte < 128:
            found.append(-(value + 1) // 2 if value % 2 else value // 2)
            value, place = 0, 1
    return found


def made_addresses() -> gpd.GeoDataFrame:
    """Return houses along streets; their numbers in no order, some huts, some letters."""
    rng = np.random.default_rng(15)
    west, south, east, north = LITVINOV
    street = np.sort(rng.integers(0, STREETS, HOUSES))
    start = rng.uniform((west, south), (east, north), (STREETS, 2))
    turn = rng.uniform(0, np.pi, STREETS)
    along = np.arange(HOUSES) - np.searchsorted(street, street)
    metres = 22.0 * along + rng.normal(0, 4, HOUSES)
    lon = start[street, 0] + metres * np.cos(turn[street]) / 70_600
    lat = start[street, 1] + metres * np.sin(turn[street]) / 111_195 + rng.normal(0, 1e-4, HOUSES)
    table = {
        "street": [f"Ulice číslo {number}" for number in street],
        "part": [("Janov", "Hamr", "Horní Litvínov")[number % 3] for number in street],
        "house_number": rng.permutation(HOUSES) + 1.0,
        "registration": rng.random(HOUSES) < 0.02,
        "orientation_number": np.where(rng.random(HOUSES) < 0.3, np.nan, along + 1.0),
        "letter": np.where(rng.random(HOUSES) < 0.03, "a", ""),
    }
    points = gpd.points_from_xy(np.clip(lon, west, east), np.clip(lat, south, north))
    frame = gpd.GeoDataFrame(table, geometry=points, crs="EPSG:4326")
    return layers_of(crs="EPSG:5514", addresses=frame).addresses


def test_a_town_s_addresses_are_small_and_come_back() -> None:
    """All columns are exact, places to a third of a metre; 60 kB hold more than Litvínov has."""
    addresses = made_addresses()
    origin = (round(LITVINOV[0] * 1e6), round(LITVINOV[1] * 1e6))
    wide = (LITVINOV[0] - 0.01, LITVINOV[1] - 0.01, LITVINOV[2] + 0.01, LITVINOV[3] + 0.01)
    block = packed_addresses(addresses, origin=origin, extent=wide)["addresses"]
    size = len(json.dumps(block, ensure_ascii=False, separators=(",", ":")).encode())
    groups = np.reshape(numbers(block["groups"]), (-1, 3))

    assert size <= 60_000
    assert np.repeat(np.array(block["streets"])[groups[:, 0]], groups[:, 2]).tolist() == list(
        addresses["street"]
    )
    assert np.repeat(np.array(block["parts"])[groups[:, 1]], groups[:, 2]).tolist() == list(
        addresses["part"]
    )
    for key, column in (("house", "house_number"), ("along", "orientation_number")):
        assert np.cumsum(numbers(block[key])).tolist() == addresses[column].fillna(0).to_list()
    assert np.cumsum(numbers(block["huts"])).tolist() == list(
        np.flatnonzero(addresses["registration"])
    )
    assert [at for at, _ in block["letters"]] == list(np.flatnonzero(addresses["letter"] != ""))
    degrees = np.column_stack([np.cumsum(numbers(block[key])) for key in ("lon", "lat")])
    read = (degrees * block["unit"] + np.array(origin)) / 1e6
    true = shapely.get_coordinates(systems.to_crs(addresses, systems.WGS84).geometry)
    assert np.hypot(*((read - true) * (70_600, 111_195)).T).max() < 0.34


def test_addresses_beyond_the_map_are_left_out() -> None:
    """And none at all make no block."""
    addresses = made_addresses()
    assert packed_addresses(addresses, origin=(0, 0), extent=(0, 0, 1, 1)) == {}
    assert packed_addresses(addresses[:0], origin=(0, 0), extent=LITVINOV) == {}


@pytest.fixture(scope="module")
def addressed_town(small_town: tuple[Plan, Layers]) -> tuple[Plan, Layers]:
    """Return the small town with a number on each house, in the street nearest to it."""
    plan, layers = small_town
    houses = layers.buildings.geometry.representative_point()
    nearest = [layers.streets.geometry.distance(house).idxmin() for house in houses]
    table = {
        "street": layers.streets["name"].loc[nearest].to_list(),
        "part": "Horní Litvínov",
        "house_number": np.arange(len(houses)) + 1001.0,
        "registration": False,
        "orientation_number": np.arange(len(houses)) + 1.0,
        "letter": "",
    }
    addresses = gpd.GeoDataFrame(table, geometry=houses.to_list(), crs=layers.crs)
    return plan, layers_of(crs=layers.crs, **{**layers.frames(), "addresses": addresses})


@pytest.fixture(scope="module")
def page(driver, tmp_path_factory: pytest.TempPathFactory, addressed_town) -> Path:
    """Write the internal page once."""
    folder = tmp_path_factory.mktemp("addresses")
    open_page(driver, folder, *addressed_town)
    return folder / "map.html"


def asked(driver, query: str) -> str:
    """Type a query and Enter; return what is said beside the map."""
    box = driver.find_element("id", "search")
    box.clear()
    box.send_keys(query, ENTER)
    return find(driver, "#detail")


def offered(driver, query: str) -> list[str]:
    """Type a query; return what is offered."""
    box = driver.find_element("id", "search")
    box.clear()
    box.send_keys(query)
    return [each.text for each in driver.find_elements("css selector", "#found li")]


@pytest.mark.browser
@pytest.mark.parametrize("number", [0, 9])
def test_a_house_is_found_by_its_number(driver, page: Path, addressed_town, number: int) -> None:
    """It is answered as a click on that house is, at that house, and is in the link."""
    _, layers = addressed_town
    house = layers.addresses.iloc[number]
    along, own = int(house["orientation_number"]), int(house["house_number"])
    name = f"{house['street']} {own}/{along}"
    opened = opened_again(driver, page)
    for query in (
        f"{house['street']} {along}",
        f"{along} {house['street'].upper()}",
        f"ul. {house['street']} {own}/{along}",
        f"čp. {own}",
    ):
        assert asked(opened, query).startswith(f"Toto místo: {name}"), query
    text = find(opened, "#detail")
    assert "Tady stojí budova" in text
    assert house["street"] in text
    lat, lon = opened.execute_script(
        "return /place=([-\\d.]+)\\/([-\\d.]+)/.exec(decodeURIComponent(location.hash)).slice(1)"
    )
    (x,), (y,) = systems.from_lonlat(np.array([float(lon)]), np.array([float(lat)]), crs=layers.crs)
    assert house.geometry.distance(shapely.Point(x, y)) < 1.5
    assert violations(opened) == []
    again = opened_again(driver, page, link=opened.execute_script("return location.hash"))
    assert f"Adresa: {name}" in find(again, "#detail")
    assert complaints(again) == []


@pytest.mark.browser
def test_a_number_that_no_house_has_leads_to_the_street(driver, page: Path, addressed_town) -> None:
    """It says so, and what can be searched for names a house."""
    street = addressed_town[1].addresses["street"].iloc[0]
    opened = opened_again(driver, page)
    (only,) = offered(opened, f"{street} 99999")
    assert only.replace("\n", " ").endswith("celá ulice, takové číslo domu mapa nezná")
    offered(opened, "neznámo")
    assert "dům (" in find(opened, "#found-nothing")


@pytest.mark.browser
def test_the_public_edition_finds_houses_too(driver, tmp_path: Path, addressed_town) -> None:
    """Addresses are public; it says the same of the house."""
    plan, layers = addressed_town
    public = public_edition.plan_of(plan)
    opened = open_page(driver, tmp_path, public, public_edition.layers_of(public, layers))
    house = layers.addresses.iloc[3]
    text = asked(opened, f"{house['street']} {int(house['orientation_number'])}")
    assert text.startswith(f"Toto místo: {house['street']}")
    assert "Tady stojí budova" in text
    assert violations(opened) == []
