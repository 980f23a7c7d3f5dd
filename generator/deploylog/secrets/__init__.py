"""Secrets in a text: found by the form that their makers gave them, or by the name that they go under.

Digests, hashes, identifiers and pictures have no such form, so they raise no alarm. Each pattern is tried
on a line only when a few letters that it cannot do without are there.
"""

from deploylog.secrets.searching import (
    BY_OPTION,
    IN_LOG,
    IN_MARKDOWN,
    RULE,
    Found,
    Scanner,
    Secret,
    problem,
    problems,
    redact,
    redacted,
)

__all__ = [
    "BY_OPTION",
    "IN_LOG",
    "IN_MARKDOWN",
    "RULE",
    "Found",
    "Scanner",
    "Secret",
    "problem",
    "problems",
    "redact",
    "redacted",
]
