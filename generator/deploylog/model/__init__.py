"""The words of deployment, as immutable values.

Everything here is already valid: only `logs` and the importers build these. Parts that an author
marked `private` were left behind by the reader and never get this far.
"""

from deploylog.model.deployment import Deployment
from deploylog.model.parts import (
    Change,
    Decision,
    Deferral,
    Instant,
    Issue,
    Link,
    Risk,
    Slot,
    Step,
    System,
    Window,
)
from deploylog.model.texts import Post, Term
from deploylog.model.words import (
    Activity,
    FoundIn,
    Happened,
    IssueStatus,
    Kind,
    Outcome,
    Result,
    Severity,
    Voice,
)

__all__ = [
    "Activity",
    "Change",
    "Decision",
    "Deferral",
    "Deployment",
    "FoundIn",
    "Happened",
    "Instant",
    "Issue",
    "IssueStatus",
    "Kind",
    "Link",
    "Outcome",
    "Post",
    "Result",
    "Risk",
    "Severity",
    "Slot",
    "Step",
    "System",
    "Term",
    "Voice",
    "Window",
]
