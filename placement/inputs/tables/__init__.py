"""Tables of text: their columns and headings, numbers and sizes, and notes on their rows."""
