"""Chapter 1: what the study is of, and what it rests on."""

from placement.output.study.basis import StudyBasis
from placement.output.study.blocks import Block, Bullets, Paragraph, StudyHeading, sentence
from placement.output.study.fields import number_field, share_field
from placement.output.wording import printable
from placement.texts import text


def blocks(basis: StudyBasis) -> tuple[Block, ...]:
    """Return the introduction."""
    language, last = basis.language, len(basis.plan.phases) - 1
    contents: list[Block] = [
        StudyHeading(text("study.introduction.title", language), key="introduction"),
        Paragraph(
            sentence(
                "study.introduction.subject",
                language,
                case=printable(basis.plan.case),
                n=number_field(basis, f"plan/phases/{last}/cameras"),
                share=share_field(basis, f"plan/phases/{last}/share"),
            )
        ),
    ]
    if basis.missing:
        contents.append(
            Paragraph(sentence("study.introduction.missing", language), style="warning")
        )
        contents.append(
            Bullets(tuple((text(f"study.missing.{key}", language),) for key in basis.missing))
        )
    return tuple(contents)
