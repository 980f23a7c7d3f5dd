"""Golden files: what came out once, was read by a person, and has to come out again."""

from collections.abc import Callable
from pathlib import Path

Golden = Callable[[str, Path], None]
"""Compares a text with a file; the fixture `golden` gives one."""
