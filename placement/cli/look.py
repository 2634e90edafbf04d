"""`placement look`: what a camera of a finished plan would show, as a picture."""

from pathlib import Path
from typing import TYPE_CHECKING

import click
from attrs import asdict, evolve

from placement.cli import options
from placement.cli.case_of_result import case_of
from placement.cli.progress import Bar
from placement.texts import number, plain, text

if TYPE_CHECKING:  # `--help` imports nothing heavy
    from placement.api.case import Case
    from placement.api.results import PlanResult


@click.command()
@options.result
@click.argument("camera", metavar="[ID]", required=False)
@options.case_of_result
@click.option("--at", type=options.LonLat(), help="Another place for it: longitude,latitude.")
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File of the picture (PNG), look-<ID>.png if not given; of all cameras (PDF), looks.pdf.",
)
@click.option(
    "--masks",
    "with_masks",
    is_flag=True,
    help="Draw privacy masks over homes and private ground, as [privacy] sets them.",
)
@options.shared
@click.pass_context
def command(
    context: click.Context,
    result: Path,
    camera: str | None,
    case: Path | None,
    at: tuple[float, float] | None,
    out: Path | None,
    with_masks: bool,  # noqa: FBT001 -- click's call
) -> None:
    """Draw what camera ID of the finished plan in the folder RESULT (maps/<case>) would show.

    Without an ID all cameras of the plan are drawn, two on a sheet of A4. It is a drawing from
    the plan's data, no photo, and for the internal edition.
    """
    from placement.api.camera_picture import camera_picture
    from placement.api.camera_poses import camera_pose
    from placement.api.mask_sheets import picture_masks
    from placement.api.results import read_plan
    from placement.cli import summary

    settings = options.settings(context)
    plan = read_plan(result)
    town = case_of(result, case)
    bar = Bar(settings)
    if camera is None:
        if at is not None:
            raise click.UsageError("--at is for one camera; give its ID.", context)
        _draw_all(settings, plan, town, out or Path("looks.pdf"), bar, with_masks=with_masks)
        return
    pose = camera_pose(town, camera, result=plan, progress=bar)
    if at is not None:  # a wall stays where it is
        pose = evolve(pose, lon_deg=at[0], lat_deg=at[1], facing_deg=None)
    picture = camera_picture(town, name=camera, **asdict(pose), progress=bar)
    bar.done()
    name = "-".join(plain(camera).split())[: options.LONGEST_SLUG] or "camera"
    file = out or Path(f"look-{name}.png")
    language = options.language_of(settings, town)
    look = picture.look
    masks = picture_masks(town, look).masks if with_masks else ()
    picture.write(file, language=language, masks=masks)
    people = [figure for figures in look.figures for figure in figures]
    for figure in people:
        settings.say(
            "cli.look_person",
            level=text(f"map.level.{figure.level.name}", settings.language),
            distance=number(figure.slant_m, settings.language, 1),
        )
    if not look.pictures:
        settings.say("look.nothing")
    settings.say("cli.written", folder=file)
    if settings.json:
        summary.as_json(
            {
                "camera_id": camera,
                "output": str(file),
                "pictures": len(look.pictures),
                "people": [
                    {"level": figure.level.name, "distance_m": round(figure.slant_m, 2)}
                    for figure in people
                ],
            }
        )


def _draw_all(
    settings: options.Settings,
    result: "PlanResult",
    town: "Case",
    file: Path,
    bar: Bar,
    *,
    with_masks: bool,
) -> None:
    """Write the pictures of all cameras, by their numbers on the map, into one PDF.

    Cameras out of service, and those whose direction nobody knows, have none.
    """
    from placement.api.camera_picture import camera_picture
    from placement.api.camera_poses import camera_pose
    from placement.api.mask_sheets import picture_masks
    from placement.cli import summary
    from placement.output.figures.look_sheets import look_sheets
    from placement.output.folder import write_file
    from placement.plan.public import numbers_of

    language = options.language_of(settings, town)
    numbers, drawings = numbers_of(result.plan), []
    for camera in sorted(result.plan.cameras, key=lambda each: numbers[each.camera_id]):
        pose = camera_pose(town, camera.camera_id, result=result)
        if camera.status == "out of service" or pose.azimuth_deg is None:
            continue
        name = f"{numbers[camera.camera_id]}. {camera.name} ({camera.camera_id})"
        picture = camera_picture(town, name=name, **asdict(pose), progress=bar)
        masks = picture_masks(town, picture.look).masks if with_masks else ()
        drawings.append(picture.png(language=language, masks=masks))
    title = text("look.sheets", language, case=result.plan.case)
    write_file(file, look_sheets(drawings, title=title))
    bar.done()
    settings.say("look.drawn", n=len(drawings))
    settings.say("cli.written", folder=file)
    if settings.json:
        summary.as_json({"output": str(file), "cameras": len(drawings)})
