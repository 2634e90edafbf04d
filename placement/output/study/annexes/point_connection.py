"""What a card says of how its point is connected: new cable, its way and price, what is missing."""

from collections.abc import Iterator

from placement.output.study.basis import StudyBasis
from placement.output.study.blocks import Inline, ToFill, sentence
from placement.output.study.connections import KINDS, layer_of
from placement.output.study.fields import crowns_field, has_value, number_field
from placement.plan import TODAY, PlannedCamera
from placement.texts import text

KEY = "annex.cards.connection"


def connection_lines(basis: StudyBasis, first: PlannedCamera) -> Iterator[tuple[Inline, ...]]:
    """Yield how the point of a camera, its first one, is connected, and what a person adds."""
    language = basis.language
    points = [each["point_id"] for each in basis.results()["connections"]]
    if first.phase == TODAY:
        yield sentence(f"{KEY}.stands", language)
    elif first.point_id not in points:
        yield sentence(f"{KEY}.no_centre", language)
    else:
        for kind in KINDS:
            yield _of_kind(basis, f"connections/{points.index(first.point_id)}/{kind}", kind)
    yield (ToFill(text(f"{KEY}.fill", language)),)


def _of_kind(basis: StudyBasis, path: str, kind: str) -> tuple[Inline, ...]:
    """Return the metres and the price of new cable, or why metres are not known."""
    language = basis.language
    name, price = text(f"{KEY}.{kind}", language), crowns_field(basis, f"{path}/cost_czk")
    if has_value(basis, f"{path}/own_m"):
        own, way = (number_field(basis, f"{path}/{each}_m", unit="m") for each in ("own", "way"))
        return sentence(f"{KEY}.cable", language, name=name, own=own, way=way, price=price)
    has_layer = basis.centre is not None and layer_of(basis.centre, kind) is not None
    key = "no_way" if has_layer else "no_layer"
    return sentence(f"{KEY}.{key}", language, name=name, price=price)
