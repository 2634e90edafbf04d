"""Join ES modules into one classic script, for a page that is one file and needs no server.

A browser does not let a page that was opened from a file import another file. Each module becomes a
function of its own, called once in the order of imports, so that its names stay its own. Handled is
what our modules use, at the beginning of a line: `import { a, b as c } from "./other.js";` above
all other code, and `export` before a function, a class or a constant. Everything else that
JavaScript knows of modules is refused, circles of imports as well. Descriptions of types
(`/** ... */` at the beginning of a line) are left out.
"""

import posixpath
import re
from collections.abc import Callable

from attrs import field, frozen

IMPORT = re.compile(r'^import \{([^{}]*)\} from "(\.{1,2}/[^"\n]+\.js)";[ \t]*$', re.MULTILINE)
EXPORT = re.compile(
    r"^export (?=(?:(?:async )?function\*? |class |const )([\w$]+))(?!const [\w$]+\s*,)",
    re.MULTILINE,
)
NAME = re.compile(r"([\w$]+)(?: as ([\w$]+))?")
COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
DESCRIPTION = re.compile(r"^[ \t]*/\*\*.*?\*/[ \t]*\n?", re.DOTALL | re.MULTILINE)
UNSUPPORTED = re.compile(r"^[ \t]*(?:import|export)\b.*|\bimport\s*[(.].*", re.MULTILINE)
REGISTRY = "$modules"
"""Holds what each module exports; no module may use this name."""


class BundleError(ValueError):
    """A module uses something that the bundler does not handle; a mistake of ours, not a user's."""


@frozen
class Import:
    """Names that a module takes from another one."""

    path: str
    names: tuple[tuple[str, str], ...]
    """Name in the other module and name here."""

    def as_code(self) -> str:
        """Return the statement that takes the names from the registry."""
        pairs = (name if name == local else f"{name}: {local}" for name, local in self.names)
        return f'const {{ {", ".join(pairs)} }} = {REGISTRY}["{self.path}"];'


@frozen
class Module:
    """One module, read and checked."""

    path: str
    imports: tuple[Import, ...]
    exports: tuple[str, ...]
    code: str
    """Its code with neither `import` nor `export`."""

    def as_code(self) -> str:
        """Return the module as a function that is called at once."""
        returned = f"return {{ {', '.join(self.exports)} }};\n" if self.exports else ""
        return f'{REGISTRY}["{self.path}"] = (() => {{\n{self.code}\n{returned}}})();'


def bundle(entry: str, read: Callable[[str], str]) -> str:
    """Join a module and all it imports, directly or not, into one script.

    Parameters
    ----------
    entry
        Path of the module that starts the page, with "/" between folders.
    read
        Returns the text of a module by its path.

    Returns
    -------
    script
        Modules in an order in which each comes after those it imports; the same text each time.

    Raises
    ------
    BundleError
        If a module uses what is not handled, if a name that is imported is not exported, or if
        modules import each other in a circle.
    """
    graph = _Graph(read)
    graph.add(entry, ())
    return "\n".join(
        [
            '"use strict";',
            f"const {REGISTRY} = {{}};",
            *(m.as_code() for m in graph.modules.values()),
        ]
    )


@frozen
class _Graph:
    """Modules by path, each after those it imports."""

    read: Callable[[str], str]
    modules: dict[str, Module] = field(factory=dict)

    def add(self, path: str, importers: tuple[str, ...]) -> None:
        """Add a module after what it imports; `importers` lead from the entry to it."""
        if path in importers:
            circle = " -> ".join([*importers[importers.index(path) :], path])
            raise BundleError(f"modules import each other: {circle}")
        if path in self.modules:
            return
        module = parse(path, self.read(path))
        for each in module.imports:
            self.add(each.path, (*importers, path))
            exports = self.modules[each.path].exports
            missing = [name for name, _ in each.names if name not in exports]
            if missing:
                raise BundleError(f"{path}: {each.path} does not export {', '.join(missing)}")
        self.modules[path] = module


def parse(path: str, source: str) -> Module:
    """Return a module with its imports and exports taken apart from its code.

    Parameters
    ----------
    path
        Path of the module; paths in its imports are relative to its folder.
    source
        Its text.
    """
    statements = list(IMPORT.finditer(source))
    if statements and not _is_blank(IMPORT.sub("", source[: statements[-1].end()])):
        raise BundleError(f"{path}: an import stands below other code")
    imports = tuple(_import(path, statement) for statement in statements)
    exports = tuple(EXPORT.findall(source))
    code = DESCRIPTION.sub("", IMPORT.sub("", EXPORT.sub("", source)))
    unsupported = UNSUPPORTED.search(COMMENT.sub("", code))
    if unsupported:
        raise BundleError(f"{path}: not handled: {unsupported.group().strip()}")
    if REGISTRY in code:
        raise BundleError(f"{path}: {REGISTRY} is the bundler's own name")
    if len(set(exports)) < len(exports):
        raise BundleError(f"{path}: a name is exported twice")
    bindings = "\n".join(each.as_code() for each in imports)
    return Module(
        path, imports, exports, f"{bindings}\n{code.strip()}" if bindings else code.strip()
    )


def _import(path: str, statement: re.Match[str]) -> Import:
    names = [NAME.fullmatch(name.strip()) for name in statement[1].rstrip(", \n").split(",")]
    if None in names:
        raise BundleError(f"{path}: not handled: {statement.group()}")
    target = posixpath.normpath(posixpath.join(posixpath.dirname(path), statement[2]))
    return Import(target, tuple((m[1], m[2] or m[1]) for m in names if m is not None))


def _is_blank(code: str) -> bool:
    return not COMMENT.sub("", code).strip()
