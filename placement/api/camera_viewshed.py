"""One camera at one place: what it sees by detail level, how low, and how surely."""

from os import PathLike
from pathlib import Path

import geopandas as gpd
from attrs import frozen

from placement.api.case import Case
from placement.config import PlanConfig
from placement.errors import in_file
from placement.output import viewshed as viewshed_files
from placement.pipeline.camera_view import CameraView, view_of_camera
from placement.pipeline.mounted_camera import check_camera
from placement.pipeline.progress import Progress, silent
from placement.pipeline.uncertainty import ViewProbability, lowest_visible_heights, view_probability
from placement.texts import Language
from placement.visibility.height_samples import Uncertainty
from placement.visibility.lowest_visible_height import LowestVisibleHeight
from placement.visibility.observation import Part, Person, person_of_part


@frozen(eq=False, repr=False)
class CameraViewshed:
    """What one camera sees of a case."""

    view: CameraView
    """Place, pose, and pixel density cell by cell."""
    lowest: LowestVisibleHeight | None = None
    """Lowest visible height of the cells around, where asked for."""
    probability: ViewProbability | None = None
    """How probable free sight is, where asked for."""

    @property
    def areas(self) -> gpd.GeoDataFrame:
        """A row per detail level: where it is reached at least."""
        levels = self.view.levels
        return gpd.GeoDataFrame(
            {
                "level": [level.name for level in levels],
                "density_px_m": [level.density_px_m for level in levels],
                "area_m2": [area.area for area in self.view.areas],
            },
            geometry=list(self.view.areas),
            crs=self.view.surface.grid.crs,
        )

    def write(self, folder: str | PathLike[str], *, language: Language = "en") -> None:
        """Write polygons, rasters and a picture into a folder."""
        viewshed_files.write(
            self.view,
            Path(folder),
            language=language,
            lowest=self.lowest,
            supposed=self.probability,
        )

    def __repr__(self) -> str:
        """Name the camera and the ground it sees by level."""
        view = self.view
        areas = ", ".join(
            f"{level.name} {area.area:.0f} m²"
            for level, area in zip(view.levels, view.areas, strict=True)
        )
        return (
            f"{view.model.name}, {view.observer.height_m:g} m above ground, azimuth "
            f"{view.azimuth_deg:.1f}°, tilt {view.tilt_deg:.1f}°\n  {areas}"
        )


def camera_viewshed(
    case: Case,
    *,
    lon_deg: float,
    lat_deg: float,
    height_m: float,
    azimuth_deg: float,
    model: str,
    tilt_deg: float | None = None,
    facing_deg: float | None = None,
    target_part: Part | None = None,
    target_low_m: float | None = None,
    target_high_m: float | None = None,
    target_share: float | None = None,
    lowest: bool = False,
    samples: int | None = None,
    height_error_m: float = 1.0,
    terrain_error_m: float = 0.0,
    position_error_m: float = 0.5,
    seed: int = 0,
    progress: Progress = silent,
) -> CameraViewshed:
    """Work out what one camera would see; azimuths count clockwise from true north.

    Parameters
    ----------
    case
        Whose ground, houses and trees hide.
    lon_deg, lat_deg
        Place, WGS 84. [°]
    height_m
        Of the lens above ground. [m]
    azimuth_deg, tilt_deg
        Its direction; the model's tilt if not given. [°]
    model
        Name of a camera model of the plan file.
    facing_deg
        Where the wall looks that it hangs on; it sees only there. [°]
    target_part, target_low_m, target_high_m, target_share
        What of a person must be seen; as in the plan file if not given.
    lowest
        Whether to work out how low one sees of each cell.
    samples
        Towns of other heights in which sight is tried; none if not given.
    height_error_m, terrain_error_m, position_error_m
        Standard deviations there. [m]
    seed
        Of the samples.
    progress
        Hears of each stage.

    Raises
    ------
    ConfigError
        If the case has no such model.
    InputError
        If an input or a number cannot be used, or the place lies outside the case.
    """
    config = case.config
    with in_file(case.plan_file):
        check_camera(
            config,
            model_name=model,
            height_m=height_m,
            azimuth_deg=azimuth_deg,
            tilt_deg=tilt_deg or 0.0,
            facing_deg=facing_deg or 0.0,
        )
        person = _person(config, target_part, target_low_m, target_high_m, target_share)
        uncertainty = Uncertainty(height_error_m, terrain_error_m, position_error_m)
    inputs = case.inputs(progress=progress)
    progress.stage("visibility")
    with in_file(case.plan_file):
        view = view_of_camera(
            config,
            inputs,
            lon_deg=lon_deg,
            lat_deg=lat_deg,
            height_m=height_m,
            azimuth_deg=azimuth_deg,
            model_name=model,
            tilt_deg=tilt_deg,
            facing_deg=facing_deg,
            person=person,
        )
        heights = lowest_visible_heights(view) if lowest else None
        probability = None
        if samples is not None:
            probability = view_probability(
                view, uncertainty=uncertainty, samples=samples, seed=seed
            )
    return CameraViewshed(view, heights, probability)


def _person(
    config: PlanConfig,
    part: Part | None,
    low_m: float | None,
    high_m: float | None,
    share: float | None,
) -> Person | None:
    """Return whom one must see: as in the plan file where nothing else is said."""
    viewed = config.viewshed
    return person_of_part(
        part or viewed.target_part,
        low_m=viewed.target_low_m if low_m is None else low_m,
        high_m=viewed.target_high_m if high_m is None else high_m,
        share=viewed.target_share if share is None else share,
    )
