"""The way of one log through the reader, on one screen."""

from dataclasses import dataclass
from pathlib import Path

from deploylog import secrets
from deploylog.logs import building, zones
from deploylog.logs.calendar import Calendar
from deploylog.logs.clock import NotATime, read_range
from deploylog.logs.faults import Faults, TooMany
from deploylog.logs.fields import read_field, read_record
from deploylog.logs.naming import check_names, hidden_systems
from deploylog.logs.places import Places, places
from deploylog.logs.placing import check_commits, place_moments, place_night, place_slot
from deploylog.logs.records import Field, Record
from deploylog.logs.shapes import EXECUTED, ID, LOG
from deploylog.model import Deployment, Outcome
from deploylog.problems import LogError, Problem
from deploylog.yamltree import MAX_BYTES, Node, Scalar, decode, quote, read_tree
from deploylog.yamltree import Mapping as MappingNode

_TOP = Scalar("", 1, 1)
_SITE_WINDOW_FOR = EXECUTED | {Outcome.IN_PROGRESS, Outcome.SCHEDULED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """One log that holds no fault by itself; what it refers to is for others to find."""

    deployment: Deployment
    file: str
    """What problems call the file."""
    places: Places
    """Of all that it shows."""
    private: bool = False
    """Read and checked, but kept out of the site."""
    withheld: tuple[tuple[str, int, int], ...] = ()
    """Every text that its author keeps private, with line and column."""

    def place(self, path: str) -> tuple[int, int]:
        """Give line and column of a path, else of what surrounds it, else of the beginning."""
        return self.places.of(path)

    def problem(self, path: str, rule: str, message: str, help: str = "") -> Problem:  # noqa: A002
        """Make a problem at a path; one that the log does not hold is placed at what surrounds it."""
        line, column = self.place(path)
        return Problem(file=self.file, line=line, column=column, rule=rule, message=message, help=help)


def read_log(path: Path, *, id: str, file: str | None = None, timezone: str = "", window: str = "") -> Log:  # noqa: A002
    """Read a log.

    Args:
        path: The file.
        id: Its path below the posts folder without the suffix.
        file: What problems call it; without it, `path`.
        timezone: For logs that name none.
        window: `01:30-07:00`, for logs of executed, running and scheduled deployments without one.

    Raises:
        LogError: With every problem of the file.
    """
    file = file or path.as_posix()
    try:
        if path.exists() and not path.is_file():
            raise OSError(0, "it is not a file")  # Opening a pipe would wait for ever.
        with path.open("rb") as source:
            content = source.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise LogError([_top(file, "unreadable", f"the file cannot be read: {reason}", "")]) from None
    return read_log_bytes(content, file=file, id=id, timezone=timezone, window=window)


def read_log_bytes(content: bytes, *, file: str, id: str, timezone: str = "", window: str = "") -> Log:  # noqa: A002
    """Read a log from the bytes of a file; see `read_log`."""
    return read_log_text(decode(content, file), file=file, id=id, timezone=timezone, window=window)


def read_log_text(text: str, *, file: str, id: str, timezone: str = "", window: str = "") -> Log:  # noqa: A002
    """Read a log from text; see `read_log`."""
    tree = read_tree(text, file)
    faults = Faults(file)
    faults.problems.extend(tree.problems)
    faults.problems.extend(secrets.problems(text, file=file))
    log = Record()
    try:
        _check_id(id, faults)
        if tree.complete:
            log = _read(tree.root, faults)
            zone = log.get("timezone") or timezone
            site_window = _place(log, id, zone, _site_window(log, window, faults), faults)
    except TooMany:
        pass
    if faults.problems:
        raise LogError(faults.problems)
    deployment = building.Builder(hidden_systems(log)).deployment(log, id, zone, site_window)
    return Log(
        deployment=deployment,
        file=file,
        places=places(building.places(log)),
        private=log.private,
        withheld=tuple(building.withheld(log)),
    )


def _read(root: Node | None, faults: Faults) -> Record:
    """Read the fields of a log, typed but not yet placed."""
    if root is None or (isinstance(root, Scalar) and not root.text.strip()):
        help_ = "a log begins with `title`, `date` and `outcome`"
        faults.add(_TOP, "empty", "the file holds no log", help_)
        return Record()
    if not isinstance(root, MappingNode):
        what = "a text" if isinstance(root, Scalar) else "a list"
        help_ = "write `title: ...` in a line of its own, and so on for each key"
        faults.add(root, "wrong-type", f"the file holds {what}, not the keys of a log", help_)
        return Record()
    log = read_record(root, LOG, "", faults)
    if log.because:
        help_ = "say publicly what may be said, or keep the whole log out with `private: true` at its top"
        message = f"{log.because} is private, and the post cannot do without it"
        faults.add(root, "private-required", message, help_)
    return log


def _place(log: Record, id_: str, zone: str, window: Record | None, faults: Faults) -> Record | None:
    """Place all times and check all names; gives back the site's window if it applies."""
    if not zone and "timezone" not in log.given and log.given:
        help_ = "add `timezone: America/Toronto` (an IANA name), or set it for the whole site"
        faults.add(_TOP, "missing-key", "timezone is missing", help_)
    if zone and zones.zone(zone) is None:
        message = f"the site's timezone is {quote(zone)}, which is no IANA time zone"
        faults.add(_TOP, "unknown-timezone", message, zones.advise(zone))
    calendar = Calendar(zones.zone(zone), zone, faults)
    place_night(log, calendar, window)
    deferral = log.get("deferral") or Record()
    moments = [deferral.fields.get("decided_at")]
    for record in (log, deferral):
        moments.append(record.fields.get("next_decision_at"))
        for slot in record.records("next_slots"):
            place_slot(slot, calendar)
    moments += [decision.fields.get("deadline") for decision in log.records("decisions")]
    moments += [change.fields.get("committed_at") for change in log.records("changes")]
    place_moments(moments, calendar)
    check_commits(log, faults)
    check_names(log, id_, faults)
    return window


def _site_window(log: Record, text: str, faults: Faults) -> Record | None:
    """Give the site's window for a log that should have one and does not say."""
    if not text or "window" in log.given or log.get("outcome") not in _SITE_WINDOW_FOR:
        return None
    try:
        span = read_range(text)
    except NotATime:
        span = None
    if span is None:
        message = f"the site's window is {quote(text)}, which is no window"
        faults.add(_TOP, "no-time", message, "write its start and end: 01:30-07:00")
        return None
    fields = {
        key: Field(at, "the site's window", 1, 1) for key, at in zip(("start", "end"), span, strict=True)
    }
    return Record(fields=fields)


def _check_id(id_: str, faults: Faults) -> None:
    """Note a file name that could not be an address."""
    before = len(faults.problems)
    if read_field(Scalar(id_, 1, 1), ID, "the log's id", faults) is None:
        faults.problems[before:] = [
            _top(
                faults.file,
                "bad-name",
                f"the file is named {quote(id_)}, which cannot be an address",
                "name it with letters, digits, `-`, `_` and `.`, beginning with a letter or digit",
            )
        ]


def _top(file: str, rule: str, message: str, help_: str) -> Problem:
    return Problem(file=file, line=1, column=1, rule=rule, message=message, help=help_)
