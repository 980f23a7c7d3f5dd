"""The parts of a deployment in the data: its systems, steps, decisions and so on, each a table of its own."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from deploylog import addresses
from deploylog.feeds.columns import Column, Kind, Table, Told, flag, instant, texts, word
from deploylog.model import Decision

_DECISION: Table = (
    word("question", "what was to be decided"),
    texts("options", "between what", lambda decision: decision.options),
    *instant("deadline", "by when", lambda decision: decision.deadline),
    word("decided", "what was chosen"),
    word("by", "who chose"),
)


def _in_step(column: Column) -> Column:
    """Read a decision's column from the step that it is part of."""
    return Column(
        name=column.name,
        kind=column.kind,
        about=f"of a decision: {column.about}",
        of=lambda step: column.of(step.decision or Decision()),
        always=column.always,
    )


NUMBER = Column(name="number", kind=Kind.COUNT, about="its place, from 1", of=lambda _: None, always=True)
"""What every part of a deployment begins with; whoever writes the part knows its place."""

_STEP: Table = (
    *instant("at", "when it began", lambda step: step.at, always=True),
    *instant("until", "when it ended", lambda step: step.until),
    *instant("plan", "when it was planned to begin", lambda step: step.plan),
    word("activity", "what it was for"),
    texts("systems", "those it touched", lambda step: step.systems),
    word("who", "a role or team"),
    word("text", "what happened"),
    word("why", "why it was done, or done then"),
    word("result", "`passed`, `passed-with-issues` or `failed`"),
    word("aside", "the narrator's own words"),
    *map(_in_step, _DECISION),
)

PARTS: Mapping[str, tuple[str, Table, Callable[[Told], Sequence[Any]]]] = {
    "systems": (
        "what was deployed or touched",
        (
            word("name", "of the system", always=True),
            word("role", "in the author's words"),
            texts("depends_on", "systems that must be up before it", lambda system: system.depends_on),
        ),
        lambda told: told.deployment.systems,
    ),
    "steps": ("what happened, in order", _STEP, lambda told: told.deployment.steps),
    "decisions": (
        "choices outside the timeline",
        (*_DECISION, word("why", "why so")),
        lambda told: told.deployment.decisions,
    ),
    "risks": (
        "what the team worried about",
        (
            word("text", "the worry", always=True),
            word("system", "whose"),
            word("happened", "`yes`, `no` or `partly`"),
            word("note", "what came of it"),
        ),
        lambda told: told.deployment.risks,
    ),
    "issues": (
        "faults that it brought or met",
        (
            word("text", "the fault", always=True),
            word("severity", "`minor`, `major` or `critical`"),
            word("system", "where"),
            word("found_in", "`deploy`, `sanity-test`, `landing-test` or `production`"),
            word("status", "`open`, `accepted` or `fixed`"),
        ),
        lambda told: told.deployment.issues,
    ),
    "next_slots": (
        "when it is tried next",
        (
            Column(name="day", kind=Kind.DAY, about="of the slot", of=lambda slot: slot.day, always=True),
            *instant("start", "when on that day", lambda slot: slot.start),
            word("system", "what would go in then, if not all"),
            flag("tentative", "whether it is not settled", lambda slot: slot.tentative),
            word("note", "in the author's words"),
        ),
        lambda told: told.deployment.next_slots,
    ),
    "changes": (
        "what the deployment was to deliver",
        (
            word("text", "what was changed", always=True),
            *instant(
                "committed_at", "when it was committed", lambda change: change.committed_at, always=True
            ),
            word("url", "an address"),
        ),
        lambda told: told.deployment.changes,
    ),
    "links": (
        "references for the reader",
        (
            word("text", "as shown"),
            word("url", "an address"),
            word("log", "or the id of another log or post"),
        ),
        lambda told: [
            link
            for link in told.deployment.links
            if not link.log or addresses.post(link.log) not in told.published.hidden
        ],
    ),
}
"""The parts of a deployment: what they are, what is said of each, and where they are read from."""
