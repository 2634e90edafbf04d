"""Free sights with a memory: only sites whose surroundings changed are looked around from again."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import attrs
import numpy as np
from numpy.typing import NDArray

from placement import visibility
from placement.memory.digests import Keys, UnknownContentError, keys
from placement.sites import Sites
from placement.surface import Surface
from placement.units import Integers
from placement.visibility import Sights, Targets

PAIRS = tuple(field.name for field in attrs.fields(Sights) if field.name != "start")
RANK = np.dtype(np.int32)


class Memory(Protocol):
    """Keeps answers by key; whatever it has lost, or never had, is worked out again."""

    def recall(self, keys: Sequence[bytes]) -> Mapping[bytes, bytes]:
        """Return the answers that are known."""

    def keep(self, answers: Mapping[bytes, bytes]) -> None:
        """Remember answers, as far as there is room."""


def sights(
    surface: Surface,
    sites: Sites,
    targets: Targets,
    *,
    memory: Memory | None = None,
    range_m: float,
    **asked: Any,  # noqa: ANN401 -- whatever `visibility.sights` asks; all of it enters the key
) -> Sights:
    """Return what `visibility.sights` returns, bit for bit, from memory as far as it is there.

    Raises
    ------
    InputError
        As `visibility.sights` does.
    """
    asked = {"range_m": range_m, **asked}
    known = None if memory is None else _keys(surface, sites, targets, asked)
    if memory is None or known is None:
        return visibility.sights(surface, sites, targets, **asked)
    names = known.named
    answers = memory.recall(names)
    new = np.array([s for s, name in enumerate(names) if name not in answers], dtype=np.int64)
    old = np.setdiff1d(np.arange(len(names)), new, assume_unique=True)
    fresh = visibility.sights(
        surface, sites.take(new), targets if new.size else _none(targets), **asked
    )
    recalled = _read(known, old, [answers[names[s]] for s in old], _record(fresh))
    if recalled is None:  # not as it was written: as if there were no memory
        return visibility.sights(surface, sites, targets, **asked)
    if new.size:
        memory.keep(_written(known, new, [names[s] for s in new], fresh))
    return _joined(fresh, new, recalled, old) if old.size else fresh


def _keys(
    surface: Surface, sites: Sites, targets: Targets, asked: Mapping[str, Any]
) -> Keys | None:
    """Return the keys, or None where a question is not sound or has no digest."""
    sound = np.isfinite(asked["range_m"]) and asked["range_m"] > 0 and len(sites) > 0
    for some in (sites, targets):
        sound = sound and bool(surface.grid.holds(some.x_m, some.y_m).all())
    try:
        return keys(surface, sites, targets, asked) if sound else None
    except UnknownContentError:
        return None


def _none(targets: Targets) -> Targets:
    """Return no targets, of the same kind."""
    arrays: dict[str, Any] = {
        field.name: value[:0]
        for field in attrs.fields(Targets)
        if isinstance(value := getattr(targets, field.name), np.ndarray)
    }
    return attrs.evolve(targets, **arrays)


def _record(found: Sights) -> np.dtype[Any]:
    """Return how one pair is written: the target by its rank, the rest as it is."""
    kinds = {name: getattr(found, name).dtype for name in PAIRS} | {"target": RANK}
    return np.dtype(list(kinds.items()))


def _written(
    known: Keys, sites: Integers, names: Sequence[bytes], found: Sights
) -> dict[bytes, bytes]:
    """Return the answers to write, by key."""
    pairs = np.empty(found.target.size, _record(found))
    for name in PAIRS:
        pairs[name] = getattr(found, name)
    pairs["target"] = known.ranks(sites, found.start, found.target)
    cuts = zip(names, found.start[:-1], found.start[1:], strict=True)
    return {name: pairs[first:last].tobytes() for name, first, last in cuts}


def _read(
    known: Keys, sites: Integers, answers: Sequence[bytes], record: np.dtype[Any]
) -> Sights | None:
    """Return the sights of some sites from their answers; None if they do not fit."""
    sizes = np.array([len(answer) for answer in answers], dtype=np.int64)
    if (sizes % record.itemsize).any():
        return None
    pairs: NDArray[Any] = np.frombuffer(b"".join(answers), record)
    start = np.concatenate([[0], np.cumsum(sizes // record.itemsize)])
    target = known.targets(sites, start, pairs["target"].astype(np.int64))
    if (target < 0).any():
        return None
    site = np.repeat(np.arange(sites.size), np.diff(start))
    order: slice | Integers = slice(None)
    if ((np.diff(target) <= 0) & (np.diff(site) == 0)).any():  # the targets have changed places
        order = np.lexsort((target, site))
    columns = {name: np.ascontiguousarray(pairs[name][order]) for name in PAIRS}
    return Sights(start=start, **{**columns, "target": target[order]})


def _joined(one: Sights, ones: Integers, other: Sights, others: Integers) -> Sights:
    """Return the sights of two sets of sites as those of all, in order."""
    if not ones.size:
        return other
    counts = np.zeros(ones.size + others.size, dtype=np.int64)
    counts[ones], counts[others] = np.diff(one.start), np.diff(other.start)
    site = np.concatenate([ones[one.site], others[other.site]])
    order = np.argsort(site, kind="stable")
    columns = {n: np.concatenate([getattr(one, n), getattr(other, n)])[order] for n in PAIRS}
    return Sights(start=np.concatenate([[0], np.cumsum(counts)]), **columns)
