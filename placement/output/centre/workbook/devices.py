"""The sheet of devices: models of the plan, how many stand in each phase, what each takes."""

from collections.abc import Sequence

from attrs import frozen
from xlsxwriter.utility import xl_rowcol_to_cell

from placement.cameras.model import CameraModel
from placement.centre.power import camera_w
from placement.centre.reckoning import Reckoning
from placement.centre.recording import FRAME_FACTORS, FRAME_RATES, megapixels, rate_mbit_s
from placement.output.centre.workbook.book import CentreBook, height_points
from placement.output.centre.workbook.formulas import between
from placement.output.spreadsheets import write_cell

HEADS = ("model", "heads", "megapixels", "full_rate", "rate", "watts")
HEADS_AT, RATE_AT, WATTS_AT, COUNTS_AT = 1, 4, 5, 6
"""Columns."""


@frozen
class DevicesSheet:
    """Where the numbers of devices are, for formulae of other sheets."""

    name: str
    models: int

    def total(self, phase: int, column: int | None = None) -> str:
        """Return the sum of a column over the devices of a phase; their number without one."""
        counts = self._span(COUNTS_AT + phase)
        return f"SUM({counts})" if column is None else f"SUMPRODUCT({counts},{self._span(column)})"

    def _span(self, column: int) -> str:
        first = xl_rowcol_to_cell(1, column, row_abs=True, col_abs=True)
        last = xl_rowcol_to_cell(max(self.models, 1), column, row_abs=True, col_abs=True)
        return f"'{self.name}'!{first}:{last}"


def write_devices(of: CentreBook, reckoning: Reckoning, phases: Sequence[str]) -> DevicesSheet:
    """Write the models that stand in any phase, a row each."""
    sheet = of.sheet("devices")
    plan, parameters = reckoning.plan, reckoning.parameters
    standing = [[camera.model for camera in plan.standing(phase)] for phase in range(len(phases))]
    models = [model for model in plan.models if any(model.name in each for each in standing)]
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, COUNTS_AT + len(phases) - 1, 14)
    heads = [*(of.word(f"devices.{name}") for name in HEADS), *phases]
    for at, words in enumerate(heads):
        write_cell(sheet, 0, at, words, of.styles.value_head if at else of.styles.head)
    sheet.set_row(0, height_points(heads, [34.0, *[14.0] * (len(heads) - 1)]))
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    numbers = of.styles.numbers
    table = parameters.replaced(
        {"frames_s": FRAME_RATES[-1], "scene_factor": 1.0, "codec_factor": 1.0}
    )
    inside = f"MIN(MAX(frames_s,{FRAME_RATES[0]!r}),{FRAME_RATES[-1]!r})"
    factor = f"({between(inside, FRAME_RATES, FRAME_FACTORS)})*frames_s/{inside}"
    for row, model in enumerate(models, 1):
        write_cell(sheet, row, 0, model.name, of.styles.words)
        write_cell(sheet, row, 1, len(model.heads_at_tilt()), numbers[0])
        write_cell(sheet, row, 2, megapixels(model), numbers[2])
        write_cell(sheet, row, 3, rate_mbit_s(model, table), numbers[3])
        full = xl_rowcol_to_cell(row, 3)
        rate = f"={full}*{factor}*scene_factor*codec_factor"
        sheet.write_formula(row, RATE_AT, rate, numbers[3], rate_mbit_s(model, parameters))
        watts = f"={_kind(model)}"
        sheet.write_formula(row, WATTS_AT, watts, numbers[2], camera_w(model, parameters))
        for phase, names in enumerate(standing):
            write_cell(sheet, row, COUNTS_AT + phase, names.count(model.name), numbers[0])
    return DevicesSheet(sheet.get_name(), len(models))


def _kind(model: CameraModel) -> str:
    """Return the parameter that is the power of a model, as `camera_w` chooses it."""
    if model.turning:
        return "turning_w"
    return "circle_w" if model.whole_circle else "fixed_w"
