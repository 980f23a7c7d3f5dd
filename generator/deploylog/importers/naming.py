"""What jobs, stages and tasks are for, as their names say it: `deploy-prod`, `db:migrate`, `smoke test`."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from deploylog.model import Activity

LISTED = 6
"""Names that a folded entry tells."""

ACTIVITIES: tuple[tuple[Activity, str], ...] = (
    (Activity.ROLLBACK, r"roll(ed|ing)? ?back|rollback|revert(ed|ing)?|undo|downgrade"),
    (Activity.DECISION, r"approv\w*|sign ?off|go no ?go|manual gate|gate"),
    (Activity.ANNOUNCE, r"notif\w*|announce\w*|send (slack|teams|email|mail)"),
    (Activity.BACKUP, r"back ?ups?|snapshot(s|ting)?|(db|database) dump|pg ?dump|mysqldump"),
    (Activity.DATABASE, r"migrat(e|es|ed|ing|ions?)|flyway|liquibase|alembic|schema"),
    (Activity.SHUTDOWN, r"shut ?down|drain\w*|undeploy\w*|tear ?down|maintenance( on)?|stop(ping)?"),
    (Activity.SANITY_TEST, r"smoke\w*|sanity|health ?(check|checks)?|verif\w*|probes?|post deploy\w*"),
    (Activity.LANDING_TEST, r"landing|user acceptance|uat tests?"),
    (Activity.WAIT, r"wait\w*|sleep|pause|cool ?down|bake"),
    (
        Activity.DEPLOY,
        r"(re)?deploy(s|ed|ing|ments?)?|releas(e|es|ing)|publish\w*|promot(e|es|ing|ion)|roll ?out|"
        r"ship(ping)?|helm (upgrade|install)|kubectl apply|(terraform|tofu) apply|apply|upgrade"
        r"|install release|sync",
    ),
    (Activity.RESTORE, r"restor(e|es|ing)|re ?enable"),
)
"""In this order; of the whole words of a name."""

_PATTERNS = tuple((activity, re.compile(rf"\b(?:{words})\b")) for activity, words in ACTIVITIES)
_TEST = re.compile(r"\b(?:tests?|testing|e2e|end to end|acceptance|regression|qa|check|checks)\b")
_DRY = re.compile(
    r"\b(?:dry run|plan|preview|lint|docs?|pages|build|compile|set up|setup|check ?out|upload|download|cache"
    r"|release notes|dependenc\w+|packages?|prepare|unit)\b"
)
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_ENVIRONMENTS = {
    "production": r"prod|production|prd|live",
    "staging": r"staging|stage|stg",
    "pre-production": r"pre ?prod|pre ?production",
    "test": r"uat|qa|test env\w*|testing",
    "development": r"dev|develop|development|integration",
    "sandbox": r"sandbox",
    "demo": r"demo",
}
_ENVIRONMENT = {name: re.compile(rf"\b(?:{words})\b") for name, words in _ENVIRONMENTS.items()}


@lru_cache(maxsize=4096)
def activity_named(name: str, *, deployed: bool = False) -> Activity | None:
    """Tell what a job is for; None for those that only prepare, such as a build.

    Args:
        deployed: Whether something was deployed before: a test is then one of what was deployed.
    """
    plain = plain_words(name)
    for activity, pattern in _PATTERNS:
        if pattern.search(plain) and not (activity is Activity.DEPLOY and _DRY.search(plain)):
            return activity
    return Activity.SANITY_TEST if deployed and _TEST.search(plain) else None


def environment_named(names: Iterable[str]) -> str:
    """Give the environment that names of jobs agree on; empty if they do not."""
    found = set()
    for name in names:
        plain = plain_words(name)
        hits = [environment for environment, pattern in _ENVIRONMENT.items() if pattern.search(plain)]
        found.update(["pre-production"] if "pre-production" in hits else hits)
    return found.pop() if len(found) == 1 else ""


def plain_words(name: str) -> str:
    """Give a name as words: `deployToProd`, `deploy_to_prod` and `deploy-to:prod` alike."""
    return " ".join(re.sub(r"[^A-Za-z0-9]+", " ", _HUMP.sub(" ", name)).lower().split())


def listed(names: Sequence[str], count: int = 0) -> str:
    """Name the first of many things, and how many there are beyond."""
    names = list(dict.fromkeys(names))
    count = max(count, len(names))
    more = f" and {count - LISTED} more" if count > LISTED else ""
    return ", ".join(names[:LISTED]) + more
