"""Which rays to demand points end in what masks cover: who stands there is lost to a mask.

Whether a mask is there does not depend on how a camera is turned, only on how many pixels its lens
has in a radian; so one number a ray decides for all models and poses.
"""

from typing import TYPE_CHECKING

import numpy as np

from placement.masks.protected import Protected
from placement.units import Floats

if TYPE_CHECKING:  # keeps the chain of imports short
    from placement.visibility.beyond import Beyond


def mask_px_rad(beyond: "Beyond", protected: Protected) -> Floats:
    """Return from how many pixels a radian on a lens must mask where each ray ends, (P,). [px]

    Inf where nothing is protected.
    """
    shown = np.zeros(beyond.edge.size, dtype=np.bool_)
    wall, ground = beyond.on_wall, beyond.on_ground
    shown[wall] = beyond.height_m[wall] >= protected.sills_m(beyond.edges)[beyond.edge[wall]]
    shown[ground] = protected.holds(beyond.x_m[ground], beyond.y_m[ground], beyond.height_m[ground])
    return np.where(shown, beyond.distance_m * protected.density_px_m, np.inf)
