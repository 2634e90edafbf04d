"""The dialogue of `docs/councillors.md`: questions a council asks, and what the commands print.

`python -m tests.councillors` runs the commands on a small made-up town and writes the document
anew; `tests/cli/test_councillors.py` holds it to what they print.
"""

import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import geopandas as gpd
from attrs import frozen
from shapely.geometry import box

from tests.cli.running import run
from tests.pipeline import toy_case

DOCUMENT = Path(__file__).parents[1] / "docs" / "councillors.md"
CASE = "krizovatka"
AT_SCHOOL = "13.6063917,50.6033394"
"""On the pavement of Mostecká, where there is neither lamp nor pole."""
MARK = "<!-- dialogue -->\n"
"""What follows it in the document is made."""


@frozen
class Question:
    """A question with the command that answers it."""

    czech: str
    english: str
    arguments: tuple[str, ...]

    @property
    def command(self) -> str:
        """The command as it is typed."""
        return shlex.join(("placement", *self.arguments))


def plan(*options: str) -> tuple[str, ...]:
    """Return the arguments of a what-if question."""
    return ("plan", CASE, "--lang", "cs", *options)


QUESTIONS = (
    Question("Jaký je plán?", "What is the plan?", plan()),
    Question("Co koupí 300 000 Kč?", "What do 300 000 Kč buy?", plan("--budget", "300000")),
    Question(
        "A co by se za ně postavilo, kdybychom plán stavěli, jak je?",
        "And what of the plan as it is would be built for it?",
        plan("--budget", "300000", "--only"),
    ),
    Question(
        "Který z obou plánů je lepší: celý, nebo ten za 300 000 Kč?",
        "Which of the two plans is better?",
        ("compare", f"maps/{CASE}", f"maps/{CASE}-what-if-budget-300000", "--lang", "cs"),
    ),
    Question(
        "Proč zrovna na Mostecké? Co když tam kamera nebude?",
        "Why here? What if there is none at this place?",
        plan("--forbid", "L2-0"),
    ),
    Question(
        "Oč přijdeme, když tuto kameru z plánu jen vyškrtneme?",
        "What is lost if this camera is only struck out?",
        plan("--forbid", "L2-0", "--only"),
    ),
    Question(
        "Proč jsou všechny nové kamery drahé panoramatické? Co když smí být nejvýš dvě?",
        "Why are all new ones dear panoramic cameras? What if at most two may be?",
        plan("--set", 'limits=[{model="panoramatická", at_most=2}]'),
    ),
    Question(
        "Co když na Západ půjde nejvýš polovina nových kamer?",
        "What if the district Západ gets at most half of the new cameras?",
        plan("--set", 'limits=[{district="Západ", at_most_share=0.5}]'),
    ),
    Question(
        "Co když je sloup s kamerou L2-0 vysoký jen 5,5 m?",
        "What if the pole with camera L2-0 is only 5.5 m high?",
        plan("--move", "L2-0=height=5.5", "--only"),
    ),
    Question(
        "Dejte kameru ke škole, 5,5 m vysoko, ať se dívá na západ.",
        "Put a camera at the school, 5.5 m high, looking west.",
        plan("--fix", f"{AT_SCHOOL},270,pevná 4 MP,height=5.5"),
    ),
    Question(
        "Jen tu jednu ke škole, na zbytek plánu nesahejte.",
        "Only that one; leave the rest of the plan alone.",
        plan("--fix", f"{AT_SCHOOL},270,pevná 4 MP,height=5.5", "--only"),
    ),
    Question(
        "Stávající kamera K1 se dívá na západ. Co když ji jen otočíme na východ?",
        "Camera K1 looks west. What if it is only turned to the east?",
        plan("--move", "K1=azimuth=90", "--only"),
    ),
    Question(
        "Co když budou v cíli čtyři kamery místo šesti?",
        "What if there are four cameras in the end instead of six?",
        plan("--cameras", "4"),
    ),
    Question(
        "Plán téměř nepotřebuje stávající K1 a K2. Co když je smí odstranit, každou za 15 000 Kč?",
        "What if the plan may take the worst standing cameras down, at 15 000 Kč each?",
        plan("--set", "existing.replace=true", "--set", "existing.removal_czk=15000"),
    ),
    Question(
        "A když v cíli smějí být jen čtyři: vyplatí se staré vyměnit?",
        "And with four cameras in the end: does it pay to replace the old ones?",
        plan(
            *("--set", "existing.replace=true", "--set", "existing.removal_czk=15000"),
            *("--cameras", "4"),
        ),
    ),
    Question(
        "Jakou cenu mají kamery, které už stojí?",
        "What are the present cameras worth?",
        ("evaluate", CASE, "--lang", "cs"),
    ),
    Question(
        "Co by koupil další milion?",
        "What would another million buy?",
        plan("--set", 'phases."2. etapa".budget_czk=1600000', "--cameras", "20"),
    ),
    Question(
        "Na Mostecké od lampy L1 k rohu nechceme žádnou kameru.",
        "No camera is wanted on Mostecká around lamp L1.",
        plan("--forbid", "13.6068094,50.6033839"),
    ),
    Question(
        "Dejte jednu doprostřed domu.",
        "Put one into the middle of a house.",
        plan("--fix", "-792020,-978020"),
    ),
)


def write_case(folder: Path) -> None:
    """Write the small town, with an eastern and a western district."""
    case = toy_case.write(folder / CASE)
    x, y = toy_case.X_M, toy_case.Y_M
    halves = [box(x, y - 200, x + 200, y + 200), box(x - 200, y - 200, x, y + 200)]
    names = {"name": ["Východ", "Západ"]}
    gpd.GeoDataFrame(names, geometry=halves, crs=toy_case.CRS).to_file(
        case / "districts.gpkg", driver="GPKG"
    )
    source = {"path": "districts.gpkg", "provenance": "synthetic"}
    toy_case.change_plan(case, lambda values: values["inputs"].update(districts=source))


def dialogue(folder: Path) -> Iterator[str]:
    """Yield question by question with its answer; commands run in a folder that holds the case."""
    for number, question in enumerate(QUESTIONS, start=1):
        done = run(*question.arguments, folder=folder)
        yield (
            f"\n## {number}. {question.czech}\n\n*{question.english}*\n\n"
            f"```sh\n{question.command}\n```\n\n```text\n{done.err.rstrip()}\n```\n"
        )


def main() -> None:
    """Write the document."""
    with TemporaryDirectory() as home:
        write_case(Path(home))
        head = DOCUMENT.read_text(encoding="utf-8").partition(MARK)[0]
        content = head + MARK + "".join(dialogue(Path(home)))
    DOCUMENT.write_text(content, encoding="utf-8", newline="\n")
    sys.stdout.write(f"{DOCUMENT}\n")


if __name__ == "__main__":
    main()
