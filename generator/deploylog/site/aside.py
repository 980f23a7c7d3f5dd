"""Pages whose text waits on a shelf, and is in memory only while somebody looks at it."""

from deploylog.pages import Page
from deploylog.shelf import Shelf, Shelved


class Aside(Page):
    """A page that reads as any other."""

    __slots__ = ("_shelved",)
    _shelved: Shelved

    def __init__(self, uri: str, authored: bool, shelved: Shelved) -> None:
        """Know where the text is."""
        object.__setattr__(self, "uri", uri)
        object.__setattr__(self, "authored", authored)
        object.__setattr__(self, "_shelved", shelved)

    @property
    def content(self) -> str:
        """The text, read again each time."""
        return self._shelved.text


def put(page: Page, shelf: Shelf) -> Page:
    """Put a page's text away."""
    return Aside(page.uri, page.authored, shelf.put(page.content))
