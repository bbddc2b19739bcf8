"""CAMI Desktop: the offline reporting tool of the Central Asian Mammals Initiative."""

__version__ = "0.1.0"
