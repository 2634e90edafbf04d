"""`placement fetch`: a case from a server on this machine that replays what the sources send."""

import errno
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pyogrio
import pytest
import rasterio
import shapely

from placement import config as plan_files
from placement import pipeline
from placement.cli import fetch as command
from placement.fetch import network, overpass
from placement.inputs import addresses
from placement.output import fetched_case
from placement.texts import LANGUAGES
from tests.cli.running import Ran, run
from tests.fetch import made_town as town
from tests.fetch.replaying import Replay, Reply

LAYERS = {
    "streets", "buildings", "trees", "lamps", "cameras", "place_areas", "water", "boundary",
    "districts",
}  # fmt: skip
BROKEN = {
    "municipality": "/municipality",
    "ruian": f"/vfr/20261031_OB_{town.CODE}_UKSH.xml.zip",
    "addresses": f"/csv/20261031_OB_{town.CODE}_ADR.csv.zip",
    "terrain": "/terrain",
    "surface": "/surface",
    "incidents": f"/police/2024_{town.CODE}.zip",
}
BAD = {
    "server error": Reply(status=500),
    "busy": Reply(status=429, headers={"Retry-After": "9000"}),
    "not there": Reply(status=404, type="text/html"),
    "apology": Reply(b"<html>sorry</html>", "text/html"),
    "cut": Reply(b"x" * 5000, "application/zip", cut_after=10),
    "rubbish": Reply(b"rubbish", "application/zip"),
}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Replay]:
    """Return a server that knows the made town, on a fixed day, and never wait for it."""
    monkeypatch.setattr(command, "_today", lambda: town.TODAY)
    monkeypatch.setattr(command, "_wait", lambda _: None)
    with Replay(town.routes()) as replay:
        yield replay


def fetched_from(server: Replay, folder: Path, *more: str, wanted: str = town.CODE) -> Ran:
    """Run the command in a folder of its own."""
    return run(
        "fetch", wanted, "-o", folder / "case", "--cache", folder / "cache",
        "--endpoints", town.endpoints(server, folder), "--lang", "en", *more,
    )  # fmt: skip


def test_a_town_is_fetched_and_planned(server: Replay, tmp_path: Path) -> None:
    """All sources together make a case that `plan` runs on; every file and source is accounted."""
    done = fetched_from(server, tmp_path, "--json")
    case = tmp_path / "case"

    assert done.code == 0, done.err
    summary = json.loads(done.out)
    assert set(summary["layers"]) == LAYERS
    assert summary["rasters"] == ["surface", "terrain"]
    assert summary["missing"] == []
    assert {source["key"] for source in summary["sources"]} == {*BROKEN, "osm"}
    manifest = json.loads((case / "manifest.json").read_text(encoding="utf-8"))
    files = {p.relative_to(case).as_posix() for p in case.rglob("*") if p.is_file()}
    assert set(manifest["outputs"]) == files - {"manifest.json"}
    assert all(len(source["sha256"]) == 64 for source in manifest["sources"])
    readme = (case / "README.md").read_text(encoding="utf-8")
    assert "ODbL 1.0" in readme
    assert "2026-11-22" in readme
    assert pyogrio.read_info(case / "layers.gpkg", layer="buildings")["features"] == 16

    planned = run("plan", case, "-o", tmp_path / "plan", "--lang", "en")

    assert planned.code == 0, planned.err
    plan = json.loads((tmp_path / "plan" / "plan.json").read_text(encoding="utf-8"))
    assert len(plan["cameras"]) == 21
    assert [phase["cameras"] for phase in plan["phases"]] == [1, 11, 21]


def test_what_a_fetched_case_holds_is_the_town(server: Replay, tmp_path: Path) -> None:
    """Incidents of all years, addresses as published, trees where only the surface rises."""
    assert fetched_from(server, tmp_path).code == 0
    case = tmp_path / "case"
    events = pd.read_csv(case / "incidents" / "incidents.csv")
    with rasterio.open(case / "canopy.tif") as raster:
        canopy = raster.read(1)
        row, column = raster.index(town.TREES[0] + 20, town.TREES[1] + 20)
        box = next(town.houses())
        house = raster.index(box[0] + 20, box[1] + 7)

    assert sorted(events["date"].str[:4].unique()) == ["2023", "2024", "2025"]
    assert len(events) == 120
    assert (case / "addresses.csv").read_bytes() == town.addresses()
    assert canopy[row, column] == pytest.approx(town.TREE_M, abs=0.01)
    assert canopy[house] == 0
    assert np.count_nonzero(canopy) == pytest.approx(40 * 40 / 4, rel=0.1)


def test_cameras_of_a_fetched_case_may_be_addresses(server: Replay, tmp_path: Path) -> None:
    """A list with streets and house numbers is placed by the addresses that came along."""
    assert fetched_from(server, tmp_path).code == 0
    case = tmp_path / "case"
    lines = "id;adresa\nA;Příčná 3\nB;PRICNA č.p. 16\nC;Příčná 99\n"
    (case / "cameras.csv").write_text(lines, encoding="utf-8")
    plan = (case / "plan.toml").read_text(encoding="utf-8")
    plan = plan.replace('path = "layers.gpkg"\nlayer = "cameras"', 'path = "cameras.csv"')
    (case / "plan.toml").write_text(plan, encoding="utf-8")

    inputs = pipeline.read(plan_files.load(case / "plan.toml"), folder=case)

    assert inputs.cameras is not None
    assert inputs.cameras["provenance"].tolist() == ["derived", "derived"]
    boxes = list(town.houses())
    x, y = boxes[2][0], boxes[2][1]
    assert inputs.cameras.geometry.iloc[0].distance(shapely.Point(x, y)) < 0.01
    (account,) = [each for each in inputs.accounts if each.name == "cameras"]
    assert account.dropped == {"address_not_found": 1}


@pytest.mark.slow
def test_a_name_will_do(server: Replay, tmp_path: Path) -> None:
    """A municipality is found by its name; its code comes with the answer."""
    done = fetched_from(server, tmp_path, "--json", wanted=town.NAME)

    assert json.loads(done.out)["code"] == town.CODE
    assert server.asked[0].query["where"] == f"nazev='{town.NAME}'"


@pytest.mark.parametrize(("times", "kind"), [(0, "municipality_unknown"), (2, "ambiguous")])
def test_which_municipality_must_be_clear(
    server: Replay, tmp_path: Path, times: int, kind: str
) -> None:
    """None of the name, or several, is an error that lists the codes; nothing is fetched."""
    server.routes["/municipality"] = Reply(town.municipality(times=times), "application/json")

    done = fetched_from(server, tmp_path, "--json", wanted="Lhota' OR '1'='1")

    assert done.code == 4
    assert kind in json.loads(done.out)["problems"][0]["kind"]
    assert "OR ''1''=''1" in server.asked[0].query["where"]
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "failing",
    [
        ("municipality", "terrain"),
        ("ruian", "surface", "incidents"),
        ("addresses",),
        *(pytest.param((key,), marks=pytest.mark.slow) for key in BROKEN if key != "addresses"),
    ],
    ids=" ".join,
)
def test_a_source_that_fails_is_told_and_the_rest_is_kept(
    server: Replay, tmp_path: Path, failing: tuple[str, ...]
) -> None:
    """Whatever sources do, each its own, the case is made of the others, and says what it lacks."""
    how = dict(zip(BROKEN, BAD.values(), strict=True))
    server.routes |= {BROKEN[key]: how[key] for key in failing}

    done = fetched_from(server, tmp_path, "--json")

    assert done.code == 0, done.err
    assert "Missing:" in done.err
    missing = json.loads(done.out)["missing"]
    assert sorted(each["key"].partition(" ")[0] for each in missing) == sorted(failing)
    assert all(each["problems"] for each in missing)
    incidents = plan_files.load(tmp_path / "case" / "plan.toml").inputs.incidents
    assert incidents is not None
    assert incidents.years == (2 if "incidents" in failing else 3)


def test_houses_of_openstreetmap_stand_in_for_the_register(server: Replay, tmp_path: Path) -> None:
    """Where RÚIAN's addresses came, they go before, and the others are not kept beside them."""
    usual = server.routes[BROKEN["addresses"]]
    server.routes[BROKEN["addresses"]] = Reply(status=404)
    assert fetched_from(server, tmp_path).code == 0
    source = plan_files.load(tmp_path / "case" / "plan.toml").inputs.addresses
    assert source is not None
    assert (source.path.name, source.layer, source.licence) == (
        "layers.gpkg",
        "addresses",
        "ODbL 1.0",
    )
    table = addresses.read(
        tmp_path / "case" / source.path, crs="EPSG:5514", layer="addresses"
    ).table
    assert table[["street", "house_number", "orientation_number"]].to_numpy().tolist() == [
        ["1. května", 12.0, 3.0]
    ]
    shutil.rmtree(tmp_path / "case")
    server.routes[BROKEN["addresses"]] = usual

    assert fetched_from(server, tmp_path, "--refresh").code == 0

    source = plan_files.load(tmp_path / "case" / "plan.toml").inputs.addresses
    assert source is not None
    assert source.path.name == "addresses.csv"
    assert "addresses" not in set(pyogrio.list_layers(tmp_path / "case" / "layers.gpkg")[:, 0])


@pytest.mark.slow
@pytest.mark.parametrize("how", ["busy", "rubbish"])
def test_streets_alone_make_a_case(server: Replay, tmp_path: Path, how: str) -> None:
    """If every other source fails in the same way, what is left can be checked and planned."""
    years = {path: BAD[how] for path in server.routes if path.startswith("/police")}
    server.routes |= years | dict.fromkeys([*BROKEN.values()][1:], BAD[how])

    done = fetched_from(server, tmp_path, "--json")

    assert done.code == 0, done.err
    missing = {each["key"].partition(" ")[0] for each in json.loads(done.out)["missing"]}
    assert missing == {*BROKEN} - {"municipality"}
    assert how != "busy" or run("check", tmp_path / "case").code == 0


def test_without_streets_there_is_no_case(server: Replay, tmp_path: Path) -> None:
    """Nothing is left but the cache, from which the next run goes on."""
    usual = server.routes["/overpass"]
    server.routes["/overpass"] = Reply(status=504)

    done = fetched_from(server, tmp_path)

    assert done.code == 4
    assert "504" in done.err
    assert not (tmp_path / "case").exists()
    server.routes["/overpass"] = usual
    server.asked.clear()
    assert fetched_from(server, tmp_path).code == 0
    assert "/municipality" not in {asked.path for asked in server.asked}


def test_overpass_that_ran_out_of_time_is_not_kept(server: Replay, tmp_path: Path) -> None:
    """An answer that stops in the middle comes with status 200; it is no answer."""
    half = {**town.overpass(), "remark": "runtime error: Query timed out in recurse"}
    server.routes["/overpass"] = Reply(json.dumps(half).encode(), "application/json")

    done = fetched_from(server, tmp_path)

    assert done.code == 4
    assert "timed out" in done.err
    assert not list((tmp_path / "cache").rglob("*.part"))


def test_offline_works_from_the_cache_alone(server: Replay, tmp_path: Path) -> None:
    """What one run fetched, another makes a case of without the network."""
    assert fetched_from(server, tmp_path, "--offline").code == 4
    assert server.asked == []
    assert fetched_from(server, tmp_path).code == 0
    first = {p.name: p.read_bytes() for p in (tmp_path / "case").iterdir() if p.is_file()}
    shutil.rmtree(tmp_path / "case")
    server.asked.clear()

    assert fetched_from(server, tmp_path, "--offline").code == 0
    assert server.asked == []
    again = {p.name: p.read_bytes() for p in (tmp_path / "case").iterdir() if p.is_file()}
    assert again == first


@pytest.mark.slow
def test_an_older_month_will_do(server: Replay, tmp_path: Path) -> None:
    """Where the newest monthly file is not there yet, the one before it is taken."""
    server.routes[f"/csv/20260930_OB_{town.CODE}_ADR.csv.zip"] = server.routes.pop(
        BROKEN["addresses"]
    )

    done = fetched_from(server, tmp_path, "--json")

    assert json.loads(done.out)["missing"] == []


@pytest.mark.slow
def test_without_the_service_the_boundary_is_ruians(server: Replay, tmp_path: Path) -> None:
    """RÚIAN's file has name and boundary too; without both there is no asking for streets."""
    server.routes["/municipality"] = Reply(status=500)
    done = fetched_from(server, tmp_path, "--json")
    assert json.loads(done.out)["case"] == town.NAME
    server.routes[BROKEN["ruian"]] = Reply(status=404)
    shutil.rmtree(tmp_path / "cache")
    shutil.rmtree(tmp_path / "case")

    assert fetched_from(server, tmp_path).code == 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_folder_that_holds_something_is_left_alone(
    server: Replay, tmp_path: Path, language: str
) -> None:
    """A case somebody worked on is never written over; nothing is even asked."""
    (tmp_path / "case").mkdir()
    (tmp_path / "case" / "plan.toml").write_text("mine", encoding="utf-8")

    done = fetched_from(server, tmp_path, "--lang", language)

    assert done.code == 7
    assert server.asked == []
    assert (tmp_path / "case" / "plan.toml").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("where", ["layers", "text", "cache"])
def test_a_full_disk_leaves_nothing_half_written(
    server: Replay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    """The disk may fill at any moment: there is no case, no trace of one, and a word."""
    full = OSError(errno.ENOSPC, "No space left on device")

    def refuse(*_: object, **__: object) -> None:
        raise full

    if where == "cache":
        monkeypatch.setattr(network, "_write", refuse)
    else:
        monkeypatch.setattr(
            fetched_case, "_write_layers" if where == "layers" else "_write_text", refuse
        )

    done = fetched_from(server, tmp_path)

    assert done.code == 7
    assert "disk is full" in done.err
    left = {path.name for path in tmp_path.iterdir()}
    assert left <= {"cache", "mended.toml"}
    assert not [p for p in (tmp_path / "cache").rglob("*") if p.name.endswith(".part")]


@pytest.mark.parametrize(
    "content",
    [
        "[osm",
        '[osm]\nurl = "ftp://x"',
        "[osm]\nurl = 5",
        '[osm]\nuri = "https://x"',
        '[streets]\nurl = "https://x"',
        "[osm]\nmost_mb = -1",
        '[ruian]\nurl = "https://x/{town}"',
        '[ruian]\nurl = "https://x/{code"',
        "osm = 3",
    ],
)
def test_a_wrong_file_of_endpoints_is_told(tmp_path: Path, content: str) -> None:
    """A slip in the user's own addresses names the key; nothing is asked."""
    (tmp_path / "mine.toml").write_text(content, encoding="utf-8")

    done = run(
        "fetch", "1", "--endpoints", tmp_path / "mine.toml", "--offline", "--json", folder=tmp_path
    )

    assert done.code == 3, done.err
    assert "Traceback" not in done.err


def test_an_extract_of_a_made_town_takes_the_place_of_overpass(tmp_path: Path) -> None:
    """Without any network the streets, lamps and cameras of a .osm make a case."""
    answer, extract = tmp_path / "answer.json", tmp_path / "town.osm"
    answer.write_text(json.dumps(town.overpass()), encoding="utf-8")
    overpass.write_osm(answer, extract)

    done = run(
        "fetch", town.NAME, "--osm", extract, "--offline", "-o", tmp_path / "case",
        "--cache", tmp_path / "cache", "--json", "--lang", "en",
    )  # fmt: skip

    assert done.code == 0, done.err
    summary = json.loads(done.out)
    assert {name: summary["layers"][name] for name in ("streets", "lamps", "cameras")} == {
        "streets": 11, "lamps": 25, "cameras": 1,
    }  # fmt: skip
    assert {each["key"] for each in summary["missing"]} == set(BROKEN)


@pytest.mark.slow
def test_a_local_extract_takes_the_place_of_overpass(tmp_path: Path, shared_data: Path) -> None:
    """Without any network streets, houses, lamps and cameras of a .osm.pbf make a case."""
    extract = shared_data / "helsinki" / "Helsinki.osm.pbf"

    done = run(
        "fetch", "Helsinki", "--osm", extract, "--offline", "-o", tmp_path / "case",
        "--cache", tmp_path / "cache", "--json", "--lang", "en",
    )  # fmt: skip

    assert done.code == 0, done.err
    summary = json.loads(done.out)
    assert summary["crs"] == "EPSG:32635"
    assert summary["layers"]["streets"] == 2504
    assert summary["layers"]["lamps"] == 586
    assert summary["layers"]["cameras"] == 6
    assert {each["key"] for each in summary["missing"]} == set(BROKEN)
    assert run("check", tmp_path / "case").code == 0


def test_an_extract_of_elsewhere_is_refused(
    server: Replay, tmp_path: Path, shared_data: Path
) -> None:
    """Streets of another town are no streets of this one."""
    extract = shared_data / "helsinki" / "Helsinki.osm.pbf"

    assert fetched_from(server, tmp_path, "--osm", str(extract)).code == 4
