"""What Markdown and the search need not read: drawings and lists in HTML, which are most of a page."""

import json
import re
from collections.abc import Iterable

from deploylog.shelf import Shelf, Shelved

_BLOCK = re.compile(
    r'^<figure class="chart[^\n]*\n.*?^</figure>$'
    r'|^<div class="posts ledger" data-search-exclude>\n.*?^</div>$',
    re.MULTILINE | re.DOTALL,
)
"""A drawing, or the list of the posts behind a page's numbers."""
_COUNTED = re.compile(r'(?<= id=")posts-[^"]*')
_PLACE = '<div class="chart-place" id="chart-place-{}">{}</div>'


class Blocks:
    """The drawings and lists of pages, while the rest of these is read."""

    def __init__(self, uris: Iterable[str], shelf: Shelf) -> None:
        """Begin with nothing taken out.

        Args:
            uris: Addresses of the pages that are ours; of no other is anything taken out.
            shelf: Where they wait.
        """
        self._shelf = shelf
        self._of: dict[str, Shelved | None] = dict.fromkeys(uris)
        """What stands in for them, and themselves, by the address of their page."""

    def __contains__(self, uri: str) -> bool:
        """Tell whether a page is ours."""
        return uri in self._of

    def taken_out(self, markdown: str, uri: str) -> str:
        """Give the Markdown of a page of ours with something short in the place of each."""
        blocks: dict[str, str] = {}

        def place(block: re.Match[str]) -> str:
            if block[0].endswith("</div>") and "<div" in block[0][1:]:  # of a template that is not ours
                return block[0]
            anchors = "".join(f'<a id="{name}"></a>' for name in _COUNTED.findall(block[0]))
            held = _PLACE.format(len(blocks), anchors)
            blocks[held] = block[0]
            return held

        rest = _BLOCK.sub(place, markdown)
        self._of[uri] = self._shelf.put(json.dumps(blocks, ensure_ascii=False)) if blocks else None
        return rest

    def put_back(self, content: str, uri: str) -> str:
        """Give a page's HTML with each of them in its place again."""
        blocks = self._of.pop(uri, None)
        for held, block in json.loads(blocks.text).items() if blocks else ():
            content = content.replace(held, block)
        return content
