"""The sections of a plan file about seeing: camera models, and what counts as seen."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from placement.cameras import CameraModel
from placement.config.section import Degrees, Money, Name, Section
from placement.optics import Lens, Projection, detail_levels


class Camera(Section):
    """A camera model that may be bought, or stands already."""

    name: Name
    """Name of the model, unique."""
    hfov_deg: Degrees
    """Horizontal angle of view. [°]"""
    vfov_deg: Annotated[float, Field(gt=0, le=180)]
    """Vertical angle of view. [°]"""
    width_px: Annotated[int, Field(gt=0, le=100_000)]
    """Pixels across the picture (of all heads of a panoramic camera together)."""
    projection: Projection = "f-theta"
    """rectilinear, f-theta (wide security lenses) or panoramic (heads side by side)."""
    tilt_deg: Annotated[float, Field(ge=-30, le=90)] = 15.0
    """Optical axis below the horizon. [°]"""
    range_m: Annotated[float, Field(gt=0, le=2000)] = 80.0
    """Farthest distance that counts. [m]"""
    cost_czk: Money
    """Price with mounting, without the point. [Kč]"""
    turning: bool = False
    """Whether it turns (PTZ): only its home pose counts as seen."""
    zoom: Annotated[float, Field(ge=1, le=100)] = 1.0
    """Optical zoom of a turning camera: how far its reach is stretched. [-]"""
    buy: bool = True
    """Whether new cameras may be of this model."""

    @model_validator(mode="after")
    def _one_lens(self) -> Self:
        if self.projection == "rectilinear" and self.hfov_deg >= 180:
            raise ValueError("rectilinear_too_wide")
        return self

    def model(self) -> CameraModel:
        """Return the camera model as the analysis takes it."""
        return CameraModel(
            self.name,
            Lens(self.hfov_deg, self.vfov_deg, self.width_px, self.projection),
            self.tilt_deg,
            self.range_m,
            self.cost_czk,
            self.turning,
            self.zoom,
        )


class Viewshed(Section):
    """What counts as seen."""

    cell_m: Annotated[float, Field(ge=0.1, le=50)] = 1.0
    """Side of the raster's cells. [m]"""
    target_height_m: Annotated[float, Field(ge=0, le=10)] = 1.6
    """Height above ground of what must be seen. [m]"""
    edition: Literal["2014", "2025"] = "2014"
    """Edition of EN 62676-4 whose detail levels are meant."""
    detail_level: str = "observe"
    """Detail level asked of a covered place."""

    @property
    def required_density_px_m(self) -> float:
        """Pixel density of the detail level. [px/m]"""
        return {level.name: level.density_px_m for level in detail_levels(self.edition)}[
            self.detail_level
        ]

    @model_validator(mode="after")
    def _known_level(self) -> Self:
        if self.detail_level not in {level.name for level in detail_levels(self.edition)}:
            raise ValueError("unknown_level")
        return self
