"""The study as DOCX: valid by the standard's sequences, read by others, its numbers found again."""

import io
import random
import re
import shutil
import subprocess
import zipfile
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from attrs import evolve
from docx.enum.section import WD_ORIENT

from placement.centre.parameters import packaged
from placement.errors import InputError, MissingInputError
from placement.output.study.basis import StudyBasis
from placement.output.study.contents import contents
from placement.output.study.fields import value_at
from placement.output.study.outline import outline
from placement.output.study.reader import read_basis
from placement.output.study.speech import ANNEX_LETTERS
from placement.output.study.word.fields import LONGEST_TAG
from placement.output.study.word.outline_template import outline_template
from placement.output.study.word.text_runs import TO_FILL
from placement.output.study.word.writer import packed, word_study
from placement.texts import LANGUAGES, Language, catalogue
from tests.output.study_document import HOSTILE, W, controls, hand_made, parts_of, words_in

LITVINOV = Path(__file__).parents[2] / "maps" / "litvinov"
SEQUENCES = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr"
    " suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct"
    " topLinePunct autoSpaceDE"
    " autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents"
    " suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr"
    " sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint"
    " noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect"
    " bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc"
    " tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText"
    " vAlign hideMark",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc"
    " pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi"
    " rtlGutter docGrid printerSettings",
    "sdtPr": "rPr alias tag id lock placeholder temporary showingPlcHdr dataBinding label tabIndex"
    " equation comboBox date docPartObj docPartList dropDownList picture richText text",
    "sdt": "sdtPr sdtEndPr sdtContent",
    "tbl": "bookmarkStart tblPr tblGrid tr",
    "tr": "tblPrEx trPr tc",
    "lvl": "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr",
    "abstractNum": "nsid multiLevelType tmpl name styleLink numStyleLink lvl",
    "num": "abstractNumId lvlOverride",
    "numbering": "numPicBullet abstractNum num numIdMacAtCleanup",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden"
    " unhideWhenUsed qFormat locked personal personalCompose personalReply rsid pPr rPr tblPr trPr"
    " tcPr tblStylePr",
}
"""Children in the sequence of ISO/IEC 29500-1, annex A, written down from it for this test."""


@pytest.fixture(scope="module")
def by_hand() -> bytes:
    """Return the hand-made study as a file."""
    return word_study(hand_made()).content


@pytest.mark.parametrize("hostile", [False, True])
def test_elements_keep_the_sequence_of_the_standard(hostile: bool) -> None:
    """Word refuses a file with properties in another order; no part has one."""
    content = word_study(hand_made(hostile=hostile)).content
    for root in parts_of(content).values():
        for node in root.iter():
            sequence = SEQUENCES.get(node.tag.removeprefix(W), "").split()
            names = [child.tag.removeprefix(W) for child in node]
            names = [name.replace("footerR", "headerR") for name in names]  # either may be first
            if sequence:
                places = [sequence.index(name) for name in names]
                assert places == sorted(places), (node.tag, names)


def test_ids_are_single_and_references_lead_somewhere(by_hand: bytes) -> None:
    """Bookmarks, controls and pictures have ids of their own; each field and link has its place."""
    root = parts_of(by_hand)["word/document.xml"]
    names = [each.get(f"{W}name") for each in root.iter(f"{W}bookmarkStart")]
    starts = [each.get(f"{W}id") for each in root.iter(f"{W}bookmarkStart")]
    ends = [each.get(f"{W}id") for each in root.iter(f"{W}bookmarkEnd")]
    tags = [each.get(f"{W}val") for each in root.iter(f"{W}id")]
    links = {each.get(f"{W}anchor") for each in root.iter(f"{W}hyperlink")}
    codes = [each.text or "" for each in root.iter(f"{W}instrText")]
    referred = {code.split()[1] for code in codes if code.startswith((" REF", " PAGEREF"))}
    marks = [each.get(f"{W}fldCharType") for each in root.iter(f"{W}fldChar")]

    assert len(names) == len(set(names))
    assert sorted(starts) == sorted(ends)
    assert len(starts) == len(set(starts))
    assert len(tags) == len(set(tags))
    assert links | referred <= set(names)
    assert len(referred) >= 3
    depth = 0
    for mark in marks:
        depth += {"begin": 1, "end": -1}.get(str(mark), 0)
        assert depth in {0, 1, 2}
    assert depth == 0


def test_numbers_stand_as_the_programs_will_count_them(by_hand: bytes) -> None:
    """Contents and references are filled: chapter 1, 1.1, annex A, A.1, table 1 and 2."""
    document = docx.Document(io.BytesIO(by_hand))
    lists = [p.text for p in document.paragraphs if p.style.name.startswith("toc ")]
    contents_lines = [line.removesuffix("\t") for line in lists]

    assert contents_lines == [
        "Souhrn", "1 Náklady Náměstí Míru", "1.1 Investice", "1.2 Široká",
        "A Zákony", "A.1 Díl", "A.1.1 Bod",
    ]  # fmt: skip
    text = "\n".join(words_in(p) for p in parts_of(by_hand)["word/document.xml"].iter(f"{W}p"))
    assert "Stojí 1\xa0234,5\xa0Kč podle tabulky 1 a přílohy A [1]." in text
    assert "Viz kapitolu 1 a (není zařazeno)." in text
    assert "[2]Zákon 110/2019 Sb." in text
    assert "Tabulka 2: Široká" in text


def test_those_who_do_not_see_it_can_read_it(by_hand: bytes) -> None:
    """Headings have no gap, tables a header row, pictures words, all of it a language."""
    document = docx.Document(io.BytesIO(by_hand))
    levels = [
        int(p.style.name[-1]) for p in document.paragraphs if p.style.name.startswith("Heading ")
    ]
    parts = parts_of(by_hand)
    rows = [next(table.iter(f"{W}tr")) for table in parts["word/document.xml"].iter(f"{W}tbl")]
    pictures = [
        each.get("descr")
        for each in parts["word/document.xml"].iter()
        if each.tag.endswith("}docPr")
    ]

    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert len(rows) == 2
    assert all(row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows)
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    assert pictures == ["Kde Náměstí Míru"]
    languages = {each.get(f"{W}val") for each in parts["word/styles.xml"].iter(f"{W}lang")}
    assert languages == {"cs-CZ"}
    assert document.core_properties.language == "cs-CZ"
    assert document.core_properties.title == "Studie proveditelnosti"


def test_nothing_is_wider_than_its_page(by_hand: bytes) -> None:
    """Tables fill the text of upright and of turned pages; a picture of 300 mm is made smaller."""
    document = docx.Document(io.BytesIO(by_hand))
    upright, turned = document.sections[0], document.sections[1]
    text = [s.page_width - s.left_margin - s.right_margin for s in (upright, turned)]
    widths = [
        sum(int(cell.get(f"{W}w")) for cell in table.iter(f"{W}gridCol")) * 635
        for table in parts_of(by_hand)["word/document.xml"].iter(f"{W}tbl")
    ]

    assert [s.orientation for s in document.sections] == [
        WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT,
    ]  # fmt: skip
    assert all(0.99 * limit < width <= limit for width, limit in zip(widths, text, strict=True))
    assert document.inline_shapes[0].width <= text[0]


def test_no_page_is_empty_for_a_break(by_hand: bytes) -> None:
    """A new page begins with what comes next, not with a break that may stand on one alone."""
    paragraphs = docx.Document(io.BytesIO(by_hand)).paragraphs
    broken = [p.text for p in paragraphs if p._p.find(f"{W}pPr/{W}pageBreakBefore") is not None]

    assert broken == ["Zákony", "Bod"]


def test_every_page_says_what_it_is_of(by_hand: bytes) -> None:
    """Edition and that data are made up stand in the header of all sections; pages are counted."""
    document = docx.Document(io.BytesIO(by_hand))

    for section in document.sections:
        words = [p.text for p in section.header.paragraphs]
        assert words == ["Studie Náměstí Míru", "Ukázková data"]
        assert " PAGE " in section.footer.paragraphs[0]._p.xml


def test_hostile_names_stay_text() -> None:
    """Elements, field codes and formulae are letters; what XML cannot hold is replaced."""
    content = word_study(hand_made(hostile=True)).content
    root = parts_of(content)["word/document.xml"]
    codes = " ".join(each.text or "" for each in root.iter(f"{W}instrText"))
    text = words_in(root)

    for name in HOSTILE:
        held = re.sub("[\x00-\x1f\u202e]", "\N{REPLACEMENT CHARACTER}", name)
        assert held in text, name[:30]
    assert not any(word in codes for word in ("INCLUDETEXT", "cmd", "script"))
    assert "\u202e" not in text
    assert {tag for tag, _ in controls(root)} == {"plan/cost", TO_FILL}


def test_the_same_study_has_the_same_bytes(by_hand: bytes) -> None:
    """Nothing of the time or of the machine is in the file."""
    assert word_study(hand_made()).content == by_hand


def town_template(*markers: str) -> "docx.document.Document":
    """Return a template with a red heading, a header of its own and a chapter of its own."""
    document = docx.Document()
    document.styles["Heading 1"].font.color.rgb = docx.shared.RGBColor(0xAA, 0, 0)
    document.sections[0].header.paragraphs[0].text = "Město Ves"
    document.add_paragraph("Předmluva starosty")
    document.add_heading("Vlastní kapitola", 1)
    document.add_paragraph("Vlastní text města.")
    for marker in markers:
        document.add_paragraph(f"{{{{{marker}}}}}")
    document.add_paragraph("Podpis")
    return document


def saved(document: "docx.document.Document", folder: Path) -> Path:
    """Return a template as a file."""
    document.save(folder / "town.docx")
    return folder / "town.docx"


def test_a_template_keeps_its_styles_and_its_own_chapter(tmp_path: Path) -> None:
    """The town's heading is red and counted, its header stands first, its texts are in place."""
    template = saved(town_template("contents", "chapter:money", "annexes"), tmp_path)

    word = word_study(hand_made(), template)

    document = docx.Document(io.BytesIO(word.content))
    lines = [p.text for p in document.paragraphs]
    titles = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert titles == ["Vlastní kapitola", "Náklady Náměstí Míru", "Zákony"]
    assert str(document.styles["Heading 1"].font.color.rgb) == "AA0000"
    assert lines.index("Předmluva starosty") < lines.index("Vlastní kapitola")
    assert lines[-1] == "Podpis"
    assert "2 Náklady Náměstí Míru\t" in lines
    assert "1 Vlastní kapitola\t" in lines
    assert not any("{{" in line for line in lines)
    words = [p.text for p in document.sections[-1].header.paragraphs]
    assert words == ["Město Ves", "Studie Náměstí Míru", "Ukázková data"]
    assert word.without == ("chapter:summary",)
    for root in parts_of(word.content).values():
        for node in root.iter(f"{W}pPr"):
            places = [SEQUENCES["pPr"].split().index(c.tag.removeprefix(W)) for c in node]
            assert places == sorted(places)


def renamed(names: dict[str, str], folder: Path) -> Path:
    """Return a template whose stored names of styles are others; their ids are as they were."""
    document = town_template("contents", "chapters", "annexes")
    document.sections[0].left_margin = docx.shared.Mm(35)
    for name in document.styles.element.iter(f"{W}name"):
        stored = str(name.get(f"{W}val"))
        name.set(f"{W}val", names.get(stored.lower(), stored))
    return saved(document, folder)


@pytest.mark.parametrize(
    "names",
    [
        {"heading 1": "Heading 1", "header": "Header", "caption": "Caption", "toc 1": "TOC 1"},
        {"heading 1": "Nadpis 1", "heading 2": "Nadpis 2", "header": "Záhlaví", "title": "Název"},
        {"heading 1": "Vlastní styl"},
    ],
    ids=["LibreOffice", "Czech", "its own"],
)
def test_styles_are_known_however_a_program_writes_their_names(
    names: dict[str, str], tmp_path: Path
) -> None:
    """LibreOffice begins names with capitals, some write them in Czech; no id is there twice."""
    word = word_study(hand_made(), renamed(names, tmp_path))
    parts = parts_of(word.content)
    ids = [each.get(f"{W}styleId") for each in parts["word/styles.xml"].iter(f"{W}style")]
    used = [each.get(f"{W}val") for each in parts["word/document.xml"].iter(f"{W}pStyle")]
    by_name = {
        each.find(f"{W}name").get(f"{W}val"): each.get(f"{W}styleId")  # type: ignore[union-attr]
        for each in parts["word/styles.xml"].iter(f"{W}style")
    }

    assert len(ids) == len(set(ids))
    assert set(used) <= set(ids)
    is_known = names["heading 1"] != "Vlastní styl"
    assert ("heading 1" in word.added_styles) != is_known
    assert used.count(by_name[names["heading 1"] if is_known else "heading 1"]) >= 3
    section = docx.Document(io.BytesIO(word.content)).sections[0]
    text = section.page_width - section.left_margin - section.right_margin
    table = next(parts["word/document.xml"].iter(f"{W}tbl"))
    width = sum(int(str(cell.get(f"{W}w"))) for cell in table.iter(f"{W}gridCol")) * 635
    assert 0.99 * text < width <= text


def test_a_template_without_markers_gets_all_at_its_end(tmp_path: Path) -> None:
    """Styles alone are enough of a template."""
    word = word_study(hand_made(), saved(town_template(), tmp_path))
    lines = [p.text for p in docx.Document(io.BytesIO(word.content)).paragraphs]

    assert word.without == ()
    assert lines.index("Podpis") < lines.index("Studie proveditelnosti") < lines.index("Zákony")


def test_the_outline_is_a_template_that_changes_nothing(tmp_path: Path) -> None:
    """Filled in as it is written, it gives the words of the study without a template."""
    template = tmp_path / "outline.docx"
    template.write_bytes(packed(outline_template(hand_made())))

    filled, plain = word_study(hand_made(), template), word_study(hand_made())

    assert (filled.without, filled.added_styles) == ((), ())
    first, second = (
        [p.text for p in docx.Document(io.BytesIO(each.content)).paragraphs]
        for each in (filled, plain)
    )
    assert first == second


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("template_broken", b"%PDF-1.4"),
        ("template_broken", b"PK\x03\x04 cut"),
        ("file_too_large", "bomb"),
        ("template_broken", "empty zip"),
    ],
)
def test_what_is_no_template_is_refused(kind: str, content: bytes | str, tmp_path: Path) -> None:
    """A PDF, a cut archive, one without a document and one that unpacks to gigabytes: no trace."""
    file = tmp_path / "town.docx"
    if isinstance(content, bytes):
        file.write_bytes(content)
    else:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            if content == "bomb":
                archive.writestr("word/document.xml", bytes(160_000_000))

    with pytest.raises(InputError) as refused:
        word_study(hand_made(), file)

    assert [each.kind for each in refused.value.problems] == [kind]


def test_all_wrong_markers_are_told_at_once(tmp_path: Path) -> None:
    """A marker that names nothing and one that is there twice; a file that is not there."""
    template = saved(town_template("chapter:mony", "annexes", "annexes", "toc"), tmp_path)

    with pytest.raises(InputError) as refused:
        word_study(hand_made(), template)
    with pytest.raises(MissingInputError):
        word_study(hand_made(), tmp_path / "none.docx")

    kinds = [(each.kind, each.values["found"]) for each in refused.value.problems]
    assert kinds == [
        ("template_marker", "chapter:mony"),
        ("template_twice", "annexes"),
        ("template_marker", "toc"),
    ]


def test_libreoffice_opens_it(by_hand: bytes, tmp_path: Path) -> None:
    """A program that knows nothing of ours makes a PDF of as many pages as there are to be."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("no LibreOffice on this machine")
    (tmp_path / "study.docx").write_bytes(by_hand)

    subprocess.run(
        [soffice, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
            "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "study.docx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip

    pages = re.findall(rb"/Type\s*/Page\b", (tmp_path / "study.pdf").read_bytes())
    assert 6 <= len(pages) <= 10
    reader = shutil.which("pdftotext")
    if reader is None:
        pytest.skip("no pdftotext on this machine, so the pages in the contents are not read")
    shown = subprocess.run(
        [reader, "-layout", str(tmp_path / "study.pdf"), "-"], check=True, capture_output=True
    ).stdout.decode("utf-8")
    leaves = shown.split("\f")
    for line in ("1 Náklady Náměstí Míru", "1.2 Široká", "Tabulka 2: Široká", "A.1.1 Bod"):
        page = re.search(rf"{line}\.+(\d+)", leaves[1])
        assert page is not None, line
        assert line in re.sub(" +", " ", leaves[int(page[1]) - 1])


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_hundred_numbers_are_those_of_the_results(
    studied_basis: StudyBasis, language: Language
) -> None:
    """Numbers picked at random in the study of a small town are in its results."""
    numbers_of_results(evolve(studied_basis, language=language))


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_two_hundred_numbers_of_litvinov_are_those_of_its_results(language: Language) -> None:
    """The same of the published plan."""
    numbers_of_results(read_basis(LITVINOV, language=language))


def numbers_of_results(basis: StudyBasis) -> None:
    """Look 200 numbers of a study up again by their paths, as it rounds them."""
    root = parts_of(word_study(contents(basis)).content)["word/document.xml"]
    numbers = [(tag, words) for tag, words in controls(root) if tag != TO_FILL]

    assert max(len(tag) for tag, _ in numbers) < LONGEST_TAG
    picked = random.Random(18).sample(numbers, 200)
    wrong = [
        (tag, words) for tag, words in picked if not says(words, value_at(basis.results(), tag))
    ]
    assert wrong == []


def says(words: str, value: float) -> bool:
    """Return whether words are a number, rounded, as it is, in per cent, thousands or millions."""
    number = re.search(r"-?\d+(?:\xa0\d{3})*(?:[.,]\d+)?", words.replace("\N{MINUS SIGN}", "-"))
    if number is None:
        return False
    bare = number[0].replace("\xa0", "").replace(",", ".")
    decimals = len(bare.partition(".")[2])
    half = 0.5000001 * 10.0**-decimals
    if "<" in words or ">" in words:
        return abs(100 * value - float(bare)) <= 2 * half
    shown = float(bare)
    return any(
        abs(value * scale - shown) <= half + 1e-9 * abs(shown)
        for scale in ((100, 1) if "%" in words else (1, 1e-3, 1e-6))
    )


def test_letters_of_annexes_are_those_they_have(studied_basis: StudyBasis) -> None:
    """Chapters name annexes by their headings, in the order the annexes have."""
    entries = outline(contents(studied_basis).blocks()).by_key()

    assert [entries[each.key].number for each in ANNEX_LETTERS.values()] == list("ABCDEFGHIJ")


def test_every_group_of_parameters_has_its_words() -> None:
    """A group that the centre's table gains is named in the annex of parameters, too."""
    groups = {each.group for each in packaged().table.values()}

    for language in LANGUAGES:
        named = {
            key.rpartition(".")[2] for key in catalogue(language) if "parameters.group." in key
        }
        assert groups <= named
