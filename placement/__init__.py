"""Plan a town's municipal CCTV: where cameras see most of what matters, phase by phase, and how far that is from best."""

__version__ = "0.1.0"
