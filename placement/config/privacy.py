"""The section of a plan file about people's homes in the picture."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from placement.config.rules import Share
from placement.config.section import Metres, Section, Short

Density = Annotated[float, Field(gt=0, le=10_000)]


class PrivacySection(Section):
    """What of people's homes is in the picture: worked out only where this section stands.

    What the choice of cameras asks of it, from `in_view` to `near_homes`, is read by
    `pipeline.homes_in_view`; areas in all or in a district are entries of `[[limits]]`.
    What is measured, from `thresholds_px_m` to `entrance_m`, is read by `pipeline.home_exposure`.
    """

    thresholds_px_m: tuple[Density, Density] | None = None
    """Pixel densities from which homes count, two, ascending; the law table's if not given."""
    reach_m: Metres = 500.0
    """Walls and ground farther than this from a camera do not count, whatever its zoom. [m]"""
    window_share: Share = 0.2
    """Share of a façade that is windows (an assumption). [-]"""
    storey_m: Short = 3.0
    """Height of one storey, by which façades are counted (an assumption). [m]"""
    sill_m: Annotated[float, Field(ge=0, le=50)] = 0.9
    """Windows begin this high above the ground (an assumption). [m]"""
    unknown_use: Literal["home", "other"] = "home"
    """What a house counts as of which nobody says what it is used for."""
    garden_m: Annotated[float, Field(ge=0, le=200)] = 20.0
    """Without `inputs.private`: ground so near to a family house is its own (an assumption). [m]"""
    family_house_m2: Annotated[float, Field(ge=0, le=10_000)] = 250.0
    """A home of at most three storeys on no more ground is a family house (an assumption). [m²]"""
    entrance_m: Short = 20.0
    """Other homes: one entrance for so much of the longer side, a home a storey (assumed). [m]"""
    masks: bool = False
    """Whether cameras mask homes above sills and private ground; the plan is made with that."""
    mask_px_m: Density | None = None
    """From this pixel density on masks are set; from the lower of the two if not given. [px/m]"""
    masks_most: Annotated[int, Field(ge=1, le=64)] = 8
    """So many masks a picture has at most; a camera model may have fewer of its own. [-]"""
    mask_shape: Literal["rectangle", "polygon"] = "polygon"
    """What shape of masks cameras offer."""
    mask_corners: Annotated[int, Field(ge=4, le=64)] = 4
    """So many corners a polygon has at most. [-]"""
    in_view: Literal["home", "reach"] = "reach"
    """What price and limits count of a turning camera: its home view, or all it can turn to."""
    price_per_m2: Annotated[float, Field(ge=0, le=1e6)] = 0.0
    """Taken off a plan's worth for each m² of homes' façades in view. [incidents/year per m²]"""
    camera_at_most_m2: Annotated[float, Field(ge=0, le=1e9)] | None = None
    """New cameras with more façade of homes in view are not chosen; any if not given. [m²]"""
    near_homes: Literal["allowed", "masked"] = "allowed"
    """From the second threshold on new cameras may have homes in view, or only behind masks."""

    @property
    def binds(self) -> bool:
        """Whether the choice of cameras depends on what is measured."""
        is_limited = self.camera_at_most_m2 is not None
        may_leave_out = self.near_homes == "masked" and (
            not self.masks or self.mask_px_m is not None
        )
        return bool(self.price_per_m2) or is_limited or may_leave_out

    def no_near_homes(self, near_px_m: float) -> bool:
        """Return whether new cameras are left out that have homes in view from `near_px_m` on.

        Masks that begin at that density or below cover these homes, and nobody is left out.
        """
        covered = self.masks and (self.mask_px_m is None or self.mask_px_m <= near_px_m)
        return self.near_homes == "masked" and not covered

    @model_validator(mode="after")
    def _thresholds_ascend(self) -> Self:
        thresholds = self.thresholds_px_m
        if thresholds is not None and thresholds[0] >= thresholds[1]:
            raise ValueError("thresholds_not_ascending")
        return self
