"""Words that name a house by what is in it, before its street: a school, an office, a shop."""

_STEMS = (
    "skol", "gymnaz", "jesl", "urad", "radnic", "kostel", "nemocnic", "poliklinik", "lekarn",
    "knihovn", "muzeum", "divadl", "kino", "hotel", "restaurac", "obchod", "prodejn", "market",
    "posta", "polic", "stanic", "hasic", "zbrojnic", "sokolovn", "hal", "stadion", "bazen",
    "koupalist", "domov", "dum", "domu", "centr", "bank", "penzion", "ubytovn", "vila", "zamek",
    "trafik", "kiosek", "parkovist", "garaz", "hrist", "firm", "area", "sidl", "magistrat",
)  # fmt: skip
_SHORT = frozenset({"zs", "ms", "ss", "sou", "sos", "zus", "oc", "nc", "dps", "mu", "ou", "dk",
                    "kd", "mp", "pcr", "hzs", "bd", "rd", "ddm"})  # fmt: skip


def names_one(before: tuple[str, ...]) -> bool:
    """Return whether words, plain and in lower case, name what is in a house.

    >>> names_one(("zakladni", "skola")), names_one(("nova",))
    (True, False)
    """
    return any(word in _SHORT or word.startswith(_STEMS) for word in before)
