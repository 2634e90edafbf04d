"""A town's register of cameras: begun from a plan, changed by hand or command, read by plans."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Self

from attrs import evolve, field, frozen

from placement.errors import InputError, Problem
from placement.inputs import cameras
from placement.inputs.account import Account
from placement.inputs.cameras.register_sheet import read_sheet
from placement.inputs.tables.row_notes import first_few
from placement.output import register as files
from placement.output.folder import write_file
from placement.plan import PlannedCamera
from placement.register.dated import DatedEntry, one_line
from placement.register.records import CameraRecord, Change
from placement.register.sheet import RegisterSheet
from placement.register.states import STATES, State
from placement.texts import Language

if TYPE_CHECKING:  # keeps the chain of imports short
    from placement.api.results import PlanResult

USUAL_CRS = "EPSG:5514"
PACKAGE = ".gpkg"
STATE_OF: Mapping[str, State] = {
    "new": "proposed",
    "existing": "in service",
    "to be removed": "in service",
    "to be replaced": "in service",
    "out of service": "out of service",
}
"""Status of a camera in a plan → its state, if no register says another."""


@frozen
class PlanNews:
    """What a newer plan brought into a register, by identifiers of cameras."""

    added: tuple[str, ...]
    renewed: tuple[str, ...]
    """Proposed before and now: they have the newer plan's phase."""
    no_longer: tuple[str, ...]
    """Proposed in the register, but not by the plan."""
    given_up: tuple[str, ...]
    """Proposed by the plan, but given up in the register."""


@frozen(eq=False, repr=False)
class TownRegister:
    """The register of a town's cameras; every change returns another one."""

    sheet: RegisterSheet
    records: Mapping[str, CameraRecord]
    """By identifier of the camera."""
    path: Path | None = None
    """File that it was read from."""
    account: Account | None = None
    news: PlanNews | None = None
    changed: frozenset[str] = field(factory=frozenset)
    """Cameras whose record has something that the sheet does not have yet."""

    @property
    def states(self) -> dict[str, int]:
        """How many cameras are in each state, in the order of work."""
        count = Counter(record.state for record in self.records.values())
        return {state: count[state] for state in STATES if count[state]}

    def with_plan(self, result: "PlanResult", *, day: dt.date) -> Self:
        """Return the register with a newer plan: new cameras are added, nothing else is lost.

        Cameras are known by their identifiers. What is only proposed has the newer plan's values;
        of all others place, view, dates, notes and consents stay as they are.
        """
        plan = result.plan
        sheet, records = self.sheet, dict(self.records)
        added, renewed, given_up = [], [], []
        for camera in sorted(plan.cameras, key=lambda each: each.rank):
            name = camera.camera_id
            cells = files.camera_cells(sheet, plan, camera)
            if name not in records:
                records[name] = _begun(camera, day)
                sheet = sheet.with_row(cells)
                added.append(name)
            elif records[name].state == "proposed" and camera.status == "new":
                sheet = sheet.with_cells(name, cells)
                renewed.append(name)
            elif records[name].state == "given up" and camera.status == "new":
                given_up.append(name)
        names = {camera.camera_id for camera in plan.cameras}
        no_longer = [
            record.camera_id
            for record in records.values()
            if record.state == "proposed" and record.camera_id not in names
        ]
        news = PlanNews(*map(tuple, (added, renewed, no_longer, given_up)))
        return self._with(sheet, records, added, news)

    def with_state(self, name: str, state: State, *, day: dt.date, note: str = "") -> Self:
        """Return the register with a camera, or all cameras of a point, in another state.

        Raises
        ------
        InputError
            If the register has neither, or the state may not follow; with every problem.
        """
        word = files.state_word(self.sheet, state)
        change = Change(day, state, one_line(note), word)
        before = self.of(name)
        after = [record.with_change(change) for record in before]
        self._refuse_new_faults(before, after)
        return self._with_records(after)

    def with_consent(self, name: str, consent: str, *, day: dt.date) -> Self:
        """Return the register with a consent, "who: to what", to a camera or a point.

        Raises
        ------
        InputError
            If the register has neither.
        """
        who, _, what = (part.strip() for part in one_line(consent).partition(":"))
        entry = DatedEntry(day, who, what)
        return self._with_records(
            [evolve(each, consents=(*each.consents, entry)) for each in self.of(name)]
        )

    def with_note(
        self, name: str, note: str, *, photos: Sequence[str] = (), height_m: float | None = None
    ) -> Self:
        """Return the register with a further note, photos and a measured height of one camera."""
        before = self.records[name]
        words = "; ".join(part for part in (before.note, one_line(note)) if part)
        record = evolve(before, note=words, photos=(*before.photos, *photos))
        after = self._with_records([record])
        if height_m is None:
            return after
        return evolve(after, sheet=files.with_height(after.sheet, name, height_m))

    def of(self, name: str) -> list[CameraRecord]:
        """Return the record of a camera, or those of all cameras of a point.

        Raises
        ------
        InputError
            If the register has neither.
        """
        if name in self.records:
            return [self.records[name]]
        at_point = [record for record in self.records.values() if record.point_id == name]
        if not at_point:
            values = {"name": name, "choices": first_few(self.records)}
            raise InputError(Problem("register_unknown_id", self._file, values=values))
        return at_point

    def write(self, path: str | PathLike[str]) -> Path:
        """Write the register as CSV or GeoPackage, by the name of the file; return the path.

        Raises
        ------
        InputError
            If the name is that of another format, or of the other of these two.
        OutputError
            If it cannot be written.
        """
        target = Path(path)
        if target.suffix.lower() not in (".csv", PACKAGE) or (
            (target.suffix.lower() == PACKAGE) != bool(self.sheet.layer)
        ):
            raise InputError(Problem("register_format", target.name))
        write_file(target, files.content(self._settled(), path=self._package))
        return target

    @property
    def _file(self) -> str:
        return "" if self.path is None else self.path.name

    @property
    def _package(self) -> Path | None:
        return self.path if self.sheet.layer else None

    def _settled(self) -> RegisterSheet:
        """Return the sheet with the records that changed."""
        late = {name for name, record in self.records.items() if record.unwritten}
        sheet = files.with_places(files.with_headings(self.sheet))
        for name in self.sheet.camera_ids:
            if name in self.changed | late:
                sheet = sheet.with_cells(name, files.record_cells(sheet, self.records[name]))
        return sheet

    def _with_records(self, records: Sequence[CameraRecord]) -> Self:
        names = [record.camera_id for record in records]
        return self._with(
            self.sheet, {**self.records, **dict(zip(names, records, strict=True))}, names
        )

    def _with(
        self,
        sheet: RegisterSheet,
        records: Mapping[str, CameraRecord],
        names: Iterable[str],
        news: PlanNews | None = None,
    ) -> Self:
        changed = self.changed.union(names)
        return evolve(self, sheet=sheet, records=records, changed=changed, news=news or self.news)

    def _refuse_new_faults(
        self, before: Sequence[CameraRecord], after: Sequence[CameraRecord]
    ) -> None:
        problems = []
        for old, new in zip(before, after, strict=True):
            there = set(old.faults())
            for fault in new.faults():
                if fault not in there:
                    values = {"n": 1, "rows": new.row or "–", "found": fault.cell}
                    row, column = new.row or None, self.sheet.columns.get(fault.column, "")
                    problems.append(Problem(fault.kind, self._file, row, column, values))
        if problems:
            raise InputError(problems)

    def __repr__(self) -> str:
        """Tell how many cameras are in each state."""
        return ", ".join(f"{count} {state}" for state, count in self.states.items())


def start_register(
    result: "PlanResult", *, day: dt.date, language: Language = "cs", is_layer: bool = False
) -> TownRegister:
    """Return a register begun from a plan: what stands is in service, what is new is proposed.

    Parameters
    ----------
    result
        The plan.
    day
        From when on the states are known.
    language
        Of headings and words.
    is_layer
        Whether it will be a GeoPackage, not a table.
    """
    sheet = files.new_sheet(result.plan, language=language, is_layer=is_layer)
    return TownRegister(sheet, {}).with_plan(result, day=day)


def read_register(path: str | PathLike[str], *, layer: str | None = None) -> TownRegister:
    """Return the register that a file holds.

    Raises
    ------
    InputError
        With everything that is wrong in the file, with row and column.
    """
    file = Path(path)
    sheet = read_sheet(file, layer=layer)
    crs = _crs_of(sheet)
    reading = cameras.read(file, crs=crs, layer=layer or sheet.layer or None, register=True)
    records = {record.camera_id: record for record in reading.records}
    return TownRegister(sheet, records, file, reading.account)


def _crs_of(sheet: RegisterSheet) -> str:
    heading = sheet.columns.get("crs", "")
    return next((str(row[heading]) for row in sheet.rows if row.get(heading)), USUAL_CRS)


def _begun(camera: PlannedCamera, day: dt.date) -> CameraRecord:
    state: State = next((s for s in STATES if s == camera.state), STATE_OF[camera.status])
    return CameraRecord(camera.camera_id, camera.point_id, 0, (Change(day, state),))
