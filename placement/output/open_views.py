"""What cameras see of their views: without what the masks in their pictures hide."""

import geopandas as gpd
import shapely

from placement.output.layers import Layers

GRID_M = 0.05
"""Outlines are put on this grid before they are cut, so that touching ones do not fail. [m]"""


def open_views(layers: Layers) -> gpd.GeoDataFrame:
    """Return the layer of views without the areas that masks hide; as it is where none does.

    What masks hide at the coarsest level they hide at every one. What a turning camera reaches
    stays whole: masks are those of its home view.
    """
    views, masked = layers.views, layers.masked.sort_values("density_px_m", kind="stable")
    hidden = dict(zip(masked["camera_id"][::-1], masked.geometry[::-1], strict=True))
    if not hidden:
        return views
    shapes = [
        shapely.difference(shape, hidden[camera], grid_size=GRID_M)
        if camera in hidden and kind == "continuous"
        else shape
        for camera, kind, shape in zip(
            views["camera_id"], views["kind"], views.geometry, strict=True
        )
    ]
    return views.set_geometry(gpd.GeoSeries(shapes, index=views.index, crs=views.crs))
