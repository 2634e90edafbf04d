"""The feasibility study: what a plan says, as chapters and annexes, written as DOCX and HTML."""
