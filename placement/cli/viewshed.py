"""`placement viewshed`: what one camera at one place sees, by detail level."""

import math
from collections.abc import Mapping
from pathlib import Path
from typing import get_args

import click

from placement.api.camera_viewshed import CameraViewshed, camera_viewshed
from placement.api.case import read_case
from placement.cli import options, summary
from placement.cli.options import Settings
from placement.cli.progress import Bar
from placement.output import viewshed as viewshed_files
from placement.texts import catalogue, number
from placement.visibility.observation import Part

PARTS = get_args(Part)


class LonLat(click.ParamType[tuple[float, float]]):
    """Longitude and latitude, as in 13.6103,50.5985."""

    name = "lon,lat"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[float, float]:
        """Return the two numbers."""
        try:
            lon, lat = (float(part) for part in str(value).split(","))
        except ValueError:
            self.fail(f"{value!r} is not LON,LAT in degrees", param, ctx)
        if not (math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90):
            self.fail(f"{value!r} is not LON,LAT in degrees", param, ctx)
        return lon, lat


@click.command()
@options.case
@click.option("--at", type=LonLat(), required=True, help="Place: longitude,latitude (WGS 84).")
@click.option("--height-m", type=float, required=True, help="Lens above ground.")
@click.option(
    "--azimuth-deg", type=float, required=True, help="Direction, clockwise from true north."
)
@click.option("--model", required=True, help="Name of a camera model of the plan file.")
@click.option("--tilt-deg", type=float, help="Below the horizon; the model's if not given.")
@click.option(
    "--facing-deg", type=float, help="Where the wall looks that it hangs on; it sees only there."
)
@click.option("--target-part", type=click.Choice(PARTS), help="What of a person must be seen.")
@click.option("--target-low-m", type=float, help="Where a person begins, above ground.")
@click.option("--target-high-m", type=float, help="Where a person ends, above ground.")
@click.option("--target-share", type=float, help="How much of a person, for share: 0.5 is half.")
@click.option("--lowest", is_flag=True, help="Also write how low one sees of each cell.")
@click.option(
    "--samples", type=click.IntRange(1, 100_000), help="Also write how probable sight is."
)
@click.option(
    "--height-error-m",
    type=float,
    default=1.0,
    show_default=True,
    help="Of houses: standard deviation.",
)
@click.option(
    "--terrain-error-m", type=float, default=0.0, show_default=True, help="Of the ground, likewise."
)
@click.option(
    "--position-error-m", type=float, default=0.5, show_default=True, help="Of its place, likewise."
)
@options.seed
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="Folder for viewshed.geojson, .tif and .png; the current one if not given.",
)
@options.shared
@click.pass_context
def command(
    context: click.Context,
    case: Path,
    at: tuple[float, float],
    height_m: float,
    azimuth_deg: float,
    model: str,
    tilt_deg: float | None,
    facing_deg: float | None,
    lowest: bool,  # noqa: FBT001 -- click's call
    samples: int | None,
    seed: int | None,
    output: Path,
    target_part: Part | None,
    target_low_m: float | None,
    target_high_m: float | None,
    target_share: float | None,
    height_error_m: float,
    terrain_error_m: float,
    position_error_m: float,
) -> None:
    """Show what one camera in CASE sees, by detail level."""
    settings = options.settings(context)
    town = read_case(case)
    bar = Bar(settings)
    viewshed = camera_viewshed(
        town,
        lon_deg=at[0],
        lat_deg=at[1],
        height_m=height_m,
        azimuth_deg=azimuth_deg,
        model=model,
        tilt_deg=tilt_deg,
        facing_deg=facing_deg,
        target_part=target_part,
        target_low_m=target_low_m,
        target_high_m=target_high_m,
        target_share=target_share,
        lowest=lowest,
        samples=samples,
        height_error_m=height_error_m,
        terrain_error_m=terrain_error_m,
        position_error_m=position_error_m,
        seed=seed or 0,
        progress=bar,
    )
    bar.done()
    viewshed.write(output, language=settings.language)
    figures = viewshed_files.summary(viewshed.view, supposed=viewshed.probability)
    _say(viewshed, figures["levels"], settings)
    settings.say("cli.written", folder=output)
    if settings.json:
        summary.as_json({**figures, "output": str(output)})


def _say(
    viewshed: CameraViewshed, levels: Mapping[str, Mapping[str, float]], settings: Settings
) -> None:
    """Say how much ground the camera sees by level, and what hides the rest."""
    language, view = settings.language, viewshed.view
    for name, level in levels.items():
        area = number(level["area_m2"], language, 0)
        title = catalogue(language).get(f"map.level.{name}", name)
        settings.say("cli.level", name=title, density=level["density_px_m"], area=area)
    if view.moved_m:
        settings.say("cli.out_of_house", distance=number(view.moved_m, language, 1))
    if view.in_house:
        settings.say("cli.in_house")
    if all(area.is_empty for area in view.areas):
        settings.say("cli.sees_nothing")
    settings.say("cli.dead_zone", distance=number(view.dead_zone_m, language, 1))
    settings.say("cli.hidden_by_trees", share=number(100 * view.hidden_by_trees, language, 1))
    if viewshed.probability is not None:
        for at_least in (0.5, 0.95):
            share = number(100 * viewshed.probability.share(at_least), language, 1)
            settings.say("cli.probable", least=number(100 * at_least, language, 0), share=share)
