"""What a reader has to know before the night, what was feared, and what comes after."""

from dataclasses import replace

from deploylog.history import History
from deploylog.model import Deployment, Happened, Issue, Outcome, Risk, Severity, System
from deploylog.narrative import steps, texts, verdict
from deploylog.narrative.beats import Context, Issues, Next, Verdict, Worries, Worry

_EVENTFUL = 8


def context(deployment: Deployment) -> Context:
    """Choose what the reader needs of systems and window."""
    window = deployment.window
    extended = window is not None and window.extended_to is not None
    known = window is not None and texts.mentions(window.note, window.granted_by)
    return Context(
        systems=tuple(deployment.systems) if _needs_systems(deployment) else (),
        dependencies=_dependencies(deployment) if eventful(deployment) else (),
        window=window,
        window_note=window.note if window else "",
        granted_by="" if window is None or extended or known else window.granted_by,
    )


def _needs_systems(deployment: Deployment) -> bool:
    told = " ".join([deployment.why, *(step.text for step in deployment.steps)])
    named = all(texts.mentions(told, system.name) for system in deployment.systems)
    undone = deployment.outcome in (Outcome.ROLLED_BACK, Outcome.FAILED)
    return len(deployment.systems) > 1 and (undone or not named) and bool(deployment.steps)


def _dependencies(deployment: Deployment) -> tuple[System, ...]:
    """Give the dependencies that neither the night's order nor the author's reasons explain."""
    explained = steps.explained(deployment)
    said = " ".join([deployment.why, *(step.why for step in deployment.steps)])
    left = []
    for system in deployment.systems:
        told = explained.get(system.name, ())
        names = [one for one in system.depends_on if one not in told and not texts.mentions(said, one)]
        if names:
            left.append(replace(system, depends_on=names))
    return tuple(left)


def eventful(deployment: Deployment) -> bool:
    """Whether the night is a long read."""
    return len(deployment.steps) >= _EVENTFUL or deployment.outcome in (Outcome.ROLLED_BACK, Outcome.FAILED)


def worries(deployment: Deployment) -> Worries:
    """Hold what was feared against what happened."""
    told = tuple(
        Worry(risk=risk, place=place, that=texts.finite(risk.text))
        for place, risk in enumerate(deployment.risks, start=1)
    )
    early = eventful(deployment) or all(risk.happened is None and not risk.note for risk in deployment.risks)
    return Worries(told=told, early=early, unforeseen=_unforeseen(deployment) if told else ())


def _unforeseen(deployment: Deployment) -> tuple[str, ...]:
    """Find systems with grave trouble that no worry names, unless the author says so already."""
    if deployment.outcome.delivered or any(
        risk.happened in (Happened.YES, Happened.PARTLY) for risk in deployment.risks
    ):
        return ()
    if not all(_names_system(deployment, risk) for risk in deployment.risks):
        return ()
    feared = " ".join(f"{risk.system} {risk.text}" for risk in deployment.risks)
    said = " ".join([*deployment.lessons, deployment.closing])
    found = (issue.system for issue in deployment.issues if issue.system and _grave(issue))
    return tuple(
        dict.fromkeys(
            name
            for name in found
            if name.casefold() not in feared.casefold() and name.casefold() not in said.casefold()
        )
    )


def _names_system(deployment: Deployment, risk: Risk) -> bool:
    """Tell whether a worry says what it is about, so that one can say what it is not about."""
    return bool(risk.system) or any(texts.mentions(risk.text, system.name) for system in deployment.systems)


def _grave(issue: Issue) -> bool:
    return issue.severity is not Severity.MINOR


def upcoming(deployment: Deployment, history: History) -> Next:
    """Gather what comes next, as the log and the later logs say it."""
    repairs = (
        one for one in history.remedied_by(deployment) if one.release != deployment.release or not one.release
    )
    return Next(
        slots=tuple(deployment.next_slots),
        decision_at=deployment.next_decision_at,
        follow_up=tuple(text for text in deployment.follow_up if not texts.infinitive(text)),
        to_do=tuple(text for text in deployment.follow_up if texts.infinitive(text)),
        lessons=tuple(deployment.lessons),
        remedied_by=tuple(verdict.ref(one) for one in repairs),
    )


def issues(deployment: Deployment, told: Verdict) -> list[Issues]:
    """Group the issues that the lede does not tell, so that what they share is said once."""
    groups: dict[tuple[str, str, str], list[str]] = {}
    for issue in deployment.issues:
        if issue is not told.trouble:
            known = told.severity or (issue.severity and issue.severity.value in issue.text)
            severity = issue.severity.value if issue.severity and not known else ""
            alone = "" if texts.single(issue.text) else issue.text
            status = issue.status.value if issue.status else ""
            groups.setdefault((severity, status, alone), []).append(issue.text)
    return [
        Issues(texts=listed, severity=severity, status=status)
        for (severity, status, _), listed in groups.items()
    ]
