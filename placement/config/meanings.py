"""What the keys of a plan file mean, in the language of the reader.

The English sentence stands under the field itself; the Czech one in the catalogue, by the section
class that first names the field, without its suffix `Section`.
"""

import ast
import inspect
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from textwrap import dedent

from pydantic import BaseModel

from placement.texts import Phrase


def meaning(section: type[BaseModel], key: str) -> Phrase:
    """Return what a key of a section means."""
    owner = next(
        base.__name__.removesuffix("Section")
        for base in reversed(section.__mro__)
        if key in vars(base).get("__annotations__", {})
    )
    return Phrase(f"field.{owner}.{key}", english=descriptions(section).get(key, ""))


@cache
def descriptions(section: type[BaseModel]) -> Mapping[str, str]:
    """Return the sentence under each field of a section, inherited ones included, in English.

    Read from the source when somebody asks, for it takes a twentieth of the program's start.
    """
    sentences: dict[str, str] = {}
    for base in section.__mro__[::-1]:
        if not issubclass(base, BaseModel) or base is BaseModel:
            continue
        try:
            source = inspect.getsource(base)
        except OSError:  # installed without it
            continue
        (tree,) = ast.parse(dedent(source)).body
        assert isinstance(tree, ast.ClassDef)  # noqa: S101 -- for the type checker
        for field, below in pairwise(tree.body):
            match field, below:
                case (
                    ast.AnnAssign(target=ast.Name(id=name)),
                    ast.Expr(value=ast.Constant(value=str(words))),
                ):
                    sentences[name] = " ".join(words.split())  # a comment, a row: one line
    return sentences


def section_in(annotation: object) -> type[BaseModel] | None:
    """Return the section a field holds, alone, optional or in a list; None for a plain value."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = (section_in(argument) for argument in getattr(annotation, "__args__", ()))
    return next((model for model in inner if model), None)


def is_list(annotation: object) -> bool:
    """Return whether a field holds several of its section."""
    return "tuple" in str(annotation)
