"""The pages of statistics as a reader sees them: numbers, and the posts that each leads to."""

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import unescape
from pathlib import Path

from deploylog import history, statistics, templates
from deploylog.model import Deployment
from deploylog.pages import Edition
from deploylog.settings import Settings
from deploylog.shelf import Shelf
from deploylog.site import counting
from deploylog.site.near import Near

LINK = re.compile(r"\[((?:[^\[\]]|\\.)*)\]\(([^()\s]*)(?: \"[^\"]*\")?\)")
NUMBER = re.compile(r"\[(\d+)\]\(([^()\s]*#posts-[\w-]+)\)")


JINJA = templates.environment()


@dataclass(frozen=True)
class Number:
    """A number on a page that leads to posts."""

    page: str
    value: int
    target: str
    """The address of the page with the list."""
    name: str
    """Of the list: `executed`, `14`."""


def edition(
    logs: Sequence[Deployment], as_of: date | None = None, titles: Mapping[str, str] | None = None
) -> Edition:
    """Make of deployments what pages are made of."""
    told = history.of(logs)
    return Edition(
        settings=Settings(root=Path(), posts=Path("posts"), glossary=Path("glossary")),
        as_of=as_of or date(2007, 12, 31),
        jinja=JINJA,
        history=told,
        statistics=statistics.of(told, as_of),
        articles=(),
        titles=titles or {},
    )


def rendered(
    logs: Sequence[Deployment], as_of: date | None = None, **options: Mapping[str, str]
) -> dict[str, str]:
    """Make the pages of statistics, by address."""
    made_of = edition(logs, as_of, **options)
    return {page.uri: page.content for page in counting.pages(made_of, Near(made_of=made_of), None, Shelf())}


def numbers(pages: Mapping[str, str]) -> Iterator[Number]:
    """Find every number that leads to posts."""
    for uri, content in pages.items():
        for found in NUMBER.finditer(content):
            target, _, name = found[2].partition("#posts-")
            address = posixpath.normpath(posixpath.join(posixpath.dirname(uri), target)) if target else uri
            yield Number(page=uri, value=int(found[1]), target=address, name=name)


def listed(content: str) -> dict[str, list[str]]:
    """Give the ids of the posts that each anchor of a page leaves, by its name."""
    names = re.findall(r'<p class="ledger__title" id="posts-([\w-]+)"', content)
    found: dict[str, list[str]] = {name: [] for name in names}
    ledger = content.partition('<div class="posts ledger"')[2].partition("</div>")[0]
    for classes, row in re.findall(r'<li class="([^"]*)">(.*)</li>', ledger):
        for name in classes.split():
            if name != "p-other":
                found[name.removeprefix("p-")].append(_id(row))
    for name, rows in re.findall(
        r'<div class="posts">\n<p id="posts-(\w+)">.*\n<ul>\n([\s\S]*?)</ul>', content
    ):
        found[name] = [_id(row) for row in rows.splitlines()]
    return found


def _id(row: str) -> str:
    return re.search(r'href="(?:\.\./)*([^"]*?)/"', row)[1]  # type: ignore[index]


def rows(content: str) -> Iterator[tuple[str, str, str, list[str]]]:
    """Give each row of each table: its section, first cell, other cells as text, and their lists' names."""
    section = ""
    for line in content.partition("## The posts")[0].splitlines():
        heading = re.match(r"#+ .*\{ #([\w-]+) \}", line)
        section = heading[1] if heading else section
        cells = [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("| ") else []
        if cells:
            others = " | ".join(cells[1:])
            yield section, plain(cells[0]), plain(others), re.findall(r"#posts-([\w-]+)\)", others)


def tables(content: str) -> dict[tuple[str, str], tuple[str, list[str]]]:
    """Give the rows of the tables by section and first cell; of equal ones, the first."""
    found: dict[tuple[str, str], tuple[str, list[str]]] = {}
    for section, cell, text, names in rows(content):
        found.setdefault((section, cell), (text, names))
    return found


def prose(content: str, anchor: str) -> str:
    """Give the first paragraph of a section as its reader sees it."""
    return plain(content.partition(f"{{ #{anchor} }}\n")[2].strip().partition("\n\n")[0])


def plain(markdown: str) -> str:
    """Give a piece of a page as its reader sees it."""
    return unescape(LINK.sub(lambda link: link[1], markdown).replace("{ .term }", "")).strip()
