"""Make a site of many logs, no two alike, the same ones each time: `python bench/corpus.py FOLDER COUNT`.

FOLDER gets `mkdocs.yml`, `glossary/` and `posts/`. The nights are up to ten years' work of a team with 10
to 30 systems, in releases of one to five logs: put off, rolled back, tried again, mended in an emergency.
Every log passes `deploylog check`. The same COUNT and seed give the same bytes.
"""

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import corpus_words as say
import yaml

ROOT = Path(__file__).resolve().parents[1]
SEED = 2007
LAST = date(2007, 12, 20)
A_YEAR, YEARS = 100, 10
"""How many logs a team writes in a year; from ten years' logs on, more logs make a busier team."""

WORKDAYS = (1, 2, 3, 4)
"""Tuesday to Friday: clocks change on Sundays, so that no night falls into an hour that a change skips."""

HISTORIES: tuple[tuple[int, tuple[str, ...]], ...] = (
    (46, ("successful",)),
    (16, ("successful-with-issues",)),
    (10, ("deferred", "successful")),
    (6, ("deferred", "deferred", "successful-with-issues")),
    (7, ("rolled-back", "successful")),
    (3, ("deferred", "rolled-back", "successful-with-issues")),
    (5, ("successful-with-issues", "remedy")),
    (4, ("failed", "remedy")),
    (2, ("deferred", "deferred", "deferred", "rolled-back", "successful")),
    (1, ("cancelled",)),
)
"""How releases go, and how many of a hundred go so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One log to write: where it stands in its release."""

    release: str
    outcome: str
    day: date
    next_day: date | None
    """When it is tried again, if it was put off."""
    failed: str
    """The id of the log that it remedies; else empty."""
    first: bool

    @property
    def id(self) -> str:
        """Name the log; no two share a release, a day and an outcome."""
        return f"{self.day.isoformat()}-{self.release}"


def write(folder: Path, count: int, seed: int = SEED) -> None:
    """Write a site of so many logs into an empty folder."""
    posts = folder / "posts"
    posts.mkdir(parents=True)
    shutil.copyfile(ROOT / "mkdocs.yml", folder / "mkdocs.yml")
    shutil.copytree(ROOT / "glossary", folder / "glossary")
    for id_, log in logs(count, seed):
        text = yaml.dump(log, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=110)
        (posts / f"{id_}.yml").write_text(text, encoding="utf-8")


def logs(count: int, seed: int = SEED) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give so many logs with their ids, release by release, the newest first."""
    choose = Random(seed)
    systems = say.SYSTEMS[: min(30, 10 + count // 100)]
    days = 365 * min(YEARS, count / A_YEAR)
    made = 0
    while made < count:
        before = timedelta(days=int(days * made / count))
        release = f"{choose.choice(say.PROJECTS)}-{made + 1:05}"
        touched = sorted(choose.sample(systems, choose.choice((1, 1, 2, 2, 3, 4))), key=systems.index)
        for entry in entries(choose, release, LAST - before)[: count - made]:
            yield entry.id, log(choose, entry, touched)
            made += 1


def entries(choose: Random, release: str, last: date) -> list[Entry]:
    """Lay out one release, so that it ends about that day; the oldest entry first."""
    outcomes = choose.choices([h for _, h in HISTORIES], [weight for weight, _ in HISTORIES])[0]
    days = [workday(last)]
    while len(days) < len(outcomes):
        days.insert(0, workday(days[0] - timedelta(days=choose.randint(1, 9))))
    laid: list[Entry] = []
    for number, outcome in enumerate(outcomes):
        laid.append(
            Entry(
                release=release,
                outcome="successful" if outcome == "remedy" else outcome,
                day=days[number],
                next_day=days[number + 1] if outcome == "deferred" else None,
                failed=laid[-1].id if outcome == "remedy" else "",
                first=number == 0,
            )
        )
    return laid


def workday(day: date) -> date:
    """Go back to a Tuesday, Wednesday, Thursday or Friday."""
    while day.weekday() not in WORKDAYS:
        day -= timedelta(days=1)
    return day


def log(choose: Random, entry: Entry, systems: list[say.System]) -> dict[str, Any]:
    """Write one log as YAML's values."""
    names = [system.name for system in systems]
    told: dict[str, Any] = {
        "title": choose.choice(say.TITLES[entry.outcome]).format(system=names[0], project=entry.release),
        "date": entry.day.isoformat(),
        "outcome": entry.outcome,
        "timezone": "America/Toronto",
        "release": entry.release,
        "kind": "emergency" if entry.failed else "planned" if entry.first else "retry",
        "systems": [described(system, names) for system in systems],
        "tags": sorted(choose.sample(say.TAGS, choose.randint(1, 3))),
        "why": choose.choice(say.REASONS).format(system=names[0], work=choose.choice(say.WORKS)),
    }
    if entry.failed:
        told["remedies"] = entry.failed
    if choose.random() < 0.6:
        told["risks"] = [{"text": choose.choice(say.RISKS), "system": choose.choice(names)}]
    if entry.outcome in ("deferred", "cancelled"):
        told |= put_off(choose, entry, names)
    else:
        told |= night(choose, entry, names)
    return told


def described(system: say.System, names: list[str]) -> dict[str, Any]:
    """Describe a system, as far as what it needs is in the same release."""
    needs = [name for name in system.depends_on if name in names]
    return {"name": system.name, "role": system.role} | ({"depends_on": needs} if needs else {})


def put_off(choose: Random, entry: Entry, names: list[str]) -> dict[str, Any]:
    """Tell why there was no deployment, and when there will be."""
    cause, reason = choose.choice(say.CAUSES)
    reason = reason.format(system=names[-1])
    if entry.next_day is None:
        return {"closing": f"{reason[0].upper()}{reason[1:]}, and nobody asked for the release again."}
    return {
        "deferral": {
            "reason": reason,
            "cause": cause,
            "blocked_by": names[-1],
            "next_slots": [{"date": entry.next_day.isoformat(), "note": choose.choice(say.NOTES)}],
        }
    }


def night(choose: Random, entry: Entry, names: list[str]) -> dict[str, Any]:
    """Tell a night: the steps, and what they left behind."""
    told: dict[str, Any] = {"window": {"start": "22:00", "end": "06:00"}}
    if choose.random() < 0.35:
        told["intro"] = " ".join(choose.sample(say.ASIDES, 2))
    told["steps"] = list(clocked(choose, steps(choose, entry, names)))
    if entry.outcome == "successful-with-issues":
        told["issues"] = [
            {"text": text, "severity": choose.choice(("minor", "minor", "major")), "system": names[0]}
            for text in choose.sample(say.ISSUES, choose.randint(1, 3))
        ]
    if choose.random() < 0.4:
        told["changes"] = [
            {"text": f"{choose.choice(say.WORKS)} in the {name}", "committed_at": committed(choose, entry)}
            for name in names
        ]
    if choose.random() < 0.5:
        told["lessons"] = choose.sample(say.LESSONS, choose.randint(1, 2))
    return told


def committed(choose: Random, entry: Entry) -> str:
    """Give an instant one to thirty days before the night, with its offset as `git log` writes it."""
    day = entry.day - timedelta(days=choose.randint(1, 30))
    return f"{day.isoformat()}T{choose.randint(8, 17):02}:{choose.randint(0, 59):02}:00-05:00"


def steps(choose: Random, entry: Entry, names: list[str]) -> Iterator[dict[str, Any]]:
    """Give the steps of a night in their order, without their times."""
    yield {"activity": "assemble", "text": choose.choice(say.ASSEMBLED)}
    yield {"activity": "announce", "text": choose.choice(say.ANNOUNCED).format(system=names[0])}
    for activity in ("shutdown", "backup", "database", "deploy", "sanity-test"):
        for name in names if activity != "database" else names[:1]:
            yield step(choose, activity, name)
    went_wrong = entry.outcome in ("rolled-back", "failed")
    if went_wrong or choose.random() < 0.25:
        yield step(choose, "interruption", names[0])
        yield step(choose, "troubleshoot", names[-1])
    if went_wrong:
        yield {
            "activity": "decision",
            "question": choose.choice(say.QUESTIONS).format(system=names[-1]),
            "options": ["go on, and find the fault", "take everything back"],
            "decided": "take everything back"
            if entry.outcome == "rolled-back"
            else "go on, and find the fault",
            "by": choose.choice(say.TEAMS),
        }
    if entry.outcome == "rolled-back":
        for name in reversed(names):
            yield step(choose, "rollback", name)
    yield step(choose, "landing-test", names[0]) | {"who": "client"} | result(entry)
    if choose.random() < 0.1:
        yield {"activity": "wait", "text": "one name was kept off the page", "private": "true"}


def result(entry: Entry) -> dict[str, str]:
    """Give what the landing test showed."""
    shown = {"successful-with-issues": "passed-with-issues", "failed": "failed"}
    return {"result": shown.get(entry.outcome, "passed")}


def step(choose: Random, activity: str, name: str) -> dict[str, Any]:
    """Write one step, sometimes with its reason or the narrator's own words."""
    written: dict[str, Any] = {
        "activity": activity,
        "system": name,
        "text": choose.choice(say.STEPS[activity]).format(system=name),
    }
    if activity != "interruption":
        written["text"] += f" {choose.choice(say.MANNERS)}"
    if choose.random() < 0.4:
        written["who"] = choose.choice(say.TEAMS)
    if choose.random() < 0.3:
        written["why"] = choose.choice(say.WHYS).format(system=name)
    if choose.random() < 0.2:
        written["aside"] = choose.choice(say.ASIDES)
    return written


def clocked(choose: Random, untimed: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Give the steps their times, from 22:00 on and within twelve hours."""
    minute = 22 * 60
    for number, one in enumerate(untimed):
        took = 0 if number < 2 else choose.choice((5, 5, 10, 10, 15, 20, 25))
        times = {"at": clock(minute)} | ({"until": clock(minute + took)} if took else {})
        if choose.random() < 0.2:
            times["plan"] = clock(minute + choose.choice((-15, -10, 5, 10)))
        yield times | one
        minute += took


def clock(minute: int) -> str:
    """Write a minute of the night as `HH:MM`."""
    return f"{minute // 60 % 24:02}:{minute % 60:02}"


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
