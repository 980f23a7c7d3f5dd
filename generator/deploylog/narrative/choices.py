"""Decisions, laid out so that no part is said twice."""

import re

from deploylog.model import Decision, Instant, Step
from deploylog.narrative import texts, vocabulary
from deploylog.narrative.beats import Beat, Choice


def beat(step: Step) -> Beat:
    """Lay out a decision of the night."""
    decision = step.decision or Decision()
    return Beat(
        kind="decision",
        turn=True,
        at=step.at,
        text=step.text,
        decision=decision,
        choice=_choice(decision, step.why, step.who),
    )


def outside(decision: Decision) -> Beat:
    """Lay out a decision that was made before or after the night."""
    return Beat(kind="choice", decision=decision, choice=_choice(decision, "", ""))


def _choice(decision: Decision, why: str, who: str) -> Choice:
    decided = texts.infinitive(decision.decided)
    others = [option for option in decision.options if _bare(option) != _bare(decision.decided)]
    rather = len(others) == 1 < len(decision.options) and decided and texts.infinitive(others[0])
    reason = " ".join(part for part in (decision.why, why if why != decision.why else "") if part)
    before = bool(reason) and (
        not decision.decided or not texts.single(decision.decided) or texts.stands(reason)
    )
    return Choice(
        options=others if len(others) < len(decision.options) else decision.options,
        rather=rather,
        to_do=all(texts.infinitive(option) for option in decision.options),
        infinitive=decided,
        deadline=_unnamed(
            decision.deadline, [decision.question, *decision.options, decision.decided, reason]
        ),
        by=decision.by or who,
        before=reason if before else "",
        after="" if before else reason,
        link=":" if rather and texts.reason(reason) != "because" else texts.reason(reason) if reason else "",
        asks=_asks(decision.question),
    )


def _bare(text: str) -> str:
    return re.sub(r"^to ", "", texts.clause(text)[0].casefold())


def _asks(question: str) -> bool:
    first = question.split(maxsplit=1)[0].casefold() if question.split() else ""
    return first in vocabulary.ASKING or question.rstrip().endswith("?")


def _unnamed(deadline: Instant | None, told: list[str]) -> Instant | None:
    """Give the deadline unless its time is in the other parts."""
    if deadline is None:
        return None
    clocks = {
        f"{deadline.at:%H:%M}",
        f"{deadline.at.hour}:{deadline.at:%M}",
        f"{deadline.at.hour % 12 or 12}:{deadline.at:%M}",
    }
    return None if any(clock in text for clock in clocks for text in told) else deadline
