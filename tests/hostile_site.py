"""A site of texts that mean harm, each with a page of its own; `tests/hostile/` has the texts."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

import yaml

import sites

FOLDER = Path(__file__).parent / "hostile"
CONFIGURATION = sites.CONFIGURATION.format(name="Hostile").replace(
    "2007-12-31", "2007-12-31\n      page_size: 300"
)
DEEP = "<div>" * 300 + "<script>alert(1)</script>"


def cases(name: str) -> Mapping[str, object]:
    """Read the cases of one kind, by their names."""
    found = yaml.safe_load((FOLDER / f"{name}.yml").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def batched(texts: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Give texts by three."""
    left = iter(texts)
    while three := tuple(islice(left, 3)):
        yield three


TEXTS = {name: str(text) for name, text in cases("texts").items()}
MARKDOWN = {name: DEEP if text == "DEEP" else str(text) for name, text in cases("markdown").items()}
JOINED = [" ".join(three) for three in batched(TEXTS.values())]
"""Three texts at once make a third of the pages."""
FRONT_MATTER = cases("front_matter")


def log(text: str, day: date, *, named: bool) -> str:
    """Make a log in which every field that takes a text has this one; names only if they are to be, too."""
    name = text if named else "front end"
    return json.dumps(
        {
            "title": text,
            "date": day.isoformat(),
            "outcome": "successful-with-issues",
            "release": name,
            "environment": name,
            "window": {"start": "01:30", "end": "07:00", "granted_by": text, "note": text},
            "systems": [{"name": name, "role": text}, {"name": f"2 {name}", "depends_on": [name]}],
            "why": text,
            "risks": [{"text": text, "system": name, "happened": "partly", "note": text}],
            "steps": [
                {
                    "at": "01:30",
                    "activity": "deploy",
                    "system": name,
                    "who": text,
                    "text": text,
                    "why": text,
                    "aside": text,
                },
                {"at": "01:50", "activity": "decision", "question": text, "options": [text], "decided": text},
            ],
            "decisions": [{"question": text, "options": [text], "decided": text, "by": text, "why": text}],
            "issues": [
                {
                    "text": text,
                    "severity": "minor",
                    "system": name,
                    "found_in": "landing-test",
                    "status": "open",
                }
            ],
            "lessons": [text],
            "follow_up": [text],
            "links": [{"text": text, "url": "https://example.com/?a=alert(1)&b=1"}],
            "authors": [text],
            "intro": text,
            "closing": text,
        },
        ensure_ascii=False,
    )


def deferred(text: str, day: date) -> str:
    """Make a log of a deferral in which every field that takes a text has this one."""
    return json.dumps(
        {
            "title": text,
            "date": day.isoformat(),
            "outcome": "deferred",
            "systems": [text],
            "deferral": {"reason": text, "cause": text, "blocked_by": text},
            "next_slots": [{"date": "2007-12-31", "system": text, "note": text}],
        },
        ensure_ascii=False,
    )


def files() -> Iterator[tuple[str, str, str]]:
    """Give each case's name, the file that it becomes, and what stands in that."""
    days = (date(2006, 1, 1) + timedelta(days=number) for number in range(1000))
    for number, text in enumerate(JOINED):
        day, file = next(days), f"posts/text-{number}.yml"
        yield text, file, deferred(text, day) if number % 8 == 7 else log(text, day, named=number % 8 == 0)
    for number, (name, text) in enumerate(MARKDOWN.items()):
        told = 4 * number + 401  # only a told post has drawings of ours
        yield name, *_of_author(told if "passes for ours" in name else number, text, next(days))
    for number, (name, entries) in enumerate(FRONT_MATTER.items()):
        matter = {**entries, **({"date": next(days).isoformat()} if number % 2 else {})}  # type: ignore[dict-item]
        folder = "" if number % 2 else "own/"
        yield name, f"posts/{folder}matter-{number}.md", f"---\n{yaml.safe_dump(matter)}---\n\nA text.\n"


def _of_author(number: int, text: str, day: date) -> tuple[str, str]:
    """Make a post, a told post, a term and a page in turn."""
    kind = ("post", "told", "term", "page")[number % 4]
    if kind == "term":
        return (
            f"glossary/term-{number}.md",
            f"---\nterm: word{number}\nshort: A word.\n---\n\n{text}\n\nEnd.\n",
        )
    head = {"post": f"---\ndate: {day}\n---\n", "told": f"---\ntitle: Told {number}\n---\n", "page": ""}[kind]
    folder = "posts/own" if kind == "page" and number > 3 else "posts"
    return f"{folder}/{kind}-{number}.md", f"{head}\n{text}\n\nEnd.\n"


def written() -> dict[str, str]:
    """Give all files of the site: the cases', and the logs from which told posts are told."""
    made = {path: text for _, path, text in files()}
    told = [path for path in made if path.startswith("posts/told-")]
    logs = {path.replace(".md", ".yml"): sites.LOG.format(title=f"Log {path}") for path in told}
    evil = {"posts/evil.js": "alert(1)\n", "posts/x.png": "", "posts/own/x.png": ""}
    return {"mkdocs.yml": CONFIGURATION, **made, **logs, **evil}


def address(path: str) -> str:
    """Give where the page of a file is on the site."""
    stem = Path(path).with_suffix("").as_posix().removeprefix("posts/")
    return f"{stem}/"
