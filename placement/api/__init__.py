"""The library calls behind `import placement` and behind every command: cases, plans, results."""
