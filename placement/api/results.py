"""`PlanResult`: a plan with the tables, the map and the files that follow from it."""

import html
import math
from collections.abc import Mapping
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
from attrs import frozen

from placement.api.case import Case
from placement.optimise.demand_prices import DemandPrices
from placement.output import caveats, write
from placement.output.camera_views import Foresight
from placement.output.case_layers import case_layers
from placement.output.layers import Layers
from placement.output.plan_layers import plan_layers
from placement.output.webmap import page
from placement.output.webmap.live import live_blocks, plan_prices
from placement.output.webmap.relief import relief_block
from placement.pipeline.place_coverage import covered_places
from placement.pipeline.progress import Progress, silent
from placement.pipeline.situation import Situation
from placement.plan import PhaseResult, Plan
from placement.plan.place_coverage import PlaceCoverage
from placement.texts import Language
from placement.worker import IN_PLACE, Task, Worker

FRAME = '<iframe srcdoc="{page}" style="width:100%;height:640px;border:0"></iframe>'


@frozen(eq=False, repr=False, slots=False)
class PlanResult:
    """A plan, what it was made from, and what is drawn of it."""

    plan: Plan
    """All figures and cameras, as `plan.json` has them."""
    case: Case | None = None
    """None for a plan that was read back."""
    situation: Situation | None = None
    _layers: Layers | None = None
    _hot: Task[pd.Series | None] | None = None
    """Which streets are hot, as `hot_by_lixel` says; None: it is asked when tables are drawn."""
    _foresight: Foresight | None = None
    """Views that were begun before the plan was there."""

    @cached_property
    def layers(self) -> Layers:
        """The tables of the map, as in `plan.gpkg`."""
        return self._drawn(IN_PLACE)

    def _draw(self, worker: Worker) -> None:
        """Draw tables and what the page judges sight by, unless that was done; share the work."""
        cache, prices = vars(self), None  # of `cached_property`
        if "ground" not in cache and self.situation is not None:
            prices = plan_prices(self.plan, self.situation, worker=worker)
        if "layers" not in cache:
            cache["layers"] = self._drawn(worker)
        if "ground" not in cache:
            cache["ground"] = self._judged(prices)

    def _drawn(self, worker: Worker) -> Layers:
        if self._layers is not None:
            return self._layers
        if self.situation is None:
            return plan_layers(self.plan)
        return case_layers(
            self.plan,
            self.situation,
            watched=self.places,
            hot=self._hot,
            worker=worker,
            foresight=self._foresight,
        )

    @cached_property
    def places(self) -> tuple[PlaceCoverage, ...]:
        """What the plan sees of each place of the case; empty for a plan that was read back."""
        return () if self.situation is None else covered_places(self.plan, self.situation)

    @cached_property
    def ground(self) -> Mapping[str, Any] | None:
        """What the page may judge sight by and its hill shading; None if neither is there."""
        return self._judged(None)

    def _judged(self, prices: Task[DemandPrices] | None) -> Mapping[str, Any] | None:
        if self.situation is None:
            return None
        relief = relief_block(self.situation.surface)
        live = live_blocks(self.plan, self.situation, prices=prices) or {}
        return live if relief is None else {**live, "relief": relief}

    @property
    def cameras(self) -> gpd.GeoDataFrame:
        """Cameras by their numbers, first those that stand, with the columns of the lists."""
        layers = self._layers or plan_layers(self.plan)
        return layers.cameras.copy()

    @property
    def phases(self) -> pd.DataFrame:
        """A row per phase, today first: cameras, price, value, bound, shares."""
        return pd.DataFrame([_row(phase, self.plan) for phase in self.plan.phases])

    @property
    def value(self) -> float:
        """Demand that is covered at the end. [incidents/year]"""
        return self.plan.final.value

    @property
    def bound(self) -> float:
        """No plan of as many cameras and as much money covers more. [incidents/year]"""
        return self.plan.final.bound

    @property
    def gap(self) -> float:
        """(bound - value) / bound: how far the plan can be from the best possible one. [-]"""
        return self.plan.final.gap

    def map_html(self, *, language: Language | None = None) -> str:
        """Return the map as one page that works offline."""
        online = self.case is None or self.case.config.output.online_layers
        opened = language or (self.case.language if self.case is not None else "cs")
        section = None if self.case is None else self.case.config.centre
        return page.render(
            self.plan,
            self.layers,
            language=opened,
            online=online,
            ground=self.ground,
            centre=write.centre_data(self.plan, self.layers, section),
        )

    def __repr__(self) -> str:
        """Say what is proposed and how good it is, in a few lines."""
        plan, final = self.plan, self.plan.final
        new = sum(phase.new_cameras for phase in plan.phases)
        price = caveats.price(
            math.fsum(phase.cost_czk for phase in plan.phases),
            unpriced=sum(phase.unpriced for phase in plan.phases),
            language="en",
        ).replace("\N{NO-BREAK SPACE}", " ")
        sees = _percent(final.value, plan.demand_total)
        lines = [
            f"Plan of {plan.case}: {final.cameras} cameras on {final.points} points",
            f"  {new} new ones: {price}",
            f"  sees {sees} of demand; at most {100 * final.gap:.2f} % below the best possible",
        ]
        if final.honest is not None:
            share, low, high = final.honest.share, final.honest.low, final.honest.high
            lines.append(f"  may claim {100 * share:.1f} % ({100 * low:.1f} to {100 * high:.1f} %)")
        if plan.status == "interrupted":
            lines.append("  interrupted: the best plan found until then")
        if plan.synthetic:
            lines.append("  rests on made-up data")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        """Return the map in a frame, which a notebook shows."""
        return FRAME.format(page=html.escape(self.map_html()))


def write_plan(
    result: PlanResult,
    folder: str | PathLike[str],
    *,
    language: Language | None = None,
    progress: Progress = silent,
    worker: Worker = IN_PLACE,
    more: Mapping[str, bytes] = write.NO_MORE,
) -> Path:
    """Write map, lists, plan and manifest into a folder, in place of an earlier result.

    Parameters
    ----------
    result
        What `plan_case` returned.
    folder
        New, or that of an earlier result; another one is refused.
    language
        Language the map opens in; the plan file's if not given.
    progress
        Hears of both stages.
    worker
        Shares the work; this process does all of it if not given.
    more
        Files that belong to it, such as `ListDifference.files`, by name.

    Returns
    -------
    folder

    Raises
    ------
    ValueError
        If the result was read back: its folder has the files already.
    OutputError
        If the folder cannot be written; an earlier result is untouched then.
    """
    if result.case is None:
        raise ValueError("a plan that was read back has its files; write what plan_case returned")
    progress.stage("draw")
    result._draw(worker)  # noqa: SLF001 -- ours
    progress.stage("write")
    write.write_all(
        result.plan,
        result.layers,
        Path(folder),
        language=language or result.case.language,
        inputs=result.case.input_files,
        config=result.case.config,
        watched=result.places,
        ground=result.ground,
        worker=worker,
        more=more,
    )
    return Path(folder)


def read_plan(folder: str | PathLike[str]) -> PlanResult:
    """Read the plan of a finished result back, with its tables.

    Raises
    ------
    MissingInputError, InputError
        If the folder holds no plan, or it is damaged.

    Examples
    --------
    >>> import placement
    >>> result = placement.read_plan("maps/litvinov")
    >>> len(result.cameras) == len(result.plan.cameras)
    True
    >>> int(result.phases["cameras"].iloc[-1])
    75
    """
    home = Path(folder)
    return PlanResult(write.read_plan(home), layers=write.read_layers(home))


def _row(phase: PhaseResult, plan: Plan) -> dict[str, object]:
    honest = phase.honest
    return {
        "phase": phase.phase,
        "name": phase.name,
        "cameras": phase.cameras,
        "new_cameras": phase.new_cameras,
        "points": phase.points,
        "cost_czk": phase.cost_czk,
        "value": phase.value,
        "bound": phase.bound,
        "gap": phase.gap,
        "share": phase.value / plan.demand_total if plan.demand_total else 0.0,
        "honest_share": None if honest is None else honest.share,
        "honest_low": None if honest is None else honest.low,
        "honest_high": None if honest is None else honest.high,
    }


def _percent(part: float, whole: float) -> str:
    return f"{100 * part / whole if whole else 0.0:.1f} %"
