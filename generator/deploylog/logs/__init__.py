"""Logs: from a file to a deployment, or to all its problems at once."""

from deploylog.logs.reading import Log, read_log, read_log_bytes, read_log_text

__all__ = ["LOG_SUFFIXES", "Log", "read_log", "read_log_bytes", "read_log_text"]

LOG_SUFFIXES = (".yml", ".yaml")
"""What the names of logs end with."""
