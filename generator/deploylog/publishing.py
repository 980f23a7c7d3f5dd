"""From a draft to a published post: what stands in the way, and the text with its day set and not a draft.

A question to the author is a quoted line, visible in preview and in any editor:
`> **Still to tell:** Who decided?`
"""

import difflib
import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812

from deploylog import addresses, merging
from deploylog.frontmatter import read_front_matter
from deploylog.problems import Problem
from deploylog.prose import prose_of

PROMPT = "> **Still to tell:**"
"""What each question to the author begins with."""

_PROMPT = re.compile(r"(?m)^[ \t]*>[ \t]*\*\*Still to tell:\*\*[ \t]*(.*?)[ \t\r]*$")
_ELSEWHERE = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*:|//|/|#)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A told or plain post that is to be published."""

    file: str
    """What problems call it."""
    id: str
    text: str


def obstacles(post: Target, known: Set[str]) -> list[Problem]:
    """Find what has to be mended before a post is published.

    Args:
        known: What links may lead to: addresses of pages, and paths of other files below the posts.
    """
    found = [*_open_prompts(post), *_conflicts(post), *_broken_links(post, known)]
    return sorted(set(found))


def published(post: Target, day: Day) -> str:
    """Give the post's text with its day set and `draft` cleared; all else stays to the character.

    Raises:
        LogError: The front matter cannot be read.
    """
    keys = read_front_matter(post.text.encode(), post.file).keys
    end = "\r\n" if "\r\n" in post.text else "\n"
    lines = post.text.splitlines(keepends=True)
    if not keys and lines[:1] != [f"---{end}"]:
        return f"---{end}date: {day.isoformat()}{end}---{end}{end}{post.text}"
    spans = {
        name: _value_lines(lines, key.line - 1) for name, key in keys.items() if name in ("date", "draft")
    }
    written = f"date: {day.isoformat()}{end}"
    kept: list[str] = []
    for number, line in enumerate(lines):
        if "date" in spans and number == spans["date"].start:
            kept.append(written)
        elif number == 1 and "date" not in spans:
            kept += [written] + ([] if number in spans.get("draft", ()) else [line])
        elif not any(number in span for span in spans.values()):
            kept.append(line)
    return "".join(kept)


def _value_lines(lines: list[str], start: int) -> range:
    """Give the lines of a key and of a value that goes on below it, indented."""
    end = start + 1
    while end < len(lines) and lines[end][:1] in " \t" and lines[end].strip():
        end += 1
    return range(start, end)


def _open_prompts(post: Target) -> Iterator[Problem]:
    for found in _PROMPT.finditer(post.text):
        yield _problem(
            post,
            found.start(),
            "open-prompt",
            f"a question is still open: {found[1] or 'an empty one'}",
            "answer it in the text, or delete the line if it does not matter",
        )


def _conflicts(post: Target) -> Iterator[Problem]:
    for found in merging.marks(post.text):
        yield _problem(
            post,
            found.start(),
            "merge-mark",
            f"a merge is unfinished: {found[0]}",
            "keep what is right of the two sides and delete the marks",
        )


def _broken_links(post: Target, known: Set[str]) -> Iterator[Problem]:
    page = addresses.post(post.id)
    for link in links(post):
        if addresses.absolute(link, page) not in known:
            yield broken_link(post, link)


def links(post: Target) -> list[str]:
    """Give the relative links of a text, each once."""
    found = prose_of(read_front_matter(post.text.encode(), post.file).body).links
    return [link for link in dict.fromkeys(found) if not _ELSEWHERE.match(link)]


def broken_link(post: Target, link: str) -> Problem:
    """Tell of a link that leads nowhere."""
    return _problem(
        post,
        _start(post.text, link),
        "broken-link",
        f"a link leads to '{link}', where there is nothing",
        "write the path from this post to another one's file, such as 2007-12-02-front-end.md",
    )


def misplaced(post: Target, index: int, name: str, parts: Sequence[str], *, twice: bool) -> Problem:
    """Tell of the place of a part that does not exist, or that has a place already."""
    near = difflib.get_close_matches(name, parts, 1)
    guess = f"did you mean '{near[0]}'? " if near else ""
    return _problem(
        post,
        index,
        "unknown-placeholder",
        f"'{name}' has a place already" if twice else f"'{name}' is no part of a post",
        "delete one of the two lines" if twice else f"{guess}The parts are: {', '.join(parts)}",
    )


def _start(text: str, link: str) -> int:
    """Find the bracket that opens a link."""
    target = max(text.find(f"]({link}"), text.find(f"](<{link}"))
    return max(text.rfind("[", 0, max(target, 0)), 0)


def _problem(post: Target, index: int, rule: str, message: str, help_: str) -> Problem:
    before = post.text[:index]
    line, column = before.count("\n") + 1, index - (before.rfind("\n") + 1) + 1
    return Problem(file=post.file, line=line, column=column, rule=rule, message=message, help=help_)
