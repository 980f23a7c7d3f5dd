"""The words that authors choose from, in the order in which messages list them."""

from enum import StrEnum


class Outcome(StrEnum):
    """How a deployment ended, or why it has not; the words behind are ServiceNow's close codes."""

    SUCCESSFUL = "successful"
    SUCCESSFUL_WITH_ISSUES = "successful-with-issues"
    ROLLED_BACK = "rolled-back"
    FAILED = "failed"
    DEFERRED = "deferred"
    CANCELLED = "cancelled"
    IN_PROGRESS = "in-progress"
    SCHEDULED = "scheduled"

    @property
    def delivered(self) -> bool:
        """Whether the change is in place."""
        return self in (Outcome.SUCCESSFUL, Outcome.SUCCESSFUL_WITH_ISSUES)

    @property
    def executed(self) -> bool:
        """Whether the deployment was carried out to an end, good or bad."""
        return self.delivered or self in (Outcome.ROLLED_BACK, Outcome.FAILED)

    @property
    def label(self) -> str:
        """The outcome as a reader's words: `successful with issues`."""
        return self.value.replace("-", " ")


class Kind(StrEnum):
    """What led to the deployment."""

    PLANNED = "planned"
    RETRY = "retry"
    EMERGENCY = "emergency"


class Activity(StrEnum):
    """What a step was for."""

    ASSEMBLE = "assemble"
    BACKUP = "backup"
    SHUTDOWN = "shutdown"
    DATABASE = "database"
    DEPLOY = "deploy"
    SANITY_TEST = "sanity-test"
    LANDING_TEST = "landing-test"
    DECISION = "decision"
    TROUBLESHOOT = "troubleshoot"
    ROLLBACK = "rollback"
    WAIT = "wait"
    INTERRUPTION = "interruption"
    ANNOUNCE = "announce"
    RESTORE = "restore"

    @property
    def label(self) -> str:
        """The activity as a reader's words: `sanity test`."""
        return self.value.replace("-", " ")


class Result(StrEnum):
    """How a step ended, where its author said so."""

    PASSED = "passed"
    PASSED_WITH_ISSUES = "passed-with-issues"
    FAILED = "failed"


class Severity(StrEnum):
    """How bad an issue is for its users."""

    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"


class FoundIn(StrEnum):
    """What brought an issue to light."""

    DEPLOY = "deploy"
    SANITY_TEST = "sanity-test"
    LANDING_TEST = "landing-test"
    PRODUCTION = "production"


class IssueStatus(StrEnum):
    """What became of an issue."""

    OPEN = "open"
    ACCEPTED = "accepted"
    FIXED = "fixed"


class Happened(StrEnum):
    """Whether a risk came true."""

    YES = "yes"
    NO = "no"
    PARTLY = "partly"


class Voice(StrEnum):
    """Who tells the post: the team (`we`) or nobody (`report`)."""

    WE = "we"
    REPORT = "report"
