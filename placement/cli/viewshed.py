"""`placement viewshed`: what one camera at one place sees, by detail level."""

import math
from pathlib import Path
from typing import get_args

import click

from placement import config as plan_files
from placement import pipeline
from placement.cli import options, summary
from placement.cli.progress import Bar
from placement.output import viewshed
from placement.texts import catalogue, number
from placement.visibility.height_samples import Uncertainty
from placement.visibility.observation import Part, Person, person_of_part

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
    told = options.settings(context)
    file = plan_files.plan_file_of(case)
    config = plan_files.load(file)
    bar = Bar(told)
    with pipeline.naming(file.name):
        pipeline.check(
            config,
            model_name=model,
            height_m=height_m,
            azimuth_deg=azimuth_deg,
            tilt_deg=tilt_deg or 0.0,
            facing_deg=facing_deg or 0.0,
        )
        person = _person(config, target_part, target_low_m, target_high_m, target_share)
        uncertainty = Uncertainty(height_error_m, terrain_error_m, position_error_m)
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
            facing_deg=facing_deg,
            person=person,
        )
        lows = pipeline.lowest(look) if lowest else None
        supposed = None
        if samples is not None:
            supposed = pipeline.supposed(
                look, uncertainty=uncertainty, samples=samples, seed=seed or 0
            )
    bar.done()
    viewshed.write(look, output, language=told.language, lowest=lows, supposed=supposed)
    figures = viewshed.summary(look, supposed=supposed)
    for name, level in figures["levels"].items():
        area = number(level["area_m2"], told.language, 0)
        called = catalogue(told.language).get(f"map.level.{name}", name)
        told.say("cli.level", name=called, density=level["density_px_m"], area=area)
    if look.moved_m:
        told.say("cli.out_of_house", distance=number(look.moved_m, told.language, 1))
    if look.in_house:
        told.say("cli.in_house")
    if all(area.is_empty for area in look.areas):
        told.say("cli.sees_nothing")
    told.say("cli.dead_zone", distance=number(look.dead_zone_m, told.language, 1))
    told.say("cli.hidden_by_trees", share=number(100 * look.hidden_by_trees, told.language, 1))
    if supposed is not None:
        for at_least in (0.5, 0.95):
            share = number(100 * supposed.share(at_least), told.language, 1)
            told.say("cli.probable", least=number(100 * at_least, told.language, 0), share=share)
    told.say("cli.written", folder=output)
    if told.json:
        summary.as_json({**figures, "output": str(output)})


def _person(
    config: plan_files.PlanConfig,
    part: Part | None,
    low_m: float | None,
    high_m: float | None,
    share: float | None,
) -> Person | None:
    """Return whom one must see: as in the plan file where no option says otherwise."""
    asked = config.viewshed
    return person_of_part(
        part or asked.target_part,
        low_m=asked.target_low_m if low_m is None else low_m,
        high_m=asked.target_high_m if high_m is None else high_m,
        share=asked.target_share if share is None else share,
    )
