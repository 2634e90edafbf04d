"""The sections of a plan file about seeing: camera models, and what counts as seen."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from placement.cameras.model import CameraModel
from placement.cameras.projection import detail_levels
from placement.cameras.purposes import Purpose
from placement.config.optics import HeadOpticsSection, OpticsSection, PresetPoseSection, Tilt, Zoom
from placement.config.section import Money, Name, Section
from placement.visibility.observation import Part, Person, person_of_part
from placement.visibility.obstacles.trees import Season


class NamedSection(Section):
    """What the plan file calls by a name."""

    name: Name
    """Name of the model, unique."""


class CameraSection(OpticsSection, NamedSection):
    """A camera model that may be bought, or stands already."""

    tilt_deg: Tilt = 15.0
    """Optical axis below the horizon. [°]"""
    range_m: Annotated[float, Field(ge=0.5, le=2000)] = 80.0
    """Farthest distance that counts. [m]"""
    night_range_m: Annotated[float, Field(ge=0.5, le=2000)] | None = None
    """How far its own infrared light reaches; as far as by day if not given. [m]"""
    cost_czk: Money | None = None
    """Price with mounting, without the point; left out or 0: not known. [Kč]"""
    purpose: Purpose = "people"
    """people, faces (looks down at most 15°) or plates (at most 30° off, 130 px across one)."""
    lane_azimuth_deg: Annotated[float, Field(ge=0, le=360)] | None = None
    """Direction of the lane whose plates are read, clockwise from true north, if known. [°]"""
    turning: bool = False
    """Whether it turns (PTZ): only its home pose, or what all its presets show, counts as seen."""
    zoom: Zoom = 1.0
    """Optical zoom of a turning camera: how far its reach is stretched. [-]"""
    travel_s: Annotated[float, Field(ge=0, le=86_400)] = 0.0
    """Time of a round that a turning camera spends moving between its presets. [s]"""
    heads: Annotated[tuple[HeadOpticsSection, ...], Field(max_length=64)] = ()
    """Several lenses in one housing; what a head does not say of its lens, the camera says."""
    presets: Annotated[tuple[PresetPoseSection, ...], Field(max_length=256)] = ()
    """The round of a turning camera; only what every preset shows counts as seen."""
    masks_most: Annotated[int, Field(ge=1, le=64)] | None = None
    """So many privacy masks its picture has at most; `privacy.masks_most` if not given. [-]"""
    count_as: Annotated[int, Field(ge=1, le=64)] = 1
    """As how many cameras one counts in phases and limits: a four-head unit as one or as four."""
    buy: bool = True
    """Whether new cameras may be of this model."""

    @model_validator(mode="after")
    def _parts_fit(self) -> Self:
        if self.presets and not self.turning:
            raise ValueError("presets_fixed")
        if self.heads and self.turning:
            raise ValueError("heads_turning")
        if any(preset.zoom > self.zoom for preset in self.presets):
            raise ValueError("preset_zoom")
        for head in self.heads:
            head.head(self, tilt_deg=self.tilt_deg)
        return self

    def model(self) -> CameraModel:
        """Return the camera model as the analysis takes it; its lane counts from true north."""
        return CameraModel(
            self.name,
            self.lens(),
            self.tilt_deg,
            self.range_m,
            self.cost_czk or 0.0,
            self.turning,
            self.zoom,
            tuple(head.head(self, tilt_deg=self.tilt_deg) for head in self.heads),
            tuple(preset.preset() for preset in self.presets),
            self.travel_s,
            self.purpose,
            self.lane_azimuth_deg,
            self.night_range_m,
            self.masks_most,
        )


class ViewshedSection(Section):
    """What counts as seen."""

    engine: Literal["auto", "raster", "vector"] = "auto"
    """Houses in the raster's cells, or in their exact outlines; auto: exact where there are any."""
    season: Season = "leaf-on"
    """Whether trees are in leaf: leaf-on (summer) or leaf-off (winter)."""
    cell_m: Annotated[float, Field(ge=0.1, le=50)] = 1.0
    """Side of the raster's cells. [m]"""
    target_height_m: Annotated[float, Field(ge=0, le=10)] = 1.6
    """Height above ground of what must be seen; where rays are aimed at, in any case. [m]"""
    target_part: Part = "point"
    """What must be in free sight: that point, all (segment) or a share of a person."""
    target_low_m: Annotated[float, Field(ge=0, le=10)] = 0.0
    """Where a person begins, above ground; for segment and share. [m]"""
    target_high_m: Annotated[float, Field(gt=0, le=10)] = 1.8
    """Where a person ends, above ground; for segment and share. [m]"""
    target_share: Annotated[float, Field(gt=0, le=1)] = 0.5
    """How much of a person must be in free sight, for share. [-]"""
    edition: Literal["2014", "2025"] = "2014"
    """Edition of EN 62676-4 whose detail levels are meant."""
    detail_level: str = "observe"
    """Detail level asked of a covered place."""
    time: Literal["day", "night"] = "day"
    """Whether cameras see to their range, or no farther than their own light (no street lamps)."""

    @property
    def required_density_px_m(self) -> float:
        """Pixel density of the detail level. [px/m]"""
        return {level.name: level.density_px_m for level in detail_levels(self.edition)}[
            self.detail_level
        ]

    @property
    def person(self) -> Person | None:
        """Whom one must see, or None where one point stands for them."""
        return person_of_part(
            self.target_part,
            low_m=self.target_low_m,
            high_m=self.target_high_m,
            share=self.target_share,
        )

    @model_validator(mode="after")
    def _stands_upright(self) -> Self:
        if self.target_low_m >= self.target_high_m:
            raise ValueError("person_upside_down")
        return self

    @model_validator(mode="after")
    def _known_level(self) -> Self:
        if self.detail_level not in {level.name for level in detail_levels(self.edition)}:
            raise ValueError("unknown_level")
        return self
