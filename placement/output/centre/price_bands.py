"""Prices of Czech towns beside the plan's own, as a table."""

from placement.centre.reckoning import Reckoning
from placement.output.comparison_texts import TextTable
from placement.texts import Language, number, text

HEADS = ("what", "examples", "low", "middle", "high", "plan", "verdict")


def price_bands_table(reckoning: Reckoning, language: Language) -> TextTable:
    """Return lowest, middle and highest example of each thing, the plan's price and where it is."""

    def czk(value: float | None) -> str:
        return "–" if value is None else number(value, language, 0)

    year = str(int(reckoning.parameters["price_year"]))
    return TextTable(
        text("centre_prices.title", language, year=year),
        tuple(text(f"centre_prices.head.{name}", language) for name in HEADS),
        tuple(
            (
                text(f"centre_prices.kind.{band.kind}", language),
                str(band.examples),
                *(czk(c) for c in (band.low_czk, band.middle_czk, band.high_czk, band.plan_czk)),
                text(f"centre_prices.verdict.{band.verdict}", language),
            )
            for band in reckoning.price_bands
        ),
    )
