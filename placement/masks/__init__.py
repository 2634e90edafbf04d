"""Privacy masks: what of homes a picture must not show, and shapes that devices can cover it with."""
