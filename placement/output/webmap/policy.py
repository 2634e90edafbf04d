"""The Content-Security-Policy of a page: the very texts that are written, and nothing else.

A script or style runs only if its SHA-256 stands in the policy, so that a name that became HTML
after all would still not run. Styles are set by the script on elements (`element.style`), which a
policy allows, never as an attribute, which it does not.
"""

import base64
import hashlib
from collections.abc import Iterable, Sequence


def content_policy(
    *, scripts: Sequence[str], styles: Sequence[str], pictures: Iterable[str] = ()
) -> str:
    """Return the policy of a page.

    Parameters
    ----------
    scripts, styles
        What stands in its elements `script` and `style`, to the letter.
    pictures
        Servers its reader may switch on pictures of.
    """
    images = " ".join(["data:", *sorted(set(pictures))])
    return (
        f"default-src 'none'; script-src {_hashes(scripts)}; style-src {_hashes(styles)}; "
        f"img-src {images}; base-uri 'none'; form-action 'none'"
    )


def _hashes(sources: Sequence[str]) -> str:
    digests = (hashlib.sha256(source.encode("utf-8", "replace")).digest() for source in sources)
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
