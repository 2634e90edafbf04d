"""Annexes A to J of the study, a module each with one function `blocks(basis)`.

To add one: a module here that says its blocks, and its row in `ANNEXES`. Their letters follow from
the order.
"""

from collections.abc import Callable, Mapping

from placement.output.study.annexes import conditions, law, parameters, security
from placement.output.study.basis import StudyBasis
from placement.output.study.blocks import Block

Annex = Callable[[StudyBasis], tuple[Block, ...]]
ANNEXES: Mapping[str, Annex] = {
    "security": security.blocks,
    "conditions": conditions.blocks,
    "balance_test": law.balance_test,
    "record": law.record,
    "impact_assessment": law.impact_assessment,
    "publication": law.publication,
    "parameters": parameters.blocks,
}
"""Key of each annex, as a template's marker names it (`{{annex:parameters}}`) → what says it, in
the order of the study."""
