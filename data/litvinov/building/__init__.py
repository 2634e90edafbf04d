"""Build the layers of the Litvínov case from the hand-drawn tables."""
