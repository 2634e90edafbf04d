"""The town with a dense core is a module beside the tests."""
