"""deploylog turns structured deployment logs into a deployment blog."""

__version__ = "0.1.0"
