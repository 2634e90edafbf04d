"""Privacy masks: what of homes no picture may show, and shapes of devices that cover it."""
