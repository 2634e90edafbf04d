"""Annexes A to J of the study, a module each with one function `blocks(basis)`.

To add one: a module here that says its blocks, and its row in `ANNEXES`. Their letters follow from
the order.
"""

from collections.abc import Callable, Mapping

from placement.output.study.annexes import (
    cards,
    conditions,
    law,
    measures,
    parameters,
    security,
    town_map,
)
from placement.output.study.basis import StudyBasis
from placement.output.study.blocks import Block

Annex = Callable[[StudyBasis], tuple[Block, ...]]
ANNEXES: Mapping[str, Annex] = {
    "cards": cards.blocks,
    "security": security.blocks,
    "map": town_map.blocks,
    "conditions": conditions.blocks,
    "balance_test": law.balance_test,
    "record": law.record,
    "impact_assessment": law.impact_assessment,
    "publication": law.publication,
    "measures": measures.blocks,
    "parameters": parameters.blocks,
}
"""Key of each annex, as a template's marker names it (`{{annex:parameters}}`) → what says it, in
the order of the study."""
