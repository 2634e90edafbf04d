"""Words of lists and tags for the status and the kind of a camera."""

from collections.abc import Mapping
from functools import cache

from placement.register.states import DECIDED, STANDING, STATES, State
from placement.texts import LANGUAGES, catalogue, plain

IN_SERVICE = frozenset(
    {"", "in service", "v provozu", "stavajici", "existing", "existujici", "funkcni", "provozovana",
     "provozovany", "provoz", "active", "aktivni", "operational", "ano", "yes", "true", "1", "ok",
     "soucasna", "soucasny", "stav", "instalovana", "instalovano", "zapojena", "working", "live"}
)  # fmt: skip
OUT_OF_SERVICE = frozenset(
    {"out of service", "mimo provoz", "nefunkcni", "porucha", "odstavena", "inactive", "neaktivni",
     "broken", "ne", "no", "false", "0", "vypnuta", "odpojena", "docasne mimo provoz", "v oprave",
     "defective", "offline"}
)  # fmt: skip
PROPOSED = frozenset(
    {"planned", "planovana", "planovany", "plan", "planuje se", "navrh", "navrzena", "navrzeny",
     "navrhovana", "navrhovany", "navrzeno", "proposed", "proposal", "nova", "novy", "nove", "new",
     "budouci", "future", "projekt", "projektovana", "v priprave", "pripravovana", "k realizaci",
     "ve vystavbe", "under construction"}
)  # fmt: skip
LEAVING = frozenset(
    {"to be removed", "to be replaced", "k odstraneni", "k vymene", "k demontazi", "k nahrazeni"}
)
"""Cameras that stand and work until a plan takes them down."""
NOT_BUILT = PROPOSED | {"zadana", "demolished", "disused"}
OF_REGISTER: Mapping[State, frozenset[str]] = {
    "agreed": frozenset({"odsouhlaseno", "schvalena", "schvaleno"}),
    "visited": frozenset({"obhlednuta", "obhlednuto", "obhlidka"}),
    "designed": frozenset({"vyprojektovano"}),
    "built": frozenset({"osazeno", "postavena", "namontovana"}),
    "moved": frozenset({"premisteno", "presunuta"}),
    "given up": frozenset(
        {"zruseno", "zruseny", "zamitnuta", "removed", "demontovana", "vyrazena"}
    ),
}
"""State of a town's register → its words, plain, beside those of the catalogues."""
FIXED, TURNING, WHOLE_CIRCLE = "fixed", "turning", "whole circle"
PLATES = "plate reader"
"""Reads number plates, whatever else it is; plan files have models for it by their purpose."""
KINDS: Mapping[str, frozenset[str]] = {
    FIXED: frozenset(
        {"fixed", "pevna", "pevny", "staticka", "staticky", "stacionarni", "static", "bullet",
         "box", "fix", "pevna kamera", "staticka kamera", "fixed camera", "nepohybliva", "fixni"}
    ),
    TURNING: frozenset(
        {"turning", "otocna", "otocny", "ptz", "panning", "pan tilt zoom", "speed dome",
         "speeddome", "polohovatelna", "polohovaci", "otocna kamera", "ptz kamera", "kamera ptz",
         "ptz camera", "pohybliva", "rotacni", "otocna ptz", "otocna dome", "rychlootocna"}
    ),
    WHOLE_CIRCLE: frozenset(
        {"whole circle", "celokruhova", "celokruhovy", "panoramaticka", "panoramaticky",
         "panoramic", "panorama", "360", "360 kamera", "kamera 360", "fisheye", "fish eye",
         "rybi oko", "vsesmerova", "omnidirectional", "multisenzorova 360", "cely kruh"}
    ),
    PLATES: frozenset(
        {"plate reader", "alpr", "anpr", "lpr", "alpr kamera", "anpr kamera", "lpr kamera",
         "ctecka spz", "ctecka rz", "ctecka znacek", "ctecka registracnich znacek", "cteni spz",
         "rozpoznavani spz", "rozpoznavani rz", "kamera na spz", "license plate reader",
         "number plate reader"}
    ),
}  # fmt: skip
"""Kind → its words, plain. A dome may be of any kind, so it is none."""


def status_of(word: str) -> str:
    """Return the status a word means: in service, out of service, not built; else the word."""
    plain_word = plain(word)
    state = _states().get(plain_word)
    if plain_word in IN_SERVICE | LEAVING or state in STANDING:
        return "in service"
    if plain_word in OUT_OF_SERVICE:
        return "out of service"
    return "not built" if plain_word in NOT_BUILT or state is not None else word


def state_of(word: str) -> State | None:
    """Return the state of a register that a word means, also in words of other lists; else None."""
    plain_word = plain(word)
    if not plain_word:
        return None
    if plain_word in _states():
        return _states()[plain_word]
    if plain_word in PROPOSED:
        return "proposed"
    status = status_of(word)
    return next((state for state in STATES if state == status), None)


@cache
def _states() -> Mapping[str, State]:
    """Return every word of a state, plain → the state."""
    titles = {
        plain(catalogue(language)[f"register.state.{state}"]): state
        for language in LANGUAGES
        for state in STATES
    }
    return {word: state for state, words in OF_REGISTER.items() for word in words} | titles


def is_proposed(word: str) -> bool:
    """Return whether a word of the status means a camera that is to be built."""
    return plain(word) in PROPOSED or _states().get(plain(word)) in DECIDED


def is_leaving(word: str) -> bool:
    """Return whether a word of the status means a standing camera that is to be taken down."""
    return plain(word) in LEAVING


def kind_of(word: str) -> str:
    """Return the kind a word means: fixed, turning, whole circle, plate reader; else empty."""
    plain_word = plain(word)
    return next((kind for kind, words in KINDS.items() if plain_word in words), "")
