"""A rota as a table: a row a person, a letter a day."""

from placement.centre.shifts import WEEK_DAYS, Rota, Shift
from placement.output.comparison_texts import TextTable
from placement.texts import Language, number, text

HOURS_A_DAY = 24


def rota_table(rota: Rota, language: Language) -> TextTable:
    """Return who serves when, a row a person and a letter a day."""
    letters = {shift.name: _letter(shift, language) for shift in rota.shifts}
    names = [letters[shift.name] for shift in rota.shifts]
    legend = ", ".join(
        text(
            "centre.shift",
            language,
            letter=letters[shift.name],
            start=_clock(shift.start_h),
            end=_clock(shift.end_h),
        )
        for shift in rota.shifts
    )
    rows = []
    for person, days in enumerate(rota.serves, 1):
        letters_of_days = "".join(names[shift] if shift >= 0 else "·" for shift in days)
        weeks = " ".join(
            letters_of_days[start : start + WEEK_DAYS]
            for start in range(0, len(letters_of_days), WEEK_DAYS)
        )
        hours = number(round(float(rota.weekly_h[person - 1]), 2), language)
        rows.append((str(person), weeks, str(int(rota.nights[person - 1])), hours))
    return TextTable(
        text("centre.rota", language, legend=legend),
        tuple(
            text(f"centre.head.{name}", language) for name in ("person", "weeks", "nights", "hours")
        ),
        tuple(rows),
    )


def _letter(shift: Shift, language: Language) -> str:
    kind = shift.name.partition(" ")[0]
    return text(f"centre.letter.{kind}", language)


def _clock(hour: float) -> str:
    return f"{int(hour) % HOURS_A_DAY}:{round(hour % 1 * 60):02d}"
