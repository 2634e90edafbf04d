"""`placement look`: what a camera of a finished plan would show, as a picture."""

from pathlib import Path

import click
from attrs import asdict, evolve

from placement.cli import options
from placement.cli.case_of_result import case_of
from placement.cli.progress import Bar
from placement.texts import number, plain, text


@click.command()
@options.result
@click.argument("camera", metavar="ID")
@click.option(
    "--case",
    type=click.Path(path_type=Path),
    help="Folder of the case the result was made from; data/<result> if not given.",
)
@click.option("--at", type=options.LonLat(), help="Another place for it: longitude,latitude.")
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File of the picture (PNG); look-<ID>.png if not given.",
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
    camera: str,
    case: Path | None,
    at: tuple[float, float] | None,
    out: Path | None,
    with_masks: bool,  # noqa: FBT001 -- click's call
) -> None:
    """Draw what camera ID of the finished plan in the folder RESULT (maps/<case>) would show."""
    from placement.api.camera_picture import camera_picture
    from placement.api.camera_poses import camera_pose
    from placement.api.mask_sheets import picture_masks
    from placement.api.results import read_plan
    from placement.cli import summary

    settings = options.settings(context)
    plan = read_plan(result)
    town = case_of(result, case)
    bar = Bar(settings)
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
