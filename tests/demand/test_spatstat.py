"""Network heat beside R's spatstat, which solves the same equation by another method."""

import shutil
import subprocess
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from placement.demand import network_heat

SIGMA_M = 40.0
BLOCK_M = 85.0
PROGRAM = """
suppressPackageStartupMessages({library(spatstat.linnet); library(spatstat.explore)})
folder <- commandArgs(trailingOnly = TRUE)[1]
table <- function(name) as.matrix(read.csv(file.path(folder, name), header = FALSE))
nodes <- table("nodes.csv"); links <- table("links.csv")
points <- table("points.csv"); places <- table("places.csv")
window <- owin(range(nodes[, 1]) + c(-1, 1), range(nodes[, 2]) + c(-1, 1))
town <- linnet(ppp(nodes[, 1], nodes[, 2], window = window), edges = links)
heat <- densityHeat(lpp(points, town), sigma = 40, dx = 2.5, finespacing = TRUE)
write.table(as.linfun(heat)(places[, 1], places[, 2]), file.path(folder, "heat.csv"),
            row.names = FALSE, col.names = FALSE)
cat(as.character(packageVersion("spatstat.linnet")))
"""


@pytest.fixture(scope="module")
def rscript() -> str:
    """Return the path of Rscript with spatstat, or skip."""
    path = shutil.which("Rscript")
    if path is None:
        pytest.skip("Rscript is not installed")
    query = 'q(status = !all(sapply(c("spatstat.linnet", "spatstat.explore"), requireNamespace)))'
    if subprocess.run([path, "-e", query], capture_output=True, check=False).returncode:
        pytest.skip("the R packages spatstat.linnet and spatstat.explore are not installed")
    return path


def town() -> tuple[np.ndarray, np.ndarray]:
    """Return the crossings of a small jittered town and the pairs of them that streets join."""
    random = np.random.default_rng(5)
    place = BLOCK_M * np.stack(np.meshgrid(np.arange(7), np.arange(7)), axis=-1)
    number = np.arange(49).reshape(7, 7)
    along = np.column_stack([number[:, :-1].ravel(), number[:, 1:].ravel()])
    across = np.column_stack([number[:-1].ravel(), number[1:].ravel()])
    links = np.concatenate([along, across])
    nodes = (place + random.normal(0, 8, place.shape)).reshape(-1, 2)
    return nodes, links[random.random(len(links)) < 0.86]


def test_surface_agrees_with_spatstat(rscript: str, tmp_path: Path) -> None:
    """Lixel by lixel the two densities are one: correlation at least 0.99, and the same level."""
    nodes, links = town()
    lines = gpd.GeoSeries(shapely.linestrings(nodes[links]), crs="EPSG:5514")
    random = np.random.default_rng(6)
    street = lines.iloc[random.integers(0, len(lines), 150)]
    points = street.interpolate(random.random(150), normalized=True).reset_index(drop=True)
    lixels = network_heat(lines, points, np.ones(150), bandwidth_m=SIGMA_M, lixel_m=10.0)
    tables = {
        "nodes": nodes,
        "links": links + 1,
        "points": shapely.get_coordinates(points),
        "places": shapely.get_coordinates(lixels.geometry.interpolate(0.5, normalized=True)),
    }
    for name, table in tables.items():
        np.savetxt(tmp_path / f"{name}.csv", table, delimiter=",", fmt="%.10g")
    program = tmp_path / "heat.R"
    program.write_text(PROGRAM, encoding="utf-8")
    subprocess.run([rscript, str(program), str(tmp_path)], check=True, capture_output=True)
    theirs = np.loadtxt(tmp_path / "heat.csv")
    ours = (lixels.expected / lixels.length_m).to_numpy()

    assert np.corrcoef(ours, theirs)[0, 1] >= 0.99
    assert np.median(theirs / ours) == pytest.approx(1.0, abs=0.05)
