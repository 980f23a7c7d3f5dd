"""What the theme leaves out of a page: the rest of its head, and the name of its search."""

import html

from mkdocs.structure.pages import Page as EnginePage

from deploylog.site import Made

_ENDS = "</head>"
_SEARCH = '<div class="md-search" data-md-component="search" role="dialog"'


def completed(output: str, page: EnginePage, made: Made | None) -> str:
    """Put in what is missing; where no site could be made, nothing is known of the head."""
    before, end, after = output.partition(_ENDS)
    if made is None or not end:
        return named(output)
    missing = made.head(
        page.file.src_uri,
        title=html.unescape(page.title or ""),
        description=html.unescape(str(page.meta.get("description") or "")),
        present=before,
    )
    return named(f"{before}{missing}{end}{after}")


def named(output: str) -> str:
    """Give the theme's search dialog a name."""
    return output.replace(_SEARCH, f'{_SEARCH} aria-label="Search"', 1)
