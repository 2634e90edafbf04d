"""Text of outputs: text of inputs made printable, and words of the catalogues for values."""

from placement.texts import Language, catalogue


def printable(words: str) -> str:
    """Return text every format can hold: what XML forbids and control characters are replaced.

    Tabs and line ends become spaces. Marks that turn the writing direction stay: names may need
    them.
    """
    spaced = " ".join(words.replace("\t", " ").splitlines())
    return "".join(
        "\N{REPLACEMENT CHARACTER}"
        if ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or 0xD800 <= ord(c) < 0xE000 or c in "\ufffe\uffff"
        else c
        for c in spaced
    )


def word_of(group: str, value: str, language: Language) -> str:
    """Return the catalogue's word for a value below `group.`, or the value where it has none."""
    return catalogue(language).get(f"{group}.{value}", value)
