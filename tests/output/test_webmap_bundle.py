"""The bundler of the page's modules: their order, their names, and what it refuses."""

import shutil
import subprocess
from pathlib import Path

import pytest

from placement.output.webmap import bundle as bundler
from placement.output.webmap.bundle import BundleError, bundle, parse
from placement.output.webmap.page import own_script

ASSETS = Path(bundler.__file__).parent / "assets"


def bundle_of(**modules: str) -> str:
    """Bundle modules, `a` first; a path is the name with "/" for "__"."""
    sources = {name.replace("__", "/") + ".js": source for name, source in modules.items()}
    return bundle("a.js", sources.__getitem__)


def output_of(script: str) -> str:
    """Run a script in Node and return what it prints."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node on this machine")
    run = subprocess.run([node, "-"], input=script, capture_output=True, text=True, check=True)
    return run.stdout


def test_modules_come_after_those_they_import_and_once() -> None:
    """Two ways lead to `c`; it stands first and once, the entry last."""
    script = bundle_of(
        a='import { b } from "./b.js";\nimport { c } from "./c.js";\nb(c);',
        b='import { c } from "./c.js";\nexport function b() { c(); }',
        c="export function c() {}",
    )
    starts = [line for line in script.splitlines() if line.endswith("= (() => {")]

    assert starts == [f'$modules["{name}.js"] = (() => {{' for name in "cba"]


def test_names_of_a_module_stay_its_own_and_constants_are_shared() -> None:
    """One name in two modules, another name at the border, functions before their place."""
    script = bundle_of(
        a='import { LIST } from "./deep/b.js";\n'
        'import {\n  grow as raise,\n  Box,\n} from "./c.js";\n'
        "const hidden = 1;\nraise();\nLIST.push(hidden, new Box().hidden);\n"
        "console.log(LIST.join());",
        deep__b="const hidden = 2;\nexport const LIST = [hidden];",
        c='import { LIST } from "./deep/b.js";\n'
        "export class Box { hidden = LIST.length; }\n"
        "export function grow() { LIST.push(hidden()); }\nfunction hidden() { return 3; }",
    )

    assert output_of(script) == "2,3,1,2\n"


def test_a_module_without_imports_or_exports_is_enough() -> None:
    """Nothing is added to it."""
    assert output_of(bundle_of(a='console.log("here");')) == "here\n"


@pytest.mark.parametrize(
    "source",
    [
        'import b from "./b.js";',
        'import * as b from "./b.js";',
        'import "./b.js";',
        'import { default as } from "./b.js";',
        "import { b } from './b.js';",
        'import { b } from "b";',
        'import { b } from "./b.css";',
        '  import { b } from "./b.js";',
        'const b = import("./b.js");',
        "console.log(import.meta.url);",
        "export default 1;",
        "export let a = 1;",
        "export var a = 1;",
        "export { a };",
        'export * from "./b.js";',
        "export const { a } = { a: 1 };",
        "export const a, b = 1;",
        "  export const a = 1;",
        "const $modules = 1;",
    ],
)
def test_what_is_not_handled_is_refused(source: str) -> None:
    """Rather than put into the page as it is."""
    with pytest.raises(BundleError):
        parse("a.js", source)


@pytest.mark.parametrize(
    ("modules", "message"),
    [
        ({"a": 'import { x } from "./b.js";', "b": "const x = 1;"}, "b.js does not export x"),
        (
            {
                "a": 'import { b } from "./b.js";\nexport const a = 1;',
                "b": 'import { a } from "./a.js";\nexport const b = a;',
            },
            "a.js -> b.js -> a.js",
        ),
        (
            {"a": 'run();\nimport { b } from "./b.js";', "b": "export const b = 1;"},
            "below other code",
        ),
        ({"a": "export const x = 1;\nexport function x() {}"}, "exported twice"),
    ],
)
def test_mistakes_between_modules_are_told(modules: dict[str, str], message: str) -> None:
    """A missing export, a circle, an import too late, a name twice."""
    with pytest.raises(BundleError, match=message):
        bundle_of(**modules)


def test_words_in_comments_and_texts_are_no_imports() -> None:
    """Types are imported in comments; a text may speak of imports."""
    source = (
        '/** @import { A } from "./a.js" */\n// import { b } from "./b.js";\nconst c = "export";'
    )

    assert parse("a.js", source).imports == ()
    assert parse("a.js", source).exports == ()
    assert parse("a.js", source).code == source.partition("\n")[2]


def test_every_script_of_the_folder_is_in_the_page_and_parses() -> None:
    """No module is left over by all pages, and their bundles are JavaScript."""
    scripts = [own_script(name) for name in ("internal", "public", "difference")]
    paths = {path.relative_to(ASSETS).as_posix() for path in ASSETS.rglob("*.js")}
    heads = {path: f'$modules["{path}"] = (() => {{' for path in paths}
    missing = {path for path, head in heads.items() if not any(head in each for each in scripts)}

    assert len(paths) > 30
    assert missing == set()
    assert [output_of(f"void (() => {{{script}}});") for script in scripts] == [""] * 3
