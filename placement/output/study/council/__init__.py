"""The study on one page for the council, as PDF and as HTML."""
