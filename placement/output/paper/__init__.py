"""The plan on paper: sheets, what is drawn on them, their margins and words."""
