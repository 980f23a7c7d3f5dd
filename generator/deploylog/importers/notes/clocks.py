"""Times of day as people write them: `1:35`, `10:00PM`, `14.44`, `14h30`, `ca. 18:30`, `14:??`, `noon`."""

import re
from dataclasses import dataclass

MINUTES_A_DAY = 24 * 60
HALF_A_DAY = 12 * 60

_MERIDIEM = r"(?P<{p}half>(?:[ap]\.?\s?m\b\.?|(?<=:\d\d)[ap])(?!\w))"
"""`pm`, `p.m.`; right behind minutes `p` alone."""
_CLOCK = (
    r"(?:(?P<{p}word>noon|midnight|midday)\b"
    r"|(?P<{p}four>[01]\d[0-5]\d|2[0-3][0-5]\d)(?=\s?(?:h\b|hrs\b|hours\b|Z\b|UTC\b))\s?(?:h(?:rs|ours)?\b)?"
    r"|(?P<{p}hour>\d{{1,2}})(?=[:.h\uff1a]|\s?[ap]\.?\s?m)(?:(?P<{p}mark>[:.h\uff1a])(?:\s(?=[0-5]\d\s?[ap]\.?m\b))?(?P<{p}minute>[0-5]\d|\?\?|[xX]{{2}}|[0-5][xX?])"
    r"(?::(?P<{p}second>[0-5]\d)(?:[.,]\d{{1,9}})?)?(?!\d|[:.,]\d))?"
    r"(?:\s?" + _MERIDIEM + r"|\s?(?:h|hrs|Uhr)\b)?)"
    r"(?P<{p}ish>-?ish\b|\?+(?!\w)|\+(?![\d:]))?"
)
_ABOUT = (
    r"~|\u2248|\u223c|\u00b1|c(?:a|irca)?\.(?=\s?\d)|ca\b|circa\b|gegen\b|etwa\b|vers\b|around\b|about\b|"
    r"approx(?:imately|\.)?|roughly\b|"
    r"shortly after\b|just after\b|shortly before\b|just before\b|some ?time after\b|after\b|before\b"
)
LINK = (
    r"(?:[~\uff5e](?=\d)|\s*(?:-{1,3}>?|>|\u2010|\u2011|\u2013|\u2014|\u2212|\u2192|"
    r"to\b|until\b|till\b|through\b|and\b|bis\b)\s*)"
)
"""What may stand between the start and the end of a range."""


def clock_pattern(prefix: str) -> str:
    """Give the pattern of a clock, its groups named with a prefix; `clock_of` reads the match."""
    return rf"(?:(?P<{prefix}about>(?i:{_ABOUT}))\s*)?" + "(?i:" + _CLOCK.format(p=prefix) + ")"


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day as written."""

    minute: int
    """Minutes after midnight, 1440 for 24:00; of a twelve-hour clock without its half, as if before noon."""
    second: int = 0
    half: str = ""
    """`am` or `pm` where it is written, `24` where the hour settles it; empty when open."""
    approximate: bool = False
    dotted: bool = False
    """Written `14.44`, which may be a number or a version as well."""
    flaw: str = ""
    """What is wrong with it, as a clause: `it says 17:14pm`."""
    padded: bool = False
    """Written with a leading zero, as on a 24-hour clock."""

    @property
    def open(self) -> bool:
        """Whether it may be either half of the day, were the file on a twelve-hour clock."""
        return not self.half and not self.padded and 60 <= self.minute < 13 * 60

    def halves(self) -> tuple[int, int]:
        """Give both times of day that an open clock may mean."""
        early = self.minute % HALF_A_DAY
        return early, early + HALF_A_DAY


def clock_of(found: re.Match[str], prefix: str) -> Clock | None:
    """Read a match of `clock_pattern`; None for what is no time of day (`25:10`, a bare `12`)."""
    part = {name[len(prefix) :]: text for name, text in found.groupdict().items() if name.startswith(prefix)}
    about = bool(part["about"] or part["ish"])
    if part["word"]:
        return Clock(0 if part["word"].lower() == "midnight" else HALF_A_DAY, half="24", approximate=about)
    if part["four"]:
        return Clock(int(part["four"][:2]) * 60 + int(part["four"][2:]), half="24", approximate=about)
    if not part["minute"] and not part["half"]:
        return None
    return _numeric(part, about)


def _numeric(part: dict[str, str], about: bool) -> Clock | None:
    hour, written = int(part["hour"]), part["minute"] or "00"
    vague = not written.isdigit()
    minute = int(written) if not vague else int(written[0]) * 10 if written[0].isdigit() else 0
    half = (part["half"] or "")[:1].lower()
    if hour > 24 or (hour == 24 and minute):
        return None
    flaw = ""
    if half and not 1 <= hour <= 12:
        flaw, half = f"it says {part['hour']}:{written}{half}m", ""
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    settled = f"{half}m" if half else "24" if hour == 0 or hour > 12 else ""
    return Clock(
        hour * 60 + minute,
        int(part["second"] or 0),
        settled,
        about or vague,
        part["mark"] == "." and not half,
        flaw,
        len(part["hour"]) == 2 and part["hour"][0] == "0" and not half,
    )
