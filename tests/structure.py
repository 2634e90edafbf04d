"""Figures of the house: rooms, arrows between them, the longest chain of imports, words.

`python -m tests.structure [FOLDER]` prints them for the package, or for a checkout elsewhere.
"""

import ast
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
PRIVATE_WORDS = frozenset(
    """
    found told asked seen given made known wanted taken kept said written brought left put meant
    named heard got tried asks sees tells finds knows goes comes stands lies
    """.split()  # noqa: SIM905 -- thirty words read better so
)
"""Words that say how a value came about, or what it does, in place of what it is."""


@cache
def parsed(file: Path) -> ast.Module:
    """Return the tree of a module, parsed once."""
    return ast.parse(file.read_text(encoding="utf-8"))


def modules(package: Path) -> dict[str, Path]:
    """Return the modules of a package by their dotted names."""
    found = {}
    for file in sorted(package.rglob("*.py")):
        parts = file.relative_to(package.parent).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = file
    return found


@cache
def imports(package: Path) -> dict[str, set[str]]:
    """Return which modules of the package each of its modules imports, type checking apart."""
    names = modules(package)
    return {
        name: {each for each in _imported(file, names) if each != name}
        for name, file in names.items()
    }


def _imported(file: Path, names: Mapping[str, Path]) -> Iterator[str]:
    for node in _runtime(parsed(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in names)
        elif isinstance(node, ast.ImportFrom) and node.module in names:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole in names else str(node.module)


def _runtime(tree: ast.AST) -> Iterator[ast.AST]:
    """Walk a tree without what only a type checker reads."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        yield node
        yield from _runtime(node)


def longest_chain(graph: Mapping[str, set[str]]) -> list[str]:
    """Return the longest chain of imports; a circle counts once, as it is entered."""
    sys.setrecursionlimit(10_000)
    on_the_way: set[str] = set()

    @cache
    def below(module: str) -> tuple[str, ...]:
        on_the_way.add(module)
        chains = (below(each) for each in sorted(graph[module]) if each not in on_the_way)
        longest = max(chains, key=len, default=())
        on_the_way.discard(module)
        return (module, *longest)

    return list(max((below(module) for module in sorted(graph)), key=len))


def rooms(package: Path) -> list[str]:
    """Return the modules and packages right below the package."""
    found = {p.stem for p in package.iterdir() if p.suffix == ".py" or any(p.glob("*.py"))}
    return sorted(name for name in found if not name.startswith("__"))


def arrows(graph: Mapping[str, set[str]]) -> set[tuple[str, str]]:
    """Return which room imports which."""
    room = {name: name.split(".")[1] if "." in name else "" for name in graph}
    pairs = {(room[one], room[other]) for one, others in graph.items() for other in others}
    return {(one, other) for one, other in pairs if one != other and one and other}


def imported_once(graph: Mapping[str, set[str]]) -> list[str]:
    """Return the modules that exactly one other imports; packages and the commands apart."""
    uses = Counter(other for others in graph.values() for other in others)
    packages = {name.rpartition(".")[0] for name in graph}
    return sorted(n for n, users in uses.items() if users == 1 and n not in packages)


def private_words(package: Path) -> Counter[str]:
    """Return how often each private word is bound as a name, or begins or ends one."""
    bound = Counter(name for file in package.rglob("*.py") for name in _bound(file))
    words: Counter[str] = Counter()
    for name, times in bound.items():
        if name.strip("_") in PRIVATE_WORDS:
            words[name.strip("_")] += times
    return words


def _bound(file: Path) -> Iterator[str]:
    for node in ast.walk(parsed(file)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name


def report(root: Path) -> str:
    """Return the figures of a checkout, a line each."""
    package = root / "placement"
    graph = imports(package)
    chain = longest_chain(graph)
    lines = sum(len(f.read_text(encoding="utf-8").splitlines()) for f in package.rglob("*.py"))
    words = private_words(package)
    links = " → ".join(name.removeprefix("placement.") for name in chain)
    uses = " ".join(f"{word} {times}" for word, times in words.most_common())
    return "\n".join(
        (
            f"rooms at the top: {len(rooms(package))}: {' '.join(rooms(package))}",
            f"arrows between them: {len(arrows(graph))}",
            f"modules: {len(graph)}, {lines} lines",
            f"imported by one other: {len(imported_once(graph))}",
            f"longest chain of imports: {len(chain)}: {links}",
            f"private words: {sum(words.values())}: {uses}",
        )
    )


if __name__ == "__main__":
    sys.stdout.write(report(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT) + "\n")
