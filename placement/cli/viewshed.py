"""`placement viewshed`: what one camera at one place sees, by detail level."""

import math
from pathlib import Path

import click

from placement import config as plan_files
from placement import pipeline
from placement.cli import options, summary
from placement.cli.progress import Bar
from placement.output import sight
from placement.texts import number


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
    output: Path,
) -> None:
    """Show what one camera in CASE sees, by detail level."""
    told = options.settings(context)
    file = plan_files.plan_file_of(case)
    config = plan_files.load(file)
    bar = Bar(told)
    with pipeline.naming(file.name):
        inputs = pipeline.read(config, folder=file.parent, progress=bar)
        bar.stage("visibility")
        look = pipeline.look(
            config,
            inputs,
            lon_deg=at[0],
            lat_deg=at[1],
            height_m=height_m,
            azimuth_deg=azimuth_deg,
            model_name=model,
            tilt_deg=tilt_deg,
        )
    bar.done()
    sight.write(look, output, language=told.language)
    figures = sight.summary(look)
    for name, level in figures["levels"].items():
        area = number(level["area_m2"], told.language, 0)
        told.say("cli.level", name=name, density=level["density_px_m"], area=area)
    told.say("cli.dead_zone", distance=number(look.dead_zone_m, told.language, 1))
    told.say("cli.hidden_by_trees", share=number(100 * look.hidden_by_trees, told.language, 1))
    told.say("cli.written", folder=output)
    if told.json:
        summary.as_json(figures)
