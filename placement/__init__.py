"""Plan a town's municipal CCTV: where cameras see most of what matters, phase by phase."""

__version__ = "0.1.0"
