"""Our pages as MkDocs gets them: files whose text is not in memory."""

from collections.abc import Mapping
from typing import Any, cast

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, InclusionLevel

from deploylog.pages import Page
from deploylog.store import Store

Learned = Mapping[str, Any]
"""What a build knows of a page besides its output: what it needs `allowed`, its `entries` of the search as
JSON texts, the `anchors` that it has, and its `links` to anchors of pages, by their addresses."""


class MadeFile(File):
    """A page that MkDocs is to build; what another plugin writes into it instead holds."""

    made: Page | None = None

    @property
    def content_string(self) -> str:
        """The text of the page."""
        return super().content_string if self.made is None else self.made.content

    @content_string.setter
    def content_string(self, value: str) -> None:
        self.content_bytes = value.encode()

    @property
    def content_bytes(self) -> bytes:
        """The same, as it would be in a file."""
        return super().content_bytes if self.made is None else self.made.content.encode()

    @content_bytes.setter
    def content_bytes(self, value: bytes) -> None:
        self.made = None
        File.content_bytes.__set__(self, value)  # type: ignore[attr-defined]


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
    file = MadeFile.generated(config, page.uri, content="", inclusion=InclusionLevel.NOT_IN_NAV)
    cast("MadeFile", file).made = page
    return file
