"""Tables of unknown encoding, delimiter and health."""

import codecs
import gzip
import io
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from placement.errors import InputError, MissingInputError, SchemaError
from placement.inputs import archive
from placement.inputs.tables.delimited_text import numbers, parse_table, read_table
from placement.texts import LANGUAGES

CZECH = "číslo;ulice\n1;Žižkova\n2;Příčná\n"


def written(folder: Path, content: str | bytes, name: str = "table.csv") -> Path:
    """Write a file and return its path."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def zipped(folder: Path, members: dict[str, str | bytes], name: str = "table.zip") -> Path:
    """Write a zip and return its path."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for member, content in members.items():
            out.writestr(member, content)
    return written(folder, packed.getvalue(), name)


def refused(path: Path, **options: object) -> tuple[str, int | None]:
    """Return kind and row of the only problem, having put its words in both languages."""
    with pytest.raises(InputError) as caught:
        read_table(path, name="incidents", **options)
    (problem,) = caught.value.problems
    for language in LANGUAGES:
        assert "{" not in problem.render(language)
    return problem.kind, problem.row


@pytest.mark.parametrize(
    ("content", "note"),
    [
        (CZECH.encode(), []),
        (CZECH.encode("utf-8-sig"), []),
        (CZECH.encode("cp1250"), ["cp1250"]),
        (codecs.BOM_UTF16_LE + CZECH.encode("utf-16-le"), ["UTF-16"]),
        (codecs.BOM_UTF16_BE + CZECH.encode("utf-16-be"), ["UTF-16"]),
        (CZECH.replace("\n", "\r\n").encode(), []),
    ],
)
def test_reads_every_usual_encoding(tmp_path: Path, content: bytes, note: list[str]) -> None:
    """Czech letters survive UTF-8 with and without mark, UTF-16 and cp1250; a guess is noted."""
    table, notes = read_table(written(tmp_path, content), name="incidents")

    assert table["ulice"].tolist() == ["Žižkova", "Příčná"]
    assert table["source_row"].tolist() == [2, 3]
    assert [n.values["encoding"] for n in notes] == note


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_finds_the_delimiter(tmp_path: Path, delimiter: str) -> None:
    """The delimiter is the one that splits all rows alike, though others occur in texts."""
    rows = [["id", "text", "x"], ["1", "a b", "13"], ["2", "c-d", "14"]]
    rows[1][1] = "Hamr, škola" if delimiter != "," else "Hamr; škola"
    content = "\n".join(delimiter.join(row) for row in rows)

    table, _ = read_table(written(tmp_path, content), name="incidents")

    assert list(table.columns) == ["id", "text", "x", "source_row"]
    assert table.loc[0, "text"] == rows[1][1]


def test_decimal_commas_do_not_pass_for_delimiters(tmp_path: Path) -> None:
    """A semicolon table with a decimal comma in every row has its own columns."""
    table, _ = read_table(written(tmp_path, "x;y\n1,5;2,5\n3,5;4,5\n"), name="incidents")

    assert table["x"].tolist() == ["1,5", "3,5"]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path: Path, end: str) -> None:
    """Blank lines count as rows, breaks inside a cell do not; these are noted with their rows."""
    content = 'id,text\n1,"two\nlines, three\n"\n\n2,"say ""ahoj"""\n3,one\n'.replace("\n", end)
    table, notes = read_table(written(tmp_path, content), name="incidents")

    assert table["source_row"].tolist() == [2, 4, 5]
    assert table.loc[1, "text"] == 'say "ahoj"'
    assert [(note.kind, note.row) for note in notes] == [("rows_over_lines", 2)]


def test_a_wrong_row_below_a_cell_of_several_lines_is_named_by_its_number(tmp_path: Path) -> None:
    """Too few cells in the fourth row, which begins at the sixth line; and a quote left open."""
    for last, kind in (("3\n", "rows_ragged"), ('3,"open\n', "quote_open")):
        content = 'id,text\n1,"two\nlines"\n2,"more\nlines"\n' + last
        with pytest.raises(InputError) as caught:
            read_table(written(tmp_path, content), name="incidents")

        (problem,) = caught.value.problems
        assert (problem.kind, problem.row) == (kind, 4)


def test_takes_excels_delimiter_line(tmp_path: Path) -> None:
    """A first line `sep=;` names the delimiter and is no header."""
    table, _ = read_table(written(tmp_path, "sep=;\nid;x\n1;2\n"), name="incidents")

    assert table["source_row"].tolist() == [3]
    assert table["id"].tolist() == ["1"]


@pytest.mark.parametrize(
    ("content", "kind", "row"),
    [
        (b"", "table_empty", None),
        (b"\xef\xbb\xbf \n\n", "table_empty", None),
        (b"id,x\n", "table_without_rows", None),
        (b"id,x,id\n1,2,3\n", "header_duplicate", 1),
        (b"1,13.6,50.6\n2,13.7,50.6\n", "header_missing", 1),
        (b"id,x\n1,2\n1,2,3\n4\n", "rows_ragged", 3),
        (b'id,x\n1,"open\n2,3\n', "quote_open", 2),
        (b"id,x\n1,a\x00b\n", "nul_bytes", 2),
        ("id,x\n1,Žižkov Příčná\n2,".encode() + b"\xff\n", "text_undecodable", 3),
        (b"id,x\n1,\x81\n", "text_undecodable", 2),
        (codecs.BOM_UTF16_LE + b"a", "text_undecodable", 1),
        (b"PK\x03\x04 torn", "zip_broken", None),
        (gzip.compress(CZECH.encode(), mtime=0)[:-9], "zip_broken", None),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "file_is_spreadsheet", None),
        (b"SQLite format 3\x00", "file_is_not_text", None),
    ],
)
def test_refuses_broken_tables(tmp_path: Path, content: bytes, kind: str, row: int | None) -> None:
    """Each break is named with its row, in both languages."""
    assert refused(written(tmp_path, content)) == (kind, row)


def test_names_all_ragged_rows_at_once(tmp_path: Path) -> None:
    """Rows of wrong length are listed together; empty cells past the header are let go."""
    path = written(tmp_path, "id,x\n1,2,,\n1\n2,3\n4\n")
    with pytest.raises(InputError) as caught:
        read_table(path, name="incidents")

    assert caught.value.problems[0].values["rows"] == "3, 5"


def test_notes_stray_quotes_and_nameless_columns(tmp_path: Path) -> None:
    """An R row-name column without a name and a quotation mark inside a text are no obstacles."""
    table, notes = read_table(written(tmp_path, 'id,\n1,"a"b\n2,c\n'), name="incidents")

    assert sorted(n.kind for n in notes) == ["header_nameless", "quote_stray"]
    assert table["column 2"].tolist() == ["ab", "c"]


def test_reads_the_one_table_in_a_zip(tmp_path: Path) -> None:
    """A zip with one CSV is that CSV, whatever lies beside it; gzip likewise."""
    path = zipped(tmp_path, {"data/incidents.csv": CZECH, "readme.txt": "x", "map.png": b"\x89"})
    packed = written(tmp_path, gzip.compress(CZECH.encode()), "table.csv.gz")

    assert read_table(path, name="incidents")[0]["ulice"].tolist() == ["Žižkova", "Příčná"]
    assert read_table(packed, name="incidents")[0]["ulice"].tolist() == ["Žižkova", "Příčná"]


def test_refuses_archives_it_cannot_choose_from(tmp_path: Path) -> None:
    """No table, several tables, a spreadsheet, half a download and a torn member are refused."""
    several = zipped(tmp_path, {"a.csv": CZECH, "b.csv": CZECH}, "several.zip")
    none = zipped(tmp_path, {"a.png": b"x"}, "none.zip")
    sheet = zipped(tmp_path, {"xl/workbook.xml": "<x/>", "[Content_Types].xml": ""}, "sheet.csv")
    whole = zipped(tmp_path, {"a.csv": CZECH * 500}, "whole.zip").read_bytes()
    half = written(tmp_path, whole[: len(whole) // 2], "half.zip")
    torn = written(tmp_path, whole[:60] + b"\x00" * 20 + whole[80:], "torn.zip")

    assert refused(several)[0] == refused(none)[0] == "zip_members"
    assert refused(sheet)[0] == "file_is_spreadsheet"
    assert refused(half)[0] == refused(torn)[0] == "zip_broken"


def test_refuses_what_is_not_there_or_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A missing file, a folder, and files over the limit (also inside a zip) are refused."""
    with pytest.raises(MissingInputError) as caught:
        read_table(tmp_path / "none.csv", name="incidents")
    assert caught.value.exit_code == 4
    assert refused(tmp_path)[0] == "table_is_folder"

    monkeypatch.setattr(archive, "MOST_BYTES", 400)
    assert refused(written(tmp_path, "x" * 401))[0] == "file_too_large"
    assert refused(zipped(tmp_path, {"a.csv": "x" * 401}))[0] == "file_too_large"
    assert refused(written(tmp_path, gzip.compress(b"x" * 401), "a.gz"))[0] == "file_too_large"


def test_asks_for_required_columns_all_at_once(tmp_path: Path) -> None:
    """Each missing column is its own problem and lists what was found."""
    with pytest.raises(SchemaError) as caught:
        read_table(written(tmp_path, CZECH), name="incidents", required=("číslo", "x", "y"))

    assert [p.column for p in caught.value.problems] == ["x", "y"]
    assert "číslo, ulice" in caught.value.render("cs")


def column(*values: str) -> pd.Series:
    """Return a column of strings."""
    return pd.Series(values, name="x", dtype="str")


def parsed(*values: str) -> tuple[list[float], list[str]]:
    """Return numbers, -1 for none, and the kinds of problems, worded in both languages."""
    rows = pd.Series(range(2, 2 + len(values)))
    numbers_, problems = numbers(column(*values), rows=rows, file="t.csv")
    for problem in problems:
        for language in LANGUAGES:
            assert "{" not in problem.render(language)
    return numbers_.fillna(-1).tolist(), [problem.kind for problem in problems]


def test_numbers_have_a_point_or_a_comma() -> None:
    """Marks, groups of thousands, signs, exponents and words for nothing are understood."""
    assert parsed("1.5", "−2.25", "1,234.5", "", "XX", "null", "1e3") == (
        [1.5, -2.25, 1234.5, -1, -1, -1, 1000],
        [],
    )
    assert parsed("1,5", "1.234.567,5", "12 345,6", "12\u00a0345,6", "7") == (
        [1.5, 1234567.5, 12345.6, 12345.6, 7],
        [],
    )


@pytest.mark.parametrize("value", ["461.993.881", "46,199,388", "3.5.2024"])
def test_refuses_numbers_that_a_spreadsheet_ruined(value: str) -> None:
    """Two decimal marks are never guessed at."""
    assert parsed("46.1993881", value)[1] == ["excel_ruined"]


@pytest.mark.parametrize("value", ["abc", "1 2", "12 34,5", "50°", "inf", "nan1", "1e999", "0x1"])
def test_refuses_what_is_no_number(value: str) -> None:
    """Words, split digits, units and infinities are no numbers."""
    assert parsed("1", value)[1] == ["value_not_number"]


def test_refuses_two_decimal_marks_in_one_column() -> None:
    """A column with points and commas is refused where the rarer mark stands."""
    _, problems = numbers(column("1,5", "2,5", "3.5"), rows=pd.Series([2, 3, 4]), file="t.csv")

    assert [(p.kind, p.row) for p in problems] == [("decimal_mixed", 4)]


@given(
    values=st.lists(st.decimals(-(10**9), 10**9, places=3), min_size=1, max_size=20),
    mark=st.sampled_from([".", ","]),
    group=st.sampled_from(["", " ", "\N{NO-BREAK SPACE}"]),
)
def test_what_is_written_is_read(values: list[object], mark: str, group: str) -> None:
    """A column written with any mark and grouping by blanks comes back exactly."""
    texts = [f"{v:,.3f}".replace(".", "#").replace(",", group).replace("#", mark) for v in values]

    found, problems = numbers(column(*texts), rows=pd.Series(range(len(texts))), file="t.csv")

    assert problems == ()
    assert found.tolist() == [float(str(v)) for v in values]


@given(content=st.binary(max_size=300) | st.text(',;\t"\n\r1a. ', max_size=60).map(str.encode))
def test_any_bytes_are_a_table_or_an_input_error(content: bytes) -> None:
    """Whatever a file holds, it is read or refused in words; nothing else is ever raised."""
    try:
        table, notes = parse_table(archive.Member("t.csv", content))
        said = notes
    except InputError as error:
        table, said = pd.DataFrame({"source_row": [1]}), error.problems

    assert table["source_row"].is_monotonic_increasing
    assert all(isinstance(name, str) and name for name in table.columns)
    assert all(problem.render(language) for problem in said for language in LANGUAGES)
