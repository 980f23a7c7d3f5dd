"""What we make as MkDocs gets it: files that are not in memory before and after they are read or written."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, InclusionLevel

from deploylog.feeds import Asset
from deploylog.pages import Page
from deploylog.store import Store

Learned = Mapping[str, Any]
"""What a build knows of a page besides its output: what it needs `allowed`, its `entries` of the search as
JSON texts, the `anchors` that it has, and its `links` to anchors of pages, by their addresses."""


class MadeFile(File):
    """A file that we make; what another plugin writes into it instead holds."""

    source: Callable[[], str | bytes] | None = None
    """Gives its text or its octets; None when somebody else has written it."""

    @property
    def content_bytes(self) -> bytes:
        """Its octets."""
        found = super().content_bytes if self.source is None else self.source()
        return found.encode() if isinstance(found, str) else found

    @content_bytes.setter
    def content_bytes(self, value: bytes) -> None:
        self.source = None
        File.content_bytes.__set__(self, value)  # type: ignore[attr-defined]

    @property
    def content_string(self) -> str:
        """Its text."""
        found = super().content_string if self.source is None else self.source()
        return found if isinstance(found, str) else found.decode("utf-8-sig")

    @content_string.setter
    def content_string(self, value: str) -> None:
        self.content_bytes = value.encode()

    def copy_file(self, dirty: bool = False) -> None:
        """Write the file, which is not in memory before and after."""
        source = self.source
        if source is None:
            super().copy_file(dirty)
        else:
            self.content_bytes = self.content_bytes
            super().copy_file(dirty)
            self.content_bytes, self.source = b"", source


class KeptFile(File):
    """A page that is copied: others can link to it, and MkDocs does not build it."""

    copied = False
    store: Store
    key: bytes
    learned: Learned

    def is_documentation_page(self) -> bool:
        """Tell whether MkDocs is to build it: as far as its address is concerned, yes."""
        return not self.copied and super().is_documentation_page()

    def copy_file(self, dirty: bool = False) -> None:
        """Write the page, which is not in memory before and after."""
        output = self.store.get(self.key)
        if output is None:
            self.store.discard()
            raise PluginError("what earlier builds had kept was damaged, and is thrown away; build again")
        self.content_string = output
        super().copy_file(dirty)
        self.content_bytes = b""


def generated(page: Page, config: MkDocsConfig) -> File:
    """Make the file of a page that MkDocs is to build."""
    return _made(page.uri, lambda: page.content, InclusionLevel.NOT_IN_NAV, config)


def published(asset: Asset, config: MkDocsConfig) -> File:
    """Make the file of what is published as it is."""
    return _made(asset.uri, lambda: asset.octets, InclusionLevel.UNDEFINED, config)


def _made(
    uri: str, source: Callable[[], str | bytes], inclusion: InclusionLevel, config: MkDocsConfig
) -> File:
    file = cast("MadeFile", MadeFile.generated(config, uri, content=b"", inclusion=inclusion))
    file.source = source
    return file
