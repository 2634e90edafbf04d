"""The drawing read back with ezdxf and GDAL: places, directions, texts, layers."""

import io
import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import ezdxf
import geopandas as gpd
import pyogrio
import pytest
import shapely
from attrs import evolve
from ezdxf.document import Drawing
from ezdxf.entities import Insert
from ezdxf.entitydb import EntityDB
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from placement.errors import InputError
from placement.output.layers import Layers
from placement.output.lists.camera_table import always_seen, in_order
from placement.output.lists.dxf import ARROW_M, BLOCKS, cameras_dxf, escape_codes, layer_of
from placement.output.wording import printable
from placement.plan import Plan
from placement.plan.column_values import kind_of
from placement.units import azimuth_deg

Town = tuple[Plan, Layers]


@pytest.fixture(scope="module", autouse=True)
def _utf8() -> Iterator[None]:
    """Tell GDAL that a drawing of R2010 is in UTF-8; it goes by the code page otherwise."""
    before = pyogrio.get_gdal_config_option("DXF_ENCODING")
    pyogrio.set_gdal_config_options({"DXF_ENCODING": "UTF-8"})
    yield
    pyogrio.set_gdal_config_options({"DXF_ENCODING": before})


def drawing(written: bytes) -> Drawing:
    """Return a drawing as ezdxf reads it."""
    return ezdxf.read(io.StringIO(written.decode("utf-8")))


def inserts(written: bytes) -> dict[str, Insert]:
    """Return the signs by camera."""
    found = drawing(written).modelspace().query("INSERT")
    return {insert.get_attrib("ID").dxf.text: insert for insert in found}


def by_gdal(written: bytes, path: Path) -> gpd.GeoDataFrame:
    """Return the drawing as GDAL reads it."""
    path.write_bytes(written)
    return pyogrio.read_dataframe(path)


def test_every_camera_is_a_block_with_attributes(small_town: Town) -> None:
    """Place, layer, sign, azimuth from grid north, height and model; the drawing has no faults."""
    plan, layers = small_town
    written = cameras_dxf(plan, layers, "cs")
    found = inserts(written)

    assert set(found) == {camera.camera_id for camera in plan.cameras}
    for camera in plan.cameras:
        insert = found[camera.camera_id]
        told = {attribute.dxf.tag: attribute.dxf.text for attribute in insert.attribs}
        model = plan.model(camera.model)
        assert insert.dxf.insert.x == pytest.approx(camera.x_m, abs=0.001)
        assert insert.dxf.insert.y == pytest.approx(camera.y_m, abs=0.001)
        assert insert.dxf.layer == layer_of(camera)
        assert insert.dxf.name == BLOCKS[kind_of(model)]
        assert told["MODEL"] == camera.model
        assert told["VYSKA"] == f"{camera.height_m:.1f} m".replace(".", ",")
        azimuth = f"{camera.grid_azimuth_deg:.1f}°".replace(".", ",")
        azimuth += " (předpoklad)" if camera.azimuth_assumed else ""
        assert told["AZIMUT"] == ("360°" if model.whole_circle else azimuth)
    read = drawing(written)
    assert read.audit().errors == []
    assert read.dxfversion == "AC1024"
    assert read.header["$INSUNITS"] == 6


def test_on_a_wall_the_whole_circle_is_drawn_as_half(small_town: Town) -> None:
    """The sign is an arc before the wall with an arrow away from it, no circle around."""
    plan, layers = small_town
    camera = next(c for c in plan.cameras if plan.model(c.model).whole_circle)
    on_wall = evolve(camera, facing_deg=camera.grid_azimuth_deg)
    cameras = tuple(on_wall if each is camera else each for each in plan.cameras)

    written = cameras_dxf(evolve(plan, cameras=cameras), layers, "cs")

    insert = inserts(written)[camera.camera_id]
    azimuth = f"{camera.grid_azimuth_deg:.1f}°".replace(".", ",")
    block = drawing(written).blocks[insert.dxf.name]
    assert insert.get_attrib("AZIMUT").dxf.text == azimuth
    assert len(block.query("ARC")) == len(block.query("CIRCLE")) == len(block.query("LWPOLYLINE"))


def test_gdal_sees_arrows_point_from_grid_north(small_town: Town, tmp_path: Path) -> None:
    """The tip of each arrow lies from the camera at its grid azimuth."""
    plan, layers = small_town
    frame = by_gdal(cameras_dxf(plan, layers, "cs"), tmp_path / "cameras.dxf")
    signs = frame[frame["SubClasses"].str.endswith("BlockReference", na=False)]
    turned = 0
    for camera in plan.cameras:
        here = shapely.Point(camera.x_m, camera.y_m)
        sign = signs[signs.distance(here) < 1].geometry.iloc[0]
        if not plan.model(camera.model).whole_circle:
            corners = shapely.get_coordinates(sign)
            tip = max(corners, key=lambda corner: math.dist(corner, (here.x, here.y)))
            found = float(azimuth_deg(tip[0] - here.x, tip[1] - here.y))
            assert math.dist(tip, (here.x, here.y)) == pytest.approx(ARROW_M, abs=1e-6)
            assert found == pytest.approx(camera.grid_azimuth_deg, abs=1e-4)
            turned += 1

    assert turned >= 5


def test_gdal_reads_texts_and_layers(small_town: Town, tmp_path: Path) -> None:
    """As many signs a layer as cameras a phase; Czech letters; what the drawing is stands below."""
    plan, layers = small_town
    frame = by_gdal(cameras_dxf(plan, layers, "cs"), tmp_path / "cameras.dxf")
    signs = frame[frame["SubClasses"].str.endswith("BlockReference", na=False)]
    told = "\n".join(frame.loc[frame["Layer"] == "KAM_POPIS", "Text"])

    assert Counter(signs["Layer"]) == Counter(layer_of(camera) for camera in plan.cameras)
    assert {"KAM_STAV", "KAM_E1", "KAM_E2", "KAM_E3"} == set(signs["Layer"])
    assert "Pevná 4 MP" in set(frame["Text"])
    assert "UKÁZKOVÁ DATA" in told
    assert "EPSG:5514" in told
    assert "0,40 %" in told


def test_views_are_drawn_with_their_holes(small_town: Town, tmp_path: Path) -> None:
    """A closed line for each ring, on its own layer, of the same area to the tolerance."""
    plan, layers = small_town
    frame = by_gdal(cameras_dxf(plan, layers, "cs"), tmp_path / "cameras.dxf")
    rings = frame[frame["Layer"] == "KAM_ZORNE_POLE"].geometry
    views = always_seen(plan, layers).geometry

    assert len(rings) == shapely.get_num_interior_rings(views.explode()).sum() + len(
        views.explode()
    )
    assert rings.union_all().hausdorff_distance(views.boundary.union_all()) < 0.11
    assert cameras_dxf(plan, None, "cs").count(b"KAM_ZORNE_POLE") == 1


def test_older_drawings_have_positive_coordinates(small_town: Town) -> None:
    """Y and X of S-JTSK, the whole turned by half a circle; attributes stay."""
    plan, layers = small_town
    usual = inserts(cameras_dxf(plan, layers, "cs"))
    found = inserts(cameras_dxf(plan, layers, "cs", positive=True))

    for camera in plan.cameras:
        one, other = usual[camera.camera_id], found[camera.camera_id]
        assert other.dxf.insert.x == pytest.approx(-camera.x_m, abs=0.001)
        assert other.dxf.insert.y == pytest.approx(-camera.y_m, abs=0.001)
        assert other.dxf.insert.x > 0
        assert (other.dxf.rotation - one.dxf.rotation) % 360 == pytest.approx(180)
        assert [a.dxf.text for a in other.attribs] == [a.dxf.text for a in one.attribs]


def test_positive_coordinates_need_s_jtsk(small_town: Town) -> None:
    """A plan in another system is refused, with the system's name."""
    plan = evolve(small_town[0], crs="EPSG:32633")

    with pytest.raises(InputError, match="EPSG:32633"):
        cameras_dxf(plan, None, "cs", positive=True)


def test_cameras_at_one_point_have_labels_below_each_other(small_town: Town) -> None:
    """The texts of the second begin under those of the first."""
    plan, _ = small_town
    first, second = in_order(plan)[:2]
    shared = evolve(second, point_id=first.point_id, x_m=first.x_m, y_m=first.y_m)
    found = inserts(cameras_dxf(evolve(plan, cameras=(first, shared)), None, "cs"))
    lowest = min(a.dxf.insert.y for a in found[first.camera_id].attribs if not a.is_invisible)
    highest = max(a.dxf.insert.y for a in found[second.camera_id].attribs)

    assert highest < lowest


def test_codes_of_drawings_are_letters(nasty_town: Town, tmp_path: Path) -> None:
    """Names come back in printable form from both readers; none makes a new line or a sign."""
    plan, layers = nasty_town
    written = cameras_dxf(plan, layers, "cs")
    found, frame = inserts(written), by_gdal(written, tmp_path / "cameras.dxf")
    texts = set(frame["Text"].dropna())

    assert len(found) == len(plan.cameras)
    for camera in plan.cameras:
        held = found[camera.camera_id].get_attrib("NAZEV")
        assert held.dxf.text == escape_codes(camera.name)
        assert escape_codes(camera.name).replace("^ ", "^") in texts
    assert "°" not in escape_codes("%%d")
    assert escape_codes("50 %, a%b") == "50 %, a%b"
    assert escape_codes("a^b \\ %%%") == "a^ b \\ % % %"
    assert escape_codes("\\U+0041 \\m+5") == "\\ U+0041 \\ m+5"


@given(name=st.text(max_size=30))
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_name_stays_one_value(small_town: Town, name: str) -> None:
    """Whatever is written there, the drawing is read and holds it."""
    plan, _ = small_town
    renamed = evolve(plan, cameras=(evolve(plan.cameras[0], name=name),), case=name)
    (insert,) = inserts(cameras_dxf(renamed, None, "cs")).values()
    letters = insert.get_attrib("NAZEV").dxf.text.replace(" ", "")

    assert letters == printable(name).replace(" ", "")


def test_the_same_plan_gives_the_same_bytes(small_town: Town) -> None:
    """No time, no random identifier, no order of cameras; the library's option is as before."""
    plan, layers = small_town
    turned = evolve(plan, cameras=plan.cameras[::-1])

    assert cameras_dxf(plan, layers, "cs") == cameras_dxf(turned, layers, "cs")
    assert not ezdxf.options.write_fixed_meta_data_for_testing


@pytest.mark.parametrize("backwards", [False, True])
def test_the_order_of_a_set_changes_no_byte(
    small_town: Town, monkeypatch: pytest.MonkeyPatch, *, backwards: bool
) -> None:
    """Each process orders a set of names in its own way; the drawing is the same."""
    usual = cameras_dxf(*small_town, "cs")
    found = EntityDB.dxf_types_in_use
    monkeypatch.setattr(
        EntityDB, "dxf_types_in_use", lambda self: sorted(found(self), reverse=backwards)
    )

    assert cameras_dxf(*small_town, "cs") == usual
