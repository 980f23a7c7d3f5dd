"""Numbers for badges, one file a measure.

Source:
    The endpoint badge of shields, https://shields.io/badges/endpoint-badge.
"""

import json

from deploylog import addresses
from deploylog.feeds.published import Asset, Published
from deploylog.model import Outcome
from deploylog.statistics import Count, Frequency, Share, Spread

_COLOURS = {
    Outcome.SUCCESSFUL: "green",
    Outcome.SUCCESSFUL_WITH_ISSUES: "yellowgreen",
    Outcome.ROLLED_BACK: "orange",
    Outcome.FAILED: "red",
}
"""Of the latest deployment; a number has no colour that says whether it is good."""
_UNKNOWN = "lightgrey"
_PLAIN = "blue"


def assets(published: Published) -> list[Asset]:
    """Make the badges: `change-fail-rate.json` and so on, named as the glossary names the measures."""
    counted = published.statistics
    figures: dict[str, Count | Share | Frequency | Spread] = {
        "deployments": counted.executed,
        "deployment-frequency": counted.deployment_frequency,
        "change-lead-time": counted.change_lead_time,
        "change-fail-rate": counted.change_fail_rate,
        "failed-deployment-recovery-time": counted.failed_deployment_recovery_time,
        "deployment-rework-rate": counted.deployment_rework_rate,
        "deferral-rate": counted.deferral_rate,
        "duration": counted.duration,
        "longest-run-without-rollback": counted.longest_run_without_rollback,
    }
    made = [_badge(name, figure, published) for name, figure in figures.items()]
    return [*made, _latest(published)]


def _badge(measure: str, figure: Count | Share | Frequency | Spread, published: Published) -> Asset:
    label, message = _told(measure, published, figure=figure)
    return _asset(measure, label, message, _UNKNOWN if message == "unknown" else _PLAIN)


def _latest(published: Published) -> Asset:
    """Make the badge of the latest deployment that was carried out."""
    executed = [d for d in published.history.deployments if d.outcome.executed]
    deployment = executed[-1] if executed else None
    label, message = _told("latest-deployment", published, deployment=deployment)
    return _asset(
        "latest-deployment", label, message, _COLOURS[deployment.outcome] if deployment else _UNKNOWN
    )


def _told(measure: str, published: Published, **about: object) -> tuple[str, str]:
    """Word a badge: its label, and what it says."""
    told = published.jinja.get_template("feeds/badge.txt.j2").render(
        measure=measure, uri=addresses.INDEX, history=published.history, **about
    )
    label, message = (line.strip() for line in told.strip().splitlines())
    return label, message


def _asset(measure: str, label: str, message: str, colour: str) -> Asset:
    badge = {"schemaVersion": 1, "label": label, "message": message, "color": colour}
    return Asset(uri=addresses.badge(measure), content=json.dumps(badge, ensure_ascii=False) + "\n")
