"""Diffusion of mass on lixels along streets and through junctions, which conserves the mass.

Diffusion to time bandwidth²/2 is the Gaussian kernel estimate on a network that keeps mass and
continuity at junctions (equal-split continuous): McSwiggan, Baddeley and Nair, "Kernel density
estimation on a linear network", Scandinavian Journal of Statistics 44 (2017) 324-345,
doi:10.1111/sjos.12255. Time is stepped by TR-BDF2 (Bank et al., IEEE Transactions on Electron
Devices 32 (1985) 1992-2007), which is of second order and damps what a point mass stirs up.
"""

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import SuperLU, splu

from placement.demand.lixels import Lixels
from placement.units import Floats

STEPS = 12
"""Eight suffice for 1 % of the peak at a lixel of bandwidth / 4. [-]"""
BLOCK_COLUMNS = 16
"""Columns solved together: that many of a large town still fit in the processor's cache. [-]"""
GAMMA = 2.0 - np.sqrt(2.0)
"""Share of a step taken by the trapezium rule; both stages then solve with the same matrix. [-]"""


def diffuse(lixels: Lixels, mass: Floats, *, bandwidth_m: float) -> Floats:
    """Return masses spread along the network by a Gaussian of standard deviation `bandwidth_m`.

    Parameters
    ----------
    lixels
        I lixels, at most a quarter of the bandwidth long.
    mass : (I,) or (I, K) array
        Mass of each lixel, not negative; columns (types, folds, bootstrap samples) share one
        factorisation.
    bandwidth_m
        Standard deviation on an endless street. [m]

    Returns
    -------
    mass : array of the same shape
        Each column keeps its sum; dead ends reflect; nothing passes between components.
    """
    columns = (mass if mass.ndim > 1 else mass[:, np.newaxis]).astype(np.float64)
    half_stage = GAMMA / 2 * (bandwidth_m**2 / 2 / STEPS)
    flow = (half_stage * laplacian(lixels)).tocsr()
    solver = splu(
        (sp.diags_array(lixels.length_m) + flow).tocsc(),
        permc_spec="MMD_AT_PLUS_A",
        options={"SymmetricMode": True},
    )
    spread = np.empty_like(columns)
    for first in range(0, columns.shape[1], BLOCK_COLUMNS):
        block = slice(first, first + BLOCK_COLUMNS)
        spread[:, block] = _step(columns[:, block], lixels.length_m, flow, solver)
    return _restore_sums(spread, columns, flow).reshape(mass.shape)


def _step(mass: Floats, length_m: Floats, flow: sp.csr_array, solver: SuperLU) -> Floats:
    """Return the masses of one block of columns after all time steps."""
    by_length = length_m[:, np.newaxis]
    density = mass / by_length
    old_share = (1 - GAMMA) ** 2 / (GAMMA * (2 - GAMMA))
    new_share = 1 / (GAMMA * (2 - GAMMA))
    for _ in range(STEPS):
        between = solver.solve(by_length * density - flow @ density)
        density = solver.solve(by_length * (new_share * between - old_share * density))
    return np.asarray(density * by_length, dtype=np.float64)


def laplacian(lixels: Lixels) -> sp.csr_array:
    """Return the (I, I) matrix that maps densities to the flow out of each lixel. [1/m]

    A node stores nothing, so its star of conductances c = 2 / length to the middles of its lixels
    is the same as a mesh of c_i c_j / Σc between them (star-mesh transform). At a cut that is 2 /
    (length_i + length_j); at a dead end, and between the two ends of a ring, it vanishes.
    """
    stars = lixels.stars
    mesh = stars.T @ sp.diags_array(1 / stars.sum(axis=1)) @ stars
    return sp.csr_array(sp.diags_array(mesh.sum(axis=1)) - mesh)


def _restore_sums(spread: Floats, mass: Floats, flow: sp.csr_array) -> Floats:
    """Return spread masses scaled so that each component of the network has the sum it had before.

    Solving loses up to 1e-6 of the sum where lixels are millimetres long, 1e-12 for metres.
    """
    components, component = connected_components(flow, directed=False)
    lixel = np.arange(component.size)
    shape = (components, component.size)
    members = sp.coo_array((np.ones(component.size), (component, lixel)), shape=shape).tocsr()
    before, after = np.asarray(members @ mass), np.asarray(members @ spread)
    ratio = np.divide(before, after, out=np.ones_like(before), where=after > 0)
    return np.asarray(spread * ratio[component], dtype=np.float64)
