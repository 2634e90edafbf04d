"""Where the toy case, the runner and the mutations are."""
