"""`Controller`: who answers for the recordings of a town, and how long they are kept."""

from attrs import frozen


@frozen(kw_only=True)
class Controller:
    """The controller of personal data, article 4 (7) GDPR; a text that is not known is empty."""

    name: str
    """Who decides about the recordings, usually the town with its municipal police."""
    address: str = ""
    email: str = ""
    phone: str = ""
    web: str = ""
    """Page with the whole information on the recordings, the second layer of the notice."""
    officer: str = ""
    """Data protection officer, articles 37 to 39 GDPR."""
    officer_email: str = ""
    retention_days: float | None = None
    """After so long a recording is overwritten; None: nobody said. [d]"""
    retention_reason: str = ""
    """Why it is kept for so long."""
