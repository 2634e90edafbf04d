"""Data sheets: angles, sensors and focal lengths in words, and the models that follow."""

import math

import pytest
from attrs import evolve

from placement.cameras.data_sheets import (
    DataSheet,
    angles_of,
    focal_lengths_of,
    lenses_of,
    sensor_of,
    size_of,
)
from placement.config.cameras import CameraSection

SHEET = DataSheet("Výrobce K", "bullet", (2688, 1520), "1/2.8", (2.8, 2.8), (111, 111), (60, 60))


@pytest.mark.parametrize(
    ("words", "across", "upright"),
    [
        ("110 horizontal / 57 vertical", (110, 110), (57, 57)),
        (
            "2.11-58.9 horizontal, 1.61-45.3 vertical, 2.58-71.3 diagonal",
            (2.11, 58.9),
            (1.61, 45.3),
        ),
        ("108 to 30 horizontal / 56 to 17 vertical", (30, 108), (17, 56)),
        ("109 H", (109, 109), None),
        ("H: 102°, V: 55°", (102, 102), (55, 55)),
        ("102°(H), 55°(V)", (102, 102), (55, 55)),
        ("97,9° – 29,9° vodorovně, 52,5° – 16,9° svisle", (29.9, 97.9), (16.9, 52.5)),
        (
            "2.8mm: 102.4 horizontal, 77.4 vertical; 4mm: 82.3 horizontal",
            (102.4, 102.4),
            (77.4, 77.4),
        ),
        ("84 horizontal / 43 vertical (optical), 50 horizontal (thermal)", (84, 84), (43, 43)),
        ("51 to 93 horizontal (per sensor)", (51, 93), None),
        ("360 panoramic", (360, 360), None),
        ("56 (VX-VT-56), 35 (VX-VT-35)", None, None),
        ("110 diagonal", None, None),
        ("", None, None),
    ],
)
def test_angles_are_read_as_makers_write_them(words, across, upright):
    """Horizontal and vertical angles, ranges in either order; no diagonal or thermal ones."""
    assert angles_of(words) == (across, upright)


@pytest.mark.parametrize(
    ("words", "name", "lenses"),
    [
        ('1/2.8" 5.14M CMOS', "1/2.8", 1),
        ('2 x 1/1.8" Progressive Scan CMOS', "1/1.8", 2),
        ('4x 1/2.8" 5M CMOS', "1/2.8", 4),
        ('1" CMOS', "1", 1),
        ('1/7.7" CMOS', "", 1),
        ("12 um uncooled microbolometer", "", 1),
    ],
)
def test_sensors_are_told_by_their_trade_name(words, name, lenses):
    """Only sizes of the table of sensors count; a number before it is the number of sensors."""
    assert (sensor_of(words), lenses_of(words)) == (name, lenses)


def test_focal_lengths_and_picture_sizes():
    """A range, a decimal comma; pixels as such or by a standard's name, never by megapixels."""
    assert focal_lengths_of("2,7-13.5 (5x motorized varifocal)") == (2.7, 13.5)
    assert focal_lengths_of("varifocal") is None
    assert size_of("5MP (2592x1944 per sensor)") == (2592, 1944)
    assert size_of("4K Ultra HD") == (3840, 2160)
    assert size_of("5MP") is None


def test_three_projections_of_a_short_lens():
    """4 mm before 1/1.2" are 166° by f-theta, 111° by rectilinear; a sheet's 88° is neither."""
    sheet = evolve(SHEET, sensor="1/1.2", focal_mm=(4.0, 4.0), hfov_deg=(88, 88))
    half = 11.62 / 2 / 4

    assert sheet.hfov_by_projection == pytest.approx(
        {
            "rectilinear": math.degrees(2 * math.atan(half)),
            "f-theta": math.degrees(2 * half),
            "equisolid": math.degrees(4 * math.asin(half / 2)),
        }
    )
    assert round(sheet.hfov_by_projection["f-theta"]) == 166
    assert sheet.agrees is False
    assert sheet.section()["hfov_deg"] == 88


@pytest.mark.parametrize(("hfov", "projection"), [(112.0, "f-theta"), (91.0, "rectilinear")])
def test_the_projection_is_the_one_that_agrees(hfov, projection):
    """2.8 mm before 1/2.8": 115° by f-theta, 90° by rectilinear."""
    sheet = evolve(SHEET, hfov_deg=(hfov, hfov))

    assert sheet.agrees
    assert sheet.section()["projection"] == projection


def test_without_sensor_or_focal_length_nothing_is_claimed():
    """Nothing to compare is no agreement."""
    assert evolve(SHEET, sensor="").agrees is None
    assert evolve(SHEET, focal_mm=None).agrees is None


def test_an_adjustable_lens_is_set_within_its_range():
    """The widest angle by default; another scales the upright one; beyond is refused."""
    sheet = evolve(SHEET, hfov_deg=(30, 108), vfov_deg=(17, 56), focal_mm=(2.8, 12))

    assert sheet.section()["hfov_deg"] == 108
    assert sheet.section(hfov_deg=69)["vfov_deg"] == pytest.approx(36.5)
    with pytest.raises(ValueError, match="outside"):
        sheet.section(hfov_deg=120)


def test_a_turning_camera_zooms_by_its_focal_lengths():
    """4.3 to 129 mm are 30 times; without them the angles tell."""
    sheet = evolve(SHEET, kind="ptz", focal_mm=(4.3, 129), hfov_deg=(2.0, 60.0))

    assert sheet.section()["zoom"] == 30
    assert evolve(sheet, focal_mm=None).section()["zoom"] == 30


def test_four_lenses_look_all_round():
    """Each lens of a housing of four becomes a head a quarter turn from the next."""
    sheet = evolve(SHEET, lenses=4, each_lens=True, hfov_deg=(51, 93), vfov_deg=(40, 70))
    model = CameraSection.model_validate(sheet.section()).model()

    assert [head.azimuth_offset_deg for head in model.heads] == [-135, -45, 45, 135]
    assert model.whole_circle
    assert model.width_px == 4 * 2688


def test_two_narrow_lenses_stand_side_by_side():
    """Two of 50° look 25° either way."""
    sheet = evolve(SHEET, lenses=2, each_lens=True, hfov_deg=(50, 50), vfov_deg=(30, 30))
    model = CameraSection.model_validate(sheet.section()).model()

    assert [head.azimuth_offset_deg for head in model.heads] == [-25, 25]
    assert model.hfov_deg == pytest.approx(100)


@pytest.mark.parametrize(
    ("change", "lack"),
    [
        ({"size_px": None}, "width"),
        ({"hfov_deg": None}, "angle"),
        ({"hfov_deg": (360, 360)}, "fisheye"),
        ({"lenses": 2, "vfov_deg": None}, "upright"),
        ({"thermal": True}, "thermal"),
    ],
)
def test_what_a_sheet_lacks_is_said_and_nothing_guessed(change, lack):
    """A model is made only of what the sheet says."""
    sheet = evolve(SHEET, **change)

    assert sheet.lacks == lack
    with pytest.raises(ValueError, match=lack):
        sheet.section()


def test_the_plan_file_takes_the_section():
    """Keys are those of a plan file; angles and pixels come back as the sheet has them."""
    model = CameraSection.model_validate(evolve(SHEET, night_range_m=30).section()).model()

    assert (model.lens.hfov_deg, model.lens.vfov_deg, model.width_px) == (111, 60, 2688)
    assert model.night_range_m == 30
    assert not model.has_price
