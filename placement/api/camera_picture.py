"""One camera at one place: what it would show, as a picture."""

from os import PathLike
from pathlib import Path

from attrs import frozen

from placement.api.case import Case
from placement.errors import InputError, Problem, in_file
from placement.output.figures import look as figures
from placement.output.folder import write_file
from placement.pipeline.camera_look import CameraLook, Masks, look_of_camera
from placement.pipeline.mounted_camera import mounted_camera
from placement.pipeline.progress import Progress, silent
from placement.texts import Language


@frozen(eq=False, repr=False)
class CameraPicture:
    """The pictures of one camera."""

    name: str
    look: CameraLook

    def png(self, *, language: Language = "cs", masks: Masks = ()) -> bytes:
        """Return all its pictures on one sheet as PNG; the same camera, the same bytes.

        Parameters
        ----------
        language
            Of what is written on it.
        masks
            Polygons that are greyed in every picture; corners are shares of its width and height
            from the upper left corner.
        """
        return figures.look(self.look, self.name, language=language, masks=masks)

    def write(
        self, file: str | PathLike[str], *, language: Language = "cs", masks: Masks = ()
    ) -> None:
        """Write the sheet into a file.

        Raises
        ------
        OutputError
            If the disk refuses.
        """
        write_file(Path(file), self.png(language=language, masks=masks))

    def __repr__(self) -> str:
        """Name the camera and whom one sees at which level."""
        people = ", ".join(
            f"{figure.level.name} {figure.slant_m:.0f} m"
            for figures_of in self.look.figures
            for figure in figures_of
        )
        number = len(self.look.pictures)
        return f"{self.name}: {number} picture{'s' * (number != 1)}; {people or 'nobody'}"


def camera_picture(
    case: Case,
    *,
    name: str,
    lon_deg: float,
    lat_deg: float,
    height_m: float,
    azimuth_deg: float | None,
    model: str,
    tilt_deg: float | None = None,
    facing_deg: float | None = None,
    progress: Progress = silent,
) -> CameraPicture:
    """Work out what a camera would show; azimuths count clockwise from true north.

    Parameters
    ----------
    case
        Whose ground, houses and trees are drawn.
    name
        What it is called on the sheet.
    lon_deg, lat_deg, height_m, azimuth_deg, model, tilt_deg, facing_deg
        Its pose, as in `camera_viewshed` and from `camera_pose`.
    progress
        Hears of each stage.

    Raises
    ------
    ConfigError
        If the case has no such model.
    InputError
        If nobody knows where it looks, an input or a number cannot be used, or the place lies
        outside the case.

    Examples
    --------
    >>> import attrs, placement
    >>> case, result = placement.read_case("data/litvinov"), placement.read_plan("maps/litvinov")
    >>> pose = placement.camera_pose(case, "K03", result=result)
    >>> placement.camera_picture(case, name="K03", **attrs.asdict(pose))
    K03: 1 picture; detect 77 m, observe 31 m, recognise 15 m, identify 8 m
    """
    if azimuth_deg is None:
        raise InputError(Problem("camera_direction_unknown", values={"name": name}))
    inputs = case.inputs(progress=progress)
    progress.stage("visibility")
    with in_file(case.plan_file):
        camera = mounted_camera(
            case.config,
            inputs,
            lon_deg=lon_deg,
            lat_deg=lat_deg,
            height_m=height_m,
            azimuth_deg=azimuth_deg,
            model_name=model,
            tilt_deg=tilt_deg,
            facing_deg=facing_deg,
        )
        look = look_of_camera(case.config, inputs, camera)
    return CameraPicture(name, look)
