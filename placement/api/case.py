"""`Case`: a plan file with its folder; reading and preparing it happens once, when first needed."""

from collections.abc import Mapping, Sequence
from os import PathLike
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any, Self
from weakref import finalize

from attrs import evolve, field, frozen

from placement import config as plan_files
from placement.config import PlanConfig
from placement.errors import in_file
from placement.pipeline.case_inputs import Inputs
from placement.pipeline.device_masks import find_masks
from placement.pipeline.input_reader import read
from placement.pipeline.preparation import choose_from_the_same, prepare, situation_under_question
from placement.pipeline.program import refuse_impossible
from placement.pipeline.progress import Progress, silent
from placement.pipeline.situation import Situation
from placement.texts import Language
from placement.worker import IN_PLACE, Worker


class TemporaryFolder:
    """A folder that is deleted once nothing refers to this value."""

    def __init__(self) -> None:
        self.path = Path(mkdtemp(prefix="placement-"))
        finalize(self, rmtree, self.path, ignore_errors=True)


@frozen(eq=False, repr=False)
class Case:
    """A town to plan: its plan file, checked, and the folder its paths start from.

    Tables that `inputs` and `situation` return belong to the case; copy them before a change.
    """

    config: PlanConfig
    folder: Path
    plan_file: str = plan_files.PLAN_FILE
    """Name of the plan file, for messages."""
    temporary: TemporaryFolder | None = None
    """The folder, where it was made for this case and goes with it."""
    _inputs: list[Inputs] = field(factory=list, alias="shared_inputs")
    """Read once, also for the same case with other options; empty until then."""
    _situation: list[Situation] = field(factory=list, init=False)
    _unquestioned: "list[Case]" = field(factory=list, alias="unquestioned")
    """The case without its question, if it is known already."""

    @property
    def name(self) -> str:
        """Name of the town."""
        return self.config.case.name

    @property
    def language(self) -> Language:
        """Language the map opens in."""
        return self.config.case.language

    @property
    def input_files(self) -> dict[str, Path]:
        """Input files by their path in the plan file."""
        sources = plan_files.under_question(self.config).inputs.sources().values()
        return {source.path.as_posix(): self.folder / source.path for source in sources}

    def inputs(self, *, progress: Progress = silent, worker: Worker = IN_PLACE) -> Inputs:
        """Return the tables and rasters of the case, read and checked once.

        The worker reads rasters meanwhile; this process does if not given.

        Raises
        ------
        InputError
            With every problem of every input.
        """
        if not self._inputs:
            with in_file(self.plan_file):
                config = plan_files.under_question(self.config, folder=self.folder)
                before = self.without_question()
                if before is not self and choose_from_the_same(config, before.config):
                    self._inputs.append(before.inputs(progress=progress, worker=worker))
                else:
                    self._inputs.append(
                        read(config, folder=self.folder, progress=progress, worker=worker)
                    )
        return self._inputs[0]

    def without_question(self) -> "Case":
        """Return the case without the what-if question of its plan file; itself if it has none."""
        if self.config.what_if is None:
            return self
        if not self._unquestioned:
            config = self.config.model_copy(update={"what_if": None})
            self._unquestioned.append(Case(config, self.folder, self.plan_file, self.temporary))
        return self._unquestioned[0]

    def situation(self, *, progress: Progress = silent, worker: Worker = IN_PLACE) -> Situation:
        """Return all that is known before cameras are chosen: surface, demand, sites, coverage.

        The worker helps to read; this process does all if not given.

        Raises
        ------
        InputError, InfeasibleError
            If the inputs cannot be used together, or there is no site for a camera.
        """
        if not self._situation:
            before = self.without_question()
            inputs = self.inputs(progress=progress, worker=worker)
            with in_file(self.plan_file):
                if before is self:
                    prepared = prepare(self.config, inputs, progress=progress)
                    self._situation.append(evolve(prepared, find_masks=find_masks))
                else:
                    config = plan_files.under_question(self.config, folder=self.folder)
                    questioned = situation_under_question(
                        config, inputs, before.situation(progress=progress), progress=progress
                    )
                    self._situation.append(questioned)
        return self._situation[0]

    def with_options(
        self,
        *,
        seed: int | None = None,
        other_plans: int | None = None,
        curve: bool | None = None,
        fix: Sequence[str] = (),
        forbid: Sequence[str] = (),
        move: Sequence[str] = (),
        settings: Mapping[str, Any] | Sequence[str] = (),
        cameras: int | None = None,
        budget_czk: float | None = None,
        only: bool = False,
        repetitions: int | None = None,
    ) -> Self:
        """Return the case with keys of its plan file replaced; None leaves a key as it is.

        Parameters
        ----------
        seed, other_plans, curve
            Of the section `[optimise]`.
        fix, forbid, move, cameras, budget_czk, only
            Of the section `[what_if]`: a question, whose plan is compared with that without it.
        settings
            Keys of the plan file with other values, for the same question: as a mapping such as
            ``{"sites.mount_height_m": 5.5}`` or texts such as ``"sites.mount_height_m=5.5"``.
        repetitions
            `bootstraps` of the section `[study]`; 0: none of any kind.

        Raises
        ------
        ConfigError
            If a value cannot stand there.
        MissingInputError
            If an input file that is set is missing.
        """
        optimise = {"seed": seed, "other_plans": other_plans, "curve": curve}
        replaced = {name: value for name, value in optimise.items() if value is not None}
        config = plan_files.with_optimise_keys(self.config, replaced)
        question = plan_files.Question(
            fix=fix,
            forbid=forbid,
            move=move,
            set=plan_files.settings_of(settings),
            cameras=cameras,
            budget_czk=budget_czk,
            only=only,
        )
        config = plan_files.with_question(config, question)
        if repetitions is not None:
            config = plan_files.with_repetitions(config, repetitions)
        if config is self.config:
            return self
        if config.what_if is None:
            return evolve(self, config=config)  # none of these keys changes what is read
        plan_files.under_question(config, folder=self.folder)  # refuses what cannot be set
        planned_cases: list[Case] = []
        if self.config.what_if is None:
            free = config.model_copy(update={"what_if": None})
            planned_cases = [self if free == self.config else evolve(self, config=free)]
        return evolve(self, config=config, shared_inputs=[], unquestioned=planned_cases)

    def __repr__(self) -> str:
        """Name the town, its inputs and its phases, a line each."""
        phases = ", ".join(_phase(phase) for phase in self.config.phases)
        return "\n".join(
            (
                f"Case {self.name} ({self.config.case.crs})",
                f"  inputs: {', '.join(self.config.inputs.sources())}",
                f"  camera models: {', '.join(one.name for one in self.config.camera_models)}",
                f"  phases: {phases}",
            )
        )


def read_case(case: str | PathLike[str]) -> Case:
    """Read and check the plan file of a case; its inputs are read when they are first needed.

    Parameters
    ----------
    case
        Folder with a `plan.toml`, or that file itself.

    Raises
    ------
    ConfigError
        With every problem of the plan file.
    MissingInputError
        If only input files are missing.

    Examples
    --------
    >>> import placement
    >>> case = placement.read_case("data/litvinov")
    >>> case.name
    'Litvínov'
    """
    file = plan_files.plan_file_of(Path(case))
    return Case(plan_files.load(file), file.parent, file.name)


def check_case(case: Case, *, progress: Progress = silent) -> Situation:
    """Read and prepare a case and refuse what no plan could meet; return what a plan starts from.

    Raises
    ------
    PlacementError
        With every problem of the inputs, or with the demands that contradict each other.
    """
    situation = case.situation(progress=progress)
    with in_file(case.plan_file):
        refuse_impossible(situation)
    return situation


def _phase(phase: Any) -> str:  # noqa: ANN401 -- a section of the plan file
    cameras = "" if phase.cameras is None else f" {phase.cameras} cameras"
    budget = "" if phase.budget_czk is None else f" {phase.budget_czk:,.0f} Kč".replace(",", " ")
    return f"{phase.name}:{cameras}{budget}"
