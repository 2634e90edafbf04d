"""The town's own register of cameras: states, their history, consents; values, not files."""
