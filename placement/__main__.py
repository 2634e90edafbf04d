"""`python -m placement`: the same as the command `placement`."""

from placement.cli.main import main

if __name__ == "__main__":
    main(prog_name="placement")
