"""The command line: options in, one library call, files and messages out."""
