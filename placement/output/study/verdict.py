"""`Verdict`: whether figures recommend the plan, what speaks for it, against it, and what is open.

A plan is recommended only if something speaks for it and nothing against; what is open is said in
either case, and nothing worse than another is praised.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from placement.output.study.blocks import Inline, Reference
from placement.output.study.fields import number_field, share_field
from placement.output.study.speech import say, words, worth
from placement.plan.confidence import LARGE_GAP_SHARE

if TYPE_CHECKING:  # keeps the chain of imports short
    from placement.output.study.basis import StudyBasis

LEAST_GAIN_SHARE = 1e-6
"""Less of all demand is no gain. [-]"""

Reason = tuple[Inline, ...]


@frozen
class Verdict:
    """What figures say of the plan."""

    fors: tuple[Reason, ...]
    againsts: tuple[Reason, ...]
    opens: tuple[Reason, ...]

    @property
    def recommended(self) -> bool:
        """Whether figures speak for the plan and none against it."""
        return bool(self.fors) and not self.againsts


def verdict(basis: "StudyBasis") -> Verdict:
    """Return what figures say of a plan."""
    return Verdict(tuple(_fors(basis)), tuple(_againsts(basis)), tuple(_opens(basis)))


def variant_name(basis: "StudyBasis", key: str) -> str:
    """Return the key of a variant's name: the plan is proposed, not recommended, or just given."""
    if key == "recommended" and basis.plan.evaluated is not None:
        return "given"
    return "proposed" if key == "recommended" and not verdict(basis).recommended else key


def _gains(basis: "StudyBasis") -> bool:
    gain = basis.plan.final.value - basis.plan.phases[0].value
    return gain > LEAST_GAIN_SHARE * basis.plan.demand_total


def _fors(basis: "StudyBasis") -> Iterator[Reason]:
    plan = basis.plan
    last, final, today = len(plan.phases) - 1, plan.final, plan.phases[0]
    if plan.evaluated is not None or not _gains(basis):
        return
    yield say(basis, "verdict.for.gain", gain=worth(basis, "derived/gain"))
    claims = final.honest is not None and today.honest is not None
    if claims and today.cameras and _claims_apart(basis):
        yield say(
            basis,
            "verdict.for.apart",
            low=share_field(basis, f"plan/phases/{last}/honest_low"),
            high=share_field(basis, "plan/phases/0/honest_high"),
        )
    if final.gap <= 0:
        yield say(basis, "verdict.for.best")
    elif not _gap_is_large(basis):
        gap = share_field(basis, f"plan/phases/{last}/gap", decimals=2)
        yield say(basis, "verdict.for.gap", gap=gap)
    steps = _steps(basis)
    if steps.get("recommended", 0.0) > 0 and "minimal" in steps:
        yield say(basis, "verdict.for.step", gain=_step_field(basis, "recommended"))
    if 0 < steps.get("maximal", 0.0) <= steps.get("recommended", 0.0):
        yield say(
            basis,
            "verdict.for.stop",
            beyond=_step_field(basis, "maximal"),
            gain=_step_field(basis, "recommended"),
        )


def _againsts(basis: "StudyBasis") -> Iterator[Reason]:
    plan = basis.plan
    last, final = len(plan.phases) - 1, plan.final
    if plan.evaluated is not None:
        yield say(basis, "verdict.against.given")
        return
    if not any(camera.status == "new" for camera in plan.cameras):
        yield say(basis, "verdict.against.no_cameras")
        return
    if not _gains(basis):
        yield say(basis, "verdict.against.no_gain")
    if not _claims_apart(basis):
        yield say(
            basis,
            "verdict.against.overlap",
            low=share_field(basis, f"plan/phases/{last}/honest_low"),
            high=share_field(basis, f"plan/phases/{last}/honest_high"),
        )
    if _gap_is_large(basis):
        gap = share_field(basis, f"plan/phases/{last}/gap")
        yield say(basis, "verdict.against.gap", gap=gap)
    if plan.status == "interrupted":
        yield say(basis, "verdict.against.interrupted")
    values = {each.key: each.value for each in basis.variants}
    steps = _steps(basis)
    if values.get("minimal", 0.0) >= final.value > 0:
        yield say(basis, "verdict.against.no_step")
    if steps.get("maximal", 0.0) > steps.get("recommended", float("inf")):
        yield say(
            basis,
            "verdict.against.beyond",
            beyond=_step_field(basis, "maximal"),
            gain=_step_field(basis, "recommended"),
        )


def _opens(basis: "StudyBasis") -> Iterator[Reason]:
    for key in ("incidents", "prices", "variants", "centre", "privacy"):
        if key in basis.missing:
            yield say(basis, f"verdict.open.{key}")
    if basis.centre is not None:
        last = basis.centre.centre.phases[-1]
        if last.detected_share is None:
            yield say(basis, "verdict.open.pictures")
        if last.power.trunk_full > 1:
            yield say(basis, "verdict.open.trunk", chapter=Reference("network"))
    yield say(basis, "verdict.open.budget")


def _claims_apart(basis: "StudyBasis") -> bool:
    """Return whether the share that may be claimed is above today's; yes where there is none."""
    today, final = basis.plan.phases[0].honest, basis.plan.final.honest
    return today is None or final is None or final.low > today.high


def _gap_is_large(basis: "StudyBasis") -> bool:
    section = basis.settings.get("feasibility") or {}
    most = section.get("most_gap_share", LARGE_GAP_SHARE)
    return bool(basis.plan.final.gap > most)


def _steps(basis: "StudyBasis") -> dict[str, float]:
    """Return what each variant adds to the one before it for a million crowns, where known."""
    return {each.key: each.step_million for each in basis.variants if each.step_million is not None}


def _step_field(basis: "StudyBasis", key: str) -> Inline:
    place = next(k for k, each in enumerate(basis.variants) if each.key == key)
    field = number_field(basis, f"variants/{place}/step_million", decimals=1)
    unit = "incidents_part" if basis.has_incidents else "metres_part"
    return evolve(field, words=words(basis, f"count.{unit}", n=field.words))
