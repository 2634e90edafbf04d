"""`CouncilSheet`: what the council must know, on one page: what, where, for how much, how good."""

from collections.abc import Iterator
from typing import Literal

from attrs import field, frozen

from placement.output.study.basis import StudyBasis
from placement.output.study.blocks import Inline, NumberField, ToFill
from placement.output.study.chapters import conclusion, summary
from placement.output.study.fields import crowns_field, number_field, share_field
from placement.output.study.spacing import bound
from placement.output.study.speech import counted, demand_words, name_of, say, words
from placement.output.study.verdict import verdict
from placement.output.wording import printable
from placement.texts import Language, text

MOST_DISTRICTS = 6
"""Districts that are named. [-]"""
PartKey = Literal["what", "where", "cost", "good", "not", "decides"]
Sentence = tuple[Inline, ...]


@frozen
class CouncilPart:
    """A part of the sheet under its heading: sentences in a row, then items."""

    key: PartKey
    language: Language
    title: str
    sentences: tuple[Sentence, ...] = field(converter=tuple[Sentence, ...])
    items: tuple[Sentence, ...] = field(converter=tuple[Sentence, ...])

    @property
    def paragraph(self) -> str:
        """Its sentences as text."""
        return " ".join(spoken(each, self.language) for each in self.sentences)

    @property
    def lines(self) -> tuple[str, ...]:
        """Its items as text."""
        return tuple(spoken(each, self.language) for each in self.items)

    @property
    def numbered(self) -> bool:
        """Whether its items are numbered."""
        return self.key == "decides"


@frozen
class CouncilSheet:
    """All parts of the sheet with its title and foot."""

    language: Language
    title: str
    warning: str
    """That data are made up; empty where they are not."""
    parts: tuple[CouncilPart, ...] = field(converter=tuple[CouncilPart, ...])
    foot: str

    def part(self, key: PartKey) -> CouncilPart:
        """Return a part by its key."""
        return next(part for part in self.parts if part.key == key)


def spoken(inlines: Sentence, language: Language) -> str:
    """Return a sentence as text; what a person must fill in stands in brackets."""
    return bound("".join(_spoken(one, language) for one in inlines), language)


def _spoken(one: Inline, language: Language) -> str:
    match one:
        case str():
            return printable(one)
        case NumberField():
            return one.words
        case ToFill():
            return f"[{one.words}]"
        case _:
            return text("study.council.of_study", language)


def council_sheet(basis: StudyBasis) -> CouncilSheet:
    """Return the sheet of a study."""
    date = printable(basis.date) or words(basis, "council.no_date")
    return CouncilSheet(
        basis.language,
        words(basis, "council.title", case=printable(basis.plan.case)),
        words(basis, "council.warning") if basis.synthetic else "",
        [
            CouncilPart(key, basis.language, words(basis, f"council.{key}"), sentences, items)  # type: ignore[arg-type]
            for key, sentences, items in (
                ("what", [summary.proposal(basis)], list(_phases(basis))),
                ("where", list(_where(basis)), list(_districts(basis))),
                ("cost", list(_cost(basis)), []),
                ("good", list(_good(basis)), []),
                ("not", [say(basis, "council.no_promise")], list(_limits(basis))),
                ("decides", [_verdict(basis)], list(conclusion.decisions(basis))),
            )
        ],
        words(basis, "council.foot", date=date),
    )


def _phases(basis: StudyBasis) -> Iterator[Sentence]:
    """Yield what each phase builds, for how much, and what is then in the picture."""
    for number, phase in enumerate(basis.plan.phases[1:], 1):
        at = f"plan/phases/{number}"
        has_price = phase.cost_czk and not phase.unpriced
        cost = {"cost": crowns_field(basis, f"{at}/cost_czk")} if has_price else {}
        yield say(
            basis,
            "council.phase" if has_price else "council.phase_unpriced",
            phase=name_of(basis, phase),
            new=counted(basis, f"{at}/new_cameras", "new_cameras"),
            share=share_field(basis, f"{at}/share"),
            **cost,
        )


def _where(basis: StudyBasis) -> Iterator[Sentence]:
    if not any(district.name for district in basis.plan.districts):
        yield say(basis, "council.no_districts")
        return
    yield say(basis, "council.where_new")


def _districts(basis: StudyBasis) -> Iterator[Sentence]:
    """Yield the districts with most new cameras, and what is then seen of them."""
    tally = basis.results()["tally"]["districts"]
    places = [k for k, d in enumerate(basis.plan.districts) if d.name and tally[k]["new"]]
    for k in sorted(places, key=lambda k: -tally[k]["new"])[:MOST_DISTRICTS]:
        yield say(
            basis,
            "council.district",
            name=printable(basis.plan.districts[k].name_in(basis.language)),
            new=number_field(basis, f"tally/districts/{k}/new"),
            before=share_field(basis, f"tally/districts/{k}/share_today"),
            after=share_field(basis, f"tally/districts/{k}/share_target"),
        )
    unserved = [
        printable(district.name_in(basis.language))
        for district in basis.plan.districts
        if district.name and not district.seen_at_target
    ]
    if unserved:
        yield say(basis, "council.unserved", names=", ".join(unserved))


def _cost(basis: StudyBasis) -> Iterator[Sentence]:
    yield from summary.money(basis)
    if basis.centre is not None:
        cost = crowns_field(basis, "tally/running_czk")
        yield say(basis, "sustainability.running", cost=cost)
        if not basis.centre.grants:
            yield say(basis, "money.no_grants")


def _good(basis: StudyBasis) -> Iterator[Sentence]:
    yield from summary.gain(basis)
    steps = {each.key: each for each in basis.variants}
    if "maximal" in steps:
        k = list(steps).index("maximal")
        yield say(
            basis,
            "council.maximal",
            cameras=counted(basis, f"variants/{k}/cameras", "cameras"),
            share=share_field(basis, f"variants/{k}/share"),
            of=demand_words(basis),
            cost=crowns_field(basis, f"variants/{k}/cost_czk"),
        )


def _limits(basis: StudyBasis) -> Iterator[Sentence]:
    """Yield what the proposal does not do, and what is open."""
    if basis.plan.privacy is not None:
        yield summary.privacy(basis)
    yield from verdict(basis).opens


def _verdict(basis: StudyBasis) -> Sentence:
    judged = verdict(basis)
    if basis.synthetic:
        return say(basis, "council.sample")
    return say(basis, "council.recommended" if judged.recommended else "council.not_recommended")
