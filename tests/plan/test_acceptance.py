"""Pixels across a board, and verdicts of cameras as measured: closed forms by hand."""

import pytest
from attrs import evolve

from placement.output.acceptance_report import corrections, table
from placement.plan.acceptance import (
    AcceptanceTerms,
    CameraReading,
    CameraTest,
    PlaceReading,
    TargetPlace,
    pixels_expected,
    pixels_required,
    results,
)
from placement.texts import LANGUAGES

TERMS = AcceptanceTerms()


def place(number: int = 1, *, density_px_m: float = 125.0) -> TargetPlace:
    """Return a place where 125 px/m are to be proved on half a metre."""
    return TargetPlace(
        place_id=f"K1-{number}",
        reasons=("nearest",),
        street="Mostecká",
        x_m=0.0,
        y_m=0.0,
        lon_deg=13.6,
        lat_deg=50.6,
        distance_m=10.0,
        azimuth_deg=90.0,
        picture=1,
        across=0.5,
        down=0.5,
        density_px_m=density_px_m,
        level="recognise",
        level_px_m=125.0,
        expected_px=pixels_expected(density_px_m, 0.5),
        required_px=pixels_required(125.0, TERMS),
    )


CAMERA = CameraTest(
    camera_id="K1",
    name="Křižovatka",
    street="Mostecká",
    phase=1,
    model="pevná",
    x_m=0.0,
    y_m=0.0,
    lon_deg=13.6,
    lat_deg=50.6,
    height_m=6.0,
    azimuth_deg=358.0,
    grid_azimuth_deg=5.0,
    tilt_deg=10.0,
    places=(place(1), place(2)),
)


def judged(**reading: object) -> object:
    """Return the camera's result with the same reading at both places."""
    seen, pixels = reading.pop("seen", None), reading.pop("px", None)
    places = {each.place_id: PlaceReading(each.place_id, seen, pixels) for each in CAMERA.places}
    return results([CAMERA], [CameraReading("K1", places, **reading)], TERMS)[0]


@pytest.mark.parametrize(
    ("level_px_m", "width_m", "tolerance", "pixels"),
    [(125.0, 1.0, 0.0, 125), (125.0, 0.5, 0.0, 63), (125.0, 1.0, 0.04, 120), (1.0, 0.5, 0.05, 1)],
)
def test_required_pixels_are_density_times_width_less_the_tolerance(
    level_px_m: float, width_m: float, tolerance: float, pixels: int
) -> None:
    """Rounded up to whole pixels: 62.5 on half a metre are 63."""
    terms = AcceptanceTerms(target_width_m=width_m, pixel_tolerance=tolerance)

    assert pixels_required(level_px_m, terms) == pixels


@pytest.mark.parametrize(
    ("reading", "verdict"),
    [
        ({"seen": True, "px": 60.0}, "passed"),  # 62.5 less 5 % is 59.4
        ({"seen": True, "px": 59.0}, "failed"),
        ({"px": 60.0}, "passed"),  # who counts pixels has seen the board
        ({"seen": True}, "untested"),
        ({"seen": False}, "failed"),
        ({}, "untested"),
    ],
)
def test_verdicts_follow_from_pixels(reading: dict[str, object], verdict: str) -> None:
    """That a board is seen proves no level; that it is not refutes it."""
    assert judged(**reading).verdict == verdict


def test_a_camera_with_a_place_untested_is_unfinished_and_one_failure_fails_it() -> None:
    """One place of two."""
    one = CameraReading("K1", {"K1-1": PlaceReading("K1-1", True, 70.0)})
    bad = CameraReading("K1", {"K1-1": PlaceReading("K1-1", True, 20.0)})

    assert results([CAMERA], [one], TERMS)[0].verdict == "unfinished"
    assert results([CAMERA], [bad], TERMS)[0].verdict == "failed"
    assert results([CAMERA], [], TERMS)[0].verdict == "untested"


@pytest.mark.parametrize(
    ("measured", "turn"), [(358.0, None), (1.0, None), (1.1, -3.1), (350.0, 8.0), (-10.0, 8.0)]
)
def test_a_turn_goes_the_short_way_back_to_the_plan(measured: float, turn: float | None) -> None:
    """Across north; nothing within 3°."""
    found = judged(azimuth_deg=measured).turn_deg

    assert found == (None if turn is None else pytest.approx(turn))


@pytest.mark.parametrize(("measured", "lift"), [(6.2, None), (5.8, None), (5.5, 0.5), (6.5, -0.5)])
def test_a_height_off_by_more_than_the_tolerance_is_corrected(
    measured: float, lift: float | None
) -> None:
    """By as much as takes it back to 6 m."""
    found = judged(height_m=measured).raise_m

    assert found == (None if lift is None else pytest.approx(lift))


def test_pixels_all_off_by_one_factor_point_to_the_lens() -> None:
    """Half of those expected; 14 % too few are within the tolerance."""
    assert judged(px=31.5).scale == pytest.approx(0.5)
    assert judged(px=63 * 0.86).scale is None


@pytest.mark.parametrize("terms", [{"target_width_m": 0.0}, {"pixel_tolerance": 1.0}])
def test_terms_that_prove_nothing_are_refused(terms: dict[str, float]) -> None:
    """A board without width, a tolerance of all pixels."""
    with pytest.raises(ValueError, match=next(iter(terms))):
        evolve(TERMS, **terms)


def test_a_camera_that_sees_all_around_alike_is_not_turned() -> None:
    """Its azimuth is measured for nothing; what hangs too low is still raised."""
    round_camera = evolve(CAMERA, looks_one_way=False)
    reading = CameraReading("K1", {}, height_m=5.0, azimuth_deg=120.0)
    (result,) = results([round_camera], [reading], TERMS)
    (fixed,) = results([CAMERA], [reading], TERMS)

    assert (result.turn_deg, result.raise_m) == (None, pytest.approx(1.0))
    assert fixed.turn_deg == pytest.approx(-122.0)
    for language in LANGUAGES:
        assert len(corrections(result, language)) == 1
        assert len(corrections(fixed, language)) == 2
        assert table([result], language).rows[0][-1] == "–"
