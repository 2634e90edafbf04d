"""The description of the page's data, read so that a value can be held against it.

Read is the part of TypeScript that `page_data.d.ts` uses: interfaces, aliases, unions, lists,
tuples, literals, `Record` and optional fields. Anything else is refused.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import field, frozen

COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
DECLARATION = re.compile(r"export (?:interface (\w+) \{(.*?)\n\}|type (\w+) =(.*?);\n)", re.DOTALL)
MEMBER = re.compile(r"\s*(\w+)(\?)?: ([^;]+);")
TOKEN = re.compile(r"\s*(\w+\??:|\"[^\"]*\"|-?\d+|\w+|\[\]|[\[\]<>|,])")
SPACE = re.compile(r"\s")
BASIC: Mapping[str, type | tuple[type, ...]] = {
    "string": str,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
}


@frozen
class Description:
    """The interfaces and aliases of one file."""

    interfaces: dict[str, dict[str, tuple[str, bool]]]
    """Interface → field → type and whether it may be left out."""
    aliases: dict[str, str]
    covered: set[tuple[str, str]] = field(factory=set)
    """Fields of interfaces that values had until now."""

    @classmethod
    def of(cls, source: str) -> "Description":
        """Read a description."""
        plain = COMMENT.sub("", source)
        interfaces, aliases = {}, {}
        for name, body, alias, type_ in DECLARATION.findall(plain):
            if alias:
                aliases[alias] = type_.strip()
            else:
                assert not MEMBER.sub("", body).strip(), name
                interfaces[name] = {n: (t.strip(), bool(o)) for n, o, t in MEMBER.findall(body)}
        assert not DECLARATION.sub("", plain).strip()
        return cls(interfaces, aliases)

    def mismatches(self, value: Any, type_: str, where: str = "data") -> list[str]:
        """Return where a value is not what a type says, with the way that leads there."""
        tokens = TOKEN.findall(type_)
        assert SPACE.sub("", "".join(tokens)) == SPACE.sub("", type_), type_
        problems, rest = self._union(value, tokens, where)
        assert not rest, type_
        return problems

    def uncovered(self) -> set[tuple[str, str]]:
        """Return interfaces and their fields that no value had."""
        fields = {(name, key) for name, keys in self.interfaces.items() for key in keys}
        return fields - self.covered

    def _union(self, value: Any, tokens: list[str], where: str) -> tuple[list[str], list[str]]:
        rest = tokens[1:] if tokens[0] == "|" else tokens
        answers = []
        while True:
            problems, rest = self._list(value, rest, where)
            answers.append(problems)
            if not rest or rest[0] != "|":
                break
            rest = rest[1:]
        return min(answers, key=_distance), rest

    def _list(self, value: Any, tokens: list[str], where: str) -> tuple[list[str], list[str]]:
        depth, rest = 0, _after_one(tokens)
        one = tokens[: len(tokens) - len(rest)]
        while rest[:1] == ["[]"]:
            depth, rest = depth + 1, rest[1:]
        return list(self._elements(value, one, depth, where)), rest

    def _elements(self, value: Any, one: list[str], depth: int, where: str) -> Iterator[str]:
        if depth == 0:
            yield from self._one(value, one, where)
        elif not isinstance(value, list):
            yield f"{where}: no list"
        else:
            for number, each in enumerate(value):
                yield from self._elements(each, one, depth - 1, f"{where}[{number}]")

    def _one(self, value: Any, tokens: list[str], where: str) -> Iterator[str]:
        head = tokens[0]
        if head == "[":
            yield from self._tuple(value, tokens[1:-1], where)
        elif head == "Record":
            yield from self._record(value, tokens[2:-1], where)
        elif head in self.aliases:
            yield from self.mismatches(value, self.aliases[head], where)
        elif head in self.interfaces:
            yield from self._interface(value, head, where)
        elif head in BASIC:
            boolean = isinstance(value, bool)
            if not isinstance(value, BASIC[head]) or (boolean and head != "boolean"):
                yield f"{where}: {value!r} is no {head}"
        elif value != _literal(head) or isinstance(value, bool) != (head in ("true", "false")):
            yield f"{where}: {value!r} is not {head}"

    def _tuple(self, value: Any, tokens: list[str], where: str) -> Iterator[str]:
        rest, number = tokens, 0
        count = len(value) if isinstance(value, list) else -1
        while rest:
            label = rest[0]
            assert label.endswith(":"), tokens
            each = value[number] if number < count else None
            problems, rest = self._union(each, rest[1:], f"{where}.{label[:-1]}")
            yield from problems
            rest, number = rest[1:], number + 1
        if number != count:
            yield f"{where}: {count} values instead of {number}"

    def _record(self, value: Any, tokens: list[str], where: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield f"{where}: no record"
            return
        comma = tokens.index(",")
        for key, each in value.items():
            yield from self._union(key, tokens[:comma], f"{where}: key")[0]
            yield from self._union(each, tokens[comma + 1 :], f"{where}.{key}")[0]

    def _interface(self, value: Any, name: str, where: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield f"{where}: no {name}"
            return
        fields = self.interfaces[name]
        for key in value.keys() - fields.keys():
            yield f"{where}.{key}: not described"
        for key, (type_, optional) in fields.items():
            if key in value:
                self.covered.add((name, key))
                yield from self.mismatches(value[key], type_, f"{where}.{key}")
            elif not optional:
                yield f"{where}.{key}: missing"


def _distance(problems: list[str]) -> tuple[int, int]:
    """Return how far a value is from a type: the fewer problems and the deeper, the nearer."""
    return len(problems), -max((len(each.partition(": ")[0]) for each in problems), default=0)


def _after_one(tokens: list[str]) -> list[str]:
    """Return what follows one name, literal, tuple or record."""
    if tokens[0] == "[":
        return tokens[_closing(tokens, "[", "]") :]
    if tokens[0] == "Record":
        return tokens[_closing(tokens, "<", ">") :]
    return tokens[1:]


def _closing(tokens: list[str], opening: str, closing: str) -> int:
    depth = 0
    for number, token in enumerate(tokens):
        depth += (token == opening) - (token == closing)
        if depth == 0 and token == closing:
            return number + 1
    raise AssertionError(tokens)


def _literal(token: str) -> str | int | bool:
    if token in ("true", "false"):
        return token == "true"
    return token.strip('"') if token.startswith('"') else int(token)
