"""A study with every kind of block, made by hand, and what reads a DOCX without python-docx."""

import io
import zipfile
from xml.etree import ElementTree as ET

from placement.output.study.blocks import (
    Bullets,
    Citation,
    NumberField,
    PageBreak,
    Paragraph,
    Reference,
    StudyHeading,
    StudyPicture,
    StudyTable,
    ToFill,
)
from placement.output.study.document import Part, StudyDocument

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOSTILE = (
    "</w:t></w:r><w:p/>",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "=cmd|' /C calc'!A0",
    "{ INCLUDETEXT C:\\secret }",
    "a\x00b\x07c\x1bd",
    "a\u202etxt.exe",
    "{{chapter:money}} {% raw %}",
    "x" * 3_000,
)


def hand_made(*, hostile: bool = False) -> StudyDocument:
    """Return a study of two chapters and an annex."""
    name = " ".join(HOSTILE) if hostile else "Náměstí Míru"
    money = [
        StudyHeading(f"Náklady {name}", key="money"),
        StudyHeading("Investice", level=2),
        Paragraph(
            ("Stojí ", NumberField("plan/cost", 1234.5, "1\xa0234,5\xa0Kč"), " podle tabulky ",
             Reference("costs"), " a přílohy ", Reference("law"), " ", Citation("Ceník 2025"), ".")
        ),
        Paragraph((ToFill("kdo platí"), name), style="warning"),
        Bullets((("první",), ("druhá", Citation("Zákon 110/2019 Sb."))), numbered=True),
        Bullets(((name,),)),
        StudyTable("costs", f"Ceny {name}", ("Co", "Kč"), (((name,), ("1",)), (("b",), ("2",))),
            right=frozenset({1}), widths=(0.7, 0.3), source=name),
        StudyHeading("Široká", level=2),
        StudyTable("wide", "Široká", tuple("abcdef"), ((("1",),) * 6,) * 40, landscape=True),
        StudyPicture("map", f"Mapa {name}", f"Kde {name}", png(), width_mm=300.0),
    ]  # fmt: skip
    law = [
        StudyHeading("Zákony", key="law", numbering="annex"),
        StudyHeading("Díl", level=2),
        Paragraph(("Viz kapitolu ", Reference("money"), " a ", Reference("nowhere"), ".")),
        PageBreak(),
        StudyHeading("Bod", level=3),
    ]
    return StudyDocument(
        language="cs",
        title="Studie proveditelnosti",
        subject=name,
        facts=(("verze 1",), (ToFill("zpracovatel"),)),
        header=f"Studie {name}",
        warning="Ukázková data",
        parts=(
            Part("chapter", "summary", [StudyHeading("Souhrn", numbering="none"),
                Paragraph(("Text.",), style="lead")]),
            Part("chapter", "money", money),
            Part("annex", "law", law),
        ),
    )  # fmt: skip


def png() -> bytes:
    """Return a small picture."""
    from matplotlib.image import imsave
    from numpy import zeros

    stream = io.BytesIO()
    imsave(stream, zeros((20, 30, 3)), format="png")
    return stream.getvalue()


def parts_of(content: bytes) -> dict[str, ET.Element]:
    """Return the XML parts of a DOCX by name, read by the standard library alone."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {
            name: ET.fromstring(archive.read(name))
            for name in archive.namelist()
            if name.startswith("word/") and name.endswith(".xml")
        }


def words_in(node: ET.Element) -> str:
    """Return the text of a node."""
    return "".join(each.text or "" for each in node.iter(f"{W}t"))


def controls(root: ET.Element) -> list[tuple[str, str]]:
    """Return tag and text of each content control."""
    return [
        (str(each.find(f"{W}sdtPr/{W}tag").get(f"{W}val")), words_in(each))  # type: ignore[union-attr]
        for each in root.iter(f"{W}sdt")
    ]
