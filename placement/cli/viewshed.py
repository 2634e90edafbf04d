"""`placement viewshed`: what one camera at one place sees, by detail level."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from attrs import asdict

from placement.cli import options
from placement.cli.options import Settings
from placement.cli.progress import Bar
from placement.errors import InputError, Problem
from placement.texts import catalogue, number

if TYPE_CHECKING:  # `--help` imports nothing heavy
    from placement.api.camera_viewshed import CameraViewshed
    from placement.api.case import Case
    from placement.visibility.observation import Part

PARTS = ("point", "segment", "share")
"""Values of `visibility.observation.Part`."""


@click.command()
@options.case
@click.option(
    "--camera", metavar="ID", help="A camera of the case, or of --plan; what is given beside wins."
)
@click.option(
    "--plan",
    type=click.Path(path_type=Path),
    metavar="RESULT",
    help="Folder of a result (maps/<case>) whose cameras --camera may name, proposed ones too.",
)
@click.option("--at", type=options.LonLat(), help="Place: longitude,latitude (WGS 84).")
@click.option("--height-m", type=float, help="Lens above ground.")
@click.option("--azimuth-deg", type=float, help="Direction, clockwise from true north.")
@click.option("--model", help="Name of a camera model of the plan file.")
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
    camera: str | None,
    plan: Path | None,
    at: tuple[float, float] | None,
    height_m: float | None,
    azimuth_deg: float | None,
    model: str | None,
    tilt_deg: float | None,
    facing_deg: float | None,
    lowest: bool,  # noqa: FBT001 -- click's call
    samples: int | None,
    seed: int | None,
    output: Path,
    target_part: "Part | None",
    target_low_m: float | None,
    target_high_m: float | None,
    target_share: float | None,
    height_error_m: float,
    terrain_error_m: float,
    position_error_m: float,
) -> None:
    """Show what one camera in CASE sees, by detail level."""
    from placement.api.camera_viewshed import camera_viewshed
    from placement.api.case import read_case
    from placement.cli import summary
    from placement.output import viewshed as viewshed_files

    settings = options.settings(context)
    pose_options: dict[str, Any] = {
        "lon_deg": at and at[0],
        "lat_deg": at and at[1],
        "height_m": height_m,
        "azimuth_deg": azimuth_deg,
        "model": model,
        "tilt_deg": tilt_deg,
        "facing_deg": facing_deg,
    }
    _refuse_half_a_pose(context, pose_options, camera=camera, plan=plan)
    town = read_case(case)
    bar = Bar(settings)
    pose = pose_options if camera is None else _pose_of(town, camera, plan, pose_options, bar)
    viewshed = camera_viewshed(
        town,
        **pose,
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


def _refuse_half_a_pose(
    context: click.Context,
    pose_options: Mapping[str, object],
    *,
    camera: str | None,
    plan: Path | None,
) -> None:
    """Raise if the options tell neither a camera nor a whole pose."""
    if camera is None and plan is not None:
        raise click.UsageError("--plan is where --camera ID is looked for; give both.", context)
    options_of = {"lon_deg": "--at"}
    missing = [
        options_of.get(name, f"--{name.replace('_', '-')}")
        for name in ("lon_deg", "height_m", "azimuth_deg", "model")
        if pose_options[name] is None
    ]
    if camera is None and missing:
        raise click.UsageError(f"Missing {', '.join(missing)}; or give --camera ID.", context)


def _pose_of(
    town: "Case", camera: str, plan: Path | None, pose_options: Mapping[str, object], bar: Bar
) -> dict[str, Any]:
    """Return the pose of a camera by its identifier, but for what the options say otherwise."""
    from placement.api.camera_poses import camera_pose
    from placement.api.results import read_plan

    result = None if plan is None else read_plan(plan)
    pose = asdict(camera_pose(town, camera, result=result, progress=bar))
    pose |= {name: value for name, value in pose_options.items() if value is not None}
    if pose["azimuth_deg"] is None:
        raise InputError(Problem("camera_direction_unknown", values={"name": camera}))
    return pose


def _say(
    viewshed: "CameraViewshed", levels: Mapping[str, Mapping[str, float]], settings: Settings
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
