"""What every test of the command line may ask for: the toy case, and a run of a command on it."""
