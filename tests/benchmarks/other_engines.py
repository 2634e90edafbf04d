"""Other engines for viewsheds, each asked in its own Python: ENGINE IN.npz OUT.npz.

Imports nothing of the project, since GDAL's and GRASS's Python and the one with xarray-spatial have
none of it. IN holds heights, row, column, observer_m, target_m, range_m, folder; OUT gets `seen`
(K, 2n+1, 2n+1) and `ms` (K,). Cells are 1 m; row 0 lies in the north.
"""

import subprocess
import sys
import time
from pathlib import Path

import numpy as np


def gdal(task, reach):
    """Yield (seen, ms) by `gdal.ViewshedGenerate`, in this process, without earth curvature."""
    from osgeo import gdal as library

    library.UseExceptions()
    rows, columns = task["heights"].shape
    town = library.GetDriverByName("MEM").Create("", columns, rows, 1, library.GDT_Float32)
    town.SetGeoTransform((0, 1, 0, rows, 0, -1))
    town.GetRasterBand(1).WriteArray(task["heights"])
    for row, column in zip(task["row"], task["column"], strict=True):
        begun = time.perf_counter()
        found = library.ViewshedGenerate(
            srcBand=town.GetRasterBand(1),
            driverName="MEM",
            targetRasterName="",
            creationOptions=[],
            observerX=column + 0.5,
            observerY=rows - row - 0.5,
            observerHeight=float(task["observer_m"]),
            targetHeight=float(task["target_m"]),
            visibleVal=1,
            invisibleVal=0,
            outOfRangeVal=0,
            noDataVal=0,
            dfCurvCoeff=0.0,
            mode=library.GVM_Edge,
            maxDistance=float(task["range_m"]),
        )
        ms = (time.perf_counter() - begun) * 1e3
        left, top = found.GetGeoTransform()[0], rows - found.GetGeoTransform()[3]
        whole = np.zeros((rows, columns), bool)
        part = found.ReadAsArray() == 1
        whole[int(top) : int(top) + part.shape[0], int(left) : int(left) + part.shape[1]] = part
        yield whole[row - reach : row + reach + 1, column - reach : column + reach + 1], ms


def gdal_viewshed(task, reach):
    """Yield (seen, ms) by the command `gdal_viewshed`, its start and its files included."""
    import rasterio

    source, result = (Path(str(task["folder"])) / name for name in ("town.tif", "seen.tif"))
    rows = task["heights"].shape[0]
    for row, column in zip(task["row"], task["column"], strict=True):
        place = ["-ox", str(column + 0.5), "-oy", str(rows - row - 0.5)]
        heights = ["-oz", str(task["observer_m"]), "-tz", str(task["target_m"])]
        values = ["-md", str(task["range_m"]), "-cc", "0", "-vv", "1", "-iv", "0", "-ov", "0"]
        command = ["gdal_viewshed", "-q", *place, *heights, *values, str(source), str(result)]
        begun = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        ms = (time.perf_counter() - begun) * 1e3
        with rasterio.open(result) as found:
            left, top = int(found.transform.c), int(rows - found.transform.f)
            part = found.read(1) == 1
        seen = np.zeros((2 * reach + 1, 2 * reach + 1), bool)
        for r, c in np.argwhere(part):
            if max(abs(r + top - row), abs(c + left - column)) <= reach:
                seen[r + top - row + reach, c + left - column + reach] = True
        yield seen, ms


def grass(task, reach):
    """Yield (seen, ms) by `r.viewshed` in a running session, its region cut to the range."""

    def run(*command):
        subprocess.run([*command, "--quiet", "--overwrite"], check=True, capture_output=True)

    folder = Path(str(task["folder"]))
    rows = task["heights"].shape[0]
    run("r.in.gdal", "-o", f"input={folder / 'town.tif'}", "output=town")
    for row, column in zip(task["row"], task["column"], strict=True):
        north, west = rows - row + reach + 0.0, column - reach
        side = 2 * reach + 1
        run("g.region", f"n={north}", f"s={north - side}", f"w={west}", f"e={west + side}", "res=1")
        begun = time.perf_counter()
        run(
            "r.viewshed",
            "-b",
            "input=town",
            "output=seen",
            f"coordinates={column + 0.5},{rows - row - 0.5}",
            f"observer_elevation={task['observer_m']}",
            f"target_elevation={task['target_m']}",
            f"max_distance={task['range_m']}",
        )
        ms = (time.perf_counter() - begun) * 1e3
        run("r.out.bin", "-i", "bytes=1", "null=0", "input=seen", f"output={folder / 'seen.bin'}")
        seen = np.fromfile(folder / "seen.bin", np.uint8).reshape(side, side)
        yield seen == 1, ms


def xarray_spatial(task, reach):
    """Yield (seen, ms) by `xrspatial.viewshed` on a window cut by hand, once it is compiled."""
    import xarray
    from xrspatial import viewshed

    side = 2 * reach + 1
    axes = {"y": np.arange(side)[::-1] + 0.5, "x": np.arange(side) + 0.5}
    rows, columns = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    within = np.hypot(rows, columns) <= float(task["range_m"])
    first = True
    for row, column in zip(task["row"], task["column"], strict=True):
        window = task["heights"][
            row - reach : row + reach + 1, column - reach : column + reach + 1
        ].astype(float)
        for _ in range(1 + first):
            layer = xarray.DataArray(window.copy(), coords=axes, dims=["y", "x"])
            begun = time.perf_counter()
            found = viewshed(
                layer,
                x=reach + 0.5,
                y=reach + 0.5,
                observer_elev=float(task["observer_m"]),
                target_elev=float(task["target_m"]),
            )
            ms = (time.perf_counter() - begun) * 1e3
        first = False
        yield (found.values >= 0) & within, ms


ENGINES = {
    "gdal": gdal,
    "gdal_viewshed": gdal_viewshed,
    "grass": grass,
    "xarray_spatial": xarray_spatial,
}

if __name__ == "__main__":
    engine, given, wanted = sys.argv[1:]
    with np.load(given) as file:
        task = dict(file)
    pairs = list(ENGINES[engine](task, int(task["range_m"])))
    np.savez(
        wanted, seen=np.array([seen for seen, _ in pairs]), ms=np.array([ms for _, ms in pairs])
    )
