"""Pages and files that wait on a shelf, and are in memory only while somebody looks at them."""

from deploylog.feeds import Asset
from deploylog.pages import Page
from deploylog.shelf import Shelf, Shelved


class AsidePage(Page):
    """A page that reads as any other."""

    __slots__ = ("_shelved",)
    _shelved: Shelved

    def __init__(self, page: Page, shelf: Shelf) -> None:
        """Put the text of a page away."""
        object.__setattr__(self, "uri", page.uri)
        object.__setattr__(self, "authored", page.authored)
        object.__setattr__(self, "_shelved", shelf.put(page.content))

    @property
    def content(self) -> str:
        """The text, read again each time."""
        return self._shelved.text


class AsideAsset(Asset):
    """A file that reads as any other."""

    __slots__ = ("_shelved",)
    _shelved: Shelved

    def __init__(self, asset: Asset, shelf: Shelf) -> None:
        """Put the octets of a file away."""
        object.__setattr__(self, "uri", asset.uri)
        object.__setattr__(self, "_shelved", shelf.put(asset.octets))

    @property
    def content(self) -> bytes:
        """The octets, read again each time."""
        return self._shelved.octets
