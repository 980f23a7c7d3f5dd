"""How a deployment ended, what was different about it, and what it has to do with those around it."""

from collections.abc import Sequence

from deploylog import addresses
from deploylog.history import History
from deploylog.model import Deployment, Issue, IssueStatus, Outcome, Severity
from deploylog.narrative import texts
from deploylog.narrative.beats import Put, Ref, Verdict

_UNDONE = (Outcome.ROLLED_BACK, Outcome.FAILED)
_GRAVITY = {Severity.CRITICAL: 3, Severity.MAJOR: 2, None: 1, Severity.MINOR: 0}


def of(deployment: Deployment, history: History) -> Verdict:
    """Gather what the opening may say."""
    release = history.release_of(deployment)
    remedied = history.remedied(deployment)
    attempts = [d for d in release.attempts if _before(d, deployment, history)] if release else []
    put_off_before = history.deferrals_before(deployment)
    earlier = attempts[-1] if attempts else None
    trouble = gravest(deployment.issues) if deployment.outcome in _UNDONE else None
    severities = {issue.severity for issue in deployment.issues}
    shared = severities.pop() if len(severities) == 1 else None
    return Verdict(
        outcome=deployment.outcome,
        day=deployment.date,
        emergency=deployment.kind == "emergency",
        attempt=history.attempt_number(deployment),
        entry=history.entry_number(deployment),
        deferrals=tuple(ref(one) for one in put_off_before),
        days=(deployment.date - put_off_before[0].date).days if put_off_before else 0,
        earlier=ref(earlier) if earlier else None,
        remedied=ref(remedied) if remedied and remedied not in attempts else None,
        duration=deployment.duration or None,
        approximate=deployment.approximate,
        trouble=trouble,
        trouble_status=_status(trouble, deployment),
        issues=tuple(deployment.issues) if deployment.outcome.delivered else (),
        severity=shared.value if shared else "",
        systems=len(
            {name for step in deployment.steps for name in step.systems if step.activity == "rollback"}
        ),
    )


def put_off(deployment: Deployment, history: History) -> Put | None:
    """Gather how a deferral is told; None unless it is one."""
    deferral = deployment.deferral
    if deferral is None or deployment.outcome is not Outcome.DEFERRED:
        return None
    before = history.deferrals_before(deployment)
    blocked = deferral.blocked_by
    return Put(
        reason=deferral.reason,
        link="because" if texts.finite(deferral.reason) else ":",
        time=len(before) + 1,
        blocked_by=""
        if not blocked or texts.mentions(f"{deferral.reason} {deployment.why}", blocked)
        else blocked,
        decided_at=deferral.decided_at,
        before=ref(before[-1]) if before else None,
    )


def ref(deployment: Deployment) -> Ref:
    """Refer to another deployment."""
    issue = None if deployment.outcome.delivered else gravest(deployment.issues)
    return Ref(
        address=addresses.post(deployment.id),
        day=deployment.date,
        outcome=deployment.outcome,
        trouble=issue.text if issue else "",
        cause=deployment.deferral.cause if deployment.deferral else "",
    )


def gravest(issues: Sequence[Issue]) -> Issue | None:
    """Give the issue that mattered most; of equals, the first."""
    return max(issues, key=lambda issue: _GRAVITY[issue.severity], default=None)


def _status(trouble: Issue | None, deployment: Deployment) -> str:
    if trouble is None or trouble.status is None:
        return ""
    said = " ".join([*deployment.follow_up, *deployment.lessons]).casefold()
    return "" if trouble.status is IssueStatus.FIXED and "fix" in said else trouble.status.value


def _before(one: Deployment, deployment: Deployment, history: History) -> bool:
    return history.entry_number(one) < history.entry_number(deployment)
