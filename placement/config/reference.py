"""The plan file's reference, made from the fields: `python -m placement.config.reference`."""

import sys
from collections.abc import Iterator, Mapping

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from placement.config.meanings import descriptions, is_list, section_in
from placement.config.sections import InputsSection, PlanConfig
from placement.config.source import SourceSection

HEAD = "| key | default | meaning |\n|---|---|---|"


def reference() -> str:
    """Return one Markdown table per section: key, default, meaning."""
    return "\n".join([*_of_inputs(), *_sections(PlanConfig, "")]).strip() + "\n"


def _of_inputs() -> Iterator[str]:
    yield f"\n`[inputs.…]`: every input file takes\n\n{HEAD}"
    yield from _rows(SourceSection, SourceSection.model_fields)


def _sections(section: type[BaseModel], path: str) -> Iterator[str]:
    source_keys = SourceSection.model_fields if issubclass(section, SourceSection) else {}
    own = {name: field for name, field in section.model_fields.items() if name not in source_keys}
    plain = {name: field for name, field in own.items() if section_in(field.annotation) is None}
    if plain:
        yield f"\n`{path}`{' also takes' if source_keys else ''}\n\n{HEAD}"
        yield from _rows(section, plain)
    if section is InputsSection:
        yield f"\n`{path}` knows these files\n\n| key | | meaning |\n|---|---|---|"
        yield from _rows(section, own)
    for name, field in own.items():
        part = section_in(field.annotation)
        if part is not None:
            inner = f"{path.strip('[]')}.{name}".lstrip(".")
            yield from _sections(
                part, f"[[{inner}]]" if is_list(field.annotation) else f"[{inner}]"
            )


def _rows(section: type[BaseModel], fields: Mapping[str, FieldInfo]) -> Iterator[str]:
    meanings = descriptions(section)
    for name, field in fields.items():
        yield f"| `{name}` | {_default(field)} | {meanings[name]} |"


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    if field.default is PydanticUndefined or isinstance(field.default, BaseModel):
        return ""
    value = list(field.default) if isinstance(field.default, tuple) else field.default
    return "" if value in (None, [], {}, "") else f"`{value}`"


if __name__ == "__main__":
    sys.stdout.buffer.write(reference().encode("utf-8"))
