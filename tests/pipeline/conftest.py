"""The toy case and the slow oracle are modules beside the tests."""
