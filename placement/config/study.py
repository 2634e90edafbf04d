"""On what else than its inputs a plan is tried."""

from typing import Annotated

from pydantic import Field

from placement.config.section import Section

Samples = Annotated[int, Field(ge=0, le=1000)]
Error = Annotated[float, Field(ge=0, le=100)]


class StudySection(Section):
    """On what other inputs plans are made again to see how sure this one is; usually on none."""

    bootstraps: Samples = 0
    """Plan again on so many samples of the incidents; `--confidence` replaces it. [-]"""
    height_samples: Samples | None = None
    """Plan again in so many towns of other heights; as many as `bootstraps` if not given. [-]"""
    building_error_m: Error = 1.0
    """There houses are higher or lower, each by itself: standard deviation. [m]"""
    terrain_error_m: Error = 0.3
    """And the ground with all on it, alike within about 30 m: standard deviation. [m]"""
    mount_error_m: Error = 0.5
    """In as many towns again cameras hang higher or lower: standard deviation. [m]"""

    @property
    def towns(self) -> int:
        """How many towns of other heights are tried."""
        return self.bootstraps if self.height_samples is None else self.height_samples

    @property
    def some(self) -> bool:
        """Whether anything is tried."""
        return self.bootstraps > 0 or self.towns > 0
