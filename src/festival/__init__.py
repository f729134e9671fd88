"""The event-day companion of a city festival."""

__version__ = "0.1.0"
