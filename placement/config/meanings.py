"""What the keys of a plan file mean, in the language of the reader.

The English sentence stands under the field itself; the Czech one in the catalogue, by the section
class that first names the field, without its suffix `Section`.
"""

from pydantic import BaseModel

from placement.texts import Phrase


def meaning(section: type[BaseModel], key: str) -> Phrase:
    """Return what a key of a section means."""
    owner = next(
        base.__name__.removesuffix("Section")
        for base in reversed(section.__mro__)
        if key in vars(base).get("__annotations__", {})
    )
    english = section.model_fields[key].description or ""
    return Phrase(f"field.{owner}.{key}", english=english)


def section_in(annotation: object) -> type[BaseModel] | None:
    """Return the section a field holds, alone, optional or in a list; None for a plain value."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = (section_in(argument) for argument in getattr(annotation, "__args__", ()))
    return next((model for model in inner if model), None)


def is_list(annotation: object) -> bool:
    """Return whether a field holds several of its section."""
    return "tuple" in str(annotation)
