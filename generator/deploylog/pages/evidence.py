"""The posts behind the numbers: one list a page, of which every number shows those that it counts.

Every post of a set of figures stands there once, however many numbers count it; a link to a number's anchor
hides the others, by style sheet alone. So the lists of all pages together grow with the logs, not with the
logs times the figures. Where the style sheet is missing, the whole list is shown.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from deploylog import addresses

NAMED = 400
"""How many numbers of a page the style sheet can tell apart, besides those that other pages link to."""
ROOT = "\0root\0"
"""Stands in a row for the way to the site's root."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The posts that one number counts."""

    name: str
    """Its number on the page, or the key by which other pages link to it."""
    title: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One post of a list."""

    classes: str
    """Of the numbers that count it: `p-executed p-14`; `p-other` when it is not one of the page."""
    html: Markup


@dataclass(kw_only=True)
class Evidence:
    """The list of one page, which grows with each number that is shown."""

    uri: str
    """The address of the page with the numbers."""
    whole: Sequence[str]
    """The ids of all posts that the page is about."""
    lists: list[Counted] = field(default_factory=list)
    _known: dict[tuple[str, tuple[str, ...]], Counted] = field(default_factory=dict)

    @property
    def page(self) -> str:
        """The address of the page with the list."""
        return addresses.evidence(self.uri, len(self.whole))

    @property
    def apart(self) -> bool:
        """Whether the list has a page of its own."""
        return self.page != self.uri

    @property
    def overflowing(self) -> Sequence[Counted]:
        """What the style sheet has no more names for, to be listed by itself."""
        return self.lists[NAMED:]

    @property
    def shared(self) -> Sequence[Counted]:
        """What is shown by hiding the others."""
        return self.lists[:NAMED]

    def link(self, title: str, ids: Sequence[str], key: str = "") -> str:
        """Take note of a number, and give the way to its posts.

        Where posts are many, numbers that count the same ones share a list, whatever it was first called.

        Args:
            title: What is counted, in words.
            ids: The posts.
            key: A name that the style sheet knows, if other pages link to the number.
        """
        mark = ("" if self.apart else title, tuple(ids))
        found = self._known.get(mark)
        if found is None or (key and found.name != key):
            found = Counted(name=key or str(len(self.lists)), title=title, ids=tuple(ids))
            self.lists.append(found)
            self._known.setdefault(mark, found)
        return f"{addresses.relative(self.page, self.uri) if self.apart else ''}#posts-{found.name}"

    def rows(self, html: Mapping[str, str], root: str) -> Iterator[Row]:
        """Give each post once: those of the page, then others that its numbers count.

        Args:
            html: The row of each post by its id.
            root: The way from the page of the list to the site's root.
        """
        names: dict[str, list[str]] = {id_: [] for id_ in self.whole}
        for counted in self.shared:
            for id_ in counted.ids:
                names.setdefault(id_, []).append(counted.name)
        here = frozenset(self.whole)
        for id_, counting in names.items():
            others = () if id_ in here else ("other",)
            classes = " ".join(f"p-{name}" for name in (*counting, *others))
            yield Row(classes=classes, html=Markup(html[id_].replace(ROOT, root)))  # noqa: S704
