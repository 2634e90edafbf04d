"""All problems of one list at once: coordinates do not hide what else is wrong with its rows."""

from pathlib import Path

import pytest

from placement.config import PlanConfig
from placement.errors import CrsError, InputError
from placement.inputs import addresses, cameras, carriers, incidents
from placement.inputs.account import Reading
from placement.pipeline import equipment

CRS = "EPSG:5514"
HERE = "13.61;50.60"


def written(folder: Path, text: str) -> Path:
    """Write a table."""
    path = folder / "list.csv"
    path.write_text(text, encoding="utf-8")
    return path


def config() -> PlanConfig:
    """Return a plan file with one camera model."""
    source = {"path": "list.csv", "provenance": "surveyed"}
    view = {"hfov_deg": 90, "vfov_deg": 50, "width_px": 2560, "cost_czk": 0}
    return PlanConfig.model_validate(
        {
            "case": {"name": "Ves"},
            "inputs": {"streets": source, "cameras": source},
            "camera_models": [{"name": "fixed", **view}],
            "phases": [{"name": "target", "cameras": 3}],
        }
    )


def read_cameras(path: Path, **more: object) -> Reading:
    """Read a list of cameras as a case does, models included."""
    plan = config()
    return cameras.read(
        path,
        crs=CRS,
        models=lambda table, rows: equipment.model_problems(table, rows, config=plan),
        **more,  # type: ignore[arg-type]
    )


CAMERAS = (
    "camera_id;lon;lat;model;height_m;tilt_deg\n"
    f"K1;{HERE};fixed;5;10\n"
    "K2;neznámo;50.6;fixed;5;10\n"
    f"K3;{HERE};nic takového;5;10\n"
    f"K4;{HERE};fixed;asi pět;10\n"
    f"K5;{HERE};fixed;5;120\n"
    f"K4;{HERE};fixed;5;10\n"
)


@pytest.mark.parametrize("with_addresses", [False, True])
def test_a_list_of_cameras_tells_places_models_heights_and_names(
    tmp_path: Path, *, with_addresses: bool
) -> None:
    """Each with its row; the list without the bad coordinate tells the rest."""
    streets = "street;house_number;lon;lat\nMostecká;1;13.61;50.6\n"
    (tmp_path / "a").mkdir()
    town = addresses.read(written(tmp_path / "a", streets), crs=CRS).table
    more = {"addresses": town} if with_addresses else {}
    with pytest.raises(InputError) as caught:
        read_cameras(written(tmp_path, CAMERAS), **more)
    rows = {problem.kind: problem.row for problem in caught.value.problems}
    rest = {
        "camera_model_unknown": 4,
        "value_not_number": 5,
        "value_out_of_range": 6,
        "camera_ids_repeated": 5,
    }
    assert [p.row for p in caught.value.problems if p.column == "lon"] == [3]
    assert rows == rest
    with pytest.raises(InputError) as caught:
        read_cameras(written(tmp_path, CAMERAS.replace("neznámo;50.6", HERE)), **more)
    assert {problem.kind: problem.row for problem in caught.value.problems} == rest


def test_a_bad_coordinate_alone_is_refused_as_ever(tmp_path: Path) -> None:
    """No other problem is made up, and nothing is read."""
    text = f"camera_id;lon;lat\nK1;{HERE}\nK2;50.6;13.61\n"
    with pytest.raises(CrsError) as caught:
        read_cameras(written(tmp_path, text))

    assert [problem.kind for problem in caught.value.problems] == ["columns_swapped"]


def test_carriers_and_incidents_too(tmp_path: Path) -> None:
    """A lamp 900 m high and an event that counts −1 times, beside a place that is none."""
    lamps = f"id;lon;lat;height\n1;{HERE};900\n2;x;50.6;5\n"
    with pytest.raises(InputError) as of_carriers:
        carriers.read(written(tmp_path, lamps), crs=CRS)
    events = f"id;lon;lat;when;n\n1;{HERE};2024-01-01;-1\n2;13.61;x;2024-01-01;1\n"
    with pytest.raises(InputError) as of_incidents:
        incidents.read(written(tmp_path, events), crs=CRS, columns={"weight": "n"})

    for caught, row in ((of_carriers, 3), (of_incidents, 3)):
        found = {(problem.kind, problem.row) for problem in caught.value.problems}
        assert found == {("value_not_number", row), ("value_out_of_range", 2)}
