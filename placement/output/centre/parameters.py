"""Every number that the reckoning rests on, as a table with its source."""

from placement.centre.parameters import Parameter, Parameters
from placement.output.centre.measures import band, measure
from placement.output.comparison_texts import TextTable
from placement.texts import Language, text


def parameters_table(parameters: Parameters, language: Language) -> TextTable:
    """Return every number the reckoning rests on, with its band and where it is from."""
    heads = ("key", "meaning", "value", "band", "source")
    return TextTable(
        text("centre.parameters", language),
        tuple(text(f"centre.head.{name}", language) for name in heads),
        tuple(_parameter_row(each, language) for each in parameters.table.values()),
        states=tuple(each.key for each in parameters.table.values()),
    )


def _parameter_row(parameter: Parameter, language: Language) -> tuple[str, ...]:
    source = text("centre.own", language) if parameter.own else parameter.source
    basis = text(f"documents.basis.{parameter.basis}", language)
    return (
        parameter.key,
        parameter.words(language),
        measure(parameter.value, parameter.unit, language),
        band(parameter, language),
        source if parameter.own else f"{basis}: {source}",
    )
