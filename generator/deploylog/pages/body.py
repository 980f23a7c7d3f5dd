"""The text of a post: an author's or the log's own, with the live parts put in their places."""

import html
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet

from deploylog import addresses

PARTS = ("facts", "timeline", "chain", "links")
"""What a post shows live from its log, in the order they stand in when the text does not place them."""

MORE = "<!-- more -->"

_OURS = re.compile(r'^(?=<(?:figure class="chart|div class="posts ledger"))', re.MULTILINE)
"""How the blocks begin that the plugin takes out of a page before Markdown reads it."""
_PLACE = re.compile(r" {0,3}<!-- *deploylog: *([a-z]+) *--> *")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r"# +\S.*")
_LINK = re.compile(r"(?<!\\)(!?)\[((?:[^\[\]\\]|\\.)*)\]\(([^()\s]*)((?:\s+\"[^\"]*\")?)\)(\{[^}\n]*\})?")
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|/", re.IGNORECASE)
_MARKUP = re.compile(
    r"<!--.*?-->|</?[a-zA-Z][^>]*>|\[\^[^\]]*\]|[*`]+|(?<!\w)_+|_+(?!\w)|\{[:.#][^}]*\}", re.DOTALL
)


def authored(text: str) -> str:
    """Keep an author's HTML from passing for a drawing or a list of ours, which is published as it stands."""
    return _OURS.sub(" ", text)


def heading_apart(text: str) -> tuple[str, str]:
    """Part a text from the heading it begins with; the heading is empty when it has none."""
    first, _, rest = text.lstrip("\n").partition("\n")
    return (first, rest) if _HEADING.fullmatch(first.rstrip()) else ("", text)


def placed(text: str, parts: Mapping[str, str]) -> str:
    """Put the live parts where the text asks for them; those it does not name come first (facts) and last.

    Args:
        text: Without its heading; a line `<!-- deploylog: timeline -->` is the place of a part.
        parts: Markdown of each of `PARTS`; empty when there is nothing to show.
    """
    named: set[str] = set()
    lines = []
    for line, fenced in _lines(text):
        place = None if fenced else _PLACE.fullmatch(line)
        if place and place[1] in parts:
            lines.append("" if place[1] in named else f"\n{parts[place[1]]}\n")
            named.add(place[1])
        else:
            lines.append(line)
    first = [] if "facts" in named else [parts.get("facts", "")]
    last = [parts.get(name, "") for name in PARTS[1:] if name not in named]
    return "\n\n".join(part.strip("\n") for part in [*first, "\n".join(lines), *last] if part.strip())


def unplaced(text: str) -> Iterator[tuple[int, str, bool]]:
    """Give the places of no part, and second places of one: index, name, and whether it is a second."""
    named: set[str] = set()
    index = 0
    for line, fenced in _lines(text):
        place = None if fenced else _PLACE.fullmatch(line.rstrip("\r"))
        if place and (place[1] in named or place[1] not in PARTS):
            yield index + line.index("<"), place[1], place[1] in named
        elif place:
            named.add(place[1])
        index += len(line) + 1


def lede(text: str) -> str:
    """Give the first sentences of a post: all before `<!-- more -->`, else the first paragraph."""
    body = "\n".join(
        line for line, fenced in _lines(heading_apart(text)[1]) if fenced or not _PLACE.fullmatch(line)
    )
    if MORE in body:
        return body.partition(MORE)[0].strip()
    paragraphs = (paragraph.strip() for paragraph in re.split(r"\n\s*\n", body))
    return next((p for p in paragraphs if p and not p.startswith(("#", "<!--", "<", ">", "|"))), "")


def plain(markdown: str, limit: int = 200) -> str:
    """Give Markdown as plain text on one line, for a description: whole words, at most `limit` characters."""
    text = html.unescape(_MARKUP.sub("", _LINK.sub(lambda link: "" if link[1] else link[2], markdown)))
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1].rpartition(" ")[0].rstrip(" ,;:.") + "…"


def moved(markdown: str, here: str, there: str) -> str:
    """Rewrite relative links of a text that is taken from the page `here` to the page `there`."""

    def changed(mark: str, text: str, target: str, title: str, attributes: str) -> str:
        place = here + target if target.startswith("#") else _absolute(target, here)
        return f"{mark}[{text}]({addresses.relative(place, there)}{title}){attributes}"

    return _with_links(markdown, changed)


def without_links_to(markdown: str, here: str, hidden: AbstractSet[str]) -> str:
    """Make links to pages that are not on the site plain text."""

    def kept(mark: str, text: str, target: str, title: str, attributes: str) -> str:
        if target[0] != "#" and _absolute(target, here).partition("#")[0] in hidden:
            return text
        return f"{mark}[{text}]({target}{title}){attributes}"

    return _with_links(markdown, kept) if hidden else markdown


def _absolute(target: str, here: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(here), target))


def _with_links(markdown: str, change: Callable[[str, str, str, str, str], str]) -> str:
    """Change each inline link with a relative target, outside of fenced code."""

    def changed(link: re.Match[str]) -> str:
        mark, text, target, title, attributes = link.groups(default="")
        return (
            link[0]
            if not target or _ELSEWHERE.match(target)
            else change(mark, text, target, title, attributes)
        )

    return "\n".join(line if fenced else _LINK.sub(changed, line) for line, fenced in _lines(markdown))


def _lines(text: str) -> Iterator[tuple[str, bool]]:
    """Give each line with whether it belongs to fenced code."""
    fence = ""
    for line in text.split("\n"):
        mark = _FENCE.match(line)
        if fence:
            yield line, True
            if mark and mark[1].startswith(fence) and not line.strip(" `~"):
                fence = ""
        else:
            fence = mark[1] if mark else ""
            yield line, bool(mark)
